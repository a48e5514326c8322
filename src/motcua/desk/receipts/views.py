"""The register of receipts: found, read, replaced or cancelled by two, listed for tax."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.agencies.queries.finding import agency_numbered
from motcua.desk.agreeing import accepted, decided
from motcua.desk.receipts import base, queries
from motcua.desk.receipts.forms import NAMES, PartForm, WishForm
from motcua.identity.base import visit
from motcua.kernel import clock
from motcua.kernel.files import open_stored
from motcua.receipts.actions import (
    ask_correction,
    decide_correction,
    note_export,
    open_receipt,
    read_register,
)
from motcua.receipts.queries import file_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

    from motcua.desk.receipts.queries import ReceiptPage
    from motcua.kernel.actors import Actor

_LONGEST = 18


@never_cache
@login_required
@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """Show a page of the register, the latest first."""
    actor, now = visit(request).actor, clock.now()
    queries.require_accountant(actor)
    form = PartForm(actor, now, request.GET.dict())
    context = {"form": form}
    if not form.is_valid():
        return render(request, "desk/receipts/register.html", context, status=422)
    after = _after(request)
    rows = read_register(actor=actor, wanted=form.wanted, after=after, now=now)
    shown = queries.register_of(actor, form.wanted, rows, now)
    pairs = {name: form.data[name] for name in NAMES if form.data.get(name)}
    more = {
        "shown": shown,
        "chosen": list(pairs.items()),
        "report": _address("receipts-usage", pairs),
        "next": _address("receipts", pairs | {"after": shown.page.after})
        if shown.page.after
        else "",
        "first": _address("receipts", pairs) if after else "",
    }
    return render(request, "desk/receipts/register.html", context | more)


@never_cache
@login_required
@require_safe
def report(request: HttpRequest) -> HttpResponse:
    """Show how the numbers of a period were used, series by series."""
    actor = visit(request).actor
    queries.require_accountant(actor)
    form = PartForm(actor, clock.now(), request.GET.dict())
    context = {"form": form}
    if not form.is_valid():
        return render(request, "desk/receipts/usage.html", context, status=422)
    rows, total = queries.usage_of(form.wanted)
    agency = agency_numbered(form.wanted.agency_id)
    more = {"rows": rows, "total": total, "wanted": form.wanted, "agency": agency}
    return render(request, "desk/receipts/usage.html", context | more)


@never_cache
@login_required
@require_POST
def export(request: HttpRequest) -> HttpResponseBase:
    """Write the receipts of a period out, as XML or CSV."""
    actor, now = visit(request).actor, clock.now()
    queries.require_accountant(actor)
    form = PartForm(actor, now, request.POST.dict())
    if not form.is_valid():
        return redirect("desk:receipts")
    wanted = form.wanted
    agency = agency_numbered(wanted.agency_id)
    kind = "xml" if "xml" in request.POST else "csv"
    note_export(
        actor=actor,
        agency_id=agency.pk,
        period=(wanted.since, wanted.until),
        kind=kind,
        now=now,
    )
    rows = base.as_xml(wanted, agency) if kind == "xml" else base.as_csv(wanted)
    name = f"bang-ke-bien-lai-{agency.code}-{wanted.since:%Y%m%d}-{wanted.until:%Y%m%d}.{kind}"
    media = "application/xml" if kind == "xml" else "text/csv; charset=utf-8"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingHttpResponse(
        (row.encode() for row in rows), content_type=media, headers=headers
    )


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def receipt(request: HttpRequest, receipt_id: UUID) -> HttpResponse:
    """Show a receipt, and take what an accountant asks for it."""
    actor, now = visit(request).actor, clock.now()
    page = _opened(actor, receipt_id, now)
    posted = request.POST if request.method == "POST" else None
    known = page.held.receipt
    said = {"payer_name": known.payer_name, "payer_tax_code": known.payer_tax_code}
    form = WishForm(posted, initial=said)
    if accepted(
        request,
        form,
        lambda: ask_correction(actor=actor, receipt_id=receipt_id, wish=form.wish, now=now),
    ):
        return redirect("desk:receipt", receipt_id)
    status = 422 if form.is_bound else 200
    place = "desk/receipts/receipt.html"
    return render(request, place, {"page": page, "form": form}, status=status)


@never_cache
@login_required
@require_POST
def decide(request: HttpRequest, receipt_id: UUID) -> HttpResponse:
    """Agree to what a colleague asked for a receipt, or not."""
    actor, now = visit(request).actor, clock.now()
    asked = _opened(actor, receipt_id, now).asked
    agrees = "_yes" in request.POST
    said = _("Đã đồng ý, biên lai mới đã cấp.") if agrees else _("Đã ghi là không đồng ý.")
    decided(
        request,
        asked,
        lambda one: decide_correction(
            actor=actor, correction_id=one.public_id, agrees=agrees, now=now
        ),
        said,
    )
    return redirect("desk:receipt", receipt_id)


@never_cache
@login_required
@require_safe
def file(request: HttpRequest, receipt_id: UUID, kind: str) -> FileResponse:
    """Send a receipt's signed file."""
    actor = visit(request).actor
    queries.require_accountant(actor)
    opened = open_receipt(actor=actor, public_id=receipt_id, now=clock.now())
    found = file_of(opened, kind)
    return FileResponse(
        open_stored(found), as_attachment=True, filename=found.name, content_type=found.media_type
    )


def _opened(actor: Actor, receipt_id: UUID, now: datetime) -> ReceiptPage:
    queries.require_accountant(actor)
    opened = open_receipt(actor=actor, public_id=receipt_id, now=now)
    return queries.receipt_page(actor, opened)


def _after(request: HttpRequest) -> int:
    text = request.GET.get("after", "")
    is_number = text.isascii() and text.isdecimal() and len(text) <= _LONGEST
    return int(text) if is_number else 0


def _address(name: str, pairs: Mapping[str, str | int]) -> str:
    return f"{reverse(f'desk:{name}')}?{urlencode(pairs)}"

"""The counter's parcels: listed, received by the code on the label, labelled, sent again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from motcua.counters.actions import start_posted
from motcua.counters.queries import shift_of
from motcua.deliveries.actions import receive_parcel
from motcua.deliveries.enums import Contents
from motcua.deliveries.errors import ParcelNotFound
from motcua.deliveries.queries import parcel_by_id, parcel_by_label
from motcua.desk.deliveries import queries
from motcua.dossiers.actions import posting
from motcua.dossiers.actions.papers_by_post import receive_papers
from motcua.dossiers.queries import dossier_for
from motcua.dossiers.queries.errands import expected_for
from motcua.dossiers.queries.papers_by_post import waits_for_papers
from motcua.dossiers.queries.tracking import of_code
from motcua.identity.base import visit
from motcua.kernel import clock
from motcua.kernel.errors import DomainError, NotAllowed, NotFound
from motcua.ui.paper import qr_for_page

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from motcua.dossiers.models import Dossier
    from motcua.kernel.actors import Actor

_MOST_CODE = 60


@never_cache
@login_required
@require_safe
def parcels(request: HttpRequest) -> HttpResponse:
    """Show the parcels of the official's agencies, and where a label's code is scanned."""
    page = queries.parcels_page(visit(request).actor, clock.now())
    return render(request, "desk/deliveries/parcels.html", {"page": page, "current": "parcels"})


@never_cache
@login_required
@require_POST
def receive(request: HttpRequest) -> HttpResponse:
    """Take in a parcel by the code on its label, and open what it belongs to."""
    actor = visit(request).actor
    code = request.POST.get("code", "")[:_MOST_CODE]
    try:
        parcel = parcel_by_label(code, queries.agencies_of(actor))
    except ParcelNotFound:
        if (posted := _waiting(actor, code)) is not None:
            return _taken_in(request, posted)
        said = _(
            "Không có bưu phẩm mang mã này trong danh sách. Nếu trong đó là hồ sơ mới, hãy tiếp "
            "nhận tại quầy và đánh dấu “Giấy tờ đến qua bưu chính”."
        )
        messages.error(request, said)
        return redirect("desk:parcels")
    receive_parcel(actor=actor, parcel_id=parcel.pk, now=clock.now())
    messages.success(request, _("Đã ghi nhận bưu phẩm đến."))
    dossier = expected_for([parcel]).get(parcel.subject_id)
    if dossier is None or parcel.contents != Contents.PAPERS:
        return redirect("desk:parcels")
    if waits_for_papers(dossier):
        return _taken_in(request, dossier)
    return redirect("desk:dossier", dossier.public_id)


def _waiting(actor: Actor, typed: str) -> Dossier | None:
    """Find the dossier that waits for its envelope, by the code on the cover sheet."""
    code = typed.strip().rstrip("/").rpartition("/")[2]
    found = of_code(code) if code else None
    try:
        dossier = dossier_for(actor, found.public_id) if found else None
    except NotFound:
        return None
    return dossier if dossier is not None and waits_for_papers(dossier) else None


def _taken_in(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """Note that the envelope is there, and take it in where the official sits at a counter."""
    actor, now = visit(request).actor, clock.now()
    shift = shift_of(actor)
    receive_papers(actor=actor, dossier_id=dossier.pk, now=now)
    if shift is None or shift.is_locked:
        messages.success(request, _("Đã ghi nhận giấy tờ đến. Mở quầy để quét và tiếp nhận."))
        return redirect("desk:dossier", dossier.public_id)
    filing = start_posted(actor=actor, counter_id=shift.counter_id, dossier_id=dossier.pk, now=now)
    return redirect("desk:counter-posted", filing.public_id)


@never_cache
@login_required
@require_safe
def label(request: HttpRequest, parcel_id: UUID) -> HttpResponse:
    """Show a label to print and stick on a parcel."""
    page = queries.label_page(visit(request).actor, parcel_id)
    qr = mark_safe(qr_for_page(page.code))  # noqa: S308 - our own drawing of a code
    context = {"page": page, "qr": qr}
    return render(request, "desk/deliveries/label.html", context)


@never_cache
@login_required
@require_POST
def again(request: HttpRequest, parcel_id: UUID) -> HttpResponse:
    """Send a result once more whose parcel was lost or came back."""
    actor = visit(request).actor
    parcel = parcel_by_id(parcel_id, queries.agencies_of(actor))
    try:
        posting.send_again(actor=actor, dossier_id=parcel.subject_id, now=clock.now())
    except (NotFound, NotAllowed):
        raise
    except DomainError as refusal:
        messages.error(request, refusal.text)
    else:
        messages.success(request, _("Đã báo bưu chính gửi lại."))
    return redirect("desk:parcels")

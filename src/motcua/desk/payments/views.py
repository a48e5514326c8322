"""The accountants' pages: what came in day by day, what a day is made of, and closing it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.desk.agreeing import accepted, agreement, decided
from motcua.desk.payments import queries
from motcua.desk.payments.exports import noted
from motcua.desk.payments.forms import SettlementForm
from motcua.desk.payments.unclear import unclear_page, unclear_rows
from motcua.identity.base import visit
from motcua.kernel import clock
from motcua.payments.actions import (
    Proposal,
    decide_settlement,
    propose_settlement,
)
from motcua.payments.base.platform import write_records
from motcua.payments.errors import DayNotOver, DayNotReconciled, LedgerWrong
from motcua.payments.queries.platform import records_of
from motcua.tills.actions import close_day
from motcua.tills.errors import DrawersUncounted

if TYPE_CHECKING:
    from django.http import HttpRequest


@never_cache
@login_required
@require_safe
def days(request: HttpRequest) -> HttpResponse:
    """Show the days of the accountant's agencies on which money moved, the latest first."""
    page = queries.days_page(visit(request).actor, clock.now())
    return render(request, "desk/payments/days.html", {"page": page})


@never_cache
@login_required
@require_safe
def day(request: HttpRequest, agency: str, day: str) -> HttpResponse:
    """Show what a day's takings are made of, and what does not add up."""
    actor, now = visit(request).actor, clock.now()
    page = queries.day_page(actor, agency, day, now=now, language=get_language() or "vi")
    return render(request, "desk/payments/day.html", {"page": page})


@never_cache
@login_required
@require_safe
def records(request: HttpRequest, agency: str, day: str) -> HttpResponse:
    """Give a day's payments, refunds and chargebacks as the national payment platform's records."""
    actor = visit(request).actor
    held, date = queries.day_of(actor, agency, day)
    noted(actor, "records", held.pk, clock.now())
    text = write_records(records_of(held.pk, date))
    name = f"thanh-toan-{held.code}-{date.isoformat()}.json"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(text, content_type="application/json; charset=utf-8", headers=headers)


@never_cache
@login_required
@require_POST
def close(request: HttpRequest, agency: str, day: str) -> HttpResponse:
    """Close a day; where something does not add up, the page says what."""
    actor = visit(request).actor
    held, date = queries.day_of(actor, agency, day)
    try:
        close_day(actor=actor, agency_id=held.pk, day=date, now=clock.now())
        messages.success(request, _("Đã khóa sổ ngày này."))
    except (DayNotOver, DayNotReconciled, DrawersUncounted, LedgerWrong) as error:
        messages.error(request, error.text)
    return redirect("desk:takings-day", agency, day)


@never_cache
@login_required
@require_safe
def unclear(request: HttpRequest) -> HttpResponse:
    """Show the money that belongs to nothing yet, the oldest first."""
    rows = unclear_rows(visit(request).actor, clock.now())
    return render(request, "desk/payments/unclear.html", {"rows": rows})


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def unclear_one(request: HttpRequest, key: str) -> HttpResponse:
    """Show such money, and take what an accountant proposes for it."""
    actor, now = visit(request).actor, clock.now()
    page = unclear_page(actor, key, now)
    form = SettlementForm(request.POST if request.method == "POST" else None)

    def propose() -> None:
        said = form.cleaned_data
        proposal = Proposal(page.row.money.booking_id, said["reference"], said["reason"])
        propose_settlement(actor=actor, proposal=proposal, now=now)

    if accepted(request, form, propose):
        return redirect("desk:unclear-money")
    status = 422 if form.is_bound else 200
    place = "desk/payments/unclear_one.html"
    return render(request, place, {"page": page, "form": form}, status=status)


@never_cache
@login_required
@require_POST
def unclear_decide(request: HttpRequest, key: str) -> HttpResponse:
    """Agree to what a colleague proposed, or not."""
    actor, now = visit(request).actor, clock.now()
    proposal = unclear_page(actor, key, now).row.money.proposal
    agrees, said = agreement(request)
    decided(
        request,
        proposal,
        lambda one: decide_settlement(
            actor=actor, settlement_id=one.public_id, agrees=agrees, now=now
        ),
        said,
    )
    return redirect("desk:unclear-money")

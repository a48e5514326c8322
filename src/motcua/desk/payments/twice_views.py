"""The accountants' page of money that left twice: one says how it came back, another agrees."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from motcua.desk.agreeing import accepted, agreement, decided
from motcua.desk.payments.forms import ReclaimForm
from motcua.desk.payments.twice import twice_page
from motcua.identity.base import visit
from motcua.kernel import clock
from motcua.payments.actions import Reclaim, decide_settlement, propose_reclaim

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def twice(request: HttpRequest, reversal_id: int) -> HttpResponse:
    """Show money that somebody has twice, and take what an accountant proposes for it."""
    actor, now = visit(request).actor, clock.now()
    page = twice_page(actor, reversal_id, now)
    data = request.POST if request.method == "POST" else None
    form = ReclaimForm(data, bookings=page.bookings)

    def propose() -> None:
        reclaim = Reclaim(reversal_id, **form.cleaned_data)
        propose_reclaim(actor=actor, reclaim=reclaim, now=now)

    if accepted(request, form, propose):
        return redirect("desk:money-twice", reversal_id)
    status = 422 if form.is_bound else 200
    place = "desk/payments/back_twice.html"
    return render(request, place, {"page": page, "form": form}, status=status)


@never_cache
@login_required
@require_POST
def decide(request: HttpRequest, reversal_id: int) -> HttpResponse:
    """Agree to what a colleague proposed for it, or not."""
    actor, now = visit(request).actor, clock.now()
    waits = twice_page(actor, reversal_id, now).waits
    agrees, said = agreement(request)

    decided(
        request,
        waits.settlement.public_id if waits else None,
        lambda one: decide_settlement(actor=actor, settlement_id=one, agrees=agrees, now=now),
        said,
    )
    return redirect("desk:money-twice", reversal_id)

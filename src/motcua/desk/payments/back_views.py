"""The accountants' pages of money that goes back: what waits, an order's refunds, what is done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.desk.agreeing import accepted, agreement, done
from motcua.desk.payments.back import list_page, order_kept, order_page, proposal_of
from motcua.desk.payments.forms import NoteForm, RefundForm
from motcua.identity.base import visit
from motcua.kernel import clock
from motcua.kernel.errors import NotFound
from motcua.payments.actions import (
    Wanted,
    ask_again,
    decide_refund,
    handle_reversal,
    note_paid_by_hand,
    propose_refund,
)

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse


@never_cache
@login_required
@require_safe
def returns(request: HttpRequest) -> HttpResponse:
    """Show what waits for an accountant, or lead to the order whose reference was typed."""
    actor, now = visit(request).actor, clock.now()
    page, asked = list_page(actor, now), request.GET.get("ma", "").strip()
    if asked:
        try:
            return redirect("desk:money-back-order", order_kept(actor, asked).reference)
        except NotFound:
            messages.error(request, _("Cơ quan của anh/chị không có khoản nào mang mã này."))
    return render(request, "desk/payments/back.html", {"page": page, "asked": asked})


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def order(request: HttpRequest, reference: str) -> HttpResponse:
    """Show what paid an order and what went back of it, and take a proposal for a refund."""
    actor = visit(request).actor
    page = order_page(actor, reference)
    form = RefundForm(request.POST if request.method == "POST" else None, parts=page.refundable)
    if page.order is not None:
        order_id = page.order.pk

        def propose() -> None:
            provider, _colon, number = form.cleaned_data["part"].partition(":")
            amount, reason = form.cleaned_data["amount"], form.cleaned_data["reason"]
            wanted = Wanted(order_id, provider, number, amount, reason)
            propose_refund(actor=actor, wanted=wanted, now=clock.now())

        if accepted(request, form, propose):
            return redirect("desk:money-back-order", page.order.reference)
    status = 422 if form.is_bound else 200
    place = "desk/payments/back_order.html"
    return render(request, place, {"page": page, "form": form}, status=status)


@never_cache
@login_required
@require_POST
def decide(request: HttpRequest, reference: str, proposal_id: UUID) -> HttpResponse:
    """Agree to a refund that a colleague proposed, or not."""
    actor = visit(request).actor
    proposal = proposal_of(order_kept(actor, reference), proposal_id)
    agrees, said = agreement(request)
    act = {"actor": actor, "proposal_id": proposal.public_id, "agrees": agrees}
    return _done(request, decide_refund, act, said)


@never_cache
@login_required
@require_POST
def refused(request: HttpRequest, refund_id: int) -> HttpResponse:
    """Ask the provider again for a refund, or note by which document it was paid by hand."""
    act: dict[str, Any] = {"actor": visit(request).actor, "refund_id": refund_id}
    if "_again" in request.POST:
        return _done(request, ask_again, act, _("Đã gửi lại yêu cầu hoàn tiền."))
    form = NoteForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Anh/chị ghi số chứng từ chi trước."))
        return redirect("desk:money-back")
    act["document"] = form.cleaned_data["note"][:80]
    return _done(request, note_paid_by_hand, act, _("Đã ghi sổ khoản hoàn này."))


@never_cache
@login_required
@require_POST
def reversal(request: HttpRequest, reversal_id: int) -> HttpResponse:
    """Note what was done about money that a provider took back."""
    form = NoteForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Anh/chị ghi đã xử lý thế nào trước."))
        return redirect("desk:money-back")
    act = {
        "actor": visit(request).actor,
        "reversal_id": reversal_id,
        "note": form.cleaned_data["note"],
    }
    return _done(request, handle_reversal, act, _("Đã ghi cách xử lý."))


def _done(request: HttpRequest, act: Any, facts: dict[str, Any], said: str) -> HttpResponse:
    """Do an act and say so, or why not; then show what is left to do."""
    done(request, lambda: act(**facts, now=clock.now()), said)
    return redirect("desk:money-back")

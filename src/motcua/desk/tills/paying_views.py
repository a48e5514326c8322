"""The page of money at the counter: a debt found by its code, taken in cash or by card."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language, gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from motcua.counters.queries.sitting import shift_of
from motcua.desk.tills.paying import pay_page, require_taker
from motcua.desk.tills.views import words
from motcua.desk.tills.voucher import voucher
from motcua.dossiers.actions.collecting import collect_order, order_for_terminal
from motcua.identity.base import visit
from motcua.kernel import clock
from motcua.kernel.errors import DomainError, NotAllowed, NotFound
from motcua.kernel.money import show
from motcua.payments.actions import ask_terminal, cancel_terminal, charge_terminal
from motcua.payments.enums import OrderState
from motcua.payments.errors import OrderNotFound
from motcua.payments.queries import order_by_id
from motcua.payments.queries.providers import terminal
from motcua.payments.queries.returns import order_to_refund
from motcua.tills.actions import Receiver, pay_out

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from django.http import HttpRequest

    from motcua.kernel.actors import Actor
    from motcua.payments.models import Order

    Act = Callable[[Actor, Order, datetime], tuple[Order, str]]


@never_cache
@login_required
@require_safe
def till(request: HttpRequest) -> HttpResponse:
    """Show the debts that a code is about, and how they may be paid here."""
    page = pay_page(visit(request).actor, request.GET.get("ma", ""), clock.now())
    here = f"{reverse('desk:till')}?{urlencode({'ma': page.typed})}"
    return render(request, "desk/tills/till.html", {"page": page, "here": here})


@never_cache
@login_required
@require_POST
def till_act(request: HttpRequest) -> HttpResponse:
    """Take cash, have the terminal ask, ask what became of it, or have it ask no more."""
    do = _ACTS.get(request.POST.get("act", ""))
    if do is None:
        raise NotFound
    actor, now = visit(request).actor, clock.now()
    order = _order(actor, request.POST.get("id", ""))
    try:
        order, said = do(actor, order, now)
    except (NotFound, NotAllowed):
        raise
    except DomainError as error:
        messages.error(request, error.text)
    else:
        messages.success(request, said)
    return redirect(f"{reverse('desk:till')}?{urlencode({'ma': order.reference})}")


@never_cache
@login_required
@require_POST
def till_back(request: HttpRequest, refund_id: int) -> HttpResponse:
    """Give cash back to who fetches it, out of the drawer or the safe."""
    actor, said = visit(request).actor, request.POST
    receiver = Receiver(
        said.get("receiver", "").replace("\0", ""), said.get("code", ""), said.get("signed") == "on"
    )
    from_safe = said.get("from") == "safe"
    try:
        made = pay_out(
            actor=actor,
            refund_id=refund_id,
            receiver=receiver,
            from_safe=from_safe,
            now=clock.now(),
        )
    except (NotFound, NotAllowed):
        raise
    except DomainError as error:
        messages.error(request, words(error))
    else:
        sum_ = show(made.amount, get_language() or "vi")
        messages.success(request, _("Đã chi %(sum)s, đã ghi sổ.") % {"sum": sum_})
    return redirect(f"{reverse('desk:till')}?{urlencode({'ma': order_to_refund(refund_id)})}")


@never_cache
@login_required
@require_safe
def till_voucher(request: HttpRequest, refund_id: int) -> HttpResponse:
    """Show the voucher of cash that goes back, to be printed and signed."""
    paper = voucher(visit(request).actor, refund_id, clock.now())
    shown = {"Content-Disposition": f'inline; filename="phieu-chi-{refund_id}.pdf"'}
    return HttpResponse(paper, content_type="application/pdf", headers=shown)


def _cash(actor: Actor, order: Order, now: datetime) -> tuple[Order, str]:
    order = collect_order(actor=actor, order_id=order.pk, now=now)
    return order, _("Đã ghi nhận tiền mặt.")


def _card(actor: Actor, order: Order, now: datetime) -> tuple[Order, str]:
    shift = shift_of(actor)
    machine = shift.counter.terminal if shift else ""
    order = order_for_terminal(actor=actor, order_id=order.pk, now=now)
    attempt = charge_terminal(
        actor=actor, order_id=order.pk, terminal=machine, provider=terminal(), now=now
    )
    return order, _("Đã gửi số tiền tới máy %(name)s.") % {"name": attempt.terminal}


def _ask(actor: Actor, order: Order, now: datetime) -> tuple[Order, str]:
    return _standing(ask_terminal(actor=actor, order_id=order.pk, provider=terminal(), now=now))


def _withdraw(actor: Actor, order: Order, now: datetime) -> tuple[Order, str]:
    return _standing(cancel_terminal(actor=actor, order_id=order.pk, provider=terminal(), now=now))


def _standing(order: Order) -> tuple[Order, str]:
    """Say where an order stands after its terminal was asked."""
    if order.state == OrderState.PAID:
        return order, _("Máy báo đã trả. Khoản này đã thu đủ.")
    return order, _("Máy báo chưa trả.")


def _order(actor: Actor, number: str) -> Order:
    """Give the order that a button is about. Raises `NotAllowed`, `OrderNotFound`."""
    agencies = require_taker(actor)
    try:
        order = order_by_id(UUID(number))
    except ValueError:
        raise OrderNotFound from None
    if order.agency_id not in agencies:
        raise OrderNotFound
    return order


_ACTS: Mapping[str, Act] = {"cash": _cash, "card": _card, "ask": _ask, "withdraw": _withdraw}

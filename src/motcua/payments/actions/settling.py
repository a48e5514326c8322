"""Unclear money and differences: one accountant says what becomes of it, another agrees."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from motcua.agencies.enums import Role
from motcua.agencies.queries.standing import is_top
from motcua.kernel.clock import civil_date
from motcua.payments.actions.authorising import require_keeper, require_statement_keeper
from motcua.payments.actions.booking import book, hold, income, suspense
from motcua.payments.actions.differences import settle_difference
from motcua.payments.actions.orders import asks_for_money, lock_order
from motcua.payments.actions.proposing import Terms, ask, decide, record
from motcua.payments.actions.receiving import credit, owed_by
from motcua.payments.actions.reclaiming import settle_twice
from motcua.payments.actions.refunding import ask_refund_of_unclear
from motcua.payments.enums import OrderState, Remedy
from motcua.payments.errors import (
    MoneyNotUnclear,
    OrderNotOpen,
    SettlementNotFound,
)
from motcua.payments.models import LedgerTransaction, Order, Settlement
from motcua.payments.queries.unclear import SETTLED, left_of

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from motcua.kernel.actors import Actor


@dataclass(frozen=True, slots=True)
class Proposal:
    """What an accountant wants done with the unclear money of a booking, and why.

    `reference` is the order that it belongs to; empty where it goes back to who sent it.
    """

    booking_id: int
    reference: str
    reason: str


@transaction.atomic
def propose_settlement(*, actor: Actor, proposal: Proposal, now: datetime) -> Settlement:
    """Say what becomes of unclear money; nothing moves until another accountant agrees.

    Raises `NotAllowed`, `MoneyNotUnclear` where nothing of it is left, `SettlementTaken` while
    something is proposed for it, `OrderNotOpen` where the order asks for nothing.
    """
    booking = _booking(proposal.booking_id)
    require_keeper(actor, booking.order, now)
    order = _payable(actor, proposal.reference, now) if proposal.reference else None
    left = left_of(booking.pk)
    if not left:
        raise MoneyNotUnclear
    terms = Terms(
        remedy=Remedy.ORDER if order else Remedy.REFUND,
        amount=min(left, order.amount - order.received) if order else left,
        reason=proposal.reason,
        order=order,
    )
    return ask(booking, terms, actor=actor, now=now)


@transaction.atomic
def decide_settlement(
    *, actor: Actor, settlement_id: UUID, agrees: bool, now: datetime
) -> Settlement:
    """Agree to a proposal, which then is done, or refuse it; a second call changes nothing.

    Raises `SettlementNotFound`, `NotAllowed` also for who proposed it, `OrderNotOpen` where the
    order was paid or ended meanwhile, `MoneyNotUnclear` where nothing is left, `DifferenceGone`
    where a difference has resolved or is another one, `NothingTwice` where nobody has anything
    twice any more.
    """
    found = Settlement.objects.filter(public_id=settlement_id).first()
    if found is None:
        raise SettlementNotFound
    _require_keeper_of(found, actor, now)
    settlement = Settlement.objects.select_for_update().get(pk=found.pk)
    if not decide(settlement, actor=actor, agrees=agrees, now=now):
        return settlement
    if agrees:
        _do(settlement, actor=actor, now=now)
    settlement.save()
    record("agree_settlement" if agrees else "refuse_settlement", settlement, actor=actor, now=now)
    return settlement


def _require_keeper_of(settlement: Settlement, actor: Actor, now: datetime) -> None:
    if settlement.reversal is not None:
        require_keeper(actor, settlement.reversal.order, now)
    elif settlement.of_id is not None:
        require_keeper(actor, _booking(settlement.of_id).order, now)
    else:
        require_statement_keeper(actor, now)


def _do(settlement: Settlement, *, actor: Actor, now: datetime) -> None:
    if settlement.reversal is not None:
        settle_twice(settlement, settlement.reversal, now=now)
    elif settlement.of is not None:
        hold(settlement.of.key)
        settlement.amount = min(settlement.amount, left_of(settlement.of.pk))
        _settle(settlement, settlement.of, actor=actor, now=now)
    else:
        settle_difference(settlement, now=now)


def _settle(
    settlement: Settlement, booking: LedgerTransaction, *, actor: Actor, now: datetime
) -> None:
    if not settlement.amount:
        raise MoneyNotUnclear
    if settlement.order_id is None:
        ask_refund_of_unclear(actor=actor, settlement=settlement, now=now)
        return
    provider = booking.key.partition(":")[0]
    order = lock_order(settlement.order_id)
    if (owed := owed_by(order)) <= 0:
        raise OrderNotOpen
    settlement.amount = min(settlement.amount, owed)
    sides = [
        (suspense(provider), settlement.amount),
        (income(order, provider), -settlement.amount),
    ]
    key = f"{SETTLED}{settlement.pk}"
    book(key, sides, order=order, description="settlement", now=now)
    credit(order, settlement.amount, provider, now=now)


def _payable(actor: Actor, reference: str, now: datetime) -> Order:
    """Give the order of one's agency that still asks for money. Raises `OrderNotOpen`."""
    order = Order.objects.filter(reference=reference.strip().upper()).first()
    if order is None or not (order.is_payable(now) or _is_owed_again(order)):
        raise OrderNotOpen
    own = actor.agencies(Role.ACCOUNTANT)
    if order.agency_id not in own and not is_top(own, civil_date(now)):
        raise OrderNotOpen
    return order


def _is_owed_again(order: Order) -> bool:
    return order.state == OrderState.REVERSED and asks_for_money(order)


def _booking(booking_id: int) -> LedgerTransaction:
    """Give a booking; rows that are only added cannot be locked, one open proposal is the lock."""
    booking = LedgerTransaction.objects.select_related("order").filter(pk=booking_id).first()
    if booking is None:
        raise SettlementNotFound
    return booking

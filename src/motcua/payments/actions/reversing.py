"""Money that a provider takes back: booked at once, and matched with what it undoes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from motcua.kernel import audit, events
from motcua.kernel.actors import SYSTEM
from motcua.payments.actions.booking import book, clearing, income, is_free, suspense
from motcua.payments.actions.orders import lock_order, record
from motcua.payments.actions.refunding import end_refund
from motcua.payments.actions.stopping import note_twice, stop_uncovered
from motcua.payments.enums import EventOutcome, OrderState, RefundState, ReversalKind
from motcua.payments.events import PaymentReversed, ReversalWaits
from motcua.payments.models import LedgerTransaction, Order, Refund, Reversal
from motcua.payments.queries.paid import came_by, held_by_orders
from motcua.payments.queries.unclear import (
    AGAIN,
    ANEW,
    REVERSED,
    base_of,
    left_of,
    standing_of,
    unclear_of_debt,
)
from motcua.payments.workflow import TABLE

if TYPE_CHECKING:
    from datetime import datetime

    from motcua.payments.base import Word

REFUND, CHARGEBACK = "refund", "chargeback"
"""How bookings of money that went back are described; what days count as given back rests on it."""
_KINDS = {"charged_back": ReversalKind.CHARGEBACK, "refunded": ReversalKind.OUTSIDE}


def hear_back(provider: str, word: Word, *, now: datetime) -> tuple[Order | None, EventOutcome]:
    """Take in the word that money left again; give the order it had paid, where that is known.

    A refund of ours is ended by it, unless it tells another amount than we asked for. Anything else
    is a `Reversal`: as far as that came, it is booked out of suspense and then taken from what its
    original was booked to.
    """
    if not word.amount:
        return None, EventOutcome.NOTED
    refund = Refund.objects.filter(provider=provider, reference=word.reference).first()
    if word.kind == "refunded" and refund is not None:
        if word.amount != refund.amount or word.original != refund.transaction:
            return refund.order, EventOutcome.NOTED
        end_refund(
            actor=SYSTEM,
            refund=refund,
            state=RefundState.DONE,
            number=word.transaction,
            now=now,
        )
        return refund.order, EventOutcome.APPLIED
    return _take_back(provider, word, now=now)


def _take_back(provider: str, word: Word, *, now: datetime) -> tuple[Order | None, EventOutcome]:
    booking = LedgerTransaction.objects.filter(key=f"{provider}:{word.original}").first()
    reversal, made = Reversal.objects.get_or_create(
        provider=provider,
        transaction=word.transaction,
        defaults={
            "kind": _KINDS[word.kind],
            "original": word.original,
            "order": booking.order if booking else None,
            "amount": word.amount or 0,
            "waits": word.amount or 0,
            "told_at": now,
        },
    )
    if not made:
        return reversal.order, EventOutcome.NOTED
    match_reversals(provider, word.original, now=now)
    reversal.refresh_from_db()
    if not reversal.waits:
        return reversal.order, EventOutcome.APPLIED
    told = ReversalWaits(reversal.pk, reversal.order_id or 0)
    agency = reversal.order.agency_id if reversal.order else audit.NODE
    events.emit(told, agency_id=agency, now=now)
    return reversal.order, EventOutcome.APPLIED if reversal.booked else EventOutcome.UNMATCHED


def match_reversals(provider: str, original: str, *, now: datetime) -> None:
    """Book what was taken back of a transaction, as far as it came, and take it from its order.

    Called whenever either is told of, so that every order of the words ends alike: all that was
    taken back of a transaction comes to no more than came by it. The rest waits, and is an
    accountant's. What no order has is left as a debt in suspense. The caller holds the transaction
    (`booking.hold`).
    """
    rows = Reversal.objects.filter(provider=provider, original=original).order_by("pk")
    if not (told := list(rows)):
        return
    left = came_by(provider, original) - sum(one.booked for one in told)
    before = left
    for one in told if left > 0 else reversed(told):
        left -= _fit(one, left, now=now)
    if left != before:
        # What was to go back and lies in suspense stays there before income is touched.
        stop_uncovered(provider, original, now=now)
    if booked := [one for one in told if one.booked]:
        _take_overdrawn(provider, original, booked[-1], now=now)
    if left != before:
        stop_uncovered(provider, original, now=now)
        note_twice(provider, original, now=now)


def _fit(reversal: Reversal, left: int, *, now: datetime) -> int:
    """Book more of a reversal, as far as `left` đồng allow, or less where that is below zero.

    It is where an amount was told wrongly at first. Give by how many đồng more.
    """
    more = max(min(reversal.waits, left), -reversal.booked)
    if not more:
        return 0
    provider = reversal.provider
    sides = [(clearing(provider), -more), (suspense(provider), more)]
    own = f"{provider}:{reversal.transaction}"
    known = LedgerTransaction.objects.filter(key__startswith=own).values_list("key", flat=True)
    key = own + ANEW * sum(base_of(each) == own for each in known)
    book(key, sides, order=reversal.order, description=_booked_as(reversal), now=now)
    reversal.waits -= more
    reversal.save(update_fields=["waits"])
    return more


def _take_overdrawn(provider: str, original: str, reversal: Reversal, *, now: datetime) -> None:
    """Take what reversals of a transaction overdrew from the income of the orders it had paid."""
    short = -standing_of(f"{provider}:{original}")
    for order, held in held_by_orders(provider, original):
        taken = min(short, held)
        if taken > 0:
            _take_from(order.pk, taken, reversal, now=now)
            short -= taken


def _take_from(order_id: int, taken: int, reversal: Reversal, *, now: datetime) -> None:
    order = lock_order(order_id)
    sides = [(income(order, reversal.provider), taken), (suspense(reversal.provider), -taken)]
    prefix = f"{REVERSED}{reversal.pk}:"
    number = LedgerTransaction.objects.filter(key__startswith=prefix).count()
    what = _booked_as(reversal)
    book(f"{prefix}{number}", sides, order=order, description=what, now=now)
    if reversal.order_id is None:
        reversal.order = order
        reversal.save(update_fields=["order"])
    if reversal.kind == ReversalKind.OUTSIDE:
        record(order, "payments.refund_outside", actor=SYSTEM, now=now, amount=taken)
        _tell(reversal, order, now)
        return
    # What an expired order had received is counted on in the one that followed it.
    last = Order.objects.filter(key=order.key).latest("pk")
    bearer = lock_order(last.pk)
    bearer.received = max(0, bearer.received - taken)
    _count_on(bearer, reversal, now=now)
    if bearer.state == OrderState.PAID and bearer.received < bearer.amount:
        bearer.state = TABLE.target(OrderState.PAID, "reverse")
        if bearer.over_at is not None:
            bearer.state = TABLE.target(OrderState.REVERSED, "cancel")
    bearer.save(update_fields=["received", "state"])
    record(bearer, "payments.reverse_order", actor=SYSTEM, now=now, amount=taken)
    _tell(reversal, bearer, now)


def _count_on(order: Order, reversal: Reversal, *, now: datetime) -> None:
    """Pay a debt with what was sent for it and was too much before: whichever came first ends so.

    The order is locked. Money that somebody else acts upon this very moment is left alone.
    """
    if order.state != OrderState.PAID or order.over_at is not None:
        return
    for money in unclear_of_debt(order):
        taken = min(money.left, order.amount - order.received)
        is_own = money.key == f"{reversal.provider}:{reversal.original}"
        if is_own or taken <= 0 or not is_free(money.key):
            continue
        taken = min(taken, left_of(money.booking_id))
        sides = [(suspense(money.provider), taken), (income(order, money.provider), -taken)]
        key = f"{money.key}{AGAIN}{reversal.pk}"
        if taken and book(key, sides, order=order, description="counted on", now=now):
            order.received += taken


def _tell(reversal: Reversal, order: Order, now: datetime) -> None:
    told = PaymentReversed(reversal.pk, order.pk, order.subject_kind, order.subject_id)
    events.emit(told, agency_id=order.agency_id, now=now)


def _booked_as(reversal: Reversal) -> str:
    return CHARGEBACK if reversal.kind == ReversalKind.CHARGEBACK else REFUND

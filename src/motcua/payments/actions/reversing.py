"""Money that a provider takes back: booked at once, and matched with what it undoes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from motcua.kernel import events
from motcua.kernel.actors import SYSTEM
from motcua.payments.actions.booking import book, clearing, income, suspense
from motcua.payments.actions.orders import lock_order, record
from motcua.payments.actions.refunding import end_refund
from motcua.payments.actions.stopping import note_twice, stop_uncovered
from motcua.payments.enums import EventOutcome, OrderState, RefundState, ReversalKind
from motcua.payments.events import PaymentReversed
from motcua.payments.models import LedgerTransaction, Order, Refund, Reversal
from motcua.payments.queries.paid import held_by_orders
from motcua.payments.queries.unclear import REVERSED, standing_of
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
    is a `Reversal`, booked out of suspense and then taken from what its original was booked to.
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
            "told_at": now,
        },
    )
    sides = [(clearing(provider), -reversal.amount), (suspense(provider), reversal.amount)]
    key, what = f"{provider}:{word.transaction}", _booked_as(reversal)
    if made and book(key, sides, order=reversal.order, description=what, now=now):
        # What was to go back and lies in suspense stays there before income is touched.
        stop_uncovered(provider, word.original, now=now)
        match_reversals(provider, word.original, now=now)
        stop_uncovered(provider, word.original, now=now)
        note_twice(provider, word.original, now=now)
        return reversal.order, EventOutcome.APPLIED if booking else EventOutcome.UNMATCHED
    return reversal.order, EventOutcome.NOTED


def match_reversals(provider: str, original: str, *, now: datetime) -> None:
    """Take what reversals of a transaction overdrew from the income of the orders it had paid.

    Called whenever either is told of, so that both orders of the words end alike; the caller holds
    the transaction (`booking.hold`). What no order has is left as a debt in suspense.
    """
    reversal = Reversal.objects.filter(provider=provider, original=original).order_by("pk").last()
    if reversal is None:
        return
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
    if bearer.state == OrderState.PAID and bearer.received < bearer.amount:
        bearer.state = TABLE.target(OrderState.PAID, "reverse")
    bearer.save(update_fields=["received", "state"])
    record(bearer, "payments.reverse_order", actor=SYSTEM, now=now, amount=taken)
    _tell(reversal, bearer, now)


def _tell(reversal: Reversal, order: Order, now: datetime) -> None:
    told = PaymentReversed(reversal.pk, order.pk, order.subject_kind, order.subject_id)
    events.emit(told, agency_id=order.agency_id, now=now)


def _booked_as(reversal: Reversal) -> str:
    return CHARGEBACK if reversal.kind == ReversalKind.CHARGEBACK else REFUND

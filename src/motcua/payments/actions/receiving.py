"""Hearing a provider: its word is stored once, booked once, and may pay an order."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from motcua.kernel import events
from motcua.kernel.actors import SYSTEM
from motcua.payments.actions.booking import (
    Side,
    amount_without_order,
    book,
    clearing,
    income,
    suspense,
)
from motcua.payments.actions.orders import lock_order, record
from motcua.payments.enums import EventOutcome, OrderState
from motcua.payments.events import OrderPaid
from motcua.payments.models import Attempt, Order, ProviderEvent
from motcua.payments.queries.unclear import ANEW
from motcua.payments.workflow import TABLE

if TYPE_CHECKING:
    from motcua.payments.base import RedirectGateway, Word

_REFERENCE = re.compile(r"MC[2-9A-HJ-NP-Z]{10}")
_ASK_AFTER = timedelta(seconds=20)


@transaction.atomic
def hear(*, provider: str, word: Word, body: bytes, now: datetime) -> EventOutcome:
    """Take in a verified word of a provider; `body` is UTF-8, as it came.

    The same event again changes nothing. Money is booked whatever it was for: to the agency's
    income as far as an open order asks for it, the rest to suspense. What was told with an amount
    that fits no attempt is booked anew once the provider tells it rightly. An order is paid once
    what came covers it; only then `OrderPaid` is emitted.
    """
    known = ProviderEvent.objects.filter(provider=provider, event_id=word.event_id).first()
    if known is not None:
        return EventOutcome(known.outcome)
    order = _order_of(word)
    outcome = _apply(provider, word, order, now=now)
    ProviderEvent.objects.bulk_create(
        [
            ProviderEvent(
                provider=provider,
                event_id=word.event_id,
                kind=word.name,
                received_at=now,
                body=body.decode(),
                amount=word.amount,
                order=order,
                outcome=outcome,
            )
        ],
        ignore_conflicts=True,
    )
    return outcome


def _order_of(word: Word) -> Order | None:
    """Lock the order a word is about: by attempt, or by the reference in a transfer's content."""
    if word.kind == "received":
        found = _REFERENCE.search(word.reference.upper())
        order = Order.objects.filter(reference=found.group()).first() if found else None
    else:
        attempt = Attempt.objects.filter(reference=word.reference).select_related("order").first()
        order = attempt.order if attempt else None
    return _in_force(lock_order(order.pk)) if order else None


def _in_force(order: Order) -> Order:
    """Give the open order that followed an expired one for the same debt, or the order itself."""
    if order.state != OrderState.EXPIRED:
        return order
    fresh = Order.objects.filter(key=order.key, state=OrderState.OPEN).first()
    return lock_order(fresh.pk) if fresh else order


def _apply(provider: str, word: Word, order: Order | None, *, now: datetime) -> EventOutcome:
    if word.kind not in {"paid", "received"} or not word.amount:
        return EventOutcome.NOTED
    fits = order is not None and (word.kind == "received" or word.amount == order.amount)
    if order is None or not fits:
        # Money that names no order, or an attempt paid with another amount than ours.
        _book(provider, word, None, 0, now=now)
        return EventOutcome.UNMATCHED
    owed = order.amount - order.received if order.state == OrderState.OPEN else 0
    taken = min(word.amount, owed)
    if not (
        _book(provider, word, order, taken, now=now)
        or _book_anew(provider, word, order, taken, now=now)
    ):
        return EventOutcome.NOTED
    credit(order, taken, provider, now=now)
    return EventOutcome.APPLIED if taken else EventOutcome.UNMATCHED


def _book(provider: str, word: Word, order: Order | None, taken: int, *, now: datetime) -> bool:
    """Book money once by the provider's own transaction number, whichever event told of it."""
    sides = _sides(provider, word, order, taken)
    return book(_key(provider, word), sides, order=order, description=word.name, now=now)


def _book_anew(provider: str, word: Word, order: Order, taken: int, *, now: datetime) -> bool:
    """Put right, once, what was booked to no order because it was told with a wrong amount."""
    wrong = amount_without_order(_key(provider, word))
    if wrong is None:
        return False
    sides = [
        *_sides(provider, word, order, taken),
        (clearing(provider), -wrong),
        (suspense(provider), wrong),
    ]
    key = _key(provider, word) + ANEW
    return book(key, sides, order=order, description=word.name, now=now)


def _sides(provider: str, word: Word, order: Order | None, taken: int) -> list[Side]:
    amount = word.amount or 0
    sides = [(clearing(provider), amount), (suspense(provider), taken - amount)]
    if order is not None and taken:
        sides.append((income(order, provider), -taken))
    return sides


def _key(provider: str, word: Word) -> str:
    return f"{provider}:{word.transaction or word.event_id}"


def credit(order: Order, taken: int, provider: str, *, now: datetime) -> None:
    """Count đồng that were booked towards a locked order; once they cover it, it is paid."""
    if not taken:
        return
    order.received += taken
    if order.received >= order.amount:
        order.state = TABLE.target(OrderState(order.state), "pay")
        order.paid_at = now
        order.paid_by = provider
        record(order, "payments.pay_order", actor=SYSTEM, now=now, amount=order.received)
        events.emit(
            OrderPaid(
                order_id=order.pk, subject_kind=order.subject_kind, subject_id=order.subject_id
            ),
            agency_id=order.agency_id,
            now=now,
        )
    order.save()


def hear_pending(*, gateway: RedirectGateway, order: Order, now: datetime) -> None:
    """Ask the gateway about an order's attempts whose word has not come, as after a lost webhook.

    Raises `httpx.HTTPError` when the gateway does not answer.
    """
    attempts = Attempt.objects.filter(
        order=order, provider=gateway.name, started_at__lt=now - _ASK_AFTER
    )
    for attempt in attempts:
        word = gateway.query(attempt.reference)
        if word is not None and word.kind == "paid":
            hear(provider=gateway.name, word=word, body=b"", now=now)

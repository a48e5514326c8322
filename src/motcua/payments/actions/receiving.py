"""Hearing a provider: its word is stored once, booked once, and may pay an order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from motcua.kernel import events
from motcua.kernel.actors import SYSTEM
from motcua.payments.actions.booking import (
    DEPOSIT,
    Side,
    amount_without_order,
    book,
    clearing,
    hold,
    income,
    on_its_way,
    suspense,
)
from motcua.payments.actions.matching import order_named
from motcua.payments.actions.orders import asks_for_money, lock_order, record
from motcua.payments.actions.reversing import hear_back, match_reversals
from motcua.payments.enums import ENDED_SHORT, EventOutcome, OrderState
from motcua.payments.events import OrderPaid, OrderPaidInPart
from motcua.payments.models import Attempt, LedgerAccount, Order, ProviderEvent
from motcua.payments.queries.unclear import ANEW
from motcua.payments.workflow import TABLE

if TYPE_CHECKING:
    from motcua.payments.base import MovesMoney, Word

_ASK_AFTER = timedelta(seconds=20)
_MOST_ASKED = 20


@transaction.atomic
def hear(
    *, provider: str, word: Word, body: bytes, now: datetime, lies_at: LedgerAccount | None = None
) -> EventOutcome:
    """Take in a verified word of a provider; `body` is UTF-8, as it came.

    `lies_at` is the account where the money lies, where that is not the provider's own.

    The same event again changes nothing. Money is booked whatever it was for: to the agency's
    income as far as an open order asks for it, the rest to suspense. What was told with an amount
    that fits no attempt is booked anew once the provider tells it rightly. An order is paid once
    what came covers it; only then `OrderPaid` is emitted. What the provider took back is taken from
    where it was booked, in whichever order the words come: then `PaymentReversed` is emitted.

    A row of a statement may be heard as well, as a word with an `event_id` of its own: the same
    `transaction` is booked once, whoever tells of it.
    """
    known = ProviderEvent.objects.filter(provider=provider, event_id=word.event_id).first()
    if known is not None:
        return EventOutcome(known.outcome)
    hold(f"{provider}:{word.original or word.transaction or word.event_id}")
    if word.kind in {"charged_back", "refunded"}:
        order, outcome = hear_back(provider, word, now=now)
    else:
        order = _order_of(word)
        outcome = _apply(_Came(provider, word, lies_at), order, now=now)
        if word.kind == "paid" and word.amount:
            attempts = Attempt.objects.filter(provider=provider, reference=word.reference)
            attempts.filter(paid_at=None).update(paid_at=now)
        match_reversals(provider, word.transaction, now=now)
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
        order = order_named(word.reference, word.amount or 0)
    else:
        attempt = Attempt.objects.filter(reference=word.reference).select_related("order").first()
        order = attempt.order if attempt else None
    return _in_force(lock_order(order.pk)) if order else None


def _in_force(order: Order) -> Order:
    """Give the open order that followed one that ended short for the same debt, or the order."""
    if order.state not in ENDED_SHORT:
        return order
    fresh = Order.objects.filter(key=order.key, state=OrderState.OPEN).first()
    return lock_order(fresh.pk) if fresh else order


@dataclass(frozen=True, slots=True)
class _Came:
    """Money as a provider told of it, and where it lies when that is not the provider's account."""

    provider: str
    word: Word
    lies_at: LedgerAccount | None

    @property
    def key(self) -> str:
        """The booking's key: the provider's own transaction number."""
        return f"{self.provider}:{self.word.transaction or self.word.event_id}"

    @property
    def amount(self) -> int:
        """What came, in đồng."""
        return self.word.amount or 0

    def account(self) -> LedgerAccount:
        """Give the account where it lies."""
        return self.lies_at or clearing(self.provider)


def _apply(came: _Came, order: Order | None, *, now: datetime) -> EventOutcome:
    word = came.word
    if word.kind not in {"paid", "received"} or not word.amount:
        return EventOutcome.NOTED
    fits = order is not None and (word.kind == "received" or word.amount == order.amount)
    if order is None or not fits:
        if _book_deposit(came, now=now):
            return EventOutcome.APPLIED
        # Money that names no order, or an attempt paid with another amount than ours.
        _book(came, None, 0, now=now)
        return EventOutcome.UNMATCHED
    taken = min(word.amount, owed_by(order))
    if not (_book(came, order, taken, now=now) or _book_anew(came, order, taken, now=now)):
        return EventOutcome.NOTED
    credit(order, taken, came.provider, now=now)
    return EventOutcome.APPLIED if taken else EventOutcome.UNMATCHED


def owed_by(order: Order) -> int:
    """Give what a locked order asks for, in đồng: while it is open, and after it was reversed.

    Unless another order followed for that debt.
    """
    return order.amount - order.received if asks_for_money(order) else 0


def _book_deposit(came: _Came, *, now: datetime) -> bool:
    """Book takings in cash that reached the bank, as far as they were on their way there."""
    found = DEPOSIT.search(came.word.reference.upper())
    account, left = on_its_way(found.group()) if found else (None, 0)
    if account is None or not left:
        return False
    arrived = min(came.amount, left)
    sides = [
        (came.account(), came.amount),
        (account, -arrived),
        (suspense(came.provider), arrived - came.amount),
    ]
    assert found is not None
    return book(came.key, sides, order=None, description=found.group(), now=now)


def _book(came: _Came, order: Order | None, taken: int, *, now: datetime) -> bool:
    """Book money once by the provider's own transaction number, whichever event told of it."""
    return book(
        came.key, _sides(came, order, taken), order=order, description=came.word.name, now=now
    )


def _book_anew(came: _Came, order: Order, taken: int, *, now: datetime) -> bool:
    """Put right, once, what was booked to no order because it was told with a wrong amount."""
    wrong = amount_without_order(came.key)
    if wrong is None:
        return False
    sides = [
        *_sides(came, order, taken),
        (clearing(came.provider), -wrong),
        (suspense(came.provider), wrong),
    ]
    return book(came.key + ANEW, sides, order=order, description=came.word.name, now=now)


def _sides(came: _Came, order: Order | None, taken: int) -> list[Side]:
    sides = [(came.account(), came.amount), (suspense(came.provider), taken - came.amount)]
    if order is not None and taken:
        sides.append((income(order, came.provider), -taken))
    return sides


def credit(order: Order, taken: int, provider: str, *, now: datetime) -> None:
    """Count đồng that were booked towards a locked order; once they cover it, it is paid."""
    if not taken:
        return
    order.received += taken
    is_paid = order.received >= order.amount
    if is_paid:
        order.state = TABLE.target(OrderState(order.state), "pay")
        order.paid_at = now
        order.paid_by = provider
        record(order, "payments.pay_order", actor=SYSTEM, now=now, amount=order.received)
    happened = OrderPaid if is_paid else OrderPaidInPart
    events.emit(
        happened(order_id=order.pk, subject_kind=order.subject_kind, subject_id=order.subject_id),
        agency_id=order.agency_id,
        now=now,
    )
    order.save()


def hear_pending(*, gateway: MovesMoney, order: Order, now: datetime) -> None:
    """Ask the gateway about an order's latest attempts whose word has not come, maybe lost.

    What was paid by an earlier one of very many comes with the statement of its day.
    Raises `httpx.HTTPError` when the gateway does not answer.
    """
    attempts = Attempt.objects.filter(
        order=order, provider=gateway.name, started_at__lt=now - _ASK_AFTER
    )
    for attempt in attempts.order_by("-pk")[:_MOST_ASKED]:
        word = gateway.query(attempt.reference)
        if word is not None and word.kind == "paid":
            hear(provider=gateway.name, word=word, body=b"", now=now)

"""Sending money back: asked for in the act that makes it due, done after commit, booked once."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from django.db import transaction

from motcua.kernel import audit, events
from motcua.payments.actions.booking import book, clearing, hold, income, suspense
from motcua.payments.actions.orders import end_order, lock_order, record
from motcua.payments.actions.stopping import locked, note_twice, stop_if_uncovered
from motcua.payments.enums import OrderState, Provider, RefundState
from motcua.payments.errors import (
    NothingToRefund,
    OrderNotOpen,
    RefundNotFound,
    RefundRefused,
)
from motcua.payments.events import RefundAsked, RefundDone, RefundRefused as RefusedEvent
from motcua.payments.models import Order, Refund, Settlement
from motcua.payments.queries.paid import came_with, held_by_orders, paid_with, room_of

if TYPE_CHECKING:
    from datetime import datetime

    from motcua.kernel.actors import Actor
    from motcua.payments.base import MovesMoney
    from motcua.payments.models import LedgerAccount

_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_PREFIX, _LENGTH = "RF", 10


@transaction.atomic
def ask_refund(*, actor: Actor, order_id: int, reason: str, now: datetime) -> list[Refund]:
    """Have all that is left of what paid an order sent back, each transaction to who made it.

    The caller has authorised the actor. A second call changes nothing, also where the provider
    refused: that waits for the accountant. Raises `OrderNotFound`, `OrderNotOpen` where the order
    was not paid.
    """
    order = lock_order(order_id)
    if order.state != OrderState.PAID:
        raise OrderNotOpen
    for part in paid_with(order):
        if part.left:
            _ask(order, (part.provider, part.transaction), part.left, reason, actor=actor, now=now)
    return list(Refund.objects.filter(order=order, from_suspense=False).order_by("pk"))


@transaction.atomic
def ask_part(
    *, actor: Actor, order_id: int, source: tuple[str, str], amount: int, reason: str, now: datetime
) -> Refund:
    """Have đồng of one of the transactions (provider and its number) that paid an order sent back.

    The caller has authorised the actor, and calls once. Raises `OrderNotFound`, `NothingToRefund`
    where less is left of it: parts never come to more than what came.
    """
    order = lock_order(order_id)
    parts = {(part.provider, part.transaction): part.left for part in paid_with(order)}
    if not 0 < amount <= parts.get(source, 0):
        raise NothingToRefund(left=parts.get(source, 0))
    return _ask(order, source, amount, reason, actor=actor, now=now)


@transaction.atomic
def end_debt(*, actor: Actor, order_id: int, reason: str, now: datetime) -> int:
    """End a debt that is not owed after all; give how many đồng go back.

    Its order asks for nothing any more, and all that came goes back to who sent it. The caller has
    authorised the actor. A second call changes nothing. Raises `OrderNotFound`.
    """
    order = lock_order(order_id)
    end_order(order, actor=actor, now=now)
    return _send_back(order, None, reason, actor=actor, now=now)


@transaction.atomic
def lessen_debt(*, actor: Actor, order_id: int, amount: int, reason: str, now: datetime) -> int:
    """Have đồng of what paid an order sent back, the latest transaction first; give how many.

    The caller has authorised the actor, and calls once. Raises `OrderNotFound`.
    """
    return _send_back(lock_order(order_id), amount, reason, actor=actor, now=now)


def _send_back(order: Order, most: int | None, reason: str, *, actor: Actor, now: datetime) -> int:
    going = 0
    for part in reversed(paid_with(order)):
        amount = part.left if most is None else min(part.left, most - going)
        if amount:
            _ask(order, (part.provider, part.transaction), amount, reason, actor=actor, now=now)
            going += amount
    return going


def _ask(
    order: Order,
    source: tuple[str, str],
    amount: int,
    reason: str,
    *,
    actor: Actor,
    now: datetime,
) -> Refund:
    refund = Refund.objects.create(
        order=order,
        provider=source[0],
        transaction=source[1],
        reference=fresh_reference(),
        amount=amount,
        reason=reason,
        asked_at=now,
    )
    record(order, "payments.ask_refund", actor=actor, now=now, amount=amount, why=reason)
    events.emit(RefundAsked(refund_id=refund.pk), agency_id=order.agency_id, now=now)
    return refund


def ask_refund_of_unclear(*, actor: Actor, settlement: Settlement, now: datetime) -> Refund:
    """Have unclear money sent back to who sent it, as two accountants agreed."""
    assert settlement.of is not None
    provider, number = came_with(settlement.of.key)
    order = settlement.of.order
    refund = Refund.objects.create(
        order=order,
        from_suspense=True,
        provider=provider,
        transaction=number,
        reference=fresh_reference(),
        amount=settlement.amount,
        reason="unclear",
        asked_at=now,
    )
    _record(refund, "payments.ask_refund", actor=actor, now=now, why="unclear")
    events.emit(RefundAsked(refund_id=refund.pk), agency_id=_agency_of(refund), now=now)
    return refund


def send_refund(*, actor: Actor, refund_id: int, gateway: MovesMoney, now: datetime) -> Refund:
    """Have the gateway send money back, and book it; a second call changes nothing.

    Asked outside any transaction: the same reference moves money once. What the gateway refuses
    waits for the accountant. A refund that what is left of its transaction does not cover any more
    is stopped. Cash waits for whoever fetches it at a counter: nobody is asked for that.
    Raises `httpx.HTTPError` when it may be tried again.
    """
    if (cash := Refund.objects.filter(pk=refund_id, provider=Provider.CASH).first()) is not None:
        return cash
    refund = _about_to_send(refund_id, now=now)
    if refund.state != RefundState.ASKED:
        return refund
    if refund.provider != gateway.name:
        # Nobody can be asked by wire.
        return _end(refund, "", actor, now)
    try:
        number = gateway.refund(refund.reference, refund.transaction, refund.amount, refund.reason)
    except RefundRefused:
        return _end(refund, "", actor, now)
    return _end(refund, number, actor, now)


@transaction.atomic
def _about_to_send(refund_id: int, *, now: datetime) -> Refund:
    """Look once more at what is left, and write down that the provider is asked from now on.

    Whoever takes money of the transaction back holds it too: he comes before this, and the refund
    is stopped, or after it, and finds it sent.
    """
    found = Refund.objects.get(pk=refund_id)
    hold(f"{found.provider}:{found.transaction}")
    refund = locked(Refund.objects.filter(pk=refund_id)).get()
    if refund.state == RefundState.ASKED and not stop_if_uncovered(refund, now=now):
        refund.sent_at = refund.sent_at or now
        refund.save(update_fields=["sent_at"])
    return refund


def _end(refund: Refund, number: str, actor: Actor, now: datetime) -> Refund:
    """End a refund: done where the provider gave its own number for it, else refused."""
    state = RefundState.DONE if number else RefundState.REFUSED
    return end_refund(actor=actor, refund=refund, state=state, number=number, now=now)


@transaction.atomic
def end_refund(
    *, actor: Actor, refund: Refund, state: RefundState, number: str, now: datetime
) -> Refund:
    """Note that a refund was done, with the provider's `number` for it, or refused; book it.

    A second call changes nothing, save that a refusal gives way to the word that it was done, and
    so does a refund that was stopped.
    """
    hold(f"{refund.provider}:{refund.transaction}")
    order = lock_order(refund.order_id) if refund.order_id else None
    held = locked(Refund.objects.filter(pk=refund.pk)).get()
    if held.state in _ends_before(state):
        return held
    held.state, held.ended_at, held.booked_as = state, now, number
    held.save(update_fields=["state", "ended_at", "booked_as"])
    if state == RefundState.DONE:
        _book(held, clearing(held.provider), f"{held.provider}:{number}", now=now)
        note_twice(held.provider, held.transaction, now=now)
    act = "payments.refund" if state == RefundState.DONE else "payments.refund_refused"
    _record(held, act, actor=actor, now=now)
    events.emit(_told(held, order), agency_id=_agency_of(held), now=now)
    return held


def _ends_before(state: RefundState) -> set[RefundState]:
    """Give the ends that a refund does not leave for another: only its being done outdoes them."""
    is_done = state == RefundState.DONE
    return {RefundState.DONE} if is_done else {RefundState.DONE, RefundState.STOPPED, state}


def end_by_hand(refund: Refund, document: str, *, actor: Actor, now: datetime) -> Refund:
    """End a locked refund that was paid past its provider, by a document (its number); book it.

    The caller has seen that what is left covers it.
    """
    _done(refund, document, now=now)
    _book(refund, clearing(Provider.HAND), f"{Provider.HAND}:{refund.reference}", now=now)
    _record(refund, "payments.refund_by_hand", actor=actor, now=now)
    events.emit(_told(refund, refund.order), agency_id=_agency_of(refund), now=now)
    return refund


def lock_cash_refund(refund_id: int) -> Refund:
    """Hold, until this transaction ends, what is to be paid out in cash, and lock it.

    Raises `RefundNotFound` where its money did not come in cash.
    """
    rows = Refund.objects.filter(pk=refund_id, provider=Provider.CASH, order__isnull=False)
    found = rows.first()
    if found is None:
        raise RefundNotFound
    hold(f"{found.provider}:{found.transaction}")
    assert found.order_id is not None
    lock_order(found.order_id)
    return locked(rows).get()


def end_in_cash(refund: Refund, lies_at: LedgerAccount, *, actor: Actor, now: datetime) -> Refund:
    """End a locked refund that was paid out of where cash lies; book it from there.

    The caller has seen that so much lies there. Raises `NothingToRefund` where less is left of what
    came.
    """
    if (left := room_of(refund)) < refund.amount:
        raise NothingToRefund(left=max(0, left))
    _done(refund, refund.reference, now=now)
    _book(refund, lies_at, f"{Provider.CASH}:{refund.reference}", now=now)
    _record(refund, "payments.refund", actor=actor, now=now)
    events.emit(_told(refund, refund.order), agency_id=_agency_of(refund), now=now)
    return refund


def _done(refund: Refund, number: str, *, now: datetime) -> None:
    refund.state, refund.ended_at, refund.booked_as = RefundState.DONE, now, number
    refund.save(update_fields=["state", "ended_at", "booked_as"])


def _book(refund: Refund, paid_from: LedgerAccount, key: str, *, now: datetime) -> None:
    """Book what goes back: out of income, or out of what was never an order's.

    So is what the provider took out of income already: it is owed by whoever has it twice.
    """
    order, kept = refund.order, 0
    if order is not None and not refund.from_suspense:
        held = held_by_orders(refund.provider, refund.transaction)
        mine = sum(left for one, left in held if one.key == order.key)
        kept = min(refund.amount, mine)
    sides = [(suspense(refund.provider), refund.amount - kept), (paid_from, -refund.amount)]
    if order is not None and kept:
        sides.append((income(order, refund.provider), kept))
    book(key, sides, order=order, description="refund", now=now)


def _told(refund: Refund, order: Order | None) -> RefundDone | RefusedEvent:
    number = order.pk if order else 0
    if refund.state == RefundState.REFUSED:
        return RefusedEvent(refund_id=refund.pk, order_id=number)
    return RefundDone(
        refund_id=refund.pk,
        order_id=number,
        subject_kind=order.subject_kind if order else "",
        subject_id=order.subject_id if order else 0,
    )


def fresh_reference() -> str:
    """Give a reference that no refund had yet."""
    return _PREFIX + "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))


def _agency_of(refund: Refund) -> int:
    return refund.order.agency_id if refund.order else audit.NODE


def _record(refund: Refund, act: str, *, actor: Actor, now: datetime, **data: object) -> None:
    """Write an act upon a refund: where it belongs to an order, as one upon that."""
    told = {"amount": refund.amount, **data}
    if refund.order is not None:
        record(refund.order, act, actor=actor, now=now, **told)
        return
    subject = ("refund", refund.reference)
    audit.record(actor=actor, action=act, subject=subject, agency_id=audit.NODE, now=now, data=told)

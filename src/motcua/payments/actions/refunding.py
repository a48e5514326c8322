"""Sending money back: asked for in the act that makes it due, done after commit, booked once."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from django.db import transaction

from motcua.kernel import audit, events
from motcua.payments.actions.booking import book, clearing, income, suspense
from motcua.payments.actions.orders import lock_order, record
from motcua.payments.enums import AccountKind, OrderState, RefundState
from motcua.payments.errors import OrderNotOpen, RefundRefused
from motcua.payments.events import RefundAsked
from motcua.payments.models import LedgerEntry, Order, Refund, Settlement
from motcua.payments.queries.unclear import ANEW, SETTLED

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from motcua.kernel.actors import Actor
    from motcua.payments.base import RedirectGateway

_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_PREFIX, _LENGTH = "RF", 10


@transaction.atomic
def ask_refund(*, actor: Actor, order_id: int, reason: str, now: datetime) -> list[Refund]:
    """Have all that was paid on an order sent back, each transaction to who made it.

    The caller has authorised the actor. A second call changes nothing. Raises `OrderNotFound`,
    `OrderNotOpen` where the order was not paid.
    """
    order = lock_order(order_id)
    if order.state != OrderState.PAID:
        raise OrderNotOpen
    found = []
    for provider, number, amount in _paid(order):
        refund, made = Refund.objects.get_or_create(
            order=order,
            from_suspense=False,
            provider=provider,
            transaction=number,
            defaults={
                "reference": _reference(),
                "amount": amount,
                "reason": reason,
                "asked_at": now,
            },
        )
        found.append(refund)
        if made:
            record(order, "payments.ask_refund", actor=actor, now=now, amount=amount, why=reason)
            events.emit(RefundAsked(refund_id=refund.pk), agency_id=order.agency_id, now=now)
    return found


def ask_refund_of_unclear(*, actor: Actor, settlement: Settlement, now: datetime) -> Refund:
    """Have unclear money sent back to who sent it, as two accountants agreed."""
    provider, _, number = settlement.of.key.partition(":")
    order = settlement.of.order
    refund = Refund.objects.create(
        order=order,
        from_suspense=True,
        provider=provider,
        transaction=number,
        reference=_reference(),
        amount=settlement.amount,
        reason="unclear",
        asked_at=now,
    )
    _record(refund, "payments.ask_refund", actor=actor, now=now, why="unclear")
    events.emit(RefundAsked(refund_id=refund.pk), agency_id=_agency_of(refund), now=now)
    return refund


def send_refund(*, actor: Actor, refund_id: int, gateway: RedirectGateway, now: datetime) -> Refund:
    """Have the gateway send money back, and book it; a second call changes nothing.

    Asked outside any transaction: the same reference moves money once. What the gateway refuses
    waits for the accountant. Raises `httpx.HTTPError` when it may be tried again.
    """
    refund = Refund.objects.get(pk=refund_id)
    if refund.state != RefundState.ASKED:
        return refund
    try:
        number = gateway.refund(refund.reference, refund.transaction, refund.amount, refund.reason)
    except RefundRefused:
        return _ended(refund, RefundState.REFUSED, "", actor=actor, now=now)
    return _ended(refund, RefundState.DONE, number, actor=actor, now=now)


@transaction.atomic
def _ended(
    refund: Refund, state: RefundState, number: str, *, actor: Actor, now: datetime
) -> Refund:
    order = lock_order(refund.order_id) if refund.order_id else None
    held = Refund.objects.select_for_update(of=("self",)).select_related("order").get(pk=refund.pk)
    if held.state != RefundState.ASKED:
        return held
    held.state, held.ended_at = state, now
    held.save(update_fields=["state", "ended_at"])
    if state == RefundState.DONE:
        taken_from = (
            suspense(held.provider)
            if order is None or held.from_suspense
            else income(order, held.provider)
        )
        sides = [(taken_from, held.amount), (clearing(held.provider), -held.amount)]
        book(f"{held.provider}:{number}", sides, order=order, description="refund", now=now)
    act = "payments.refund" if state == RefundState.DONE else "payments.refund_refused"
    _record(held, act, actor=actor, now=now)
    return held


def _reference() -> str:
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


def _paid(order: Order) -> Iterator[tuple[str, str, int]]:
    """Give the provider, its transaction and the đồng of each booking that paid an order's debt."""
    rows = LedgerEntry.objects.filter(
        transaction__order__key=order.key, account__kind=AccountKind.INCOME, amount__lt=0
    )
    for key, amount in rows.order_by("pk").values_list("transaction__key", "amount"):
        provider, _, number = _came_with(key).partition(":")
        yield provider, number, -amount


def _came_with(key: str) -> str:
    """Give the key of the booking that money came with, for one that booked it on."""
    if key.startswith(SETTLED):
        settlement = Settlement.objects.select_related("of").get(pk=key.removeprefix(SETTLED))
        return settlement.of.key
    return key.removesuffix(ANEW)

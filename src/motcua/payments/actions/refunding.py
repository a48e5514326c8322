"""Sending money back: asked for in the act that makes it due, done after commit, booked once."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from django.db import transaction

from motcua.kernel import events
from motcua.payments.actions.booking import book, clearing, income
from motcua.payments.actions.orders import lock_order, record
from motcua.payments.enums import AccountKind, OrderState, RefundState
from motcua.payments.errors import OrderNotOpen, RefundRefused
from motcua.payments.events import RefundAsked
from motcua.payments.models import LedgerEntry, Order, Refund

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
            provider=provider,
            transaction=number,
            defaults={
                "reference": _PREFIX + "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH)),
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
    order = lock_order(refund.order_id)
    held = Refund.objects.select_for_update().get(pk=refund.pk)
    if held.state != RefundState.ASKED:
        return held
    held.state, held.ended_at = state, now
    held.save(update_fields=["state", "ended_at"])
    if state == RefundState.DONE:
        sides = [
            (income(order, held.provider), held.amount),
            (clearing(held.provider), -held.amount),
        ]
        book(f"{held.provider}:{number}", sides, order=order, description="refund", now=now)
    act = "payments.refund" if state == RefundState.DONE else "payments.refund_refused"
    record(order, act, actor=actor, now=now, amount=held.amount)
    return held


def _paid(order: Order) -> Iterator[tuple[str, str, int]]:
    """Give the provider, its transaction and the đồng of each booking that paid an order's debt."""
    rows = LedgerEntry.objects.filter(
        transaction__order__key=order.key, account__kind=AccountKind.INCOME, amount__lt=0
    )
    for key, amount in rows.order_by("pk").values_list("transaction__key", "amount"):
        provider, _, number = key.removesuffix(":anew").partition(":")
        yield provider, number, -amount

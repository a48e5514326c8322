"""Orders: opened once for a key, cancelled by their owner, expired by the sweep."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction

from motcua.kernel import audit
from motcua.kernel.actors import SYSTEM
from motcua.payments.enums import ENDED_SHORT, OrderState
from motcua.payments.errors import OrderChanged, OrderNotFound
from motcua.payments.models import Order
from motcua.payments.workflow import TABLE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from motcua.kernel.actors import Actor

# No 0/O, 1/I: a payer may have to type it. It begins with letters that no other content has.
_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_PREFIX = "MC"
_LENGTH = 10


@dataclass(frozen=True, slots=True)
class OrderLine:
    """One fee of an order: its code, its name by language, and whole đồng."""

    code: str
    name: dict[str, str]
    amount: int


@dataclass(frozen=True, slots=True)
class OrderFacts:
    """What is to be paid, to whom, for what, and until when.

    `key` is the same for the same debt, so that it has one order at a time. `procedure` (its code)
    and `channel` (how it was filed) are how the ledger keeps income apart.
    """

    key: str
    agency_id: int
    subject_kind: str
    subject_id: int
    procedure: str
    channel: str
    description: str
    lines: Sequence[OrderLine]
    expires_at: datetime


@transaction.atomic
def open_order(*, actor: Actor, facts: OrderFacts, now: datetime) -> Order:
    """Open an order, or give the one that the same key opened before, unless that ended short.

    It did where it expired, or where its money was taken back. A fresh order asks for what that
    one has not received yet. Amounts come from the caller's
    dated fee table, never from a client. Raises `OrderChanged` when the key was used for another
    amount.
    """
    amount = sum(line.amount for line in facts.lines)
    short = _ended_short(facts.key, now=now)
    order, made = Order.objects.exclude(state__in=ENDED_SHORT).get_or_create(
        key=facts.key,
        defaults={
            **_fresh(facts, now),
            "received": min(short.received, amount) if short else 0,
        },
    )
    if order.amount != amount:
        raise OrderChanged
    if made:
        record(order, "payments.open_order", actor=actor, now=now, amount=amount)
    return order


@transaction.atomic
def open_orders(*, actor: Actor, facts: Sequence[OrderFacts], now: datetime) -> None:
    """Open many orders as `open_order` opens one."""
    known = set(Order.objects.filter(key__in=[each.key for each in facts]).values_list("key"))
    for each in facts:
        if (each.key,) in known:
            open_order(actor=actor, facts=each, now=now)
    orders = Order.objects.bulk_create(
        Order(key=each.key, **_fresh(each, now)) for each in facts if (each.key,) not in known
    )
    acts = [_act(order, "payments.open_order", amount=order.amount) for order in orders]
    audit.record_all(acts, actor=actor, now=now)


def _fresh(facts: OrderFacts, now: datetime) -> dict[str, Any]:
    """Give the columns of an order that nothing was paid on yet."""
    return {
        "reference": _PREFIX + "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH)),
        "agency_id": facts.agency_id,
        "subject_kind": facts.subject_kind,
        "subject_id": facts.subject_id,
        "procedure": facts.procedure,
        "channel": facts.channel,
        "description": facts.description[:200],
        "lines": [
            {"code": line.code, "name": line.name, "amount": line.amount} for line in facts.lines
        ],
        "amount": sum(line.amount for line in facts.lines),
        "opened_at": now,
        "expires_at": facts.expires_at,
    }


def _ended_short(key: str, *, now: datetime) -> Order | None:
    """Lock and give the last order of a debt when it ended short, be it this moment."""
    order = Order.objects.select_for_update().filter(key=key).order_by("-id").first()
    if order is None or order.is_payable(now):
        return None
    if order.state == OrderState.OPEN:
        _expire(order, now=now)
    return order if order.state in ENDED_SHORT else None


@transaction.atomic
def renew_order(*, actor: Actor, order_id: int, expires_at: datetime, now: datetime) -> Order:
    """Open a fresh order for the debt of one that ended short; give the running one otherwise.

    Raises `OrderNotFound`.
    """
    order = lock_order(order_id)
    facts = OrderFacts(
        key=order.key,
        agency_id=order.agency_id,
        subject_kind=order.subject_kind,
        subject_id=order.subject_id,
        procedure=order.procedure,
        channel=order.channel,
        description=order.description,
        lines=[OrderLine(**line) for line in order.lines],
        expires_at=expires_at,
    )
    return open_order(actor=actor, facts=facts, now=now)


@transaction.atomic
def cancel_order(*, actor: Actor, order_id: int, now: datetime) -> Order:
    """Cancel an order that asks for money; what comes later is kept apart.

    Raises `OrderNotFound`, `MoveRefused`.
    """
    order = lock_order(order_id)
    _cancel(order, actor=actor, now=now)
    return order


def end_order(order: Order, *, actor: Actor, now: datetime) -> None:
    """Have a locked order ask for nothing any more, also once its money is taken back.

    Whichever of the two is told of first: both orders end alike.
    """
    order.over_at = order.over_at or now
    order.save(update_fields=["over_at"])
    if asks_for_money(order):
        _cancel(order, actor=actor, now=now)


def asks_for_money(order: Order) -> bool:
    """Say whether money that comes for an order is taken: while it is open, and after a reversal.

    Unless another order followed that one for its debt.
    """
    if order.state == OrderState.REVERSED:
        return not Order.objects.filter(key=order.key, pk__gt=order.pk).exists()
    return order.state == OrderState.OPEN


@transaction.atomic
def cancel_orders_of(*, actor: Actor, subject: tuple[str, int], now: datetime) -> None:
    """Cancel what is still open of a subject (kind and number) that came to its end.

    What it paid is still owed should its money be taken back. Money for what was cancelled is kept
    apart.
    """
    kind, number = subject
    orders = Order.objects.select_for_update().filter(
        subject_kind=kind, subject_id=number, state=OrderState.OPEN
    )
    for order in orders.order_by("id"):
        _cancel(order, actor=actor, now=now)


@transaction.atomic
def end_orders_of(*, actor: Actor, subject: tuple[str, int], now: datetime) -> None:
    """Have nobody owe anything for a subject (kind and number) any more: it was withdrawn.

    Money that comes later is kept apart, also for what was paid and is taken back.
    """
    kind, number = subject
    orders = Order.objects.select_for_update().filter(subject_kind=kind, subject_id=number)
    for order in orders.order_by("id"):
        end_order(order, actor=actor, now=now)


def _cancel(order: Order, *, actor: Actor, now: datetime) -> None:
    order.state = TABLE.target(OrderState(order.state), "cancel")
    order.save(update_fields=["state"])
    record(order, "payments.cancel_order", actor=actor, now=now)


def expire_orders(*, now: datetime, limit: int = 1000) -> int:
    """Expire open orders whose time has passed, a batch at a time; give how many."""
    with transaction.atomic():
        orders = list(
            Order.objects.select_for_update(skip_locked=True)
            .filter(state=OrderState.OPEN, expires_at__lt=now)
            .order_by("expires_at")[:limit]
        )
        for order in orders:
            _expire(order, now=now)
    return len(orders)


def _expire(order: Order, *, now: datetime) -> None:
    order.state = TABLE.target(OrderState(order.state), "expire")
    order.save(update_fields=["state"])
    record(order, "payments.expire_order", actor=SYSTEM, now=now)


def lock_order(order_id: int) -> Order:
    """Lock an order for the rest of the transaction. Raises `OrderNotFound`."""
    order = Order.objects.select_for_update().filter(pk=order_id).first()
    if order is None:
        raise OrderNotFound
    return order


def record(order: Order, act: str, *, actor: Actor, now: datetime, **data: object) -> None:
    """Write an act upon an order into the audit log, in this transaction."""
    audit.record_all([_act(order, act, **data)], actor=actor, now=now)


def _act(order: Order, act: str, **data: object) -> audit.Act:
    return audit.Act(
        act,
        ("order", str(order.public_id)),
        order.agency_id,
        dossier_id=order.subject_id if order.subject_kind == "dossier" else None,
        data=data,
    )

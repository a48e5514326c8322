"""Money at the counter: cash into the official's drawer, or a debt that a terminal may ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from motcua.agencies.enums import Role
from motcua.dossiers.actions.authorising import require_role
from motcua.dossiers.actions.billing import SUBJECT, owed_orders
from motcua.dossiers.actions.moving import lock, record
from motcua.dossiers.actions.paying import fresh_order, hear_payment
from motcua.payments.actions import hear, refuse_while_terminal_asks
from motcua.payments.actions.booking import hold
from motcua.payments.actions.orders import lock_order
from motcua.payments.base import Word
from motcua.payments.enums import OrderState, Provider
from motcua.payments.errors import OrderNotFound, OrderNotOpen
from motcua.payments.queries.orders import order_numbered
from motcua.tills.actions import drawer_for_cash

if TYPE_CHECKING:
    from datetime import datetime

    from motcua.dossiers.models import Dossier
    from motcua.kernel.actors import Actor
    from motcua.payments.models import Order


@transaction.atomic
def collect_cash(*, actor: Actor, dossier_id: int, now: datetime) -> Dossier:
    """Note that the fees due by now were paid in cash at the counter; once, booked in the ledger.

    It lies in the drawer of the official who took it. Raises `DossierNotFound`, `NotAllowed`,
    `TerminalAsks`.
    """
    dossier = _taken_for(actor, dossier_id)
    for order in owed_orders(dossier, actor=actor, now=now):
        _collect(dossier, order, actor=actor, now=now)
    return lock(dossier_id)


@transaction.atomic
def collect_order(*, actor: Actor, order_id: int, now: datetime) -> Order:
    """Note that what is still owed on an order was paid in cash; a second call changes nothing.

    Raises `OrderNotFound`, `DossierNotFound`, `NotAllowed`, `OrderNotOpen`, `TerminalAsks`.
    """
    order, dossier = _named(actor, order_id)
    if order.state == OrderState.PAID:
        return order
    order = _in_force(dossier, order, actor=actor, now=now)
    _collect(dossier, order, actor=actor, now=now)
    order.refresh_from_db()
    return order


@transaction.atomic
def order_for_terminal(*, actor: Actor, order_id: int, now: datetime) -> Order:
    """Give the order that a terminal is to ask for: a fresh one where the named one has expired.

    Raises `OrderNotFound`, `DossierNotFound`, `NotAllowed`, `OrderNotOpen`.
    """
    order, dossier = _named(actor, order_id)
    return _in_force(dossier, order, actor=actor, now=now)


def _taken_for(actor: Actor, dossier_id: int) -> Dossier:
    """Lock a dossier whose money an official takes. Raises `DossierNotFound`, `NotAllowed`."""
    dossier = lock(dossier_id)
    require_role(actor, dossier, Role.RECEPTIONIST, Role.ACCOUNTANT)
    return dossier


def _named(actor: Actor, order_id: int) -> tuple[Order, Dossier]:
    order = order_numbered(order_id)
    if order.subject_kind != SUBJECT:
        raise OrderNotFound
    dossier = _taken_for(actor, order.subject_id)
    return order_numbered(order_id), dossier


def _in_force(dossier: Dossier, order: Order, *, actor: Actor, now: datetime) -> Order:
    """Give the order by which a debt is paid now. Raises `OrderNotOpen` where nothing is owed."""
    if order.is_payable(now):
        return order
    owed = {one.key: one for one in owed_orders(dossier, actor=actor, now=now)}
    found = owed.get(order.key) or fresh_order(dossier, order, actor=actor, now=now)
    if found is None or not found.is_payable(now):
        raise OrderNotOpen
    return found


def _collect(dossier: Dossier, order: Order, *, actor: Actor, now: datetime) -> None:
    """Book what a locked dossier owes on an order as cash, and let the dossier hear of it.

    Its transaction is held before the order is locked, as all who move money do. Raises
    `OrderNotOpen`, `TerminalAsks`.
    """
    event = f"cash:{order.public_id}"
    hold(f"{Provider.CASH}:{event}")
    order = lock_order(order.pk)
    if order.state == OrderState.PAID:
        return
    if not order.is_payable(now):
        raise OrderNotOpen  # it ended while we waited: the cash would belong to nothing
    refuse_while_terminal_asks(order, now)
    word = Word(
        event_id=event,
        kind="received",
        name="cash",
        reference=order.reference,
        amount=order.owed,
        transaction="",
    )
    drawer = drawer_for_cash(actor=actor, now=now)
    hear(provider=Provider.CASH, word=word, body=b"", now=now, lies_at=drawer)
    record(dossier, "dossiers.collect_cash", actor=actor, now=now, amount=word.amount)
    hear_payment(actor=actor, dossier_id=dossier.pk, order_id=order.pk, now=now)

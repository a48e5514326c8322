"""What payments tell a dossier, and what an official asks to be paid on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from motcua.agencies.enums import Role
from motcua.dossiers.actions.authorising import require_owner, require_role, require_waiting
from motcua.dossiers.actions.billing import SUBJECT, owed_orders
from motcua.dossiers.actions.guarding import refuse_while_signing
from motcua.dossiers.actions.moving import lock, move, record
from motcua.dossiers.actions.pausing import pause, resume
from motcua.dossiers.actions.posting import hear_postage, post_result
from motcua.dossiers.enums import FeeState, PauseKind, State
from motcua.dossiers.queries.dues import time_to_pay
from motcua.dossiers.queries.errands import errand_number
from motcua.dossiers.queries.fee_debts import fees_stand, is_fee
from motcua.payments.actions import (
    OrderFacts,
    OrderLine,
    open_order,
    renew_order,
)
from motcua.payments.enums import OrderState
from motcua.payments.queries import orders_of
from motcua.procedures.enums import Awaited

if TYPE_CHECKING:
    from datetime import datetime

    from motcua.dossiers.models import Dossier
    from motcua.kernel.actors import Actor
    from motcua.payments.models import Order

_PAYMENTS = frozenset({State.PAYMENT_AT_RECEIPT, State.PAYMENT_IN_PROCESS})


@transaction.atomic
def open_due_order(*, actor: Actor, dossier_id: int, now: datetime) -> Order | None:
    """Give the filer the order of what he must pay now, a fresh one where the last has expired.

    What an official asked for comes first, then the fees, the earliest due first; None when
    nothing is due. Raises `DossierNotFound` for anybody else.
    """
    dossier = lock(dossier_id)
    require_owner(actor, dossier)
    if dossier.state not in _PAYMENTS:
        return next(iter(owed_orders(dossier, actor=actor, now=now)), None)
    asked = [order for order in orders_of(SUBJECT, dossier.pk) if _is_asked(order)]
    expires_at = now + time_to_pay(now)
    return renew_order(actor=actor, order_id=asked[-1].pk, expires_at=expires_at, now=now)


def fresh_order(dossier: Dossier, order: Order, *, actor: Actor, now: datetime) -> Order | None:
    """Give the running order of what an official asked for of a locked dossier, maybe a fresh one.

    None where the order is none of that, or the dossier does not wait for it any more.
    """
    if not _is_asked(order) or dossier.state not in _PAYMENTS:
        return None
    expires_at = now + time_to_pay(now)
    return renew_order(actor=actor, order_id=order.pk, expires_at=expires_at, now=now)


def _is_asked(order: Order) -> bool:
    """Say whether an official asked for it on the way: neither a fee, nor postage."""
    return not is_fee(order.subject_id, order.key) and errand_number(order.key) is None


@transaction.atomic
def ask_payment(*, actor: Actor, dossier_id: int, line: OrderLine, now: datetime) -> Order:
    """Ask for a financial obligation; the clock stops until it is paid.

    Raises `DossierNotFound`, `NotAllowed`, `StepNotYours`, `BeingSigned`, `MoveRefused`.
    """
    dossier = lock(dossier_id)
    if dossier.state == State.FILED:
        require_role(actor, dossier, Role.RECEPTIONIST)
    else:
        require_waiting(actor, dossier, Awaited.PAYMENT)
    refuse_while_signing(dossier)
    move(dossier, "ask_payment", actor=actor, now=now, amount=line.amount)
    if dossier.accepted_at is not None:
        pause(dossier, PauseKind.PAYMENT, now=now)
    return open_order(
        actor=actor,
        facts=OrderFacts(
            key=f"dossier:{dossier.pk}:{line.code}:{dossier.transitions.count()}",
            agency_id=dossier.agency_id,
            subject_kind=SUBJECT,
            subject_id=dossier.pk,
            procedure=dossier.procedure_code,
            channel=dossier.channel,
            description=f"{dossier.code} {line.name.get('vi', '')}",
            lines=[line],
            expires_at=now + time_to_pay(now),
        ),
        now=now,
    )


@transaction.atomic
def hear_payment(*, actor: Actor, dossier_id: int, order_id: int, now: datetime) -> Dossier:
    """Take note that an order of this dossier was paid; a second word changes nothing."""
    dossier = lock(dossier_id)
    paid = next(order for order in orders_of(SUBJECT, dossier.pk) if order.pk == order_id)
    if paid.state != OrderState.PAID:
        return dossier  # the money was taken back before this was heard
    if hear_postage(actor=actor, dossier_id=dossier.pk, order_key=paid.key, now=now):
        return dossier
    if _is_asked(paid):
        if dossier.state in _PAYMENTS:
            resume(dossier, now=now)
            move(dossier, "settle_payment", actor=actor, now=now)
    elif dossier.fee_state == FeeState.DUE and fees_stand(dossier) == FeeState.PAID:
        dossier.fee_state = FeeState.PAID
        dossier.save(update_fields=["fee_state"])
        record(dossier, "dossiers.fee_paid", actor=actor, now=now)
        post_result(actor=actor, dossier_id=dossier.pk, now=now)
    return dossier


@transaction.atomic
def hear_reversal(*, actor: Actor, dossier_id: int, order_id: int, now: datetime) -> Dossier:
    """Take note that money of an order was taken back by its provider.

    A fee is due again while the dossier is open; anything else is recorded, and the accountant
    sees to it.
    """
    dossier = lock(dossier_id)
    order = next(order for order in orders_of(SUBJECT, dossier.pk) if order.pk == order_id)
    is_short = order.state == OrderState.REVERSED and is_fee(dossier.pk, order.key)
    if is_short and dossier.is_open and dossier.fee_state == FeeState.PAID:
        dossier.fee_state = FeeState.DUE
        dossier.save(update_fields=["fee_state"])
    record(dossier, "dossiers.payment_reversed", actor=actor, now=now)
    return dossier

"""What payments tell a dossier, and what an official asks to be paid on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from motcua.agencies.enums import Role
from motcua.dossiers.actions.authorising import require_owner, require_role, require_waiting
from motcua.dossiers.actions.guarding import refuse_while_signing
from motcua.dossiers.actions.moving import lock, move, record
from motcua.dossiers.actions.pausing import pause, resume
from motcua.dossiers.actions.posting import hear_postage
from motcua.dossiers.enums import FeeState, PauseKind, State
from motcua.dossiers.models import Dossier
from motcua.dossiers.queries.dues import filing_key, time_to_pay
from motcua.dossiers.queries.errands import errand_number
from motcua.dossiers.queries.wording import procedure_name
from motcua.payments.actions import (
    OrderFacts,
    OrderLine,
    open_order,
    open_orders,
    renew_order,
)
from motcua.payments.enums import OrderState
from motcua.payments.queries import orders_of
from motcua.procedures.enums import Awaited, FeeDue

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from motcua.kernel.actors import Actor
    from motcua.payments.models import Order

SUBJECT = "dossier"
_UNPAID = {"is_open": True, "fee_state": FeeState.DUE}
_PAYMENTS = frozenset({State.PAYMENT_AT_RECEIPT, State.PAYMENT_IN_PROCESS})


@transaction.atomic
def open_filing_orders(*, actor: Actor, dossier_ids: Sequence[int], now: datetime) -> None:
    """Open the orders for what is due at filing, where something is, and still is.

    Each is opened once, and anew when it has expired.
    """
    locked = Dossier.objects.select_for_update().filter(pk__in=dossier_ids, **_UNPAID)
    # Without the answers, which are long and sealed.
    dossiers = locked.order_by("pk").only(
        "agency_id", "channel", "code", "fee_lines", "procedure_code", "version_id"
    )
    open_orders(actor=actor, facts=[_filing_facts(each, now) for each in dossiers], now=now)


@transaction.atomic
def open_due_order(*, actor: Actor, dossier_id: int, now: datetime) -> Order | None:
    """Give the filer the order of what he must pay now, a fresh one where the last has expired.

    What an official asked for comes first, then what is due at filing; None when nothing is due.
    Raises `DossierNotFound` for anybody else.
    """
    dossier = lock(dossier_id)
    require_owner(actor, dossier)
    if dossier.state not in _PAYMENTS:
        return _filing_order(dossier, actor=actor, now=now)
    asked = [order for order in orders_of(SUBJECT, dossier.pk) if _is_asked(order)]
    expires_at = now + time_to_pay(now)
    return renew_order(actor=actor, order_id=asked[-1].pk, expires_at=expires_at, now=now)


def _is_asked(order: Order) -> bool:
    """Say whether an official asked for it on the way: neither due at filing, nor postage."""
    return order.key != filing_key(order.subject_id) and errand_number(order.key) is None


def filing_order(dossier_id: int) -> Order:
    """Give the latest order of what is due at filing; of other things there may be later ones."""
    key = filing_key(dossier_id)
    return [order for order in orders_of(SUBJECT, dossier_id) if order.key == key][-1]


def _filing_order(dossier: Dossier, *, actor: Actor, now: datetime) -> Order | None:
    if any(getattr(dossier, name) != value for name, value in _UNPAID.items()):
        return None
    return open_order(actor=actor, facts=_filing_facts(dossier, now), now=now)


def _filing_facts(dossier: Dossier, now: datetime) -> OrderFacts:
    return OrderFacts(
        key=filing_key(dossier.pk),
        agency_id=dossier.agency_id,
        subject_kind=SUBJECT,
        subject_id=dossier.pk,
        procedure=dossier.procedure_code,
        channel=dossier.channel,
        description=f"{dossier.code} {procedure_name(dossier, 'vi')}",
        lines=[
            OrderLine(line["code"], line["name"], line["total"])
            for line in dossier.fee_lines
            if line["due"] == FeeDue.AT_FILING and line["total"]
        ],
        expires_at=now + time_to_pay(now),
    )


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
    if paid.state == OrderState.REVERSED:
        return dossier  # the money was taken back before this was heard
    if hear_postage(actor=actor, dossier_id=dossier.pk, order_key=paid.key, now=now):
        return dossier
    if _is_asked(paid):
        if dossier.state in _PAYMENTS:
            resume(dossier, now=now)
            move(dossier, "settle_payment", actor=actor, now=now)
    elif dossier.fee_state == FeeState.DUE:
        dossier.fee_state = FeeState.PAID
        dossier.save(update_fields=["fee_state"])
        record(dossier, "dossiers.fee_paid", actor=actor, now=now)
    return dossier


@transaction.atomic
def hear_reversal(*, actor: Actor, dossier_id: int, order_id: int, now: datetime) -> Dossier:
    """Take note that money of an order was taken back by its provider.

    What was due at filing is due again while the dossier is open; anything else is recorded, and
    the accountant sees to it.
    """
    dossier = lock(dossier_id)
    order = next(order for order in orders_of(SUBJECT, dossier.pk) if order.pk == order_id)
    is_short = order.state == OrderState.REVERSED and order.key == filing_key(dossier.pk)
    if is_short and dossier.is_open and dossier.fee_state == FeeState.PAID:
        dossier.fee_state = FeeState.DUE
        dossier.save(update_fields=["fee_state"])
    record(dossier, "dossiers.payment_reversed", actor=actor, now=now)
    return dossier

"""The orders of a dossier's fees, each opened once its fees are due."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from motcua.dossiers.enums import FeeState
from motcua.dossiers.models import Dossier
from motcua.dossiers.queries.dues import time_to_pay
from motcua.dossiers.queries.fee_debts import fee_debts, fees_stand, may_fall_due
from motcua.dossiers.queries.wording import procedure_name
from motcua.payments.actions import OrderFacts, open_order, open_orders
from motcua.payments.enums import OrderState

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from motcua.dossiers.queries.fee_debts import Debt
    from motcua.kernel.actors import Actor
    from motcua.payments.models import Order

SUBJECT = "dossier"
_UNPAID = {"is_open": True, "fee_state": FeeState.DUE}


@transaction.atomic
def open_fee_orders(*, actor: Actor, dossier_ids: Sequence[int], now: datetime) -> None:
    """Open the orders for the fees that are due by now, where something is, and still is.

    Each is opened once, and anew when it has expired.
    """
    locked = Dossier.objects.select_for_update().filter(pk__in=dossier_ids, **_UNPAID)
    # Without the answers, which are long and sealed.
    dossiers = locked.order_by("pk").only(
        "agency_id", "channel", "code", "fee_lines", "procedure_code", "state", "version_id"
    )
    facts = [_facts(each, debt, now) for each in dossiers for debt in fee_debts(each)]
    open_orders(actor=actor, facts=facts, now=now)


def owed_orders(dossier: Dossier, *, actor: Actor, now: datetime) -> list[Order]:
    """Give the orders of a locked dossier's fees that are not paid, opened where they are not."""
    if any(getattr(dossier, name) != value for name, value in _UNPAID.items()):
        return []
    orders = [
        open_order(actor=actor, facts=_facts(dossier, debt, now), now=now)
        for debt in fee_debts(dossier)
    ]
    return [order for order in orders if order.state != OrderState.PAID]


@transaction.atomic
def fall_due(*, actor: Actor, dossier: Dossier, now: datetime) -> None:
    """Open the orders of what came to be due of a locked dossier's fees, and say that it is."""
    if not may_fall_due(dossier):
        return
    stands = fees_stand(dossier)
    if stands != dossier.fee_state:
        dossier.fee_state = stands
        dossier.save(update_fields=["fee_state"])
    owed_orders(dossier, actor=actor, now=now)


def _facts(dossier: Dossier, debt: Debt, now: datetime) -> OrderFacts:
    return OrderFacts(
        key=debt.key,
        agency_id=dossier.agency_id,
        subject_kind=SUBJECT,
        subject_id=dossier.pk,
        procedure=dossier.procedure_code,
        channel=dossier.channel,
        description=f"{dossier.code} {procedure_name(dossier, 'vi')}",
        lines=debt.lines,
        expires_at=now + time_to_pay(now),
    )

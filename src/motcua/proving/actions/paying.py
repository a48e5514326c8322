"""Receipt and money: what is due is paid as the bank tells it, and nothing is accepted before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from motcua.dossiers import actions
from motcua.dossiers.enums import FeeState
from motcua.dossiers.errors import FeeUnpaid
from motcua.dossiers.queries import dossier_for
from motcua.dossiers.queries.fee_debts import claims_open
from motcua.kernel.actors import SYSTEM
from motcua.payments.actions import hear
from motcua.payments.base import Word
from motcua.payments.queries import orders_of

if TYPE_CHECKING:
    from datetime import datetime

    from motcua.dossiers.actions import Submitted
    from motcua.dossiers.models import Dossier
    from motcua.kernel.actors import Actor
    from motcua.payments.models import Order
    from motcua.proving.actions.stage import Stage
    from motcua.proving.base.outcomes import Outcome

_OBLIGATION = actions.OrderLine(
    "nghia-vu", {"vi": "Nghĩa vụ tài chính (thử)", "en": "Obligation (trial)"}, 10_000
)


def receive(stage: Stage, filed: Submitted, outcome: Outcome, *, now: datetime) -> None:
    """Take a filed dossier in: paid where something is due, accepted with its promised time.

    Raises what the acts raise where one is refused that must not be.
    """
    desk, dossier_id = stage.officials["receptionist"], filed.dossier_id
    if dossier_for(stage.citizen, filed.public_id).fee_state == FeeState.DUE:
        _refuse_unpaid(desk, dossier_id, outcome, now)
        pay_fees(dossier_id, outcome, now=now)
    if claims_open(dossier_for(stage.citizen, filed.public_id)):
        actions.judge_exemption(actor=desk, dossier_id=dossier_id, is_granted=True, now=now)
    actions.accept(actor=desk, dossier_id=dossier_id, now=now)
    outcome.tried["receipt"] += 1


def pay_fees(dossier_id: int, outcome: Outcome, *, now: datetime) -> None:
    """Pay the fees that are due by now."""
    actions.open_fee_orders(actor=SYSTEM, dossier_ids=[dossier_id], now=now)
    for order in orders_of("dossier", dossier_id):
        if order.is_payable(now):
            _pay(order, dossier_id, now)
            outcome.tried["payment"] += 1


def pay_an_obligation(official: Actor, dossier: Dossier, *, now: datetime) -> None:
    """Ask for an obligation on the way, and pay it."""
    order = actions.ask_payment(actor=official, dossier_id=dossier.pk, line=_OBLIGATION, now=now)
    _pay(order, dossier.pk, now)


def _refuse_unpaid(desk: Actor, dossier_id: int, outcome: Outcome, now: datetime) -> None:
    try:
        actions.accept(actor=desk, dossier_id=dossier_id, now=now)
    except FeeUnpaid:
        outcome.tried["refused"] += 1
    else:
        outcome.fail(
            "payment", "Nhận cả hồ sơ chưa nộp tiền.", "A dossier that is not paid is accepted."
        )


def _pay(order: Order, dossier_id: int, now: datetime) -> None:
    word = Word(
        event_id=f"proof-{order.reference}",
        kind="received",
        name="transfer.received",
        reference=order.reference,
        amount=order.amount,
        transaction=f"PROOF{order.pk:012}",
    )
    hear(provider="bank", word=word, body=b"{}", now=now)
    actions.hear_payment(actor=SYSTEM, dossier_id=dossier_id, order_id=order.pk, now=now)

"""The machine officials: paid, accepted, each step done, signed, returned, received and rated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from motcua.dossiers import actions
from motcua.dossiers.actions.signing import sign_result
from motcua.dossiers.enums import FeeState, State
from motcua.dossiers.errors import FeeUnpaid
from motcua.dossiers.queries import current_step, dossier_for, rules_of
from motcua.kernel.actors import SYSTEM
from motcua.kernel.clock import civil_date
from motcua.kernel.files import content_of
from motcua.payments.actions import hear
from motcua.payments.base import Word
from motcua.payments.queries import orders_of
from motcua.procedures.base.samples import sample_answers
from motcua.procedures.enums import Product
from motcua.signatures.queries import passing_trust, verify_json, verify_pdf

if TYPE_CHECKING:
    from datetime import datetime

    from motcua.dossiers.actions import Submitted
    from motcua.dossiers.models import Dossier
    from motcua.proving.actions.stage import Stage
    from motcua.proving.base.outcomes import Outcome

_MOST_STEPS = 60
_NOTE = "Hồ sơ đầy đủ, đúng quy định."


def receive(stage: Stage, filed: Submitted, outcome: Outcome, *, now: datetime) -> None:
    """Take a filed dossier in: paid where something is due, accepted with its promised time.

    Raises what the acts raise where one is refused that must not be.
    """
    _pay(stage, filed, outcome, now=now)
    actions.accept(actor=stage.officials["receptionist"], dossier_id=filed.dossier_id, now=now)
    outcome.tried["receipt"] += 1


def settle(stage: Stage, filed: Submitted, outcome: Outcome, *, now: datetime) -> None:
    """Take a dossier from receipt to its end, and look at what the citizen then holds.

    Raises as `receive` does.
    """
    desk = stage.officials["receptionist"]
    actions.hand_over(actor=desk, dossier_id=filed.dossier_id, now=now)
    for _round in range(_MOST_STEPS):
        dossier = dossier_for(stage.citizen, filed.public_id)
        if dossier.state != State.IN_PROCESS:
            break
        _do_step(stage, dossier, now)
        outcome.tried["step"] += 1
    if dossier.state != State.FINISHED:
        outcome.fail(
            "process",
            f"Quy trình không đi đến hết: dừng ở bước {dossier.step_code or '…'}.",
            f"The process does not come to its end: it stands at step {dossier.step_code or '…'}.",
        )
        return
    actions.return_result(actor=desk, dossier_id=filed.dossier_id, now=now)
    _receive(stage, filed, outcome, now=now)


def _pay(stage: Stage, filed: Submitted, outcome: Outcome, *, now: datetime) -> None:
    """Pay what is due at filing, after an acceptance without it was refused."""
    if dossier_for(stage.citizen, filed.public_id).fee_state != FeeState.DUE:
        return
    dossier_id = filed.dossier_id
    try:
        actions.accept(actor=stage.officials["receptionist"], dossier_id=dossier_id, now=now)
        outcome.fail(
            "payment", "Nhận hồ sơ chưa nộp tiền.", "A dossier that was not paid was accepted."
        )
    except FeeUnpaid:
        outcome.tried["refused"] += 1
    actions.open_filing_orders(actor=SYSTEM, dossier_ids=[dossier_id], now=now)
    order = orders_of("dossier", dossier_id)[0]
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
    outcome.tried["payment"] += 1


def _do_step(stage: Stage, dossier: Dossier, now: datetime) -> None:
    """Do what the step in hand must leave behind, and pass the dossier on."""
    step = current_step(dossier)
    official = stage.officials[step.role]
    if Product.DRAFT in step.produces:
        form = rules_of(dossier).official_form
        data = sample_answers(form, seed=1, today=civil_date(now))
        actions.draft_result(actor=official, dossier_id=dossier.pk, data=data, now=now)
    if Product.SIGNATURE in step.produces:
        actions.approve_result(actor=official, dossier_id=dossier.pk, now=now)
        sign_result(actor=SYSTEM, dossier_id=dossier.pk, now=now)
    else:
        actions.complete_step(actor=official, dossier_id=dossier.pk, now=now, note=_NOTE)


def _receive(stage: Stage, filed: Submitted, outcome: Outcome, *, now: datetime) -> None:
    """Let the citizen open the result, check its signatures, and rate."""
    result = dossier_for(stage.citizen, filed.public_id).result
    assert result.pdf is not None
    assert result.signed_data is not None
    trust = passing_trust()
    pdf, data = content_of(result.pdf), content_of(result.signed_data)
    verdicts = verify_pdf(pdf, trust=trust, at=now), verify_json(data, trust=trust, at=now)
    for verdict in verdicts:
        if str(verdict.verdict) != "valid":
            outcome.fail(
                "result", "Chữ ký trên kết quả không đúng.", "The result's signature is not valid."
            )
    actions.rate(actor=stage.citizen, dossier_id=filed.dossier_id, score=5, comment="", now=now)
    outcome.tried["result"] += 1

"""The result: drafted from its template, approved, signed after commit, returned."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction

from motcua.agencies.enums import Role
from motcua.dossiers.actions.authorising import (
    official_of,
    require_owner,
    require_role,
    require_step,
)
from motcua.dossiers.actions.billing import fall_due
from motcua.dossiers.actions.guarding import (
    refuse_while_signing,
    require_in_process,
    require_other_hand,
    require_second,
)
from motcua.dossiers.actions.moving import lock, move, record
from motcua.dossiers.actions.numbering import next_registry_number
from motcua.dossiers.actions.stepping import go_on, leave_steps
from motcua.dossiers.enums import FeeState, Outcome, Sensitive, State
from motcua.dossiers.errors import (
    AnswersInvalid,
    DraftChanged,
    FeeUnpaid,
    OpinionsAwaited,
    ShownChanged,
    StepNotReady,
    said,
)
from motcua.dossiers.events import ResultApproved
from motcua.dossiers.models import Result
from motcua.dossiers.queries.processes import flow_of, open_runs, rules_of
from motcua.dossiers.queries.results import draft_seen
from motcua.dossiers.queries.second_hands import others_to_approve, said_instead
from motcua.kernel import events
from motcua.kernel.clock import civil_date
from motcua.procedures.enums import Product

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from motcua.dossiers.models import Dossier, StepRun
    from motcua.kernel.actors import Actor


@dataclass(frozen=True, slots=True)
class SignedResult:
    """What signing gave: the PDF and the signed data in the store, and the id in the QR code."""

    pdf_id: int
    data_id: int
    verification_id: str


@transaction.atomic
def draft_result(
    *,
    actor: Actor,
    dossier_id: int,
    data: Mapping[str, Any],
    now: datetime,
    step: str = "",
    seen: str | None = None,
) -> Result:
    """Write the result's data; it can be written again until it is approved.

    `data` answers the questions the procedure asks of the official; what the applicant said is
    taken from the dossier. `seen` is the moment, in ISO form, of the draft one wrote upon: what a
    colleague saved since is not written over. Raises `DossierNotFound`, `StepNotYours`,
    `AnswersInvalid`, `DraftChanged`, `StepNotReady` once approved, `MoveRefused` outside the
    process.
    """
    dossier = lock(dossier_id)
    require_step(actor, dossier, step)
    require_in_process(dossier)
    result = Result.objects.filter(dossier=dossier).first()
    if result is not None and result.approved_at is not None:
        raise StepNotReady
    if result is None:
        result = Result(dossier=dossier)
    elif _is_anothers(result, actor, seen):
        raise DraftChanged
    result.data = checked_data(dossier, data, now)
    result.drafted_at = now
    result.drafted_by_id = official_of(actor)
    result.save()
    record(dossier, "dossiers.draft_result", actor=actor, now=now)
    return result


def _is_anothers(result: Result, actor: Actor, seen: str | None) -> bool:
    """Say whether a colleague saved a draft since the one that was seen."""
    if seen is None or result.drafted_by_id == actor.official_id:
        return False
    return result.drafted_at.isoformat() != seen


def checked_data(dossier: Dossier, data: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """Judge what officials filled in for a result. Raises `AnswersInvalid`."""
    validated = rules_of(dossier).official_form.validate(dict(data), today=civil_date(now))
    if not validated.is_valid:
        raise AnswersInvalid(errors=said(validated.errors, "vi"))
    return validated.clean


@transaction.atomic
def approve_result(
    *, actor: Actor, dossier_id: int, now: datetime, step: str = "", seen: str | None = None
) -> Result:
    """Approve the drafted result; the signed PDF is made after commit.

    The number of the register is taken here, without gaps, since the paper prints it. `seen` is the
    draft that was shown (`draft_seen`): no other one is approved. Raises `DossierNotFound`,
    `StepNotYours`, `StepNotReady` when this step does not sign or nothing is drafted,
    `OpinionsAwaited` while others still work on it, `CheckedYourself`, `ShownChanged`,
    `MoveRefused` outside the process.
    """
    dossier = lock(dossier_id)
    run = require_step(actor, dossier, step)
    require_in_process(dossier)
    result = Result.objects.select_for_update().filter(dossier=dossier).first()
    if result is None or not _signs(dossier, run):
        raise StepNotReady
    if len(open_runs(dossier)) > 1:
        raise OpinionsAwaited
    if result.approved_at is None:
        require_other_hand(said_instead(others_to_approve(actor, dossier, run, now)))
        if seen and seen != draft_seen(result):
            raise ShownChanged
        result.number = next_registry_number(dossier, now)
        result.approved_at = now
        result.approved_by_id = actor.official_id
        result.save(update_fields=["number", "approved_at", "approved_by"])
        record(dossier, "dossiers.approve_result", actor=actor, now=now)
        events.emit(ResultApproved(dossier_id=dossier.pk), agency_id=dossier.agency_id, now=now)
    return result


@transaction.atomic
def finish_signed(*, actor: Actor, dossier_id: int, signed: SignedResult, now: datetime) -> Dossier:
    """Take in the signed result and finish the dossier; a second call changes nothing."""
    dossier = lock(dossier_id)
    result = Result.objects.select_for_update().filter(dossier=dossier).first()
    if result is None or not is_awaited(dossier, result):
        return dossier
    result.pdf_id = signed.pdf_id
    result.signed_data_id = signed.data_id
    result.verification_id = signed.verification_id
    result.signed_at = now
    result.save()
    if dossier.state != State.IN_PROCESS:
        return dossier  # it was corrected: the dossier stays where it is
    dossier.finished_at = now
    for run in open_runs(dossier):
        go_on(dossier, run, now=now, doer=result.approved_by_id)
    move(dossier, "finish", actor=actor, now=now)
    fall_due(actor=actor, dossier=dossier, now=now)
    return dossier


def is_awaited(dossier: Dossier, result: Result) -> bool:
    """Say whether an approved result of a locked dossier awaits its signature.

    In process, or afterwards where it takes the place of one that was signed.
    """
    is_there = dossier.state in {State.IN_PROCESS, State.FINISHED, State.RETURNED}
    return is_there and result.approved_at is not None and result.signed_at is None


def _signs(dossier: Dossier, run: StepRun) -> bool:
    step = flow_of(dossier).shape.steps.get(run.code)
    return step is not None and Product.SIGNATURE in step.produces


@transaction.atomic
def return_result(*, actor: Actor, dossier_id: int, now: datetime) -> Dossier:
    """Give the signed result out, once what is due for it is paid.

    Raises `DossierNotFound`, `NotAllowed`, `FeeUnpaid`, `MoveRefused`.
    """
    dossier = lock(dossier_id)
    require_role(actor, dossier, Role.RECEPTIONIST, Role.CLERK)
    # What arrived by the post is there, whatever a payer's bank took back meanwhile.
    if dossier.fee_state == FeeState.DUE and actor.kind != "system":
        raise FeeUnpaid
    require_second(dossier, Sensitive.RETURN, actor=actor, now=now)
    leave_steps(dossier, now=now, outcome=Outcome.FORWARD, doer=actor.official_id)
    move(dossier, "return_result", actor=actor, now=now)
    return dossier


@transaction.atomic
def withdraw(*, actor: Actor, dossier_id: int, reason: str, now: datetime) -> Dossier:
    """Take one's dossier back before it is settled: an approved result is.

    Raises `DossierNotFound`, `BeingSigned`, `MoveRefused`.
    """
    dossier = lock(dossier_id)
    require_owner(actor, dossier)
    refuse_while_signing(dossier)
    leave_steps(dossier, now=now, outcome=Outcome.CANCELLED)
    move(dossier, "withdraw", actor=actor, now=now, reason=reason.strip())
    return dossier

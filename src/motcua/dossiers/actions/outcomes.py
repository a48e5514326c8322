"""The result: drafted from its template, approved, signed after commit, returned, rated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction

from motcua.agencies.enums import Role
from motcua.dossiers.actions.authorising import (
    official_of,
    require_owner,
    require_role,
    require_step,
)
from motcua.dossiers.actions.guarding import refuse_while_signing, require_in_process
from motcua.dossiers.actions.moving import lock, move, record
from motcua.dossiers.actions.numbering import next_registry_number
from motcua.dossiers.actions.stepping import go_on, leave_steps
from motcua.dossiers.enums import Outcome, State
from motcua.dossiers.errors import AlreadyRated, AnswersInvalid, OpinionsAwaited, StepNotReady, said
from motcua.dossiers.events import ResultApproved
from motcua.dossiers.models import Rating, Result
from motcua.dossiers.queries.processes import flow_of, open_runs, rules_of
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
    *, actor: Actor, dossier_id: int, data: Mapping[str, Any], now: datetime, step: str = ""
) -> Result:
    """Write the result's data; it can be written again until it is approved.

    `data` answers the questions the procedure asks of the official; what the applicant said is
    taken from the dossier. Raises `DossierNotFound`, `StepNotYours`, `AnswersInvalid`,
    `StepNotReady` once approved, `MoveRefused` outside the process.
    """
    dossier = lock(dossier_id)
    require_step(actor, dossier, step)
    require_in_process(dossier)
    result = Result.objects.filter(dossier=dossier).first()
    if result is not None and result.approved_at is not None:
        raise StepNotReady
    if result is None:
        result = Result(dossier=dossier)
    result.data = _checked(dossier, data, now)
    result.drafted_at = now
    result.drafted_by_id = official_of(actor)
    result.save()
    record(dossier, "dossiers.draft_result", actor=actor, now=now)
    return result


def _checked(dossier: Dossier, data: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    validated = rules_of(dossier).official_form.validate(dict(data), today=civil_date(now))
    if not validated.is_valid:
        raise AnswersInvalid(errors=said(validated.errors, "vi"))
    return validated.clean


@transaction.atomic
def approve_result(*, actor: Actor, dossier_id: int, now: datetime, step: str = "") -> Result:
    """Approve the drafted result; the signed PDF is made after commit.

    The number of the register is taken here, without gaps, since the paper prints it. Raises
    `DossierNotFound`, `StepNotYours`, `StepNotReady` when this step does not sign or nothing is
    drafted, `OpinionsAwaited` while others still work on it, `MoveRefused` outside the process.
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
    if dossier.state != State.IN_PROCESS:
        return dossier
    result = Result.objects.select_for_update().get(dossier=dossier)
    result.pdf_id = signed.pdf_id
    result.signed_data_id = signed.data_id
    result.verification_id = signed.verification_id
    result.signed_at = now
    result.save()
    dossier.finished_at = now
    for run in open_runs(dossier):
        go_on(dossier, run, now=now, doer=result.approved_by_id)
    move(dossier, "finish", actor=actor, now=now)
    return dossier


def _signs(dossier: Dossier, run: StepRun) -> bool:
    step = flow_of(dossier).shape.steps.get(run.code)
    return step is not None and Product.SIGNATURE in step.produces


@transaction.atomic
def return_result(*, actor: Actor, dossier_id: int, now: datetime) -> Dossier:
    """Give the signed result out. Raises `DossierNotFound`, `NotAllowed`, `MoveRefused`."""
    dossier = lock(dossier_id)
    require_role(actor, dossier, Role.RECEPTIONIST, Role.CLERK)
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


@transaction.atomic
def rate(*, actor: Actor, dossier_id: int, score: int, comment: str, now: datetime) -> Rating:
    """Say how one was served, 1 to 5, once, after the matter ended.

    Raises `DossierNotFound`, `StepNotReady` before the end, `AlreadyRated`.
    """
    dossier = lock(dossier_id)
    require_owner(actor, dossier)
    if dossier.is_open:
        raise StepNotReady
    try:
        with transaction.atomic():
            rating = Rating.objects.create(
                dossier=dossier, score=score, comment=comment.strip(), at=now
            )
    except IntegrityError:
        raise AlreadyRated from None
    record(dossier, "dossiers.rate", actor=actor, now=now, score=score)
    return rating

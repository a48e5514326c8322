"""The acts of those who settle a dossier: take it up, finish a step, consult, send back, stop."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from motcua.agencies.enums import Role
from motcua.dossiers.actions.assigning import give
from motcua.dossiers.actions.authorising import require_role, require_step
from motcua.dossiers.actions.guarding import (
    refuse_while_signing,
    require_in_process,
    require_second,
)
from motcua.dossiers.actions.moving import lock, move, record
from motcua.dossiers.actions.producing import fill_in, keep_document, lacking_of
from motcua.dossiers.actions.slips import issue_slip
from motcua.dossiers.actions.stepping import (
    begin,
    end_consultation,
    go_back,
    go_on,
    leave_steps,
    show,
)
from motcua.dossiers.enums import Outcome, Passed, Sensitive, SlipForm
from motcua.dossiers.errors import (
    NotConsultable,
    OpinionsAwaited,
    ReasonMissing,
    StepNotReady,
    StepNotYours,
)
from motcua.dossiers.queries.handling import may_end
from motcua.dossiers.queries.opinions import waits_outside
from motcua.dossiers.queries.processes import (
    consultable,
    holder_of,
    open_runs,
    steps_back,
    still_waiting,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from django.core.files.uploadedfile import UploadedFile

    from motcua.dossiers.models import Dossier, StepRun
    from motcua.kernel.actors import Actor


@transaction.atomic
def take_up(*, actor: Actor, dossier_id: int, now: datetime, step: str = "") -> Dossier:
    """Take a step in hand upon oneself.

    Raises `DossierNotFound`, `StepNotYours`, `MoveRefused` outside the process.
    """
    dossier = lock(dossier_id)
    run = require_step(actor, dossier, step)
    require_in_process(dossier)
    if actor.official_id is None:
        raise StepNotYours
    if holder_of(dossier, run) == actor.official_id:
        return dossier
    give(dossier, run, actor.official_id, Passed.TAKEN, actor=actor, now=now)
    record(dossier, "dossiers.take_up", actor=actor, now=now, step=run.code)
    return dossier


@transaction.atomic
def complete_step(  # noqa: PLR0913 - what a step leaves behind, each by its name
    *,
    actor: Actor,
    dossier_id: int,
    now: datetime,
    note: str = "",
    step: str = "",
    filled: Mapping[str, Any] | None = None,
    document: UploadedFile[bytes] | None = None,
) -> Dossier:
    """Finish a step in hand; the process goes on to what follows, or an asker has his opinion.

    `step` is the one that the official saw and means; `filled` answers its questions,
    `document` is what was made at it. Raises `DossierNotFound`, `StepNotYours`, `AnswersInvalid`,
    `StepNotReady` when the step has not produced what it must, `OpinionsAwaited`, `NoWayOnward`,
    `MoveRefused` outside the process, and what `take_in_document` raises.
    """
    dossier = lock(dossier_id)
    run = require_step(actor, dossier, step)
    require_in_process(dossier)
    fill_in(dossier, run, filled or {}, now=now)
    if document is not None:
        keep_document(run, document, official_id=actor.official_id, now=now)
    lacking = lacking_of(dossier, run, note)
    if lacking:
        raise StepNotReady(products=lacking)
    if run.pk in still_waiting(open_runs(dossier), now) or waits_outside(run, now):
        raise OpinionsAwaited
    end = end_consultation if run.asked_by_id is not None else go_on
    end(dossier, run, now=now, note=note.strip(), doer=actor.official_id)
    record(dossier, "dossiers.complete_step", actor=actor, now=now, step=run.code)
    return dossier


@transaction.atomic
def consult(
    *, actor: Actor, dossier_id: int, to: str, request: str, now: datetime, step: str = ""
) -> StepRun:
    """Ask another unit for its opinion, while the step stays in hand.

    `to` is one of the steps that the process lets this one ask. Raises `DossierNotFound`,
    `StepNotYours`, `ReasonMissing` without a word on what is asked, `NotConsultable`,
    `BeingSigned`, `MoveRefused` outside the process.
    """
    if not request.strip():
        raise ReasonMissing
    dossier = lock(dossier_id)
    run = require_step(actor, dossier, step)
    require_in_process(dossier)
    refuse_while_signing(dossier)
    asked = next((one for one in consultable(dossier, run.code) if one.code == to), None)
    if asked is None:
        raise NotConsultable
    made = begin(dossier, asked, now=now, asked_by=run, request=request.strip())
    show(dossier)
    record(dossier, "dossiers.consult", actor=actor, now=now, step=run.code, to=to)
    return made


@transaction.atomic
def send_back(
    *, actor: Actor, dossier_id: int, reason: str, now: datetime, step: str = "", to: str = ""
) -> Dossier:
    """Give the dossier back to an earlier step, with the reason; the first that fits unless named.

    What is in hand beyond that step is cancelled. Raises `DossierNotFound`, `StepNotYours`,
    `ReasonMissing`, `StepNotReady` where there is no step to go back to, `BeingSigned`,
    `MoveRefused` outside the process.
    """
    if not reason.strip():
        raise ReasonMissing
    dossier = lock(dossier_id)
    run = require_step(actor, dossier, step)
    require_in_process(dossier)
    refuse_while_signing(dossier)
    open_back = steps_back(dossier, run.code)
    before = next((one for one in open_back if to in {"", one.code}), None)
    if before is None or run.asked_by_id is not None:
        raise StepNotReady
    go_back(dossier, run, before, now=now, note=reason.strip(), doer=actor.official_id)
    record(dossier, "dossiers.send_back", actor=actor, now=now, step=run.code, to=before.code)
    return dossier


@transaction.atomic
def stop(*, actor: Actor, dossier_id: int, reason: str, now: datetime) -> Dossier:
    """Stop processing, with reasons on slip 03, within the limit.

    The head or the leader may; and whoever has a step in hand that the process lets refuse or
    stop. Source: Decree 61/2018, Article 19.8. Raises `DossierNotFound`, `NotAllowed`,
    `ReasonMissing`, `BeingSigned`, `MoveRefused`.
    """
    if not reason.strip():
        raise ReasonMissing
    dossier = lock(dossier_id)
    if not may_end(actor, dossier):
        require_role(actor, dossier, Role.HEAD, Role.LEADER)
    refuse_while_signing(dossier)
    require_second(dossier, Sensitive.STOP, actor=actor, now=now)
    leave_steps(
        dossier, now=now, outcome=Outcome.CANCELLED, note=reason.strip(), doer=actor.official_id
    )
    move(dossier, "stop", actor=actor, now=now, reason=reason.strip())
    issue_slip(dossier, SlipForm.REFUSAL, actor=actor, now=now, reason=reason.strip())
    return dossier

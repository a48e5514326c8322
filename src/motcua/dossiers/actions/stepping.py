"""Steps of the process: begun, ended, sent back, side by side; the dossier shows the first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from motcua.dossiers.actions.moving import keep_standing
from motcua.dossiers.enums import Outcome
from motcua.dossiers.errors import NoWayOnward
from motcua.dossiers.models import Dossier, OutsideOpinion, StepRun
from motcua.dossiers.queries.clocks import share_of_time
from motcua.dossiers.queries.processes import flow_of, holder_of, onward, open_runs, unit_for

if TYPE_CHECKING:
    from datetime import datetime

    from motcua.procedures.base.processes.spec import Step


def leave_steps(
    dossier: Dossier, *, now: datetime, outcome: Outcome, note: str = "", doer: int | None = None
) -> None:
    """End every step in hand; the dossier still shows the first, whose unit keeps seeing it."""
    for run in open_runs(dossier):
        end(dossier, run, now=now, outcome=outcome, note=note, doer=doer)
    dossier.is_split = False
    keep_standing(dossier)


def begin(
    dossier: Dossier,
    step: Step,
    *,
    now: datetime,
    asked_by: StepRun | None = None,
    request: str = "",
) -> StepRun:
    """Begin a step in its unit and with its share of the time; the caller then shows it."""
    return StepRun.objects.create(
        dossier=dossier,
        code=step.code,
        role=step.role,
        unit_id=unit_for(dossier, step).id,
        started_at=now,
        due_at=share_of_time(dossier, step.share, now),
        asked_by=asked_by,
        request=request,
    )


def go_on(
    dossier: Dossier, run: StepRun, *, now: datetime, note: str = "", doer: int | None = None
) -> None:
    """End a step and begin what follows: one step, several side by side, or a join once all came.

    Raises `NoWayOnward` where no condition of the step holds.
    """
    following = onward(dossier, run.code)
    if following is None:
        raise NoWayOnward
    end(dossier, run, now=now, outcome=Outcome.FORWARD, note=note, doer=doer)
    for step in following:
        if not _is_awaited(dossier, step):
            begin(dossier, step, now=now)
    show(dossier)


def _is_awaited(dossier: Dossier, step: Step) -> bool:
    """Say whether a step must wait for other branches, or is in hand already."""
    reach = flow_of(dossier).shape.reach
    others = [run.code for run in open_runs(dossier) if run.asked_by_id is None]
    if step.code in others:
        return True
    return step.join and any(step.code in reach.get(other, ()) for other in others)


def go_back(
    dossier: Dossier, run: StepRun, step: Step, *, now: datetime, note: str, doer: int | None
) -> None:
    """End a step and begin an earlier one anew; what is in hand beyond that one is cancelled."""
    end(dossier, run, now=now, outcome=Outcome.BACK, note=note, doer=doer)
    beyond = flow_of(dossier).shape.reach[step.code]
    for other in open_runs(dossier):
        if other.code in beyond or other.code == step.code:
            end(dossier, other, now=now, outcome=Outcome.CANCELLED)
    begin(dossier, step, now=now)
    show(dossier)


def end_consultation(
    dossier: Dossier, run: StepRun, *, now: datetime, note: str, doer: int | None
) -> None:
    """End a step that was asked for its opinion; who asked goes on."""
    end(dossier, run, now=now, outcome=Outcome.ANSWERED, note=note, doer=doer)
    show(dossier)


def end(
    dossier: Dossier,
    run: StepRun,
    *,
    now: datetime,
    outcome: Outcome,
    note: str = "",
    doer: int | None = None,
) -> None:
    """End a step, and what it asked others for: an opinion that is late is done without."""
    run.official_id = holder_of(dossier, run) or run.official_id or doer
    if dossier.acted_for is not None and run.official_id in {doer, dossier.acted_for}:
        run.official_id, run.behalf_id = doer, dossier.acted_for
    run.finished_at, run.outcome, run.note = now, outcome, note
    run.save(update_fields=["official", "behalf", "finished_at", "outcome", "note", "filled"])
    OutsideOpinion.objects.filter(run=run, ended_at=None).update(ended_at=now)
    if outcome == Outcome.MOVED:
        return  # what it asked for goes on under the new process
    StepRun.objects.filter(asked_by=run, finished_at=None).update(
        finished_at=now,
        outcome=Outcome.UNANSWERED if outcome == Outcome.FORWARD else Outcome.CANCELLED,
    )


def show(dossier: Dossier) -> None:
    """Let a locked dossier show the first of its steps in hand, and keep it.

    With no step left it is in nobody's hands.
    """
    runs = open_runs(dossier)
    dossier.is_split = len(runs) > 1
    if not runs:
        dossier.step_code = dossier.step_role = dossier.step_path = ""
        dossier.step_due_at = dossier.official_id = None
    else:
        first = runs[0]
        dossier.step_code, dossier.step_role = first.code, first.role
        dossier.step_path = first.unit.path if first.unit else ""
        dossier.step_due_at, dossier.official_id = first.due_at, first.official_id
    keep_standing(dossier)

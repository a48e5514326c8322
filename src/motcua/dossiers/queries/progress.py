"""A dossier's progress through its process: which steps are done, in whose hands the others are."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from motcua.dossiers.enums import Outcome
from motcua.dossiers.queries.kept import steps_of
from motcua.dossiers.queries.processes import flow_of
from motcua.dossiers.queries.wording import step_name
from motcua.dossiers.workflow import WAITING_FOR_CITIZEN
from motcua.procedures import queries as catalogue
from motcua.procedures.base.processes.svg import ProcessShown, shown
from motcua.procedures.base.processes.words import Stage

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from motcua.dossiers.models import Dossier, StepRun

_UNDONE = frozenset({Outcome.BACK, Outcome.CANCELLED, Outcome.MOVED})


@dataclass(frozen=True, slots=True)
class InHand:
    """A step in hand: what, where, by whom, until when, and what is asked of who is consulted."""

    code: str
    name: str
    unit: str
    official: str
    due_at: datetime | None
    is_late: bool
    request: str


def in_hand_of(dossier: Dossier, now: datetime, language: str) -> tuple[InHand, ...]:
    """Give the steps in hand, the one the dossier shows first."""
    if not dossier.is_open:
        return ()
    runs = [run for run in steps_of(dossier) if run.finished_at is None]
    return tuple(
        InHand(
            code=run.code,
            name=step_name(dossier, run.code, language),
            unit=run.unit.name_in(language) if run.unit else "",
            official=run.official.full_name if run.official else "",
            due_at=run.due_at,
            is_late=_is_late(dossier, run, now),
            request=run.request,
        )
        for run in sorted(
            runs,
            key=lambda run: (run.code != dossier.step_code, run.started_at, run.pk),
        )
    )


def process_of(dossier: Dossier, now: datetime, language: str) -> ProcessShown:
    """Draw and list the process a dossier follows, with where it stands."""
    version = dossier.process_version_id or dossier.version_id
    return _drawn(version, language, tuple(sorted(stages_of(dossier, now).items())))


@lru_cache(maxsize=512)
def _drawn(version_id: int, language: str, stages: tuple[tuple[str, Stage], ...]) -> ProcessShown:
    """Draw a published process; dossiers that stand at the same place share the drawing."""
    process = catalogue.rules(version_id).flow.shape.process
    return shown(process, language, stages=dict(stages))


def stages_of(dossier: Dossier, now: datetime) -> Mapping[str, Stage]:
    """Say of each step whether it is done or in hand; what must be done again is ahead."""
    runs = steps_of(dossier)
    open_now = [run for run in runs if run.finished_at is None and dossier.is_open]
    stages = {run.code: Stage.DONE for run in _ended_well(runs)}
    reach = flow_of(dossier).shape.reach
    for run in open_now:
        if run.asked_by_id is None:
            for code in reach.get(run.code, ()):
                stages.pop(code, None)
    for run in open_now:
        stages[run.code] = Stage.LATE if _is_late(dossier, run, now) else Stage.CURRENT
    return stages


def _ended_well(runs: Iterable[StepRun]) -> list[StepRun]:
    """Give the steps whose last round was ended and counts."""
    last = {run.code: run for run in runs}
    return [run for run in last.values() if run.finished_at and run.outcome not in _UNDONE]


def _is_late(dossier: Dossier, run: StepRun, now: datetime) -> bool:
    """Say whether a step's share of the time is over while the clock runs."""
    is_running = dossier.state not in WAITING_FOR_CITIZEN and dossier.finished_at is None
    return is_running and run.due_at is not None and now > run.due_at

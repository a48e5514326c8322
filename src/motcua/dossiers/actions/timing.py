"""Shares of the time limit of the steps in hand, begun anew or put off by pauses."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, TypeAlias

from motcua.agencies.queries import working_calendar
from motcua.dossiers.models import Dossier, StepRun
from motcua.dossiers.queries.clocks import share_of_time
from motcua.dossiers.queries.processes import flow_of
from motcua.kernel.calendar import working_time_after, working_time_between

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

_NOTHING = timedelta(0)
Stretches: TypeAlias = "Sequence[tuple[datetime, datetime]]"
"""Moments from which and up to which a clock stood still."""


def begin_shares_anew(dossier: Dossier, *, now: datetime) -> None:
    """Give every step in hand its whole share from now on."""
    steps = flow_of(dossier).shape.steps
    for run in StepRun.objects.filter(dossier=dossier, finished_at=None):
        step = steps.get(run.code)
        _due(dossier, run, share_of_time(dossier, step.share, now) if step else run.due_at)


def put_off_shares(dossier: Dossier, stretches: Stretches) -> None:
    """Leave every step in hand the working time that it had, whatever stood still meanwhile."""
    for run in StepRun.objects.filter(dossier=dossier, finished_at=None, due_at__isnull=False):
        assert run.due_at
        later = _later(dossier, run.due_at, stretches, since=run.started_at)
        if later != run.due_at:
            _due(dossier, run, later)


def put_off_reappointment(dossier: Dossier, stretches: Stretches) -> None:
    """Leave a dossier promised anew the working time that it had."""
    if dossier.reappointed_at is not None:
        dossier.reappointed_at = _later(dossier, dossier.reappointed_at, stretches)


def _later(
    dossier: Dossier, due_at: datetime, stretches: Stretches, since: datetime | None = None
) -> datetime:
    """Put a moment off by the working time of stretches that began before it, and after another."""
    hours, more = working_calendar(dossier.agency_id), _NOTHING
    for start, end in stretches:
        begun = max(start, since) if since else start
        if begun < min(end, due_at):
            more += working_time_between(begun, end, hours)
    return working_time_after(due_at, more, hours) if more else due_at


def _due(dossier: Dossier, run: StepRun, due_at: datetime | None) -> None:
    run.due_at = due_at
    run.save(update_fields=["due_at"])
    if run.code == dossier.step_code:
        dossier.step_due_at = due_at

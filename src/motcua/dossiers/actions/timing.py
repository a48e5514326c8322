"""Shares of the time limit of the steps in hand, begun anew or put off by pauses."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from motcua.agencies.queries import working_calendar
from motcua.dossiers.models import Dossier, StepRun
from motcua.dossiers.queries.clocks import share_of_time
from motcua.dossiers.queries.processes import flow_of
from motcua.kernel.calendar import working_time_after, working_time_between

if TYPE_CHECKING:
    from datetime import datetime

_NOTHING = timedelta(0)


def begin_shares_anew(dossier: Dossier, *, now: datetime) -> None:
    """Give every step in hand its whole share from now on."""
    steps = flow_of(dossier).shape.steps
    for run in StepRun.objects.filter(dossier=dossier, finished_at=None):
        step = steps.get(run.code)
        _due(dossier, run, share_of_time(dossier, step.share, now) if step else run.due_at)


def put_off_shares(dossier: Dossier, *, paused_at: datetime, now: datetime) -> None:
    """Leave every step in hand the working time that it had when the clock stopped."""
    calendar = working_calendar(dossier.agency_id)
    for run in StepRun.objects.filter(dossier=dossier, finished_at=None, due_at__isnull=False):
        assert run.due_at
        begun = max(paused_at, run.started_at)
        left = max(working_time_between(begun, run.due_at, calendar), _NOTHING)
        _due(dossier, run, working_time_after(now, left, calendar) if left else run.due_at)


def _due(dossier: Dossier, run: StepRun, due_at: datetime | None) -> None:
    run.due_at = due_at
    run.save(update_fields=["due_at"])
    if run.code == dossier.step_code:
        dossier.step_due_at = due_at

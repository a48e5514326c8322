"""Shares of the time limit, counted in the agency's working time, and moved by pauses."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from motcua.agencies.queries import working_calendar
from motcua.dossiers.enums import PauseKind
from motcua.dossiers.models import Dossier, Pause, StepRun
from motcua.dossiers.queries.processes import flow_of
from motcua.kernel.calendar import working_time_after, working_time_between

if TYPE_CHECKING:
    from datetime import datetime

_NOTHING = timedelta(0)


def share_of_time(dossier: Dossier, share: float, since: datetime) -> datetime | None:
    """Give the end of a share of the time limit that begins at a moment; None before acceptance.

    Never past the promised time while that is still to come.
    """
    if dossier.due_at is None or dossier.accepted_at is None:
        return None
    calendar = working_calendar(dossier.agency_id)
    end = working_time_after(since, _whole(dossier) * share, calendar)
    return min(end, max(since, dossier.due_at))


def _whole(dossier: Dossier) -> timedelta:
    """Give the whole limit as working time, from where it was last counted anew."""
    assert dossier.accepted_at
    assert dossier.due_at
    calendar, began = working_calendar(dossier.agency_id), dossier.accepted_at
    paused = _NOTHING
    ended = Pause.objects.filter(dossier=dossier, ended_at__isnull=False).order_by("ended_at")
    for pause in ended:
        assert pause.ended_at
        if pause.kind == PauseKind.SUPPLEMENT:
            began, paused = max(began, pause.ended_at), _NOTHING
        elif pause.ended_at > began:
            start = max(pause.started_at, began)
            paused += working_time_between(start, pause.ended_at, calendar)
    return max(working_time_between(began, dossier.due_at, calendar) - paused, _NOTHING)


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

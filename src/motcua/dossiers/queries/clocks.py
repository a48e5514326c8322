"""The promised time of a dossier, and shares of it, by the agency's working calendar."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from motcua.agencies.queries import working_calendar
from motcua.dossiers.enums import PauseKind
from motcua.dossiers.models import Pause
from motcua.dossiers.queries.processes import rules_of
from motcua.kernel import calendar
from motcua.kernel.calendar import working_time_after, working_time_between
from motcua.kernel.clock import civil_date
from motcua.kernel.composed import composed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from django.db.models import QuerySet

    from motcua.dossiers.models import Dossier

_NOTHING = timedelta(0)


def promised(dossier: Dossier, *, received: datetime) -> calendar.Due:
    """Count the whole limit from a moment, leaving out the pauses that ended after it.

    The limit is the one of the version, channel and case under which the dossier was filed.
    """
    limit = rules_of(dossier).limit(
        dossier.channel, civil_date(dossier.submitted_at), dossier.answers
    )
    pauses = _ended_since(dossier=dossier.pk, moment=received)
    return calendar.due(
        received,
        counted(limit.amount, limit.unit),
        working_calendar(dossier.agency_id),
        pauses=spans(pauses, received),
    )


@composed
def _ended_since(dossier: Any, moment: Any) -> QuerySet[Pause]:
    """Give the pauses of a dossier that ended after a moment: asked at every acceptance."""
    return Pause.objects.filter(dossier=dossier, ended_at__gt=moment)


def share_of_time(dossier: Dossier, share: float, since: datetime) -> datetime | None:
    """Give the end of a share of the time limit that begins at a moment; None before acceptance.

    Never past the promised time while that is still to come.
    """
    if dossier.appointed_at is None or dossier.accepted_at is None:
        return None
    hours = working_calendar(dossier.agency_id)
    end = working_time_after(since, _whole(dossier) * share, hours)
    return min(end, max(since, dossier.appointed_at))


def _whole(dossier: Dossier) -> timedelta:
    """Give the whole limit as working time, from where it was last counted anew."""
    assert dossier.accepted_at
    assert dossier.due_at
    hours, began = working_calendar(dossier.agency_id), dossier.accepted_at
    paused = _NOTHING
    ended = Pause.objects.filter(dossier=dossier, ended_at__isnull=False).order_by("ended_at")
    for pause in ended:
        assert pause.ended_at
        if pause.kind == PauseKind.SUPPLEMENT:
            began, paused = max(began, pause.ended_at), _NOTHING
        elif pause.ended_at > began:
            start = max(pause.started_at, began)
            paused += working_time_between(start, pause.ended_at, hours)
    return max(working_time_between(began, dossier.due_at, hours) - paused, _NOTHING)


def counted(amount: int, unit: str) -> calendar.Limit:
    """Write a pack's limit as the calendar counts it; "same day" has no amount there."""
    kind = calendar.Unit(unit)
    return calendar.Limit(0 if kind == calendar.Unit.SAME_DAY else amount, kind)


def spans(pauses: Sequence[Pause], received: datetime) -> tuple[calendar.Pause, ...]:
    """Write ended pauses as the calendar counts them, cut off at the moment of receipt."""
    return tuple(
        calendar.Pause(
            max(pause.started_at, received), pause.ended_at, calendar.PauseKind(pause.kind)
        )
        for pause in pauses
        if pause.ended_at is not None and pause.ended_at > max(pause.started_at, received)
    )

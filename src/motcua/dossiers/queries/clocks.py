"""The promised time of a dossier, counted by the agency's working calendar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from motcua.agencies.queries import working_calendar
from motcua.dossiers.models import Pause
from motcua.dossiers.queries.processes import rules_of
from motcua.kernel import calendar
from motcua.kernel.clock import civil_date

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from motcua.dossiers.models import Dossier


def promised(dossier: Dossier, *, received: datetime) -> calendar.Due:
    """Count the whole limit from a moment, leaving out the pauses that ended after it.

    The limit is the one of the version, channel and case under which the dossier was filed.
    """
    limit = rules_of(dossier).limit(
        dossier.channel, civil_date(dossier.submitted_at), dossier.answers
    )
    pauses = Pause.objects.filter(dossier=dossier, ended_at__gt=received)
    return calendar.due(
        received,
        counted(limit.amount, limit.unit),
        working_calendar(dossier.agency_id),
        pauses=_spans(list(pauses), received),
    )


def counted(amount: int, unit: str) -> calendar.Limit:
    """Write a pack's limit as the calendar counts it; "same day" has no amount there."""
    kind = calendar.Unit(unit)
    return calendar.Limit(0 if kind == calendar.Unit.SAME_DAY else amount, kind)


def _spans(pauses: Sequence[Pause], received: datetime) -> tuple[calendar.Pause, ...]:
    return tuple(
        calendar.Pause(
            max(pause.started_at, received), pause.ended_at, calendar.PauseKind(pause.kind)
        )
        for pause in pauses
        if pause.ended_at is not None and pause.ended_at > max(pause.started_at, received)
    )

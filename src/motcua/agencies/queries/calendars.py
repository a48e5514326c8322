"""The working calendar of an agency, read from its editable tables."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, TypeAlias

from motcua.agencies.models import CalendarDay, WorkingHours
from motcua.kernel.caching import remembered
from motcua.kernel.calendar import Day, DayKind, Hours, WorkingCalendar

if TYPE_CHECKING:
    from collections.abc import Sequence

# From a day (inclusive) to another (exclusive), or without an end.
Span: TypeAlias = tuple[date, date | None]


@remembered(60)
def working_calendar(agency_id: int | None) -> WorkingCalendar:
    """Give an agency's calendar: its hours and days, from the tables.

    Its own hours hold from their day on; before and after them the nation's do. Its own days stand
    behind the nation's, and so count before them. An edit is seen by every process within a minute.
    """
    own = list(WorkingHours.objects.filter(agency=agency_id)) if agency_id else []
    hours = [_hours(row) for row in own]
    for row in WorkingHours.objects.filter(agency=None):
        hours += [_hours(row, *span) for span in _without((row.valid_from, row.valid_to), own)]
    days = list(CalendarDay.objects.filter(agency=None).order_by("day"))
    if agency_id:
        days += CalendarDay.objects.filter(agency=agency_id).order_by("day")
    return WorkingCalendar(hours=tuple(hours), days=tuple(_day(row) for row in days))


def _hours(row: WorkingHours, since: date | None = None, until: date | None = None) -> Hours:
    # The tables name the first day something no longer holds, the engine the last one it does.
    end = until if since else row.valid_to
    last = end - timedelta(days=1) if end else None
    start = since or row.valid_from
    return Hours(row.weekday - 1, row.opens_at, row.closes_at, start, last, row.citation)


def _without(span: Span, own: Sequence[WorkingHours]) -> list[Span]:
    """Give what is left of a span of days where an agency has no hours of its own."""
    left = [span]
    for start, end in {(row.valid_from, row.valid_to) for row in own}:
        cut: list[Span] = []
        for since, until in left:
            before = min(until or date.max, start)
            after = max(since, end) if end else date.max
            if since < before:
                cut.append((since, before if before < date.max else None))
            if after < (until or date.max):
                cut.append((after, until))
        left = cut
    return left


def _day(row: CalendarDay) -> Day:
    return Day(
        on=row.day,
        kind=DayKind(row.kind),
        name_vi=row.name,
        name_en=row.name_en,
        source=row.citation,
        instead_of=row.instead_of,
        confirmed=row.is_confirmed,
    )

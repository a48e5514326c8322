"""The working calendar of an agency, read from its editable tables."""

from __future__ import annotations

from datetime import timedelta

from motcua.agencies.models import CalendarDay, WorkingHours
from motcua.kernel.caching import remembered
from motcua.kernel.calendar import Day, DayKind, Hours, WorkingCalendar


@remembered(60)
def working_calendar(agency_id: int | None) -> WorkingCalendar:
    """Give an agency's calendar: its own hours, or the nation's; its own days behind the nation's.

    An edit is seen by every process within a minute.
    """
    own = list(WorkingHours.objects.filter(agency=agency_id)) if agency_id else []
    hours = own or list(WorkingHours.objects.filter(agency=None))
    days = list(CalendarDay.objects.filter(agency=None).order_by("day"))
    if agency_id:
        days += CalendarDay.objects.filter(agency=agency_id).order_by("day")
    return WorkingCalendar(
        hours=tuple(_hours(row) for row in hours), days=tuple(_day(row) for row in days)
    )


def _hours(row: WorkingHours) -> Hours:
    # The tables name the first day something no longer holds, the engine the last one it does.
    last = row.valid_to - timedelta(days=1) if row.valid_to else None
    return Hours(row.weekday - 1, row.opens_at, row.closes_at, row.valid_from, last, row.citation)


def _day(row: CalendarDay) -> Day:
    return Day(
        on=row.day,
        kind=DayKind(row.kind),
        name_vi=row.name,
        name_en=row.name_en,
        source=row.citation,
        confirmed=row.is_confirmed,
    )

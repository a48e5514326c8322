"""A working calendar as a value, and the plain questions asked of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from motcua.kernel.calendar.errors import CountInvalid
from motcua.kernel.calendar.instants import instant_of, moment_of
from motcua.kernel.calendar.timeline import Timeline

if TYPE_CHECKING:
    from motcua.kernel.calendar.values import Day, Hours


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """An agency's hours, and the days off and exchanged days that apply to it.

    Of two rows for one date the later counts: put an agency's own days behind the nation's.
    `known_from` and `known_until` bound the years whose days off are known; left out, they are the
    whole years from the first to the last whose 1 January is a row. Make a calendar once and keep
    it: it remembers what it has looked up. Raises `CalendarEmpty` without hours, `CalendarInvalid`
    where shifts overlap.
    """

    hours: tuple[Hours, ...]
    days: tuple[Day, ...] = ()
    known_from: date | None = None
    known_until: date | None = None
    timeline: Timeline = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "timeline", Timeline(self.hours, self.days))
        years = [row.on for row in self.days if (row.on.month, row.on.day) == (1, 1)]
        if years and self.known_from is None:
            object.__setattr__(self, "known_from", min(years))
        if years and self.known_until is None:
            object.__setattr__(self, "known_until", date(max(years).year, 12, 31))


def covered_until(calendar: WorkingCalendar) -> date | None:
    """Give the last date whose days off are known, confirmed or expected; None without any."""
    return calendar.known_until


def confirmed_until(calendar: WorkingCalendar) -> date | None:
    """Give the last date up to which every known day off is confirmed by its law or decision."""
    awaited = [row.on for row in calendar.days if not row.confirmed]
    return min(awaited) - timedelta(days=1) if awaited else calendar.known_until


def is_working_day(day: date, calendar: WorkingCalendar) -> bool:
    """Tell whether a civil date has working hours."""
    return bool(calendar.timeline.shifts_on(day.toordinal()))


def nth_working_day(day: date, count: int, calendar: WorkingCalendar) -> date:
    """Give the count-th working day after a date, the date itself not counted (count ≥ 1).

    Raises `CountInvalid`, `OutOfReach`.
    """
    if count < 1:
        raise CountInvalid
    return date.fromordinal(calendar.timeline.nth_after(day.toordinal(), count))


def next_opening(moment: datetime, calendar: WorkingCalendar) -> datetime:
    """Give the moment itself within working time, else the next opening, in the civil zone.

    The moment of closing still belongs to working time. Raises `MomentNaive`, `OutOfReach`.
    """
    return moment_of(calendar.timeline.opening_from(instant_of(moment)))


def working_time_between(start: datetime, end: datetime, calendar: WorkingCalendar) -> timedelta:
    """Give the working time between two aware moments, negative where they stand the other way.

    Raises `MomentNaive`, `OutOfReach`.
    """
    first, last = instant_of(start), instant_of(end)
    sign = 1 if first <= last else -1
    worked = calendar.timeline.worked(min(first, last), max(first, last))
    return timedelta(microseconds=sign * worked)


def working_time_after(moment: datetime, worked: timedelta, calendar: WorkingCalendar) -> datetime:
    """Give the first moment by which some working time has passed (for the shares of a process).

    No time at all gives the next opening. Raises `CountInvalid` on a negative time, `MomentNaive`,
    `OutOfReach`.
    """
    amount = worked // timedelta(microseconds=1)
    if amount < 0:
        raise CountInvalid
    instant = instant_of(moment)
    timeline = calendar.timeline
    return moment_of(
        timeline.advance(instant, amount) if amount else timeline.opening_from(instant)
    )

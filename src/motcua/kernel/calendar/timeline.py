"""Working days and working time, looked up by bisection in one table a year, made when needed."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import accumulate, pairwise
from math import ceil
from typing import TYPE_CHECKING, TypeAlias

from motcua.kernel.calendar.errors import CalendarEmpty, CalendarInvalid, OutOfReach
from motcua.kernel.calendar.instants import DAY, YEARS, time_of_day
from motcua.kernel.calendar.values import Day, DayKind, Hours

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# The stretches of work of one day, as microseconds since midnight (opening, closing), in order.
Shifts: TypeAlias = tuple[tuple[int, int], ...]
Week: TypeAlias = tuple[Shifts, ...]


@dataclass(frozen=True, slots=True)
class Year:
    """The working days of one year as ordinals, their shifts, and the time worked before each.

    `before` has one entry more than `days`: the last is the whole year's working time.
    """

    days: list[int]
    shifts: list[Shifts]
    before: list[int]


class Timeline:
    """Answers about working time for one set of hours and days. Instants are those of `instants`.

    Of two rows for one date the later counts, so that an agency's own rows go behind the nation's.
    Raises `CalendarEmpty`, `CalendarInvalid`; every search raises `OutOfReach` at its end.
    """

    def __init__(self, hours: Sequence[Hours], days: Iterable[Day]) -> None:
        if not hours:
            raise CalendarEmpty
        self.days = {row.on.toordinal(): row for row in days}
        self._changes = _changes(hours)
        self._weeks = [_week(hours, ordinal) for ordinal in self._changes]
        self._years: dict[int, Year] = {}

    # --- one day -------------------------------------------------------------------------------

    def usual(self, ordinal: int) -> Shifts:
        """Give the shifts of a day's weekday, whatever the days off say."""
        week = self._weeks[bisect_right(self._changes, ordinal) - 1]
        return week[(ordinal + 6) % 7]

    def shifts_on(self, ordinal: int) -> Shifts:
        """Give the shifts of a day; none on a day off."""
        row = self.days.get(ordinal)
        if row is None:
            return self.usual(ordinal)
        if row.kind == DayKind.OFF:
            return ()
        return self._shifts_worked(ordinal, row)

    def _shifts_worked(self, ordinal: int, row: Day) -> Shifts:
        """Give a worked day the hours of the day it replaces, else its own, else those before."""
        replaced = row.instead_of.toordinal() if row.instead_of else ordinal
        candidates = (replaced, *range(ordinal, ordinal - 7, -1))
        return next((shifts for day in candidates if (shifts := self.usual(day))), ())

    def closing_on(self, ordinal: int) -> int:
        """Give the instant at which a working day ends."""
        return ordinal * DAY + self.shifts_on(ordinal)[-1][1]

    # --- searches ------------------------------------------------------------------------------

    def nth_after(self, ordinal: int, count: int) -> int:
        """Give the count-th working day after a day (count ≥ 1)."""
        number = date.fromordinal(ordinal).year
        year = self._year(number)
        index = bisect_right(year.days, ordinal) + count - 1
        while index >= len(year.days):
            index -= len(year.days)
            number += 1
            year = self._year(number)
        return year.days[index]

    def opening_from(self, instant: int) -> int:
        """Give the instant itself within working time, both ends included, else the opening."""
        ordinal, rest = divmod(instant, DAY)
        for opens, closes in self.shifts_on(ordinal):
            if rest <= closes:
                return max(instant, ordinal * DAY + opens)
        following = self.nth_after(ordinal, 1)
        return following * DAY + self.shifts_on(following)[0][0]

    def closing_from(self, instant: int) -> int:
        """Give the first end of a working day at or after an instant."""
        ordinal, rest = divmod(instant, DAY)
        shifts = self.shifts_on(ordinal)
        if shifts and rest <= shifts[-1][1]:
            return self.closing_on(ordinal)
        return self.closing_on(self.nth_after(ordinal, 1))

    # --- working time, in microseconds ---------------------------------------------------------

    def worked(self, start: int, end: int) -> int:
        """Give the working time between two instants in order."""
        first, done_before = self._since_new_year(start)
        last, done = self._since_new_year(end)
        return done - done_before + sum(self._year(n).before[-1] for n in range(first, last))

    def advance(self, instant: int, amount: int) -> int:
        """Give the first instant by which a positive amount of working time has passed."""
        number, done = self._since_new_year(instant)
        target = done + amount
        year = self._year(number)
        while target > year.before[-1]:
            target -= year.before[-1]
            number += 1
            year = self._year(number)
        index = bisect_left(year.before, target) - 1
        return year.days[index] * DAY + _reached(year.shifts[index], target - year.before[index])

    def _since_new_year(self, instant: int) -> tuple[int, int]:
        ordinal, rest = divmod(instant, DAY)
        number = date.fromordinal(ordinal).year
        year = self._year(number)
        index = bisect_left(year.days, ordinal)
        today = _worked_by(self.shifts_on(ordinal), rest)
        return number, year.before[index] + today

    # --- working days with their fractions, each day one whatever its length -------------------

    def days_between(self, start: int, end: int) -> Fraction:
        """Give the working days between two instants in order, parts of days included."""
        first, begun = self._day_of_year(start)
        last, done = self._day_of_year(end)
        return done - begun + sum(len(self._year(n).days) for n in range(first, last))

    def advance_days(self, instant: int, amount: Fraction) -> int:
        """Give the first instant by which a positive number of working days has passed."""
        ordinal, rest = divmod(instant, DAY)
        total = _part_worked(self.shifts_on(ordinal), rest) + amount
        whole = ceil(total)
        day = self.nth_after(ordinal - 1, whole)
        shifts = self.shifts_on(day)
        return day * DAY + _reached(shifts, ceil((total - whole + 1) * _length(shifts)))

    def _day_of_year(self, instant: int) -> tuple[int, Fraction]:
        ordinal, rest = divmod(instant, DAY)
        number = date.fromordinal(ordinal).year
        index = bisect_left(self._year(number).days, ordinal)
        return number, index + _part_worked(self.shifts_on(ordinal), rest)

    # --- tables --------------------------------------------------------------------------------

    def _year(self, number: int) -> Year:
        year = self._years.get(number)
        if year is None:
            year = self._years[number] = self._tabulate(number)
        return year

    def _tabulate(self, number: int) -> Year:
        if number not in YEARS:
            raise OutOfReach
        ordinals = range(date(number, 1, 1).toordinal(), date(number + 1, 1, 1).toordinal())
        worked = [(day, shifts) for day in ordinals if (shifts := self.shifts_on(day))]
        return Year(
            days=[day for day, _ in worked],
            shifts=[shifts for _, shifts in worked],
            before=list(accumulate((_length(shifts) for _, shifts in worked), initial=0)),
        )


def _changes(hours: Iterable[Hours]) -> list[int]:
    """Give the days from which other hours apply, from the beginning of time."""
    begun = {row.valid_from.toordinal() for row in hours if row.valid_from}
    ended = {row.valid_to.toordinal() + 1 for row in hours if row.valid_to}
    return sorted({0} | begun | ended)


def _week(hours: Iterable[Hours], ordinal: int) -> Week:
    """Give the shifts of each weekday, Monday first, by the hours in force on a day."""
    week: list[list[tuple[int, int]]] = [[] for _ in range(7)]
    for row in hours:
        starts = row.valid_from.toordinal() if row.valid_from else 0
        if starts <= ordinal and not (row.valid_to and row.valid_to.toordinal() < ordinal):
            week[row.weekday].append((time_of_day(row.opens), time_of_day(row.closes)))
    for shifts in week:
        shifts.sort()
        if any(earlier[1] > later[0] for earlier, later in pairwise(shifts)):
            raise CalendarInvalid
    return tuple(tuple(shifts) for shifts in week)


def _length(shifts: Shifts) -> int:
    return sum(closes - opens for opens, closes in shifts)


def _worked_by(shifts: Shifts, rest: int) -> int:
    """Give the working time of a day up to a time of day."""
    return sum(min(rest, closes) - opens for opens, closes in shifts if rest > opens)


def _part_worked(shifts: Shifts, rest: int) -> Fraction:
    return Fraction(_worked_by(shifts, rest), _length(shifts)) if shifts else Fraction(0)


def _reached(shifts: Shifts, amount: int) -> int:
    """Give the time of day by which an amount of a day's working time has passed."""
    for opens, closes in shifts:
        if amount <= closes - opens:
            return opens + amount
        amount -= closes - opens
    raise OutOfReach

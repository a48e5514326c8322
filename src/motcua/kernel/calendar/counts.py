"""How each unit of a time limit is counted, around the stretches where the count stands still."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Final, TypeAlias

from motcua.kernel.calendar.errors import OutOfReach
from motcua.kernel.calendar.instants import DAY, HOUR, LAST_ORDINAL, YEARS
from motcua.kernel.calendar.values import Limit, Unit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from motcua.kernel.calendar.rules import Edition
    from motcua.kernel.calendar.timeline import Timeline

# Stretches without count: instants (from, to before), in order, none touching the next.
Stops: TypeAlias = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Case:
    """What is counted: a limit from an instant of receipt (within working time), and the stops."""

    timeline: Timeline
    edition: Edition
    limit: Limit
    start: int
    stops: Stops


def end_of(case: Case) -> int:
    """Give the instant at which the limit ends. Raises `OutOfReach`, `RuleMissing`."""
    rule, count = _COUNTS[case.limit.unit]
    case.edition.require(rule)
    return count(case)


def last_day(start: int, limit: Limit) -> int:
    """Give the last calendar day of a limit in days or months, as an ordinal, working or not.

    Rule 3: a month without that day ends on its last day. Raises `OutOfReach`.
    """
    received = start // DAY
    if limit.unit == Unit.MONTH:
        return _months_after(date.fromordinal(received), limit.amount).toordinal()
    if received + limit.amount > LAST_ORDINAL:
        raise OutOfReach
    return received + limit.amount


def _months_after(day: date, amount: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + amount, 12)
    if year not in YEARS:
        raise OutOfReach
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def target_day(case: Case) -> int:
    """Give the day by whose closing a same-day limit ends: of receipt, or the next (rule 5)."""
    received, clock = divmod(case.start, DAY)
    if clock <= case.edition.cut_off():
        return received
    return case.timeline.nth_after(received, 1)


def _working_days(case: Case) -> int:
    """Rule 2: n working days after the day of receipt, to the closing of the n-th."""
    timeline, amount, received = case.timeline, case.limit.amount, case.start // DAY
    if not case.stops:
        return timeline.closing_on(timeline.nth_after(received, amount))
    cursor, rest = (received + 1) * DAY, Fraction(amount)
    for start, end in _later(case.stops, cursor):
        counted = timeline.days_between(cursor, max(start, cursor))
        if counted >= rest:
            break
        cursor, rest = end, rest - counted
    return _closing(timeline, timeline.advance_days(cursor, rest), case.stops)


def _working_hours(case: Case) -> int:
    """Rule 4: working hours from the receipt."""
    timeline, cursor, rest = case.timeline, case.start, case.limit.amount * HOUR
    for start, end in _later(case.stops, cursor):
        counted = timeline.worked(cursor, max(start, cursor))
        if counted >= rest:
            break
        cursor, rest = end, rest - counted
    return timeline.advance(cursor, rest)


def _calendar_days(case: Case) -> int:
    """Rule 3: to the closing of the last day, or of the next working day.

    A stop before the last day's closing moves the end by its length; one on the working day to
    which the end has moved makes the end that of the day on which the stop is over.
    """
    timeline, day = case.timeline, last_day(case.start, case.limit)
    end = timeline.closing_from(day * DAY)
    term = day * DAY + end % DAY
    counted_from = (case.start // DAY + 1) * DAY
    for start, stop in _later(case.stops, counted_from):
        begin = max(start, counted_from)
        if begin >= end:
            break
        term = term + stop - begin if begin < term else stop
        end = timeline.closing_from(term)
    return end


def _same_day(case: Case) -> int:
    """Rule 5: to the closing of the day, or of the day on which the last stop ends."""
    target = target_day(case)
    return _closing(case.timeline, max(case.start, target * DAY), case.stops)


def _later(stops: Stops, instant: int) -> Iterable[tuple[int, int]]:
    return (stop for stop in stops if stop[1] > instant)


def _closing(timeline: Timeline, instant: int, stops: Stops) -> int:
    """Give the closing that follows, put off by every stop that falls before it."""
    end = timeline.closing_from(instant)
    for start, stop in _later(stops, instant):
        if start < end:
            end = timeline.closing_from(stop)
    return end


# The rule that lets a unit be counted, and how.
_COUNTS: Final[dict[Unit, tuple[str, Callable[[Case], int]]]] = {
    Unit.WORKING_DAY: ("working-days", _working_days),
    Unit.SAME_DAY: ("same-day", _same_day),
    Unit.DAY: ("days", _calendar_days),
    Unit.MONTH: ("months", _calendar_days),
    Unit.HOUR: ("working-hours", _working_hours),
}

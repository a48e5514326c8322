"""When dossiers come in: how many on each day of the year before now, and at what time of day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import TYPE_CHECKING

from motcua.kernel.calendar import is_working_day, working_time_between
from motcua.kernel.clock import ZONE, civil_date

if TYPE_CHECKING:
    from collections.abc import Sequence

    from motcua.kernel.calendar import WorkingCalendar

DAYS = 365
AHEAD = 150
SLOT = 1800
"""Seconds of a slot: times of day and working time are counted in half hours."""
_PICKS = 1000
# Quiet before and in Tết, much in the weeks after it, before the school year and at the year's end.
_SEASON = (1.0, 0.7, 1.3, 1.15, 1.0, 1.05, 1.1, 1.3, 1.05, 1.0, 1.0, 0.95)
_WEEK = (1.3, 1.15, 1.05, 1.0, 0.95, 0.3, 0.2)
_OFF = 0.2
# Half hours from midnight: online people file before work, at noon and in the evening too.
_ONLINE = (
    1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 4, 8, 14, 26, 34, 38, 40, 40, 36, 32, 26, 20, 18, 18, 22,
    30, 36, 38, 38, 34, 30, 26, 20, 16, 14, 12, 14, 18, 22, 24, 22, 18, 12, 8, 4, 2,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Volume:
    """How many dossiers a day has, and the number of the first of them."""

    day: date
    first: int
    count: int

    @property
    def epoch(self) -> int:
        """Give the second at which the day begins in Viet Nam."""
        return _epoch(self.day)


@dataclass(frozen=True, slots=True)
class WorkingTime:
    """Working time counted in minutes from a first midnight.

    Attributes:
        begins: epoch second of that midnight.
        before: for each half hour since, the working minutes before it.
        slots: for each half hour of working time, the epoch second at which it begins.
        online, counter: half hours of a day, drawn as often as people file then.

    """

    begins: int
    before: tuple[int, ...]
    slots: tuple[int, ...]
    online: tuple[int, ...]
    counter: tuple[int, ...]


def volumes(total: int, now: datetime, calendar: WorkingCalendar, seed: int) -> list[Volume]:
    """Spread dossiers over the year before now: by season, weekday, day off and chance."""
    rng = Random(f"{seed}:days")  # noqa: S311 - invented days, no secrets
    last = civil_date(now)
    days = [last - timedelta(days=back) for back in range(DAYS - 1, -1, -1)]
    weights = [_weight(day, calendar) * rng.uniform(0.8, 1.2) for day in days]
    whole, seen, given = sum(weights), 0.0, 0
    found = []
    for day, weight in zip(days, weights, strict=True):
        seen += weight
        upto = round(total * seen / whole)
        found.append(Volume(day, given, upto - given))
        given = upto
    return found


def working_time(now: datetime, calendar: WorkingCalendar) -> WorkingTime:
    """Lay out the working half hours from a year ago until some months after now."""
    first = civil_date(now) - timedelta(days=DAYS + 1)
    begins, worked = _epoch(first), 0
    before: list[int] = []
    slots: list[int] = []
    for number in range((DAYS + AHEAD) * 48):
        start = begins + number * SLOT
        before.append(worked)
        minutes = _worked(start, calendar) if _may_work(first, number, calendar) else 0
        if minutes:
            slots.append(start)
            worked += SLOT // 60
    return WorkingTime(begins, tuple(before), tuple(slots), _picks(_ONLINE), _counter(calendar))


def _worked(start: int, calendar: WorkingCalendar) -> timedelta | int:
    since = datetime.fromtimestamp(start, ZONE)
    return working_time_between(since, since + timedelta(seconds=SLOT), calendar)


def _may_work(first: date, number: int, calendar: WorkingCalendar) -> bool:
    """Ask the calendar for the half hours of working days only, which is most of the cost."""
    return 10 <= number % 48 <= 42 and is_working_day(
        first + timedelta(days=number // 48), calendar
    )


def _weight(day: date, calendar: WorkingCalendar) -> float:
    weight = _SEASON[day.month - 1] * _WEEK[day.weekday()]
    is_off = day.weekday() < 5 and not is_working_day(day, calendar)
    return weight * _OFF if is_off else weight


def _counter(calendar: WorkingCalendar) -> tuple[int, ...]:
    """Give the half hours in which counters are open on a common working day."""
    day = date(2026, 3, 2)
    while not is_working_day(day, calendar):
        day += timedelta(days=1)
    start = _epoch(day)
    open_ = [1 if _worked(start + slot * SLOT, calendar) else 0 for slot in range(48)]
    return _picks([weight * was for weight, was in zip(_ONLINE, open_, strict=True)])


def _picks(weights: Sequence[int]) -> tuple[int, ...]:
    """Give each half hour as often as it weighs, so that drawing is looking up."""
    whole = sum(weights)
    found: list[int] = []
    for slot, weight in enumerate(weights):
        found += [slot] * (weight * _PICKS // whole)
    return tuple(found)


def _epoch(day: date) -> int:
    return int(datetime.combine(day, time(), ZONE).timestamp())

"""The values that time is counted with: hours, days off and worked, limits, pauses."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from motcua.kernel.calendar.errors import CalendarInvalid, LimitInvalid, PauseInvalid

if TYPE_CHECKING:
    from datetime import date, datetime, time


class Unit(StrEnum):
    """What a time limit counts."""

    WORKING_DAY = "working-day"
    SAME_DAY = "same-day"
    DAY = "day"
    HOUR = "hour"
    MONTH = "month"


class DayKind(StrEnum):
    """What a dated row says about its day."""

    OFF = "off"
    WORKED = "worked"


class PauseKind(StrEnum):
    """Why the count stops; what follows from it is a rule (`pause-effects`)."""

    SUPPLEMENT = "supplement"
    OBLIGATION = "obligation"
    OUTAGE = "outage"


@dataclass(frozen=True, slots=True)
class Hours:
    """One stretch of work on one weekday (0 Monday … 6 Sunday), in civil time.

    In force from `valid_from` to `valid_to`, both included, either open. Raises `CalendarInvalid`.
    """

    weekday: int
    opens: time
    closes: time
    valid_from: date | None = None
    valid_to: date | None = None
    citation: str = ""

    def __post_init__(self) -> None:
        if self.weekday not in range(7) or self.opens >= self.closes:
            raise CalendarInvalid


@dataclass(frozen=True, slots=True)
class Day:
    """A day that differs from its weekday: off, or worked in exchange for the day `instead_of`.

    `source` is the law or decision; `confirmed` is false while the decision is awaited.
    """

    on: date
    kind: DayKind
    name_vi: str
    name_en: str
    source: str = ""
    instead_of: date | None = None
    confirmed: bool = True


@dataclass(frozen=True, slots=True)
class Limit:
    """A time limit: a positive amount of a unit, or zero for the same day.

    Raises `LimitInvalid`.
    """

    amount: int
    unit: Unit

    def __post_init__(self) -> None:
        whole = isinstance(self.amount, int) and not isinstance(self.amount, bool)
        same_day = self.unit == Unit.SAME_DAY
        if not whole or self.amount < 0 or (self.amount == 0) != same_day:
            raise LimitInvalid


@dataclass(frozen=True, slots=True)
class Pause:
    """A stretch in which the count stands still, from `start` to before `end` (aware moments).

    A dossier that still waits has no due time; to show what it would be, take `now` as the end.
    Raises `PauseInvalid`.
    """

    start: datetime
    end: datetime
    kind: PauseKind

    def __post_init__(self) -> None:
        naive = self.start.tzinfo is None or self.end.tzinfo is None
        if not naive and self.end <= self.start:
            raise PauseInvalid

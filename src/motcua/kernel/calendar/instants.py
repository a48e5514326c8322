"""Moments as whole microseconds of civil time, so that counting is integer arithmetic."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Final

from motcua.kernel.calendar.errors import MomentNaive, OutOfReach
from motcua.kernel.clock import ZONE

SECOND: Final = 1_000_000
HOUR: Final = 3600 * SECOND
DAY: Final = 24 * HOUR
# Wide enough for every record and every limit; a search never runs past it.
YEARS: Final = range(1980, 2200)
LAST_ORDINAL: Final = date(YEARS[-1], 12, 31).toordinal()


def instant_of(moment: datetime) -> int:
    """Give an aware moment as microseconds of civil time since the day before 1 January 1.

    Divided by `DAY` it gives the proleptic ordinal of the civil date and the time of day. Raises
    `MomentNaive`, `OutOfReach`.
    """
    if moment.tzinfo is None:
        raise MomentNaive
    if moment.year not in YEARS:
        raise OutOfReach
    civil = moment.astimezone(ZONE)
    return civil.toordinal() * DAY + time_of_day(civil)


def time_of_day(clock: datetime | time) -> int:
    """Give the microseconds since midnight."""
    seconds = (clock.hour * 60 + clock.minute) * 60 + clock.second
    return seconds * SECOND + clock.microsecond


def moment_of(instant: int) -> datetime:
    """Give an instant as an aware moment in the civil zone."""
    ordinal, rest = divmod(instant, DAY)
    return datetime.fromordinal(ordinal).replace(tzinfo=ZONE) + timedelta(microseconds=rest)

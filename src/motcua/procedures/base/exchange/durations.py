"""Time limits as ISO 8601 durations; words beside them say which days are meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from motcua.procedures.enums import LimitUnit

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from motcua.procedures.base.packs import Facts, Limit

_WRITTEN: Mapping[LimitUnit, str] = {
    LimitUnit.SAME_DAY: "P{}D",
    LimitUnit.WORKING_DAY: "P{}D",
    LimitUnit.DAY: "P{}D",
    LimitUnit.HOUR: "PT{}H",
    LimitUnit.MONTH: "P{}M",
}
# Days of the calendar, roughly: only to tell the longest.
_DAYS: Mapping[LimitUnit, float] = {
    LimitUnit.SAME_DAY: 1,
    LimitUnit.WORKING_DAY: 1.4,
    LimitUnit.DAY: 1,
    LimitUnit.HOUR: 1 / 8,
    LimitUnit.MONTH: 30,
}


def duration_of(limits: Sequence[Limit]) -> str:
    """Give the longest of the limits of a way of filing; there is at least one."""
    limit = max(limits, key=lambda each: each.amount * _DAYS[each.unit])
    return _WRITTEN[limit.unit].format(limit.amount)


def longest(facts: Facts, day: date) -> str | None:
    """Give the longest limit of a procedure on a day; None where one of its ways is unclear."""
    ways = [[row for row in way.limits if row.holds_on(day)] for way in facts.channels]
    return duration_of([row for way in ways for row in way]) if all(ways) else None

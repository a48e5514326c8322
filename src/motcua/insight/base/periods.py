"""Periods of a civil calendar, as leaders choose them: months, quarters and years."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from motcua.insight.enums import Span

_MONTHS = {Span.MONTH: 1, Span.QUARTER: 3, Span.YEAR: 12}
_WRITTEN = re.compile(r"(20\d\d)(?:-(0[1-9]|1[0-2])|-q([1-4]))?")


@dataclass(frozen=True, slots=True)
class Period:
    """Whole civil months from the first day of one; `ends` is the first day behind it."""

    span: Span
    begins: date

    @property
    def ends(self) -> date:
        """Give the first day that no longer belongs to it."""
        return months_after(self.begins, _MONTHS[self.span])

    @property
    def last(self) -> date:
        """Give its last day."""
        return self.ends - timedelta(days=1)

    @property
    def code(self) -> str:
        """Write it as addresses do: 2026-11, 2026-q4, 2026."""
        if self.span is Span.YEAR:
            return f"{self.begins:%Y}"
        if self.span is Span.QUARTER:
            return f"{self.begins:%Y}-q{(self.begins.month + 2) // 3}"
        return f"{self.begins:%Y-%m}"

    def moved(self, by: int) -> Period:
        """Give the period that many after it, or before."""
        return Period(self.span, months_after(self.begins, by * _MONTHS[self.span]))


def period_of(day: date, span: Span) -> Period:
    """Give the period a day lies in."""
    month = 1 + (day.month - 1) // _MONTHS[span] * _MONTHS[span]
    return Period(span, date(day.year, month, 1))


def period_from(code: str, today: date) -> Period:
    """Read a period as it is written in an address; the month of today for anything else."""
    found = _WRITTEN.fullmatch(code)
    if found is None:
        return period_of(today, Span.MONTH)
    year, month, quarter = found.groups()
    if quarter:
        return Period(Span.QUARTER, date(int(year), 3 * int(quarter) - 2, 1))
    if month:
        return Period(Span.MONTH, date(int(year), int(month), 1))
    return Period(Span.YEAR, date(int(year), 1, 1))


def months_after(day: date, count: int) -> date:
    """Give the first day of the month so many months later, or before."""
    number = day.year * 12 + day.month - 1 + count
    return date(number // 12, number % 12 + 1, 1)

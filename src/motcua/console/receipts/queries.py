"""What the page of series shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from motcua.receipts.base import rule_on
from motcua.receipts.queries import series_of

if TYPE_CHECKING:
    from datetime import date

    from motcua.receipts.base import Rule
    from motcua.receipts.models import Series


@dataclass(frozen=True, slots=True)
class Row:
    """A series: its symbol today, how many numbers it gave this year, how many a year has.

    `state` is `coming`, `holds` or `over`.
    """

    series: Series
    symbol: str
    used: int
    of: int
    state: str

    @property
    def is_nearly_full(self) -> bool:
        """Say whether nine tenths of the year's numbers are used."""
        return self.used * 10 >= self.of * 9


def rows_of(agency_id: int, today: date) -> tuple[Rule, list[Row]]:
    """Give the rule of today, and the series of an agency, the latest first."""
    rule = rule_on(today)
    year = rule.counted_in(today)
    return rule, [_row(series, rule, year, today) for series in series_of(agency_id)]


def _row(series: Series, rule: Rule, year: int, today: date) -> Row:
    used = next((one.last for one in series.counters.all() if one.year == year), 0)
    is_over = series.valid_to is not None and series.valid_to <= today
    state = "coming" if series.valid_from > today else "over" if is_over else "holds"
    return Row(series, rule.symbol(series.letters, today), used, rule.last_number, state)

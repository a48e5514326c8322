"""Four weeks beside the four before them, and beside the same weeks a year ago."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from motcua.desk.leading.base import BEFORE, RECENT, YEAR_BEFORE, Asked, days_of
from motcua.desk.leading.queries.tables import Cell, cell
from motcua.insight.enums import Happening
from motcua.insight.queries.sums import Sums, add_up, flows_by_unit

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from motcua.desk.leading.queries.looking import View

_STRETCHES = (RECENT, BEFORE, YEAR_BEFORE)
_ROWS = (Happening.RECEIVED, Happening.ON_TIME, Happening.LATE, Happening.ENDED)


@dataclass(frozen=True, slots=True)
class TrendRow:
    """What is compared, and its three numbers, each with the name of its column."""

    name: str
    named: tuple[tuple[str, Cell], ...]


@dataclass(frozen=True, slots=True)
class Trend:
    """Three stretches of four weeks side by side."""

    columns: tuple[str, ...]
    rows: tuple[TrendRow, ...]


def flows(view: View, today: date) -> dict[str, dict[int, Sums]]:
    """Sum up the three stretches, each by unit."""
    spans = [days_of(code, today) for code in _STRETCHES]
    return dict(zip(_STRETCHES, flows_by_unit(view.looks, spans), strict=True))


def trend(stretches: Mapping[str, Mapping[int, Sums]]) -> Trend:
    """Compare the four weeks up to today, given as `flows` gives them."""
    sums = {code: add_up(by_unit.values()) for code, by_unit in stretches.items()}
    columns = (_("Bốn tuần nay"), _("Bốn tuần trước"), _("Cùng kỳ năm trước"))
    rows = []
    for happening in _ROWS:
        cells = tuple(
            cell(Asked(figure=happening, period=code), _count(one, happening))
            for code, one in sums.items()
        )
        rows.append(TrendRow(cells[0].name, tuple(zip(columns, cells, strict=True))))
    return Trend(columns, tuple(rows))


def _count(sums: Sums, happening: Happening) -> int:
    return {
        Happening.RECEIVED: sums.received,
        Happening.ON_TIME: sums.on_time,
        Happening.LATE: sums.late,
    }.get(happening, sums.ended)

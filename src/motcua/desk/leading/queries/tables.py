"""The table of the leader's page: by unit, by person or by procedure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from motcua.agencies.queries.subtrees import officials_named
from motcua.desk.leading.base import FIGURES, NOBODY, OPEN, Asked
from motcua.desk.leading.queries.looking import View, procedure_names
from motcua.dossiers.enums import Due, Waits
from motcua.insight.enums import Happening
from motcua.insight.queries.sums import Sums
from motcua.ui.language import page_language
from motcua.ui.numbers import whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from motcua.dossiers.queries.leading import OpenCell
    from motcua.insight.base import Period

_MOST = 60
COLUMNS = {"unit": "unit_id", "person": "official_id", "procedure": "procedure_code"}


@dataclass(frozen=True, slots=True)
class Cell:
    """A number, what it counts, where its dossiers are listed, and a word beside it."""

    count: int
    value: str
    name: str
    href: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A unit, person or procedure, and its numbers in the order of the columns."""

    name: str
    asked: Asked
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows, those with most that is late first; `left_out` says how many more there are."""

    head: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class Happened:
    """What happened in a period, by the table's column."""

    period: Period
    sums: Mapping[Any, Sums]


@dataclass(slots=True)
class _Line:
    sums: Sums
    open: int = 0
    late: int = 0
    soon: int = 0
    citizen: int = 0


def cell(asked: Asked, count: int) -> Cell:
    """Make the cell of a figure."""
    return Cell(count, whole(count, page_language()), str(FIGURES[asked.figure]), asked.href())


def table(view: View, cells: Iterable[OpenCell], happened: Happened | None, by: str) -> Table:
    """Give what is open and what happened by `unit`, `person` or `procedure`."""
    lines: dict[Any, _Line] = {
        key: _Line(one) for key, one in (happened.sums if happened else {}).items()
    }
    period = happened.period if happened else None
    for one in cells:
        line = lines.setdefault(_key(view, one, by), _Line(Sums()))
        line.open += one.count
        line.late += one.count if one.due is Due.LATE else 0
        line.soon += one.count if one.due is Due.SOON else 0
        line.citizen += one.count if one.waits in {Waits.CITIZEN, Waits.PAYMENT} else 0
    order = sorted(lines, key=lambda key: _order(lines[key]))
    named = _named(view, order[:_MOST], by)
    rows = [_row(*named[key], lines[key], period) for key in order[:_MOST]]
    return Table(
        head={"unit": _("Đơn vị"), "person": _("Cán bộ"), "procedure": _("Thủ tục")}[by],
        columns=tuple(_short(figure) for figure in _figures(period)),
        rows=tuple(rows),
        left_out=max(len(order) - _MOST, 0),
    )


def _figures(period: Period | None) -> tuple[str, ...]:
    past = (Happening.RECEIVED, Happening.ON_TIME, Happening.LATE, Happening.ENDED)
    return (OPEN, Due.LATE, Due.SOON, *(past if period else ()))


def _short(figure: str) -> str:
    """Name a column shortly; its cells have the whole name."""
    return {
        OPEN: _("Đang mở"),
        Due.LATE: _("Quá hạn"),
        Due.SOON: _("Sắp quá hạn"),
        Happening.RECEIVED: _("Nhận"),
        Happening.ON_TIME: _("Xong đúng hạn"),
        Happening.LATE: _("Xong trễ"),
    }.get(figure, _("Khác"))


def _row(name: str, asked: Asked, line: _Line, period: Period | None) -> Row:
    counts = {
        OPEN: line.open,
        Due.LATE: line.late,
        Due.SOON: line.soon,
        Happening.RECEIVED: line.sums.received,
        Happening.ON_TIME: line.sums.on_time,
        Happening.LATE: line.sums.late,
        Happening.ENDED: line.sums.ended,
    }
    whose = Asked(
        period=period.code if period else "",
        unit=asked.unit,
        official=asked.official,
        procedure=asked.procedure,
    )
    cells = (cell(whose.of(figure), counts[figure]) for figure in _figures(period))
    return Row(name, whose, tuple(cells))


def _order(line: _Line) -> tuple[int, int, int, int]:
    return (-line.late, -line.soon, -line.open, -line.sums.received)


def _key(view: View, one: OpenCell, by: str) -> int | str:
    if by == "procedure":
        return one.procedure_code
    if by == "person":
        return one.official_id or 0
    card = view.by_path.get((one.agency_id, one.unit_path))
    return card.id if card else 0


def _named(view: View, keys: Sequence[int | str], by: str) -> dict[int | str, tuple[str, Asked]]:
    """Give the name of each row, and what its figures are narrowed to."""
    if by == "procedure":
        codes = [str(key) for key in keys]
        names = procedure_names(codes, view.at.now)
        return {code: (names.get(code, code), Asked(procedure=code)) for code in codes}
    numbers = [int(key) for key in keys]
    found: dict[int | str, tuple[str, Asked]] = {}
    if by == "person":
        people = officials_named(numbers)
        for number in numbers:
            who = people.get(number)
            found[number] = (
                (who[1], Asked(official=str(who[0])))
                if who
                else (_("Chưa ai nhận"), Asked(official=NOBODY))
            )
        return found
    for number in numbers:
        card = view.by_number.get(number)
        found[number] = (
            (card.name_in(page_language()), Asked(unit=str(card.public_id)))
            if card
            else (_("Không rõ đơn vị"), Asked(unit=NOBODY))
        )
    return found

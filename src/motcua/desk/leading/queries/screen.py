"""The leader's page: figures, charts, warnings and one table, each number with its dossiers."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from motcua.desk.leading.base import HANDED_LATE, RECENT, Asked
from motcua.desk.leading.queries.behind import handed_late
from motcua.desk.leading.queries.looking import View, view_of
from motcua.desk.leading.queries.tables import COLUMNS, Cell, Happened, Table, cell, table
from motcua.desk.leading.queries.trends import Trend, flows, trend
from motcua.dossiers.enums import Due, Waits
from motcua.dossiers.queries.leading import OpenCell, open_cells
from motcua.insight.base import Period, months_after, period_from, period_of
from motcua.insight.enums import Happening, Span
from motcua.insight.queries.sums import Sums, add_up, by_month, by_week, parts_by
from motcua.kernel.clock import civil_date
from motcua.ui import charts
from motcua.ui.language import page_language
from motcua.ui.numbers import decimal
from motcua.voice.queries.satisfaction import satisfaction

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date, datetime

    from motcua.kernel.actors import Actor
    from motcua.ui.charts import Chart

_WEEKS, _MONTHS = 8, 6
_MOST_WARNED = 5
_BY = ("unit", "person", "procedure")


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to choose, as a link."""

    text: str
    href: str
    chosen: bool
    count: str = ""


@dataclass(frozen=True, slots=True)
class Warned:
    """Whose dossiers will be late within three working days, and how many."""

    name: str
    figure: Cell


@dataclass(frozen=True, slots=True)
class Crowded:
    """A unit that took in more in four weeks than left it."""

    name: str
    received: Cell
    gone: int


@dataclass(frozen=True, slots=True)
class Screen:
    """What the leader's page shows, as of a moment."""

    at: datetime
    of: tuple[str, ...]
    period: str
    spans: tuple[Choice, ...]
    before: str
    after: str
    figures: tuple[Cell, ...]
    waiting: tuple[Cell, ...]
    charts: tuple[Chart, ...]
    warned: tuple[Warned, ...]
    crowded: tuple[Crowded, ...]
    trend: Trend
    tables: tuple[Choice, ...]
    table: Table


def screen(actor: Actor, pairs: Mapping[str, str], now: datetime) -> Screen:
    """Give the leader's page. Raises `NotAllowed` for whoever looks on no unit as a whole."""
    view, today = view_of(actor, now), civil_date(now)
    period = period_from(pairs.get("period", ""), today)
    by = pairs.get("by", "") if pairs.get("by", "") in _BY else _BY[0]
    cells, stretches = open_cells(view.looks, view.at), flows(view, today)
    happened = Happened(period, parts_by(view.looks, period, COLUMNS[by]))
    return Screen(
        at=now,
        of=view.names(page_language()),
        period=_name(period),
        spans=tuple(_spans(period, by, today)),
        before=_at(period.moved(-1), by),
        after=_at(period.moved(1), by) if period.ends <= today else "",
        figures=(*_figures(view, happened, cells), _satisfaction(view, period)),
        waiting=tuple(_waiting(cells)),
        charts=(_by_month(view, period), _by_week(view, today)),
        warned=tuple(_warned(view, cells)),
        crowded=tuple(_crowded(view, stretches[RECENT])),
        trend=trend(stretches),
        tables=tuple(Choice(_words(one), _at(period, one), one == by) for one in _BY),
        table=table(view, cells, happened, by),
    )


def _figures(view: View, happened: Happened, cells: Sequence[OpenCell]) -> Iterator[Cell]:
    asked, sums = Asked(period=happened.period.code), add_up(happened.sums.values())
    dues = _counted(cells, "due")
    yield cell(asked.of(Happening.RECEIVED), sums.received)
    yield replace(cell(asked.of(Happening.ON_TIME), sums.on_time), note=_rate(sums))
    yield cell(asked.of(Happening.LATE), sums.late)
    yield cell(asked.of(HANDED_LATE), handed_late(view, asked).count())
    yield cell(asked.of("open"), sum(one.count for one in cells))
    yield cell(asked.of(Due.LATE), dues[Due.LATE])
    yield cell(asked.of(Due.SOON), dues[Due.SOON])


def _satisfaction(view: View, period: Period) -> Cell:
    """Give what people said in the period, as far as it is released."""
    said = satisfaction(view.agencies, period.begins, period.ends)
    value = "–" if said.share is None else f"{decimal(said.share, page_language())}\u00a0%"
    note = _("%(count)s lượt đánh giá") % {"count": said.rated}
    return Cell(said.rated, value, _("Mức hài lòng"), reverse("desk:satisfaction"), note)


def _rate(sums: Sums) -> str:
    if sums.per_mille is None:
        return ""
    rate = decimal(sums.per_mille / 10, page_language())
    return _("%(rate)s %% số đã giải quyết") % {"rate": rate}


def _waiting(cells: Sequence[OpenCell]) -> Iterator[Cell]:
    waits = _counted(cells, "waits")
    for one in Waits:
        yield cell(Asked(figure=one), waits[one])


def _counted(cells: Sequence[OpenCell], name: str) -> Counter[object]:
    found: Counter[object] = Counter()
    for one in cells:
        found[getattr(one, name)] += one.count
    return found


def _by_month(view: View, period: Period) -> Chart:
    since = min(period.begins, months_after(period.ends, -_MONTHS))
    sums = by_month(view.looks, since, period.ends)
    count = (period.ends.year - since.year) * 12 + period.ends.month - since.month
    months = [months_after(since, number) for number in range(count)]
    rows = [
        (f"{month:%m/%y}", (sums.get(month, Sums()).on_time, sums.get(month, Sums()).late))
        for month in months
    ]
    names = (_("Đúng hạn"), _("Quá hạn"))
    return charts.stacked(_("Hồ sơ giải quyết xong theo tháng"), _("Tháng"), names, rows)


def _by_week(view: View, today: date) -> Chart:
    weeks = by_week(view.looks, today, _WEEKS)
    rows = [(f"{begin:%d/%m}", (sums.received, sums.gone)) for begin, sums in weeks]
    names = (_("Đã nhận"), _("Đã xong"))
    return charts.line(_("Nhận và xong, tám tuần"), _("Tuần từ ngày"), names, rows)


def _warned(view: View, cells: Sequence[OpenCell]) -> Iterator[Warned]:
    """Give who has most that will be late soon; what nobody has taken is said too."""
    rows = table(view, [one for one in cells if one.due is Due.SOON], None, "person").rows
    for row in sorted(rows, key=lambda row: -row.cells[0].count)[:_MOST_WARNED]:
        asked = replace(row.asked, figure=str(Due.SOON))
        yield Warned(row.name, cell(asked, row.cells[0].count))


def _crowded(view: View, recent: Mapping[int, Sums]) -> Iterator[Crowded]:
    """Give the units that took in more in four weeks than left them, the worst first."""
    worst = sorted(recent.items(), key=lambda pair: pair[1].gone - pair[1].received)
    for number, sums in worst[:_MOST_WARNED]:
        if sums.received > sums.gone:
            card = view.by_number.get(number)
            unit = str(card.public_id) if card else "none"
            name = card.name_in(page_language()) if card else _("Không rõ đơn vị")
            asked = Asked(figure=Happening.RECEIVED, period=RECENT, unit=unit)
            yield Crowded(name, cell(asked, sums.received), sums.gone)


def _spans(period: Period, by: str, today: date) -> Iterator[Choice]:
    words = {Span.MONTH: _("Tháng"), Span.QUARTER: _("Quý"), Span.YEAR: _("Năm")}
    day = period.begins if period.last < today else today
    for span, text in words.items():
        yield Choice(text, _at(period_of(day, span), by), span is period.span)


def _name(period: Period) -> str:
    if period.span is Span.YEAR:
        return _("Năm %(year)s") % {"year": period.begins.year}
    if period.span is Span.QUARTER:
        quarter = (period.begins.month + 2) // 3
        return _("Quý %(quarter)s/%(year)s") % {"quarter": quarter, "year": period.begins.year}
    return _("Tháng %(month)s/%(year)s") % {
        "month": period.begins.month,
        "year": period.begins.year,
    }


def _words(by: str) -> str:
    return {"unit": _("Đơn vị"), "person": _("Cán bộ"), "procedure": _("Thủ tục")}[by]


def _at(period: Period, by: str) -> str:
    return f"{reverse('desk:leading')}?{urlencode({'period': period.code, 'by': by})}"

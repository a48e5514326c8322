"""Figures, charts and the table of the leader's page, each figure with its dossiers' address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from motcua.dossiers.queries.leading import AgencyState, UnitFigures, state_of_agency
from motcua.dossiers.queries.queues import Queue
from motcua.ui import charts
from motcua.ui.language import page_language
from motcua.ui.numbers import decimal, whole

if TYPE_CHECKING:
    from datetime import datetime

    from motcua.kernel.actors import Actor
    from motcua.ui.charts import Chart

_MOST_BARS = 8


@dataclass(frozen=True, slots=True)
class Figure:
    """A number, what it is, and where the dossiers behind it are listed."""

    value: str
    name: str
    href: str


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit and its four figures, in the order of the table's columns."""

    name: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Screen:
    """What the leader's page shows, as of a moment."""

    at: datetime
    figures: tuple[Figure, ...]
    charts: tuple[Chart, ...]
    units: tuple[UnitRow, ...]


def screen(actor: Actor, now: datetime) -> Screen:
    """Give the leader's page. Raises `NotAllowed` for whoever looks on no unit as a whole."""
    state = state_of_agency(actor, now)
    return Screen(
        at=now,
        figures=_figures(state),
        charts=(_by_month(state), _by_unit(state)),
        units=tuple(_row(unit) for unit in state.units),
    )


def _figures(state: AgencyState) -> tuple[Figure, ...]:
    on_time = "–" if state.on_time is None else f"{_decimal(state.on_time / 10)}\u00a0%"
    rating = "–" if state.rating is None else _decimal(state.rating)
    return (
        _figure(state.received, _("đã nhận trong tháng"), Queue.RECEIVED),
        _figure(state.in_process, _("đang xử lý"), Queue.UNIT),
        _figure(state.late, _("quá hạn, trong số đang xử lý"), Queue.LATE),
        _figure(state.waiting, _("chờ công dân, chưa tính vào đang xử lý"), Queue.WAITING),
        Figure(on_time, _("giải quyết đúng hạn trong tháng"), _at(Queue.SETTLED)),
        Figure(
            rating,
            _("điểm hài lòng trên 5, trong tháng (%(count)s lượt)") % {"count": state.rated},
            _at(Queue.RATED),
        ),
    )


def _row(unit: UnitFigures) -> UnitRow:
    own = {"unit": str(unit.public_id)}
    columns: tuple[tuple[int, str, Queue, dict[str, str]], ...] = (
        (unit.in_process, _("Đang xử lý"), Queue.UNIT, {}),
        (unit.soon, _("Sắp đến hạn"), Queue.UNIT, {"urgency": "soon"}),
        (unit.late, _("Quá hạn"), Queue.LATE, {}),
        (unit.waiting, _("Chờ công dân"), Queue.WAITING, {}),
    )
    return UnitRow(
        unit.name_in(page_language()),
        tuple(
            Figure(_whole(n), name, _at(queue, **own, **more)) for n, name, queue, more in columns
        ),
    )


def _by_month(state: AgencyState) -> Chart:
    rows = [(f"{month.begins:%m/%y}", (month.on_time, month.late)) for month in state.months]
    names = (_("Đúng hạn"), _("Quá hạn"))
    return charts.stacked(_("Hồ sơ giải quyết xong, sáu tháng"), _("Tháng"), names, rows)


def _by_unit(state: AgencyState) -> Chart:
    rows = [(unit.name_in(page_language()), unit.in_process) for unit in state.units[:_MOST_BARS]]
    return charts.bar(_("Hồ sơ đang xử lý theo đơn vị"), _("Đơn vị"), _("Hồ sơ"), rows)


def _figure(value: int, name: str, queue: Queue) -> Figure:
    return Figure(_whole(value), name, _at(queue))


def _at(queue: Queue, **more: str) -> str:
    return f"{reverse('desk:queue')}?{urlencode({'queue': str(queue), **more})}"


def _whole(value: int) -> str:
    return whole(value, page_language())


def _decimal(value: float) -> str:
    return decimal(value, page_language())

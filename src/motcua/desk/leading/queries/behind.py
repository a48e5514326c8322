"""The dossiers behind a figure of the leader's page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from motcua.agencies.queries.subtrees import official_numbered, officials_named
from motcua.desk.leading.base import FIGURES, HANDED_LATE, NOBODY, Asked, days_of
from motcua.desk.leading.queries.looking import View, procedure_names, view_of
from motcua.dossiers.enums import Due, Waits
from motcua.dossiers.queries.leading import (
    Line,
    Narrowed,
    late_hand_overs,
    lines_numbered,
    lines_of,
    number_of,
    open_dossiers,
)
from motcua.dossiers.queries.planning import planned_for_values
from motcua.insight.enums import Happening
from motcua.insight.queries.sums import Part, behind, behind_from
from motcua.kernel.clock import ZONE, civil_date
from motcua.kernel.errors import NotFound
from motcua.ui.language import page_language

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import QuerySet

    from motcua.agencies.queries.subtrees import UnitCard
    from motcua.dossiers.models import LateHandOver
    from motcua.dossiers.models.dossiers import DossierQuerySet
    from motcua.kernel.actors import Actor

PAGE = 50


@dataclass(frozen=True, slots=True)
class Behind:
    """Some of the dossiers behind a figure; `count` is how many there are in all."""

    title: str
    narrowing: tuple[str, ...]
    count: int
    lines: tuple[Line, ...]
    after: str
    now: datetime


@planned_for_values()
def dossiers_behind(actor: Actor, asked: Asked, after: str, now: datetime) -> Behind:
    """Give a page of the dossiers behind a figure.

    Raises `NotAllowed` for whoever looks on nothing, `NotFound` for a unit or person of others.
    """
    view = view_of(actor, now)
    of = _open if asked.is_open_now else _handed_late if asked.figure == HANDED_LATE else _past
    count, lines, more = of(view, asked, after)
    return Behind(
        title=str(FIGURES[asked.figure]),
        narrowing=tuple(_narrowing(view, asked)),
        count=count,
        lines=lines,
        after=asked.href(str(lines[-1].public_id)) if more else "",
        now=now,
    )


def _open(view: View, asked: Asked, after: str) -> tuple[int, tuple[Line, ...], bool]:
    rows = open_dossiers(view.looks, _narrowed(view, asked), view.at)
    count = rows.count()
    rows = _later(rows, after)
    lines = lines_of(rows[: PAGE + 1], view.at.now, page_language())
    return count, lines[:PAGE], len(lines) > PAGE


def _later(rows: DossierQuerySet, after: str) -> DossierQuerySet:
    number = _number(after)
    at = rows.filter(pk=number).values_list("submitted_at", flat=True).first() if number else None
    if at is None:
        return rows
    return rows.filter(Q(submitted_at__gt=at) | Q(submitted_at=at, pk__gt=number))


def _narrowed(view: View, asked: Asked) -> Narrowed:
    card = _unit(view, asked)
    is_nobody = asked.official == NOBODY
    return Narrowed(
        waits=asked.figure if asked.figure in set(Waits) else "",
        due=asked.figure if asked.figure in set(Due) else "",
        agency_id=card.agency_id if card else None,
        unit_path="" if asked.unit == NOBODY else card.path if card else None,
        official_id=None if is_nobody else _official(view, asked),
        has_official=False if is_nobody else None,
        procedure=asked.procedure,
    )


def _past(view: View, asked: Asked, after: str) -> tuple[int, tuple[Line, ...], bool]:
    card, official = _unit(view, asked), _official(view, asked)
    part = Part(
        unit_id=0 if asked.unit == NOBODY else card.id if card else None,
        official_id=0 if asked.official == NOBODY else official,
        procedure=asked.procedure,
    )
    happening = Happening(asked.figure)
    days = days_of(asked.period, civil_date(view.at.now))
    rows = behind(view.looks, happening, days, part)
    count, number = rows.count(), _number(after)
    if number:
        rows = rows.filter(behind_from(rows, happening, number))
    numbers = list(rows.values_list("dossier_id", flat=True)[: PAGE + 1])
    lines = lines_numbered(numbers[:PAGE], view.at.now, page_language())
    return count, lines, len(numbers) > PAGE


def handed_late(view: View, asked: Asked) -> QuerySet[LateHandOver]:
    """Give what was handed over late in the days that are asked for."""
    first, end = days_of(asked.period, civil_date(view.at.now))
    since, until = (datetime.combine(day, time(), ZONE) for day in (first, end))
    return late_hand_overs(view.looks, since, until, _narrowed(view, asked))


def _handed_late(view: View, asked: Asked, after: str) -> tuple[int, tuple[Line, ...], bool]:
    rows = handed_late(view, asked)
    count, last = rows.count(), rows.filter(dossier=_number(after) or -1).first()
    if last is not None:
        earlier = Q(handed_at__lt=last.handed_at) | Q(handed_at=last.handed_at, pk__lt=last.pk)
        rows = rows.filter(earlier)
    numbers = list(rows.values_list("dossier_id", flat=True)[: PAGE + 1])
    lines = lines_numbered(numbers[:PAGE], view.at.now, page_language())
    return count, lines, len(numbers) > PAGE


def _number(after: str) -> int | None:
    try:
        return number_of(UUID(after))
    except ValueError:
        return None


def _unit(view: View, asked: Asked) -> UnitCard | None:
    if not asked.unit or asked.unit == NOBODY:
        return None
    card = view.unit(asked.unit)
    if card is None:
        raise NotFound
    return card


def _official(view: View, asked: Asked) -> int | None:
    if not asked.official or asked.official == NOBODY:
        return None
    try:
        found = official_numbered(UUID(asked.official), view.agencies)
    except ValueError:
        found = None
    if found is None:
        raise NotFound
    return found


def _narrowing(view: View, asked: Asked) -> Iterator[str]:
    """Say in words what the figure is narrowed to."""
    if not asked.is_open_now:
        first, end = days_of(asked.period, civil_date(view.at.now))
        yield _("từ %(first)s đến trước %(end)s") % {
            "first": f"{first:%d/%m/%Y}",
            "end": f"{end:%d/%m/%Y}",
        }
    card = _unit(view, asked)
    if asked.unit:
        yield card.name_in(page_language()) if card else _("không rõ đơn vị")
    if asked.official:
        number = _official(view, asked)
        yield officials_named([number])[number][1] if number else _("chưa ai nhận")
    if asked.procedure:
        yield procedure_names([asked.procedure], view.at.now).get(asked.procedure, asked.procedure)

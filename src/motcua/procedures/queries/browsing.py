"""Lists of procedures: by words or all, narrowed by facets, what is taken near the person first."""

from __future__ import annotations

from collections import Counter
from dataclasses import astuple, dataclass, fields
from itertools import chain
from typing import TYPE_CHECKING

from django.db.models import Q

from motcua.kernel.caching import remembered
from motcua.procedures.base.channels import ways_from
from motcua.procedures.enums import Channel, ServiceLevel, VersionStatus
from motcua.procedures.models import Offering, ProcedureVersion
from motcua.procedures.queries.search import seek
from motcua.procedures.queries.words import words_now

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from django.db.models import QuerySet

    from motcua.procedures.base.packs import ChannelSpec
    from motcua.procedures.queries.search import Sought
    from motcua.procedures.queries.words import CatalogueWords

# How much more a procedure counts that is taken in one's commune, one's province, anywhere here.
_IN_COMMUNE, _IN_PROVINCE, _SOMEWHERE = 3, 2, 1
_NEARER = {0: 1.0, _SOMEWHERE: 1.2, _IN_PROVINCE: 1.35, _IN_COMMUNE: 1.5}


@dataclass(frozen=True, slots=True)
class Taker:
    """An agency that takes a procedure, and where it is.

    `level` is what can be done online there: filing, where it is taken online, whatever lacks
    beside it for the level.
    """

    agency_id: int
    name: str
    name_en: str
    level: int
    commune: str
    province: str

    def name_in(self, language: str) -> str:
        """Give the agency's name in a language."""
        return self.name_en if language == "en" and self.name_en else self.name


@dataclass(frozen=True, slots=True)
class Near:
    """Where somebody is: the codes of a commune and its province, as far as they are known."""

    commune: str = ""
    province: str = ""

    def of(self, taker: Taker) -> int:
        """Say how near an agency is: 3 in the commune, 2 in the province, 1 elsewhere."""
        if self.commune and taker.commune == self.commune:
            return _IN_COMMUNE
        is_in = self.province and self.province in {taker.province, taker.commune}
        return _IN_PROVINCE if is_in else _SOMEWHERE


@dataclass(frozen=True, slots=True)
class Narrowing:
    """By what a list is narrowed; empty where it is not. `agency` is an id, `level` a number."""

    subject: str = ""
    field: str = ""
    tier: str = ""
    agency: str = ""
    level: str = ""


FACETS = tuple(each.name for each in fields(Narrowing))


@dataclass(frozen=True, slots=True)
class Listed:
    """Codes in their order, and for each facet how many procedures each value would leave.

    `is_elsewhere`: whether the words ask for what the country has, and this node has not.
    """

    codes: tuple[str, ...]
    counts: Mapping[str, Counter[str]]
    is_elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """What a list shows of a procedure, of the version in force."""

    code: str
    name: Mapping[str, str]
    summary: Mapping[str, str]
    ways: tuple[ChannelSpec, ...]


def browse(words: str, narrowing: Narrowing, near: Near, day: date) -> Listed:
    """List what is in force on a day: by words, or everything by name; the nearest first."""
    if not words.strip() and near == Near():
        return _everything(words_now(), narrowing, day)
    return _browse(words_now(), words, narrowing, near, day)


@remembered(30)
def _everything(catalogue: CatalogueWords, narrowing: Narrowing, day: date) -> Listed:
    return _browse(catalogue, "", narrowing, Near(), day)


def _browse(
    catalogue: CatalogueWords, words: str, narrowing: Narrowing, near: Near, day: date
) -> Listed:
    takers, there = takers_on(day), in_force_on(day)
    sought = seek(words)
    ordered = [code for code in _ordered(sought, catalogue, takers, near) if code in there]
    rows = [(code, _values(catalogue, takers, code)) for code in ordered]
    chosen = [(at, value) for at, value in enumerate(astuple(narrowing)) if value]
    # What a facet would leave is counted among what all the others leave.
    fitting = {
        at: [row for row in rows if all(value in row[1][n] for n, value in chosen if n != at)]
        for at in (*range(len(FACETS)), None)
        if at is None or any(n == at for n, _value in chosen)
    }
    kept = fitting.pop(None)
    counts = {
        facet: Counter(chain.from_iterable(row[1][at] for row in fitting.get(at, kept)))
        for at, facet in enumerate(FACETS)
    }
    is_elsewhere = sought is not None and sought.is_elsewhere
    return Listed(tuple(code for code, _values in kept), counts, is_elsewhere)


def cards_of(codes: Sequence[str], day: date) -> list[Card]:
    """Give the cards of procedures in the order of their codes; without rules today, none."""
    found: dict[str, Card] = {}
    rows = _in_force(day).filter(procedure__code__in=codes).order_by("valid_from", "number")
    for code, name, summary, channels in rows.values_list(
        "procedure__code", "content__name", "content__summary", "content__channels"
    ):
        found[code] = Card(code, name, summary, ways_from(channels))
    return [found[code] for code in codes if code in found]


def names_of(codes: Sequence[str], day: date) -> dict[str, Mapping[str, str]]:
    """Give the names of procedures by code, in the order of the codes."""
    rows = _in_force(day).filter(procedure__code__in=codes).order_by("valid_from", "number")
    found = dict(rows.values_list("procedure__code", "content__name"))
    return {code: found[code] for code in codes if code in found}


@remembered(30)
def in_force_on(day: date) -> frozenset[str]:
    """Give the codes of the procedures with rules on a day; half a minute old at most."""
    return frozenset(_in_force(day).values_list("procedure__code", flat=True))


@remembered(30)
def takers_on(day: date) -> dict[str, tuple[Taker, ...]]:
    """Give the agencies that take each procedure on a day; half a minute old at most."""
    open_then = Q(opened_to=None) | Q(opened_to__gt=day)
    rows = Offering.objects.filter(open_then, opened_from__lte=day).select_related(
        "agency__place__parent", "procedure"
    )
    found: dict[str, list[Taker]] = {}
    for row in rows.order_by("agency__name"):
        place = row.agency.place
        taker = Taker(
            agency_id=row.agency_id,
            name=row.agency.name,
            name_en=row.agency.name_in("en"),
            level=max(row.level, _reach(row.channels)),
            commune=place.code if place else "",
            province=place.parent.code if place and place.parent else "",
        )
        found.setdefault(row.procedure.code, []).append(taker)
    return {code: tuple(takers) for code, takers in found.items()}


def _reach(channels: Sequence[str]) -> int:
    return ServiceLevel.FILING if Channel.ONLINE in channels else ServiceLevel.INFORMATION


def nearest(takers: Iterable[Taker], near: Near) -> list[Taker]:
    """Give agencies with the nearest first, else in the order they came."""
    return sorted(takers, key=lambda taker: -near.of(taker))


def _ordered(
    sought: Sought | None,
    catalogue: CatalogueWords,
    takers: Mapping[str, tuple[Taker, ...]],
    near: Near,
) -> Iterator[str]:
    def nearness(code: str) -> int:
        return max((near.of(taker) for taker in takers.get(code, ())), default=0)

    if sought is None:
        yield from sorted(catalogue.by_name, key=lambda code: -nearness(code))
    else:
        scored = sought.shown
        yield from sorted(scored, key=lambda code: (-scored[code] * _NEARER[nearness(code)], code))


def _values(
    catalogue: CatalogueWords, takers: Mapping[str, tuple[Taker, ...]], code: str
) -> tuple[frozenset[str], ...]:
    facets, here = catalogue.facets[code], takers.get(code)
    if not here:
        return facets.subjects, facets.field, facets.tier, _NONE, _NONE
    agencies = frozenset(str(taker.agency_id) for taker in here)
    level = frozenset({str(max(taker.level for taker in here))})
    return facets.subjects, facets.field, facets.tier, agencies, level


_NONE: frozenset[str] = frozenset()


def _in_force(day: date) -> QuerySet[ProcedureVersion]:
    until = Q(valid_to=None) | Q(valid_to__gt=day)
    return ProcedureVersion.objects.filter(
        until, status=VersionStatus.PUBLISHED, valid_from__lte=day
    )

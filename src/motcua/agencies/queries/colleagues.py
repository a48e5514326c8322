"""Who else holds a role on a day, who is away, and who stands in for him."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from motcua.agencies.enums import Role
from motcua.agencies.models import Absence, Official, Posting
from motcua.kernel.caching import once_a_reading
from motcua.kernel.composed import composed, one_of
from motcua.kernel.text import collation_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date
    from uuid import UUID

    from django.db.models import QuerySet


@dataclass(frozen=True, slots=True)
class Colleague:
    """An official who may take part in some work; `is_away` on the day that was asked about."""

    official_id: int
    public_id: UUID
    name: str
    title: str
    is_away: bool


@once_a_reading
def holding(role: str, agency_id: int, unit_path: str, on: date) -> tuple[Colleague, ...]:
    """Give the officials who hold a role over a unit by their postings on a day, by name."""
    return _colleagues(on, lambda held: held == role, agency_id, (unit_path,))


def holding_in(roles: Iterable[str], agency_id: int, on: date) -> frozenset[int]:
    """Give the officials who hold one of some roles in any unit of an agency on a day."""
    wanted = frozenset(roles)
    rows = _postings_at(agency_id, on)
    return frozenset(row.official_id for row in rows if row.role in wanted)


def posted_over(agency_id: int, unit_paths: Iterable[str], on: date) -> tuple[Colleague, ...]:
    """Give the officials posted in any role but administrator over some units on a day, by name."""
    return _colleagues(on, lambda held: held != Role.ADMINISTRATOR, agency_id, tuple(unit_paths))


def names_of(official_ids: Iterable[int]) -> dict[int, str]:
    """Give the names of some officials by their ids."""
    return dict(Official.objects.filter(pk__in=set(official_ids)).values_list("pk", "full_name"))


def away_on(official_ids: Iterable[int], on: date) -> frozenset[int]:
    """Give those of some officials who are away on a day."""
    return frozenset(_away(officials=list(official_ids), on=on))


@composed
def _away(officials: Any, on: Any) -> QuerySet[Absence, int]:
    away = Absence.objects.valid_on(on).filter(one_of("official_id", officials))
    return away.values_list("official_id", flat=True)


@composed
def _posted(agency: Any, on: Any) -> QuerySet[Posting]:
    """Give the postings at an agency of those in service on a day."""
    serving = Q(official__valid_to=None) | Q(official__valid_to__gt=on)
    rows = Posting.objects.valid_on(on).filter(serving, official__valid_from__lte=on)
    return rows.filter(unit__agency_id=agency).select_related("official", "unit")


@once_a_reading
def _postings_at(agency_id: int, on: date) -> list[Posting]:
    return _posted(agency=agency_id, on=on)


def _colleagues(
    on: date, fits: Callable[[str], bool], agency_id: int, unit_paths: tuple[str, ...]
) -> tuple[Colleague, ...]:
    found = {
        row.official_id: row.official
        for row in _postings_at(agency_id, on)
        if fits(row.role) and any(path.startswith(row.unit.path) for path in unit_paths)
    }
    away = away_on(found, on)
    made = (
        Colleague(one.pk, one.public_id, one.full_name, one.title, one.pk in away)
        for one in found.values()
    )
    return tuple(sorted(made, key=lambda one: collation_key(one.name)))

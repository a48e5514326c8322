"""Units below a unit, and the names of many officials at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from motcua.agencies.base import name_in
from motcua.agencies.models import Official, Unit
from motcua.kernel.caching import remembered

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID


@dataclass(frozen=True, slots=True)
class UnitCard:
    """A unit as lists and sums name it."""

    id: int
    public_id: UUID
    agency_id: int
    path: str
    name: str
    name_en: str

    def name_in(self, language: str) -> str:
        """Give its name in a language."""
        return name_in(self.name, self.name_en, language)


@remembered(60)
def units_below(agency_id: int, path: str) -> tuple[UnitCard, ...]:
    """Give the units of an agency whose path begins with another, ended ones too.

    As of at most a minute ago.
    """
    rows = Unit.objects.filter(agency_id=agency_id, path__startswith=path).order_by("path")
    names = ("id", "public_id", "agency_id", "path", "name", "name_en")
    return tuple(UnitCard(*row) for row in rows.values_list(*names))


def officials_named(numbers: Iterable[int]) -> dict[int, tuple[UUID, str]]:
    """Give the public id and name of officials by their numbers."""
    rows = Official.objects.filter(pk__in=set(numbers)).values_list("pk", "public_id", "full_name")
    return {number: (public_id, name) for number, public_id, name in rows}


def official_numbered(public_id: UUID, agencies: Iterable[int]) -> int | None:
    """Give the number of an official of some agencies by his public id."""
    rows = Official.objects.filter(public_id=public_id, agency_id__in=set(agencies))
    return rows.values_list("pk", flat=True).first()

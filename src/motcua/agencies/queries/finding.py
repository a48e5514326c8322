"""Find one thing of the agencies room by its code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from motcua.agencies.models import Agency, Place
from motcua.kernel.caching import remembered
from motcua.kernel.text import collation_key

if TYPE_CHECKING:
    from datetime import date


def place_on(code: str, on: date) -> Place | None:
    """Give the province or commune of a code on a day; None when there is none."""
    return Place.objects.valid_on(on).filter(code=code).first()


def agency_of_code(code: str) -> Agency | None:
    """Give the agency of a code; None when there is none."""
    return Agency.objects.filter(code=code).first()


@remembered(60)
def has_others(code: str) -> bool:
    """Say whether this node serves an agency of another code; a new one counts in a minute."""
    return Agency.objects.exclude(code=code).exists()


def agency_numbered(agency_id: int) -> Agency:
    """Give the agency of a number that is known to be one's."""
    return Agency.objects.get(pk=agency_id)


def other_agencies(agency_id: int, on: date, language: str) -> list[tuple[str, str]]:
    """Give (code, name) of the agencies of this node but one, as of a day, by name."""
    rows = Agency.objects.valid_on(on).exclude(pk=agency_id)
    named = [(row.code, row.name_in(language)) for row in rows]
    return sorted(named, key=lambda pair: collation_key(pair[1]))


@remembered(5)
def is_founded() -> bool:
    """Say whether this node serves any agency yet; before `motcua init` it serves none."""
    return Agency.objects.exists()

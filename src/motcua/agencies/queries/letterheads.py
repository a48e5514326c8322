"""What papers and messages print of an office; read by every act, so remembered for a minute."""

from __future__ import annotations

from dataclasses import dataclass

from motcua.agencies.models import Agency, Official, Unit
from motcua.kernel.caching import remembered

_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The head of an agency's papers: the agency above, its name, where it is, how to reach it.

    `address` and `phone` are empty where nobody gave them.
    """

    parent: str
    name: str
    place: str
    address: str
    phone: str


@remembered(_SECONDS)
def letterhead(agency_id: int) -> Letterhead:
    """Give the head of an agency's papers; `place` names the place above the agency's own."""
    agency = Agency.objects.select_related("parent", "place__parent").get(pk=agency_id)
    above = agency.place.parent if agency.place else None
    return Letterhead(
        parent=agency.parent.name if agency.parent else "",
        name=agency.name,
        place=above.name if above else "",
        address=agency.address,
        phone=agency.phone,
    )


@remembered(_SECONDS)
def agency_name(agency_id: int, language: str = "vi") -> str:
    """Give an agency's name in a language; empty for a number that is no agency's."""
    agency = Agency.objects.filter(pk=agency_id).first()
    return agency.name_in(language) if agency else ""


@remembered(_SECONDS)
def unit_name(unit_id: int, language: str = "vi") -> str:
    """Give a unit's name in a language; empty for a number that is no unit's."""
    unit = Unit.objects.filter(pk=unit_id).first()
    return unit.name_in(language) if unit else ""


@remembered(_SECONDS)
def official_name(official_id: int) -> str:
    """Give an official's full name as papers print it."""
    return str(Official.objects.values_list("full_name", flat=True).get(pk=official_id))

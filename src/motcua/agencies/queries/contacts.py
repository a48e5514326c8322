"""Names, addresses and telephones of agencies, as pages for everybody show them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from motcua.agencies.models import Agency

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Contact:
    """How to reach an agency."""

    id: int
    name: str
    address: str
    phone: str
    email: str


def contacts_of(agency_ids: Iterable[int]) -> dict[int, Contact]:
    """Give the contacts of agencies by their ids; one that is not there is left out."""
    rows = Agency.objects.filter(pk__in=set(agency_ids))
    columns = ("id", "name", "address", "phone", "email")
    return {row["id"]: Contact(**row) for row in rows.values(*columns)}

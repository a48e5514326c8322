"""Who is posted where in an agency on a day, by name, to choose from or to tell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q

from motcua.agencies.models import Agency, Posting, Unit

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID


@dataclass(frozen=True, slots=True)
class Posted:
    """An official in a role of a unit."""

    official_id: int
    public_id: UUID
    name: str
    email: str
    role: str
    unit_id: int
    unit_path: str


def posted_at(agency_id: int, on: date, *roles: str) -> tuple[Posted, ...]:
    """Give who holds one of the roles (any, when none is named) at an agency, by name."""
    serving = Q(official__valid_to=None) | Q(official__valid_to__gt=on)
    rows = Posting.objects.filter(
        serving, unit__agency_id=agency_id, official__valid_from__lte=on
    ).valid_on(on)
    if roles:
        rows = rows.filter(role__in=roles)
    columns = (
        *("official_id", "official__public_id", "official__full_name", "official__email"),
        *("role", "unit_id", "unit__path"),
    )
    return tuple(Posted(*row) for row in rows.order_by("official__full_name").values_list(*columns))


def units_of(agency_id: int, on: date) -> tuple[Unit, ...]:
    """Give the units of an agency on a day, from the top down."""
    return tuple(Unit.objects.filter(agency_id=agency_id).valid_on(on).order_by("path"))


def agencies_on(on: date) -> tuple[Agency, ...]:
    """Give the agencies of this node on a day, by code."""
    return tuple(Agency.objects.valid_on(on).order_by("code"))


def agency_above(agency_id: int) -> int | None:
    """Give the number of the agency above one; None at the top."""
    return Agency.objects.filter(pk=agency_id).values_list("parent_id", flat=True).first()

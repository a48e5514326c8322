"""At which one-door office an official sits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from motcua.agencies.enums import Role
from motcua.agencies.models import Posting

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True, slots=True)
class Desk:
    """A one-door unit, with the agency it belongs to."""

    agency_id: int
    agency_code: str
    unit_id: int
    unit_path: str


def desk_of(official_id: int, on: date) -> Desk | None:
    """Give the unit an official is posted to as receptionist on a day; None where to none."""
    posted = Posting.objects.filter(official_id=official_id, role=Role.RECEPTIONIST).valid_on(on)
    row = (
        posted.order_by("valid_from", "pk")
        .values_list("unit__agency_id", "unit__agency__code", "unit_id", "unit__path")
        .first()
    )
    return Desk(*row) if row else None

"""Find one thing of the agencies room by its code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from motcua.agencies.models import Agency, Place
from motcua.kernel.caching import remembered

if TYPE_CHECKING:
    from datetime import date


def place_on(code: str, on: date) -> Place | None:
    """Give the province or commune of a code on a day; None when there is none."""
    return Place.objects.valid_on(on).filter(code=code).first()


def agency_of_code(code: str) -> Agency | None:
    """Give the agency of a code; None when there is none."""
    return Agency.objects.filter(code=code).first()


def has_others(code: str) -> bool:
    """Say whether this node serves an agency of another code."""
    return Agency.objects.exclude(code=code).exists()


@remembered(5)
def is_founded() -> bool:
    """Say whether this node serves any agency yet; before `motcua init` it serves none."""
    return Agency.objects.exists()

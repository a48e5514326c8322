"""Rows that are locked where what is to be written once does not stand anywhere yet.

Each lock holds until the caller's transaction ends, and keeps nobody from referring to the row.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from motcua.agencies.models import Agency, Official, Unit

if TYPE_CHECKING:
    from collections.abc import Iterable


def lock_agency(agency_id: int) -> None:
    """Let one at a time write what an agency has once."""
    Agency.objects.select_for_update(no_key=True).get(pk=agency_id)


def lock_unit(unit_id: int) -> None:
    """Let one at a time write what is counted or named once in a unit."""
    Unit.objects.select_for_update(no_key=True).get(pk=unit_id)


def lock_officials(official_ids: Iterable[int]) -> None:
    """Let one at a time write what some officials have together, in one order for all."""
    rows = Official.objects.select_for_update(no_key=True)
    list(rows.filter(pk__in=list(official_ids)).order_by("pk"))

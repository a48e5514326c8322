"""Devices that people serve themselves with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from motcua.counters.models import Kiosk

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID


def kiosk_called(public_id: UUID) -> Kiosk | None:
    """Give a device that is switched on, with its unit; None for any other."""
    rows = Kiosk.objects.select_related("unit__agency")
    return rows.filter(public_id=public_id, began_at__isnull=False, ended_at=None).first()


def is_served_by_device(agency_ids: Iterable[int]) -> bool:
    """Say whether a unit of some agencies has a device that is switched on."""
    rows = Kiosk.objects.filter(unit__agency__in=list(agency_ids))
    return rows.filter(began_at__isnull=False, ended_at=None).exists()


def kiosks_of(unit_ids: Iterable[int]) -> list[Kiosk]:
    """Give the devices of some units that were not switched off."""
    rows = Kiosk.objects.filter(unit__in=list(unit_ids), ended_at=None).select_related("unit")
    return list(rows.order_by("unit_id", "name"))

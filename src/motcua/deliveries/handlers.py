"""What follows after commit: the carrier is told, or told that it need not come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from procrastinate.contrib.django import app as jobs

from motcua.deliveries.enums import ParcelState
from motcua.deliveries.events import ParcelMoved, ParcelRequested

if TYPE_CHECKING:
    from motcua.kernel.events import Happened


def tell_carrier(event: Happened) -> None:
    """Have the carrier told of a parcel."""
    jobs.configure_task("deliveries.book").defer(parcel_id=event.payload["parcel_id"])


def call_off(event: Happened) -> None:
    """Have the carrier told that a parcel was called off."""
    if event.payload["state"] == ParcelState.CANCELLED:
        jobs.configure_task("deliveries.call_off").defer(parcel_id=event.payload["parcel_id"])


SUBSCRIPTIONS = {ParcelRequested.name: (tell_carrier,), ParcelMoved.name: (call_off,)}

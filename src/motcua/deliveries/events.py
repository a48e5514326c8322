"""What happened to parcels, for the rooms above. Payloads hold ids only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from motcua.kernel.events import Event


@dataclass(frozen=True, slots=True)
class ParcelRequested(Event):
    """Somebody wants a parcel carried; the carrier does not know yet."""

    name: ClassVar[str] = "deliveries.parcel_requested"
    parcel_id: int


@dataclass(frozen=True, slots=True)
class ParcelMoved(Event):
    """A parcel is in another state now; `subject_id` is what it was for."""

    name: ClassVar[str] = "deliveries.parcel_moved"
    parcel_id: int
    subject_kind: str
    subject_id: int
    contents: str
    state: str


@dataclass(frozen=True, slots=True)
class ParcelLate(Event):
    """A parcel is not there by the time it was to be, or its carrier says that it will not be."""

    name: ClassVar[str] = "deliveries.parcel_late"
    parcel_id: int
    subject_kind: str
    subject_id: int
    contents: str

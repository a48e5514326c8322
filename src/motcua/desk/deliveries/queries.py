"""What the page of parcels shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from motcua.agencies.enums import Role
from motcua.deliveries.enums import Direction, ParcelState
from motcua.deliveries.queries import (
    address_of,
    open_parcels,
    parcel_by_id,
    troubled_parcels,
)
from motcua.dossiers.queries.errands import expected_for, is_waiting_again
from motcua.kernel.errors import NotAllowed

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from uuid import UUID

    from motcua.deliveries.base import Address
    from motcua.deliveries.models import Parcel
    from motcua.dossiers.models import Dossier
    from motcua.kernel.actors import Actor

SEEING_TO = (Role.RECEPTIONIST, Role.CLERK)
_TROUBLE_FOR = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Row:
    """A parcel with its dossier, and whether it can be sent again."""

    parcel: Parcel
    dossier: Dossier | None
    state: str
    may_send_again: bool


@dataclass(frozen=True, slots=True)
class ParcelsPage:
    """Parcels that need somebody, and the others: that are to come, and that go out."""

    troubled: tuple[Row, ...]
    expected: tuple[Row, ...]
    outgoing: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class LabelPage:
    """What is stuck on a parcel."""

    parcel: Parcel
    code: str
    address: Address


def agencies_of(actor: Actor) -> frozenset[int]:
    """Give the agencies whose parcels an official sees to. Raises `NotAllowed` where none."""
    found = actor.agencies(*SEEING_TO)
    if not found:
        raise NotAllowed
    return found


def parcels_page(actor: Actor, now: datetime) -> ParcelsPage:
    """Give the parcels of an official's agencies."""
    ids = agencies_of(actor)
    troubled = troubled_parcels(ids, now - _TROUBLE_FOR)
    seen = {one.pk for one in troubled}
    to_come, out = (
        [one for one in open_parcels(ids, direction) if one.pk not in seen]
        for direction in (Direction.COLLECT, Direction.DELIVER)
    )
    return ParcelsPage(troubled=_rows(troubled), expected=_rows(to_come), outgoing=_rows(out))


def label_page(actor: Actor, parcel_id: UUID) -> LabelPage:
    """Give the label of a parcel. Raises `ParcelNotFound`."""
    parcel = parcel_by_id(parcel_id, agencies_of(actor))
    return LabelPage(parcel, parcel.number or parcel.reference, address_of(parcel))


def _rows(parcels: Iterable[Parcel]) -> tuple[Row, ...]:
    listed = list(parcels)
    dossiers = expected_for(listed)
    return tuple(
        Row(
            parcel,
            dossiers.get(parcel.subject_id),
            str(ParcelState(parcel.state).label),
            is_waiting_again(parcel),
        )
        for parcel in listed
    )

"""A parcel wanted, told to the carrier after commit, called off."""

from __future__ import annotations

import secrets
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction

from motcua.agencies.queries import working_calendar
from motcua.deliveries.base import Address, Wish
from motcua.deliveries.enums import Contents, Direction, ParcelState
from motcua.deliveries.errors import CarrierRefused, ParcelNotFound
from motcua.deliveries.events import ParcelMoved, ParcelRequested
from motcua.deliveries.models import Parcel
from motcua.deliveries.queries import rate_for
from motcua.deliveries.workflow import TABLE
from motcua.kernel import audit, calendar, events

if TYPE_CHECKING:
    from datetime import datetime

    from motcua.deliveries.base import Carrier
    from motcua.kernel.actors import Actor

_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_PREFIX = "BP"
_LENGTH = 10


@dataclass(frozen=True, slots=True)
class ParcelFacts:
    """What is to be carried, between which places, for what.

    `key` is the same for the same need, so that it has one parcel; `office` is the code of the
    agency's place, `address` the other door.
    """

    key: str
    agency_id: int
    subject_kind: str
    subject_id: int
    direction: Direction
    contents: Contents
    office: str
    address: Address
    grams: int = 250

    @property
    def ends(self) -> tuple[str, str]:
        """Where it begins and where it ends."""
        ends = (self.office, self.address.place)
        return ends if self.direction == Direction.DELIVER else ends[::-1]


@transaction.atomic
def request_parcel(*, actor: Actor, facts: ParcelFacts, now: datetime) -> Parcel:
    """Ask for a parcel, or give the one that the same key asked for before.

    The carrier is told after commit. The caller has authorised the actor. Raises `NoRate`.
    """
    origin, target = facts.ends
    rate = rate_for(
        direction=facts.direction, origin=origin, target=target, grams=facts.grams, now=now
    )
    parcel, made = Parcel.objects.get_or_create(
        key=facts.key,
        defaults={
            "reference": _PREFIX + "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH)),
            "agency_id": facts.agency_id,
            "subject_kind": facts.subject_kind,
            "subject_id": facts.subject_id,
            "direction": facts.direction,
            "contents": facts.contents,
            "address": {**asdict(facts.address), "office": facts.office},
            "rate": rate,
            "grams": facts.grams,
            "requested_at": now,
        },
    )
    if made:
        record(parcel, "deliveries.request", actor=actor, now=now)
        events.emit(ParcelRequested(parcel_id=parcel.pk), agency_id=parcel.agency_id, now=now)
    return parcel


def book_parcel(*, actor: Actor, parcel_id: int, carrier: Carrier, now: datetime) -> Parcel:
    """Tell the carrier of a parcel, and keep its number; a second call changes nothing.

    Asked outside any transaction: the same reference gives the same booking. Raises `CarrierDown`
    when it may be tried again; what the carrier refuses waits for an official.
    """
    parcel = Parcel.objects.get(pk=parcel_id)
    if parcel.state != ParcelState.REQUESTED:
        return parcel
    try:
        booking = carrier.create(_wish(parcel))
    except CarrierRefused as refusal:
        return _refused(parcel, str(refusal.details["reason"]), actor=actor, now=now)
    with transaction.atomic():
        parcel = lock_parcel(parcel_id)
        if parcel.state != ParcelState.REQUESTED:
            return parcel
        parcel.carrier, parcel.number = carrier.name, booking.number
        parcel.booked_at, parcel.asked_at = now, now
        parcel.due_at = _due(parcel, now)
        move_parcel(parcel, ParcelState(TABLE.target(ParcelState.REQUESTED, "book")), now=now)
        record(parcel, "deliveries.book", actor=actor, now=now, number=booking.number)
    return parcel


@transaction.atomic
def cancel_parcel(*, actor: Actor, parcel_id: int, now: datetime) -> Parcel:
    """Call a parcel off that is not on its way yet; the carrier is told after commit.

    Raises `ParcelNotFound`, `MoveRefused`.
    """
    parcel = lock_parcel(parcel_id)
    target = ParcelState(TABLE.target(ParcelState(parcel.state), "cancel"))
    move_parcel(parcel, target, now=now)
    record(parcel, "deliveries.cancel", actor=actor, now=now)
    return parcel


@transaction.atomic
def cancel_parcels_of(*, actor: Actor, subject: tuple[str, int], now: datetime) -> int:
    """Call off what is not on its way yet of a subject (kind and number); give how many."""
    kind, number = subject
    rows = Parcel.objects.select_for_update().filter(
        subject_kind=kind,
        subject_id=number,
        state__in=(ParcelState.REQUESTED, ParcelState.BOOKED),
    )
    for parcel in (found := list(rows.order_by("id"))):
        cancel_parcel(actor=actor, parcel_id=parcel.pk, now=now)
    return len(found)


def lock_parcel(parcel_id: int) -> Parcel:
    """Lock a parcel for the rest of the transaction. Raises `ParcelNotFound`."""
    parcel = Parcel.objects.select_for_update().filter(pk=parcel_id).first()
    if parcel is None:
        raise ParcelNotFound
    return parcel


def move_parcel(parcel: Parcel, state: ParcelState, *, now: datetime) -> None:
    """Put a locked parcel into a state and tell the rooms above; the same state tells nothing."""
    if parcel.state == state:
        parcel.save()
        return
    parcel.state = state
    parcel.ended_at = None if parcel.is_open else now
    parcel.save()
    events.emit(
        ParcelMoved(
            parcel_id=parcel.pk,
            subject_kind=parcel.subject_kind,
            subject_id=parcel.subject_id,
            contents=parcel.contents,
            state=str(state),
        ),
        agency_id=parcel.agency_id,
        now=now,
    )


def record(parcel: Parcel, act: str, *, actor: Actor, now: datetime, **data: object) -> None:
    """Write an act upon a parcel into the audit log, in this transaction."""
    is_dossier = parcel.subject_kind == "dossier"
    audit.record(
        actor=actor,
        action=act,
        subject=("parcel", str(parcel.public_id)),
        agency_id=parcel.agency_id,
        now=now,
        dossier_id=parcel.subject_id if is_dossier else None,
        data=data,
    )


def _refused(parcel: Parcel, reason: str, *, actor: Actor, now: datetime) -> Parcel:
    with transaction.atomic():
        held = lock_parcel(parcel.pk)
        held.is_refused = True
        held.save(update_fields=["is_refused"])
        record(held, "deliveries.refused", actor=actor, now=now, reason=reason)
    return held


def _wish(parcel: Parcel) -> Wish:
    told: dict[str, Any] = dict(parcel.address)
    office = told.pop("office")
    door = Address(**told)
    ends = (office, door.place)
    origin, target = ends if parcel.direction == Direction.DELIVER else ends[::-1]
    return Wish(parcel.reference, parcel.direction, origin, target, parcel.grams, door)


def _due(parcel: Parcel, now: datetime) -> datetime:
    limit = calendar.Limit(parcel.rate.days, calendar.Unit.WORKING_DAY)
    return calendar.due(now, limit, working_calendar(parcel.agency_id)).due_at

"""Hearing a carrier: its word is stored once; where the parcel stands follows from all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from motcua.agencies.enums import Role
from motcua.deliveries.actions.offices import office_said
from motcua.deliveries.actions.requesting import lock_parcel, move_parcel, record
from motcua.deliveries.base import Word
from motcua.deliveries.enums import Heard, ParcelState
from motcua.deliveries.events import ParcelLate
from motcua.deliveries.models import Parcel, TrackingEvent
from motcua.deliveries.workflow import state_after
from motcua.kernel import events
from motcua.kernel.actors import SYSTEM

if TYPE_CHECKING:
    from datetime import datetime

    from motcua.deliveries.base import Carrier
    from motcua.kernel.actors import Actor

DESK, CLOCK = "desk", "clock"
"""Who else says where a parcel is: an official who holds it, and the passing of time."""
_NO_MOVE = frozenset({"delay", "other"})


@transaction.atomic
def hear(*, carrier: str, word: Word, now: datetime) -> Heard:
    """Take in a verified word; the same word again changes nothing.

    Words may come late and in any order: the parcel stands where all of them together, in the order
    in which things happened, lead.
    """
    known = TrackingEvent.objects.filter(carrier=carrier, event_id=word.event_id).first()
    if known is not None:
        return Heard(known.heard)
    parcel = Parcel.objects.select_for_update().filter(reference=word.reference).first()
    heard = Heard.UNMATCHED if parcel is None else _outcome(parcel, word)
    _event, is_new = TrackingEvent.objects.get_or_create(
        carrier=carrier,
        event_id=word.event_id,
        defaults={
            "parcel": parcel,
            "move": "" if word.kind in _NO_MOVE else word.kind,
            "name": word.name,
            "place": office_said(word.place),
            "happened_at": word.at,
            "received_at": now,
            "heard": heard,
        },
    )
    if parcel is None or not is_new:
        return heard
    _restate(parcel, now=now)
    if word.kind == "delay":
        tell_late(parcel, now=now)
    return heard


@transaction.atomic
def receive_parcel(*, actor: Actor, parcel_id: int, now: datetime) -> Parcel:
    """Note that an official holds a parcel that was to come; a second call changes nothing.

    Raises `ParcelNotFound`, `NotAllowed`.
    """
    parcel = lock_parcel(parcel_id)
    actor.require_role(Role.RECEPTIONIST, Role.CLERK, agency_id=parcel.agency_id)
    if parcel.state == ParcelState.DELIVERED:
        return parcel
    word = Word(f"{DESK}:{parcel.reference}", "deliver", "desk.received", parcel.reference, now)
    hear(carrier=DESK, word=word, now=now)
    parcel.refresh_from_db()
    record(parcel, "deliveries.receive", actor=actor, now=now)
    return parcel


def ask_carrier(*, carrier: Carrier, parcel: Parcel, now: datetime) -> None:
    """Ask a carrier for all that happened to a parcel, as after lost messages.

    Raises `CarrierDown`, `CarrierRefused`, `WordMalformed`.
    """
    story = carrier.track(parcel.reference)
    for word in story.words:
        hear(carrier=carrier.name, word=word, now=now)
    Parcel.objects.filter(pk=parcel.pk).update(asked_at=now)


def tell_late(parcel: Parcel, *, now: datetime) -> None:
    """Note, once, that a locked parcel will not be there in time, and tell the rooms above."""
    if parcel.late_at is not None or not parcel.is_open:
        return
    parcel.late_at = now
    parcel.save(update_fields=["late_at"])
    record(parcel, "deliveries.late", actor=SYSTEM, now=now)
    events.emit(
        ParcelLate(
            parcel_id=parcel.pk,
            subject_kind=parcel.subject_kind,
            subject_id=parcel.subject_id,
            contents=parcel.contents,
        ),
        agency_id=parcel.agency_id,
        now=now,
    )


def _outcome(parcel: Parcel, word: Word) -> Heard:
    before = _moves(parcel)
    after = sorted([*before, (word.at, word.kind)], key=lambda row: row[0])
    is_moved = state_after(kind for _at, kind in after if kind not in _NO_MOVE) != state_after(
        kind for _at, kind in before
    )
    return Heard.APPLIED if is_moved or word.kind == "delay" else Heard.NOTED


def _restate(parcel: Parcel, *, now: datetime) -> None:
    """Let a parcel stand where all that was told of it leads; called off it stays called off."""
    if parcel.state in {ParcelState.REQUESTED, ParcelState.CANCELLED}:
        return
    move_parcel(parcel, state_after(kind for _at, kind in _moves(parcel)), now=now)


def _moves(parcel: Parcel) -> list[tuple[datetime, str]]:
    rows = parcel.events.order_by("happened_at", "id")
    return list(rows.values_list("happened_at", "move"))

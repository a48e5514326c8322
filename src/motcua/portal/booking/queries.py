"""What the pages of booked times show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from motcua.counters.base import booking_rule_on
from motcua.counters.enums import BookingState
from motcua.counters.queries.booking import (
    bookings_of,
    codes_booked,
    days_to_book,
    kinds_booked,
    missed_of,
    procedures_booked,
)
from motcua.kernel.clock import civil_date
from motcua.kernel.text import fold
from motcua.procedures.base.texts import say
from motcua.procedures.enums import Channel
from motcua.procedures.queries.at_agency import taken_at

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from motcua.agencies.models import Unit
    from motcua.counters.models import Booking, ServiceKind
    from motcua.counters.queries.booking import Slot
    from motcua.kernel.actors import Actor

MOST_OFFICES = 50


@dataclass(frozen=True, slots=True)
class Office:
    """A one-door office that takes bookings, and for which kinds of service."""

    unit: Unit
    kinds: tuple[ServiceKind, ...]


@dataclass(frozen=True, slots=True)
class Own:
    """One of somebody's bookings: for which procedure, and whether it may still be changed."""

    booking: Booking
    code: str
    procedure: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class Times:
    """The days on which a kind of service may be booked, and the times of one of them."""

    kind: ServiceKind
    days: tuple[date, ...]
    day: date | None
    slots: tuple[Slot, ...]


def offices_found(words: str, now: datetime) -> tuple[list[Office], bool]:
    """Give the offices whose agency or name holds all words, and whether there are more."""
    wanted = [fold(word) for word in words.split()]
    found: dict[int, list[ServiceKind]] = {}
    for kind in kinds_booked(now):
        name = fold(f"{kind.unit.agency.name} {kind.unit.name}")
        if all(word in name for word in wanted):
            found.setdefault(kind.unit_id, []).append(kind)
    offices = [Office(kinds[0].unit, tuple(kinds)) for kinds in found.values()]
    return offices[:MOST_OFFICES], len(offices) > MOST_OFFICES


def times_of(kind: ServiceKind, asked: str, now: datetime) -> Times:
    """Give the days with a place left and the times of the day that was asked for, or the first."""
    held = days_to_book(kind, now)
    days = {day: slots for day, slots in held.items() if any(slot.left for slot in slots)}
    chosen = next((day for day in days if day.isoformat() == asked), next(iter(days), None))
    return Times(kind, tuple(days), chosen, tuple(days[chosen]) if chosen else ())


def offered_at(kind: ServiceKind, now: datetime, language: str) -> list[tuple[int, str]]:
    """Give the procedures that the office of a kind receives from people who come."""
    found = taken_at(kind.unit_id, Channel.COUNTER, civil_date(now))
    return [(number, say(name, language)) for number, name in found]


def own_bookings(actor: Actor, now: datetime, language: str) -> list[Own]:
    """Give somebody's bookings of today and later, the nearest first."""
    rows = bookings_of(actor, now)
    return _named(rows, now, language)


def missed_bookings(actor: Actor, now: datetime, language: str) -> list[Own]:
    """Give what somebody booked in the last weeks and did not come to, the latest first."""
    return _named(missed_of(actor, now), now, language)


def own_booking(booking: Booking, now: datetime, language: str) -> Own:
    """Give one booking with the name of its procedure."""
    return _named([booking], now, language)[0]


def check_in_from(booking: Booking, now: datetime) -> datetime:
    """Give from when whoever booked may take his number."""
    early = booking_rule_on(civil_date(now)).early_minutes
    return booking.starts_at - timedelta(minutes=early)


def _named(rows: list[Booking], now: datetime, language: str) -> list[Own]:
    names: Mapping[int, str] = procedures_booked(rows, language)
    codes = codes_booked(rows)
    return [
        Own(
            booking=one,
            code=codes[one.pk],
            procedure=names[one.pk],
            is_open=one.state == BookingState.BOOKED and one.starts_at > now,
        )
        for one in rows
    ]

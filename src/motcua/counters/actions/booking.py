"""Booking a time: taken, moved, cancelled by its holder or the office, used at the office."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from motcua.counters.actions.authorising import require_planner
from motcua.counters.actions.booking_notices import tell
from motcua.counters.actions.tickets import issue
from motcua.counters.base import booking_rule_on
from motcua.counters.enums import BookingState
from motcua.counters.errors import (
    BookedAlready,
    BookingOver,
    CodeRefused,
    CounterNotFound,
    NotToday,
    SlotFull,
)
from motcua.counters.models import Booking, BookingPlan, ServiceKind
from motcua.counters.queries.booking import slot_at
from motcua.counters.workflow import BOOKINGS
from motcua.identity.actions import hold_account
from motcua.kernel import audit
from motcua.kernel.clock import civil, civil_date
from motcua.kernel.errors import NotAllowed
from motcua.kernel.text import without_unseen
from motcua.kernel.transitions import MoveRefused
from motcua.procedures.enums import Channel
from motcua.procedures.queries.at_agency import taken_at

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from django.db.models import QuerySet

    from motcua.counters.models import Ticket
    from motcua.counters.queries.booking import Slot
    from motcua.kernel.actors import Actor

# No 0/O, 1/I: somebody types it on a kiosk or says it at the counter.
_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_LENGTH = 6


@transaction.atomic
def plan_booking(
    *, actor: Actor, kind: ServiceKind, valid_from: date, minutes: int, places: int, now: datetime
) -> BookingPlan:
    """Say how many people may book each time of a kind from a day on; none with `places` 0.

    What was booked before stands. The last word for a day counts. Raises `CounterNotFound`,
    `NotAllowed`.
    """
    require_planner(actor, kind.unit)
    said = {
        "minutes": minutes,
        "places": places,
        "made_by_id": actor.official_id,
        "made_at": now,
    }
    plan, _made = BookingPlan.objects.update_or_create(
        kind=kind, valid_from=valid_from, defaults=said
    )
    audit.record(
        actor=actor,
        action="counters.plan_booking",
        subject=("unit", str(kind.unit.public_id)),
        agency_id=kind.unit.agency_id,
        now=now,
        data={
            "kind": str(kind.public_id),
            "from": valid_from,
            "minutes": minutes,
            "places": places,
        },
    )
    return plan


@transaction.atomic
def book(
    *,
    actor: Actor,
    kind_id: UUID,
    offering_id: int,
    starts_at: datetime,
    key: str,
    now: datetime,
) -> Booking:
    """Book a time for a procedure; one press (`key`) gives one booking.

    Raises `CounterNotFound`, `NotAllowed` for whoever is no citizen, `SlotFull`, `BookedAlready`.
    """
    account_id = _citizen(actor)
    kind = _kind(kind_id)
    pressed = f"{account_id}:{key}"[:80]
    before = Booking.objects.filter(key=pressed).first()
    if before is not None:
        return before
    offered = dict(taken_at(kind.unit_id, Channel.COUNTER, civil_date(starts_at)))
    if offering_id not in offered:
        raise CounterNotFound
    slot = _place(kind, starts_at, now)
    _require_few(account_id, now)
    try:
        with transaction.atomic():
            booking = Booking.objects.create(
                code=_fresh_code(),
                kind=kind,
                account_id=account_id,
                offering_id=offering_id,
                starts_at=slot.starts_at,
                ends_at=slot.ends_at,
                key=pressed,
                booked_at=now,
            )
    except IntegrityError:
        raise BookedAlready from None
    _record("book", booking, actor=actor, now=now)
    tell(booking, "booked", now)
    return booking


@transaction.atomic
def move_booking(*, actor: Actor, booking_id: UUID, starts_at: datetime, now: datetime) -> Booking:
    """Move one's booking to another time of the same office; the same time changes nothing.

    Raises `CounterNotFound`, `BookingOver`, `SlotFull`, `BookedAlready`.
    """
    booking = _own(actor, booking_id)
    kind = _kind(booking.kind.public_id)
    if booking.starts_at == starts_at and booking.state == BookingState.BOOKED:
        return booking
    _turn(booking, "move", now)
    slot = _place(kind, starts_at, now)
    hold_account(booking.account_id)
    booking.starts_at, booking.ends_at = slot.starts_at, slot.ends_at
    booking.turn, booking.reminded_at = booking.turn + 1, None
    try:
        with transaction.atomic():
            booking.save(update_fields=["starts_at", "ends_at", "turn", "reminded_at"])
    except IntegrityError:
        raise BookedAlready from None
    _record("move_booking", booking, actor=actor, now=now)
    tell(booking, "moved", now)
    return booking


@transaction.atomic
def cancel_booking(*, actor: Actor, booking_id: UUID, now: datetime) -> Booking:
    """Give one's place back; a second call changes nothing. Raises as `move_booking`."""
    booking = _own(actor, booking_id)
    if booking.state != BookingState.CANCELLED:
        _turn(booking, "cancel", now)
        booking.save(update_fields=["state"])
        _record("cancel_booking", booking, actor=actor, now=now)
    return booking


@transaction.atomic
def call_off(*, actor: Actor, booking_id: UUID, reason: str, now: datetime) -> Booking:
    """Cancel a booking for the office and tell its holder why; a second call changes nothing.

    Raises `CounterNotFound`, `NotAllowed`, `BookingOver`.
    """
    booking = _locked().filter(public_id=booking_id).first()
    if booking is None:
        raise CounterNotFound
    require_planner(actor, booking.kind.unit)
    if booking.state != BookingState.CANCELLED:
        _turn(booking, "cancel", now)
        booking.reason = reason
        booking.save(update_fields=["state", "reason"])
        _record("call_off", booking, actor=actor, now=now)
        tell(booking, "called-off", now)
    return booking


@transaction.atomic
def check_in(*, actor: Actor, unit_id: int, code: str, now: datetime) -> Ticket:
    """Give whoever came with a booking his number; a second call gives the same one.

    It is called at the booked time before others'; who comes later than the rule lets him waits as
    all others do. Raises `CodeRefused`, `NotToday`, `BookingOver`.
    """
    typed = without_unseen(code).replace(" ", "").upper()[:20]
    booking = _locked().filter(code=typed, kind__unit=unit_id).first()
    if booking is None:
        raise CodeRefused(_("Không có lịch hẹn mang mã này ở đây."))
    if booking.ticket is not None:
        return booking.ticket
    rule, day = booking_rule_on(civil_date(now)), civil_date(booking.starts_at)
    opens = booking.starts_at - timedelta(minutes=rule.early_minutes)
    if now < opens or day != civil_date(now):
        said = _("Lịch hẹn này vào %(at)s; nhận số từ %(opens)s.")
        when = {name: f"{civil(one):%H:%M %d/%m/%Y}" for name, one in _named(booking, opens)}
        raise NotToday(said % when)
    is_late = now > booking.starts_at + timedelta(minutes=rule.late_minutes)
    booking.state = _target(booking, "come")
    booking.ticket = issue(
        booking.kind,
        key=f"booking:{booking.pk}",
        actor=actor,
        now=now,
        booked_for=None if is_late else booking.starts_at,
    )
    booking.save(update_fields=["state", "ticket"])
    _record("check_in", booking, actor=actor, now=now)
    return booking.ticket


def _named(booking: Booking, opens: datetime) -> tuple[tuple[str, datetime], ...]:
    return (("at", booking.starts_at), ("opens", opens))


def _citizen(actor: Actor) -> int:
    if actor.account_id is None or actor.official_id is not None:
        raise NotAllowed
    return actor.account_id


def _kind(public_id: UUID) -> ServiceKind:
    """Lock a kind of service: whoever else wants a place of its times waits until this is done."""
    kind = (
        ServiceKind.objects.select_for_update(of=("self",), no_key=True)
        .select_related("unit__agency")
        .filter(public_id=public_id, is_open=True)
        .first()
    )
    if kind is None:
        raise CounterNotFound
    return kind


def _locked() -> QuerySet[Booking]:
    """Lock bookings. The ticket is read later: what is joined is as it was before the wait."""
    rows = Booking.objects.select_for_update(of=("self",))
    return rows.select_related("kind__unit__agency")


def _own(actor: Actor, booking_id: UUID) -> Booking:
    booking = _locked().filter(public_id=booking_id, account=_citizen(actor)).first()
    if booking is None:
        raise CounterNotFound
    return booking


def _place(kind: ServiceKind, starts_at: datetime, now: datetime) -> Slot:
    slot = slot_at(kind, starts_at, now)
    if slot is None or not slot.left:
        raise SlotFull
    return slot


def _require_few(account_id: int, now: datetime) -> None:
    """Demand that somebody has fewer bookings to come than one may, at all offices together.

    He is held after the kind, always in this order, until the booking is written.
    """
    hold_account(account_id)
    own = Booking.objects.filter(account=account_id, state=BookingState.BOOKED, starts_at__gt=now)
    most = booking_rule_on(civil_date(now)).most_open
    if own.count() >= most:
        said = _("Anh/chị đã có %(count)d lịch hẹn chưa đến. Hủy bớt rồi đặt lịch mới.")
        raise BookedAlready(said % {"count": most})


def _turn(booking: Booking, act: str, now: datetime) -> None:
    """Set the state that an act leads to; raises `BookingOver` once the time has come."""
    if booking.starts_at <= now:
        raise BookingOver
    booking.state = _target(booking, act)


def _target(booking: Booking, act: str) -> BookingState:
    try:
        return BOOKINGS.target(BookingState(booking.state), act)
    except MoveRefused:
        raise BookingOver from None


def _fresh_code() -> str:
    while True:
        code = "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))
        if not Booking.objects.filter(code=code).exists():
            return code


def _record(act: str, booking: Booking, *, actor: Actor, now: datetime) -> None:
    audit.record(
        actor=actor,
        action=f"counters.{act}",
        subject=("booking", str(booking.public_id)),
        agency_id=booking.kind.unit.agency_id,
        now=now,
        data={"at": booking.starts_at},
    )

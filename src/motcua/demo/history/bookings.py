"""Times people booked at the ward of the stage: come to and missed, today's, and those ahead."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from random import Random
from typing import TYPE_CHECKING, Any, Final

from motcua.agencies.models import Unit
from motcua.counters import actions
from motcua.counters.actions.booking_notices import miss_bookings
from motcua.counters.enums import BookingState, TicketState
from motcua.counters.errors import BookedAlready, SlotFull
from motcua.counters.models import Booking, ServiceKind, Ticket
from motcua.counters.queries.booking import days_to_book
from motcua.demo.accounts import account_of
from motcua.demo.history.effects import nobody_is_told
from motcua.demo.world.offerings import JUSTICE
from motcua.identity.models import Account
from motcua.identity.queries import actor_for
from motcua.kernel.actors import SYSTEM
from motcua.kernel.clock import ZONE, civil_date
from motcua.procedures.enums import Channel
from motcua.procedures.models import Offering

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from motcua.kernel.actors import Actor

_SEED: Final = 20261123
_BACK, _AHEAD = 6, 10
_A_DAY, _TODAY = 3, 6
_NEW_EACH_DAY = 3
_BOOKS_AT = time(20, 10)
_COME, _GIVE_BACK = 0.7, 0.85
_EARLY, _LASTS = timedelta(minutes=8), timedelta(minutes=11)
_SOON = timedelta(minutes=10)
_REASON: Final = "Cán bộ phụ trách đi họp đột xuất."


@dataclass(frozen=True, slots=True)
class _Office:
    """A one-door office that takes bookings: what for, by kind, and who books."""

    unit: Unit
    kinds: Mapping[ServiceKind, Sequence[int]]
    citizens: Sequence[Actor]


def let_people_book(now: datetime) -> None:
    """Let people book at the stage's ward for days gone by, today and those ahead; once.

    Most came and were served, some did not come, some gave their place back, and the office called
    one off. The citizen of the stage has one to come, so that it can be moved or used.
    """
    office = _office(now)
    if office is None or Booking.objects.exists():
        return
    rng = Random(_SEED)  # noqa: S311 - a play, no secrets
    today = civil_date(now)
    with nobody_is_told():
        for ahead in range(-_BACK, _AHEAD + 1):
            many = _TODAY if not ahead else rng.randrange(_A_DAY - 1, _A_DAY + 2)
            _book_for(office, rng, today + timedelta(days=ahead), many, now)
        _book_for_the_stage(office, now)
        _let_come(office, rng, now)
        _serve(office, now)
        _give_back(office, rng, now)
        miss_bookings(now=now)


def play_bookings(now: datetime) -> None:
    """Let who booked for a time that has passed since come or not, and others book ahead."""
    office = _office(now)
    if office is None:
        return
    rng = Random(f"{_SEED}:{civil_date(now)}")  # noqa: S311 - a play, no secrets
    with nobody_is_told():
        _let_come(office, rng, now)
        for _ in range(_NEW_EACH_DAY):
            day = civil_date(now) + timedelta(days=rng.randrange(1, _AHEAD + 1))
            _book_for(office, rng, day, 1, now)


def _office(now: datetime) -> _Office | None:
    """Give the office of the stage's receptionist, where it takes bookings."""
    account = account_of("receptionist")
    agency = account.official.agency_id if account and account.official else None
    unit = Unit.objects.filter(agency=agency, code="MC").select_related("agency").first()
    if unit is None:
        return None
    fields = Offering.objects.filter(
        agency=agency, units__receptionist=unit.pk, channels__contains=[Channel.COUNTER]
    ).filter(opened_from__lte=civil_date(now) - timedelta(days=_BACK))
    offered = list(fields.order_by("pk").values_list("pk", "procedure__field_code"))
    of_justice = [pk for pk, field in offered if field in JUSTICE]
    others = [pk for pk, field in offered if field not in JUSTICE]
    planned = ServiceKind.objects.filter(unit=unit, booking_plans__places__gt=0).distinct()
    kinds = {
        kind: found
        for kind, found in zip(planned.order_by("prefix"), (of_justice, others), strict=False)
        if found
    }
    people = Account.objects.filter(person__is_invented=True, is_active=True).order_by("pk")
    stage = [one.pk for part in ("citizen", "foreigner") if (one := account_of(part))]
    citizens = [actor_for(one, now) for one in people.exclude(pk__in=stage)]
    return _Office(unit, kinds, citizens) if kinds and citizens else None


def _book_for(office: _Office, rng: Random, day: date, many: int, now: datetime) -> None:
    """Let some people book times of a day, two evenings before or as early as that was possible."""
    evening = datetime.combine(day - timedelta(days=2), _BOOKS_AT, ZONE)
    at = min(evening, now - timedelta(hours=1))
    free = [
        (kind, slot.starts_at)
        for kind in office.kinds
        for slot in days_to_book(kind, at).get(day, ())
    ]
    for kind, starts_at in sorted(
        rng.sample(free, min(many, len(free))), key=lambda row: (row[1], row[0].prefix)
    ):
        _book(rng.choice(office.citizens), rng, (kind, office.kinds[kind]), starts_at, at)


def _book(
    actor: Actor,
    rng: Random,
    what: tuple[ServiceKind, Sequence[int]],
    starts_at: datetime,
    at: datetime,
) -> Booking | None:
    kind, offerings = what
    try:
        return actions.book(
            actor=actor,
            kind_id=kind.public_id,
            offering_id=rng.choice(offerings),
            starts_at=starts_at,
            key=f"demo-{rng.getrandbits(64):016x}",
            now=at,
        )
    except (BookedAlready, SlotFull):
        return None  # somebody was quicker, or has enough


def _book_for_the_stage(office: _Office, now: datetime) -> None:
    """Let the citizen of the stage book the next time there is, today's where one is left."""
    account = account_of("citizen")
    if account is None:
        return
    rng = Random(_SEED)  # noqa: S311 - a play, no secrets
    at = now - timedelta(hours=1)
    kind, offerings = next(iter(office.kinds.items()))
    slots = [slot for day in days_to_book(kind, now).values() for slot in day if slot.left]
    soon = next((slot for slot in slots if slot.starts_at > now + _SOON), None)
    if soon is not None:
        _book(actor_for(account, now), rng, (kind, offerings), soon.starts_at, at)


def _let_come(office: _Office, rng: Random, now: datetime) -> None:
    """Let most of those come whose time has passed; the stage's own people are left alone."""
    held = [one.account_id for one in office.citizens]
    rows = Booking.objects.filter(
        kind__unit=office.unit, state=BookingState.BOOKED, starts_at__lt=now, account__in=held
    )
    for booking in rows.order_by("starts_at", "pk"):
        if rng.random() < _COME:
            at = booking.starts_at - _EARLY
            actions.check_in(actor=SYSTEM, unit_id=office.unit.pk, code=booking.code, now=at)


def _serve(office: _Office, now: datetime) -> None:
    """Let the second clerk serve who came with a booking, at counter 2, day by day."""
    account = account_of("clerk")
    counter = office.unit.counters.order_by("code").last()
    if account is None or counter is None:
        return
    clerk = actor_for(account, now)
    waiting = Ticket.objects.filter(unit=office.unit, state=TicketState.WAITING)
    came = waiting.filter(booked_for__lt=now - _LASTS)
    rows = came.order_by("booked_for", "pk")
    for _day, tickets in groupby(rows, key=lambda ticket: ticket.day):
        _serve_day(clerk, counter.pk, tickets, now)


def _serve_day(clerk: Actor, counter_id: int, tickets: Iterable[Ticket], now: datetime) -> None:
    """Serve people one after another; who is not done by now still waits."""
    done = None
    for ticket in tickets:
        begins = max(ticket.issued_at + _EARLY, done or ticket.issued_at)
        if begins + _LASTS > now:
            break
        actions.open_shift(actor=clerk, counter_id=counter_id, now=ticket.issued_at)
        by: dict[str, Any] = {
            "actor": clerk,
            "counter_id": counter_id,
            "ticket_id": ticket.public_id,
        }
        actions.call_back(**by, now=begins)
        done = begins + _LASTS
        actions.finish_ticket(**by, now=done)
    if done is not None:
        actions.close_shift(actor=clerk, counter_id=counter_id, now=done)


def _give_back(office: _Office, rng: Random, now: datetime) -> None:
    """Let a few who are to come give their place back, and the office call one off."""
    to_come = Booking.objects.filter(
        kind__unit=office.unit, state=BookingState.BOOKED, starts_at__gt=now + timedelta(days=1)
    )
    by_account = {one.account_id: one for one in office.citizens}
    ahead = [one for one in to_come.order_by("starts_at", "pk") if one.account_id in by_account]
    if not ahead:
        return
    administrator = account_of("administrator")
    last = ahead.pop()
    if administrator is not None:
        by = actor_for(administrator, now)
        actions.call_off(actor=by, booking_id=last.public_id, reason=_REASON, now=now)
    for booking in ahead:
        if rng.random() > _GIVE_BACK:
            actions.cancel_booking(
                actor=by_account[booking.account_id], booking_id=booking.public_id, now=now
            )

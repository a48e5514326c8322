"""Times that may be booked at a one-door office, and those that were."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Count

from motcua.agencies.enums import Role
from motcua.agencies.queries import covers
from motcua.agencies.queries.calendars import working_calendar
from motcua.counters.base import booking_rule_on
from motcua.counters.enums import BookingState
from motcua.counters.errors import CounterNotFound
from motcua.counters.models import Booking, BookingPlan, ServiceKind
from motcua.kernel.calendar.instants import DAY, moment_of
from motcua.kernel.clock import civil_date
from motcua.procedures.base.texts import say
from motcua.procedures.queries import names_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date, datetime
    from uuid import UUID

    from motcua.agencies.models import Unit
    from motcua.kernel.actors import Actor

_MINUTE = 60_000_000
_MISSED_SHOWN, _MOST = timedelta(days=30), 20
# A booking takes a place of its time in these states.
_HOLDING = (BookingState.BOOKED, BookingState.CAME)


@dataclass(frozen=True, slots=True)
class Slot:
    """A time that may be booked, until when it lasts, and the places left in it."""

    starts_at: datetime
    ends_at: datetime
    left: int


def may_plan(actor: Actor, unit: Unit) -> bool:
    """Say whether an official says how many may book at a unit: its head, its administrator."""
    return covers(actor, unit.agency_id, unit.path, (Role.ADMINISTRATOR, Role.HEAD))


def plans_of(kind_ids: Iterable[int]) -> list[BookingPlan]:
    """Give the plans of some kinds, each from its day on, the earliest first."""
    rows = BookingPlan.objects.filter(kind__in=list(kind_ids)).select_related("kind")
    return list(rows.order_by("kind__prefix", "valid_from"))


def kind_booked(public_id: UUID) -> ServiceKind:
    """Give a kind of service for which numbers are given. Raises `CounterNotFound`."""
    rows = ServiceKind.objects.select_related("unit__agency")
    kind = rows.filter(public_id=public_id, is_open=True).first()
    if kind is None:
        raise CounterNotFound
    return kind


def kinds_booked(now: datetime) -> list[ServiceKind]:
    """Give the kinds of service that may be booked within the days ahead, by agency."""
    first, last = _reach(now)
    planned = ServiceKind.objects.filter(
        is_open=True, booking_plans__valid_from__lte=last, booking_plans__places__gt=0
    )
    kinds = planned.select_related("unit__agency").distinct()
    plans = _by_kind(plans_of(kind.pk for kind in kinds))
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    return [
        kind
        for kind in kinds.order_by("unit__agency__name", "unit", "prefix")
        if any(_plan_on(plans[kind.pk], day) for day in days)
    ]


def days_to_book(kind: ServiceKind, now: datetime) -> dict[date, list[Slot]]:
    """Give the times still to come that may be booked, by day, with the places left in each.

    Nothing beyond the days ahead that the rule names; days without any time are left out.
    """
    first, last = _reach(now)
    plans, taken = plans_of([kind.pk]), _taken(kind.pk, first, last)
    found = {}
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        plan = _plan_on(plans, day)
        times = [moment for moment in _times(kind, plan, day) if moment > now] if plan else []
        if plan and times:
            lasts = timedelta(minutes=plan.minutes)
            found[day] = [
                Slot(one, one + lasts, max(plan.places - taken.get(one, 0), 0)) for one in times
            ]
    return found


def slot_at(kind: ServiceKind, starts_at: datetime, now: datetime) -> Slot | None:
    """Give one time of a kind that may be booked; None where it may not."""
    slots = days_to_book(kind, now).get(civil_date(starts_at), [])
    return next((slot for slot in slots if slot.starts_at == starts_at), None)


def booking_of(account_id: int, booking_id: UUID) -> Booking:
    """Give somebody's own booking. Raises `CounterNotFound`."""
    rows = Booking.objects.select_related("kind__unit__agency", "ticket")
    found = rows.filter(account=account_id, public_id=booking_id).first()
    if found is None:
        raise CounterNotFound
    return found


def bookings_of(actor: Actor, now: datetime) -> list[Booking]:
    """Give what somebody has booked that is still to come or was today, the nearest first.

    What was missed stands in `missed_of`.
    """
    rows = Booking.objects.filter(
        account=actor.account_id or -1, starts_at__gte=_bounds(civil_date(now))[0]
    ).exclude(state=BookingState.MISSED)
    return list(rows.select_related("kind__unit__agency", "ticket").order_by("starts_at"))


def missed_of(actor: Actor, now: datetime) -> list[Booking]:
    """Give what somebody booked in the last weeks and did not come to, the latest first."""
    since = _bounds(civil_date(now) - _MISSED_SHOWN)[0]
    rows = Booking.objects.filter(
        account=actor.account_id or -1, state=BookingState.MISSED, starts_at__gte=since
    )
    return list(rows.select_related("kind__unit__agency", "ticket").order_by("-starts_at")[:_MOST])


def codes_booked(bookings: Iterable[Booking]) -> dict[int, str]:
    """Give the codes of the procedures that bookings are for, by booking."""
    rows = Booking.objects.filter(pk__in=[one.pk for one in bookings])
    return dict(rows.values_list("pk", "offering__procedure__code"))


def procedures_booked(bookings: Iterable[Booking], language: str) -> dict[int, str]:
    """Give the names of the procedures that bookings are for, by booking; its code at the worst."""
    listed = list(bookings)
    codes = codes_booked(listed)
    days = {civil_date(one.starts_at) for one in listed}
    names = {day: names_of(tuple(sorted(set(codes.values()))), day) for day in days}
    found = {}
    for one in listed:
        code = codes[one.pk]
        name = names[civil_date(one.starts_at)].get(code)
        found[one.pk] = say(name, language) if name else code
    return found


def awaited_at(unit_id: int, now: datetime) -> list[Booking]:
    """Give today's bookings of a unit whose holders have not come yet, the nearest first."""
    since, until = _bounds(civil_date(now))
    rows = Booking.objects.filter(kind__unit=unit_id, starts_at__gte=since, starts_at__lt=until)
    return list(rows.filter(state=BookingState.BOOKED).select_related("kind").order_by("starts_at"))


def to_come_at(unit_ids: Iterable[int], now: datetime) -> list[Booking]:
    """Give the bookings of some units from now on, the nearest first."""
    rows = Booking.objects.filter(kind__unit__in=list(unit_ids), starts_at__gte=now)
    kept = rows.filter(state=BookingState.BOOKED).select_related("kind__unit")
    return list(kept.order_by("starts_at", "pk"))


def out_of_hours(bookings: Iterable[Booking]) -> frozenset[int]:
    """Give those of some bookings at whose time their office is closed, by what holds now.

    A day off, or shorter hours, may have come after they were made.
    """
    return frozenset(one.pk for one in bookings if not _is_open_for(one))


def closed_ahead(actor: Actor, units: Iterable[Unit], now: datetime) -> list[Booking]:
    """Give the bookings to come at whose time the office is closed, where an actor calls off."""
    planning = [unit.pk for unit in units if may_plan(actor, unit)]
    coming = to_come_at(planning, now)
    closed = out_of_hours(coming)
    return [one for one in coming if one.pk in closed]


def closed_at_agency(agency_id: int, now: datetime) -> int:
    """Count the bookings to come at an agency's offices at whose time these are closed."""
    rows = Booking.objects.filter(kind__unit__agency=agency_id, starts_at__gte=now)
    return len(out_of_hours(rows.filter(state=BookingState.BOOKED).select_related("kind__unit")))


def _is_open_for(booking: Booking) -> bool:
    day = civil_date(booking.starts_at).toordinal()
    timeline = working_calendar(booking.kind.unit.agency_id).timeline
    return any(
        moment_of(day * DAY + opens) <= booking.starts_at
        and booking.ends_at <= moment_of(day * DAY + closes)
        for opens, closes in timeline.shifts_on(day)
    )


def _reach(now: datetime) -> tuple[date, date]:
    today = civil_date(now)
    return today, today + timedelta(days=booking_rule_on(today).days_ahead)


def _bounds(first: date, last: date | None = None) -> tuple[datetime, datetime]:
    """Give from when and before when the days from the first to the last are."""
    ends = (last or first).toordinal() + 1
    return moment_of(first.toordinal() * DAY), moment_of(ends * DAY)


def _by_kind(plans: Iterable[BookingPlan]) -> dict[int, list[BookingPlan]]:
    found: dict[int, list[BookingPlan]] = {}
    for plan in plans:
        found.setdefault(plan.kind_id, []).append(plan)
    return found


def _plan_on(plans: Iterable[BookingPlan], day: date) -> BookingPlan | None:
    """Give the plan that holds on a day, of those of one kind; None where nobody may book."""
    begun = [plan for plan in plans if plan.valid_from <= day]
    return begun[-1] if begun and begun[-1].places else None


def _taken(kind_id: int, first: date, last: date) -> dict[datetime, int]:
    since, until = _bounds(first, last)
    rows = Booking.objects.filter(kind=kind_id, starts_at__gte=since, starts_at__lt=until)
    held = rows.filter(state__in=_HOLDING).values("starts_at").annotate(many=Count("pk"))
    return {row["starts_at"]: row["many"] for row in held}


def _times(kind: ServiceKind, plan: BookingPlan, day: date) -> Iterator[datetime]:
    """Give the times at which a visit may begin and end within one stretch of working hours."""
    timeline = working_calendar(kind.unit.agency_id).timeline
    midnight, step = day.toordinal() * DAY, plan.minutes * _MINUTE
    for opens, closes in timeline.shifts_on(day.toordinal()):
        for begins in range(opens, closes - step + 1, step):
            moment = moment_of(midnight + begins)
            if kind.last_at is None or moment.time() <= kind.last_at:
                yield moment

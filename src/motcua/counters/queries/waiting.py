"""Who waits, who is called where, and how long it may take."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Case, IntegerField, Value, When

from motcua.counters.enums import TicketState
from motcua.counters.models import ServiceKind, Shift, Ticket
from motcua.kernel.clock import civil_date

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from django.db.models import QuerySet

    from motcua.agencies.models import Unit

_SAMPLE = 20
_MOST_SHOWN = 8
_AT_LEAST = 1.0
_NO_COUNTER = 0


@dataclass(frozen=True, slots=True)
class Waiting:
    """A ticket that waits, and the minutes it may still take."""

    ticket: Ticket
    minutes: int


@dataclass(frozen=True, slots=True)
class Board:
    """What the public display shows: numbers and counters, no names."""

    unit: Unit
    called: tuple[Ticket, ...]
    next: tuple[Ticket, ...]
    waiting: int
    open_counters: int

    @property
    def announcement(self) -> Ticket | None:
        """Give the ticket that was called last."""
        return self.called[0] if self.called else None


def kinds_of(unit_id: int) -> list[ServiceKind]:
    """Give the kinds of service that a unit gives tickets for."""
    rows = ServiceKind.objects.filter(unit=unit_id, is_open=True).select_related("unit")
    return list(rows.order_by("prefix"))


def closed_kinds_of(unit_id: int) -> list[ServiceKind]:
    """Give the kinds of service that a unit gave tickets for once, and does no more."""
    rows = ServiceKind.objects.filter(unit=unit_id, is_open=False).select_related("unit")
    return list(rows.order_by("prefix"))


def in_order(tickets: QuerySet[Ticket], now: datetime) -> QuerySet[Ticket]:
    """Order waiting tickets as they are called.

    Sent on first, then booked ones whose time has come, then priority, then as they came, also
    where the clock was put back meanwhile; a booked one whose time is still to come is last, called
    where nobody else waits.
    """
    rank = Case(
        When(counter__isnull=False, then=Value(0)),
        When(booked_for__lte=now, then=Value(1)),
        When(booked_for__gt=now, then=Value(4)),
        When(priority__gt="", then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )
    return tickets.alias(rank=rank).order_by("rank", "booked_for", "pk")


def waiting_at(unit_id: int, now: datetime) -> list[Waiting]:
    """Give the tickets that wait at a unit today, in the order in which they would be called now.

    Each waits until a counter is free that takes it, after who is served there now; one whose
    booked time comes meanwhile goes before others.
    """
    rows = in_order(_today(unit_id, now).filter(state=TicketState.WAITING), now)
    tickets, pace = list(rows.select_related("kind", "counter")), _pace(unit_id, now)
    free = _free_in(unit_id, pace, now)
    minutes = {}
    left = list(tickets)
    while left:
        counter, ticket = _next_called(left, free, now)
        left.remove(ticket)
        wait = max(free[counter], _minutes_to(ticket, now))
        minutes[ticket.pk] = math.ceil(wait)
        free[counter] = wait + pace.get(ticket.kind_id, ticket.kind.minutes)
    return [Waiting(ticket, minutes[ticket.pk]) for ticket in tickets]


def _next_called(
    left: Sequence[Ticket], free: Mapping[int, float], now: datetime
) -> tuple[int, Ticket]:
    """Give the counter that calls next, and whom it calls at that moment."""
    for counter in sorted(free, key=lambda one: free[one]):
        moment = now + timedelta(minutes=free[counter])
        mine = [one for one in left if one.counter_id == counter or one.counter_id not in free]
        if mine:
            return counter, min(mine, key=lambda one: _rank(one, moment))
    raise AssertionError("a ticket that is sent on waits for an open counter")


def _rank(ticket: Ticket, moment: datetime) -> tuple[object, ...]:
    """Order tickets as `in_order` does, at a moment to come."""
    booked = ticket.booked_for
    if ticket.counter_id is not None:
        first = 0
    elif booked is not None:
        first = 1 if booked <= moment else 4
    else:
        first = 2 if ticket.priority else 3
    return first, booked is None, booked or ticket.issued_at, ticket.issued_at, ticket.pk


def _free_in(unit_id: int, pace: Mapping[int, float], now: datetime) -> dict[int, float]:
    """Give in how many minutes each open counter may be free; where none is, as if one were."""
    shifts = Shift.objects.filter(counter__unit=unit_id, closed_at=None, paused_at=None)
    free = dict.fromkeys(shifts.values_list("counter_id", flat=True), 0.0)
    called = _today(unit_id, now).filter(state=TicketState.CALLED, counter_id__in=free)
    for ticket in called.select_related("kind"):
        assert ticket.counter_id is not None
        assert ticket.called_at is not None
        served = (now - ticket.called_at).total_seconds() / 60
        # Who takes longer than usual is not gone yet.
        left = max(pace.get(ticket.kind_id, ticket.kind.minutes) - served, _AT_LEAST)
        free[ticket.counter_id] = max(free[ticket.counter_id], left)
    return free or {_NO_COUNTER: 0.0}


def _minutes_to(ticket: Ticket, now: datetime) -> float:
    """Give the minutes until the booked time of a ticket; none where nothing was booked."""
    ahead = (ticket.booked_for - now).total_seconds() / 60 if ticket.booked_for else 0
    return max(ahead, 0.0)


def wait_of(ticket: Ticket, now: datetime) -> Waiting | None:
    """Give how long a ticket may still wait; None when it waits no more."""
    rows = waiting_at(ticket.unit_id, now)
    return next((row for row in rows if row.ticket.pk == ticket.pk), None)


def absent_at(unit_id: int, now: datetime) -> list[Ticket]:
    """Give today's tickets whose holders were not there when called."""
    rows = _today(unit_id, now).filter(state=TicketState.ABSENT)
    return list(rows.select_related("kind").order_by("-ended_at")[:_MOST_SHOWN])


def called_at(counter_id: int, now: datetime) -> Ticket | None:
    """Give the ticket that is being served at a counter today."""
    rows = Ticket.objects.filter(counter=counter_id, day=civil_date(now), state=TicketState.CALLED)
    return rows.select_related("kind").first()


def board_of(unit: Unit, now: datetime) -> Board:
    """Give what the public display of a unit shows now."""
    rows = _today(unit.pk, now).select_related("kind", "counter")
    called = rows.filter(state=TicketState.CALLED).order_by("-called_at", "-pk")
    waiting = rows.filter(state=TicketState.WAITING)
    return Board(
        unit=unit,
        called=tuple(called[:_MOST_SHOWN]),
        next=tuple(in_order(waiting, now)[:_MOST_SHOWN]),
        waiting=waiting.count(),
        open_counters=_open_counters(unit.pk),
    )


def _today(unit_id: int, now: datetime) -> QuerySet[Ticket]:
    return Ticket.objects.filter(unit=unit_id, day=civil_date(now))


def _open_counters(unit_id: int) -> int:
    return Shift.objects.filter(counter__unit=unit_id, closed_at=None, paused_at=None).count()


def _pace(unit_id: int, now: datetime) -> dict[int, float]:
    """Give the minutes that the last visitors of today took, by kind, where some were served."""
    served = _today(unit_id, now).filter(state=TicketState.SERVED).order_by("-ended_at")
    taken: dict[int, list[float]] = {}
    for kind, began, ended in served.values_list("kind_id", "called_at", "ended_at")[:_SAMPLE]:
        if began and ended:
            taken.setdefault(kind, []).append((ended - began).total_seconds() / 60)
    return {kind: max(sum(each) / len(each), 1.0) for kind, each in taken.items()}

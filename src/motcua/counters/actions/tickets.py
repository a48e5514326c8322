"""Queue tickets: taken, called, called again, missed, served, sent on to another counter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from motcua.counters.actions.authorising import own_shift, record, running_shift
from motcua.counters.base import priority_on
from motcua.counters.enums import TicketState
from motcua.counters.errors import CounterNotFound, KindClosed, NobodyWaits
from motcua.counters.models import ServiceKind, Ticket, TicketNumbering
from motcua.counters.queries.sitting import counter_for
from motcua.counters.queries.waiting import in_order
from motcua.counters.workflow import TABLE
from motcua.kernel import audit
from motcua.kernel.clock import civil, civil_date

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from motcua.counters.models import Shift
    from motcua.kernel.actors import Actor


@transaction.atomic
def take_ticket(
    *, actor: Actor, kind_id: UUID, key: str, now: datetime, priority: str = ""
) -> Ticket:
    """Give the next number of a kind of service today; one press (`key`) gives one ticket.

    A priority that does not hold on the day is left out. Raises `CounterNotFound`, `KindClosed`.
    """
    kind = ServiceKind.objects.select_related("unit").filter(public_id=kind_id).first()
    if kind is None:
        raise CounterNotFound
    if not kind.is_open:
        raise KindClosed
    if not kind.gives_at(civil(now).time()):
        raise KindClosed(_("Hôm nay đã hết giờ phát số cho loại việc này."))
    return issue(kind, key=key, priority=priority, actor=actor, now=now)


def issue(
    kind: ServiceKind,
    *,
    key: str,
    actor: Actor,
    now: datetime,
    priority: str = "",
    booked_for: datetime | None = None,
) -> Ticket:
    """Give the next number of a kind, in the caller's transaction; `key` gives one ticket."""
    day = civil_date(now)
    TicketNumbering.objects.get_or_create(kind=kind, day=day)
    numbering = TicketNumbering.objects.select_for_update().get(kind=kind, day=day)
    pressed = f"{kind.pk}:{key}"[:80]
    before = Ticket.objects.filter(key=pressed).first()
    if before is not None:
        return before
    numbering.last += 1
    numbering.save(update_fields=["last"])
    ticket = Ticket.objects.create(
        kind=kind,
        unit=kind.unit,
        day=day,
        number=numbering.last,
        priority=priority if priority_on(priority, day) else "",
        issued_at=now,
        key=pressed,
        booked_for=booked_for,
    )
    audit.record(
        actor=actor,
        action="counters.take_ticket",
        subject=("ticket", str(ticket.public_id)),
        agency_id=kind.unit.agency_id,
        now=now,
    )
    return ticket


@transaction.atomic
def call_next(*, actor: Actor, counter_id: int, now: datetime) -> Ticket:
    """Call the next ticket to one's counter; the one there is served, if nothing else was said.

    Raises `CounterNotFound`, `CounterClosed`, `NobodyWaits`.
    """
    shift = running_shift(actor, counter_id)
    for ticket in _at(shift):
        _end(ticket, "finish", shift, actor=actor, now=now)
    waiting = Ticket.objects.select_for_update(skip_locked=True, of=("self",)).filter(
        Q(counter=None) | Q(counter=counter_id),
        unit_id=shift.counter.unit_id,
        day=civil_date(now),
        state=TicketState.WAITING,
    )
    first = in_order(waiting, now).select_related("kind").first()
    if first is None:
        raise NobodyWaits
    return _call(first, shift, actor=actor, now=now)


@transaction.atomic
def call_back(*, actor: Actor, counter_id: int, ticket_id: UUID, now: datetime) -> Ticket:
    """Call a ticket of today out of turn: who was away has come, or who waits is let go first.

    Raises `CounterNotFound`, `CounterClosed`, `MoveRefused`.
    """
    shift = running_shift(actor, counter_id)
    ticket = _ticket(shift, ticket_id, now)
    if ticket.counter_id == counter_id and ticket.state == TicketState.CALLED:
        return ticket
    TABLE.target(TicketState(ticket.state), "call")
    for other in _at(shift):
        _end(other, "finish", shift, actor=actor, now=now)
    return _call(ticket, shift, actor=actor, now=now)


@transaction.atomic
def call_again(*, actor: Actor, counter_id: int, ticket_id: UUID, now: datetime) -> Ticket:
    """Call the ticket at one's counter once more. Raises as `call_next`."""
    shift = running_shift(actor, counter_id)
    ticket = _mine(shift, ticket_id, now)
    Ticket.objects.filter(pk=ticket.pk).update(calls=F("calls") + 1, called_at=now)
    record("call_again", shift.counter, actor=actor, now=now, ticket=str(ticket.public_id))
    ticket.refresh_from_db(fields=["calls", "called_at"])
    return ticket


@transaction.atomic
def miss_ticket(*, actor: Actor, counter_id: int, ticket_id: UUID, now: datetime) -> Ticket:
    """Note that nobody came. Raises as `call_next`."""
    shift = own_shift(actor, counter_id)
    return _end(_mine(shift, ticket_id, now), "miss", shift, actor=actor, now=now)


@transaction.atomic
def finish_ticket(*, actor: Actor, counter_id: int, ticket_id: UUID, now: datetime) -> Ticket:
    """Note that the visitor was served. Raises as `call_next`."""
    shift = own_shift(actor, counter_id)
    return _end(_mine(shift, ticket_id, now), "finish", shift, actor=actor, now=now)


@transaction.atomic
def transfer_ticket(
    *, actor: Actor, counter_id: int, ticket_id: UUID, to_counter_id: int, now: datetime
) -> Ticket:
    """Send a visitor on to another counter of the same office: he is called there first.

    Raises as `call_next`.
    """
    shift = own_shift(actor, counter_id)
    ticket = _mine(shift, ticket_id, now)
    target = counter_for(actor, to_counter_id)
    if target.unit_id != shift.counter.unit_id or target.pk == shift.counter_id:
        raise CounterNotFound
    ticket.state = TABLE.target(TicketState(ticket.state), "transfer")
    ticket.counter, ticket.called_at = target, None
    ticket.save(update_fields=["state", "counter", "called_at"])
    record(
        "transfer_ticket",
        shift.counter,
        actor=actor,
        now=now,
        ticket=str(ticket.public_id),
        to=target.pk,
    )
    return ticket


def _at(shift: Shift) -> list[Ticket]:
    """Lock the tickets that are called to a counter, of whatever day."""
    called = Ticket.objects.select_for_update(of=("self",)).select_related("kind")
    return list(called.filter(counter_id=shift.counter_id, state=TicketState.CALLED))


def _ticket(shift: Shift, ticket_id: UUID, now: datetime) -> Ticket:
    ticket = (
        Ticket.objects.select_for_update(of=("self",))
        .select_related("kind")
        .filter(public_id=ticket_id, unit_id=shift.counter.unit_id, day=civil_date(now))
        .first()
    )
    if ticket is None:
        raise CounterNotFound
    return ticket


def _mine(shift: Shift, ticket_id: UUID, now: datetime) -> Ticket:
    ticket = _ticket(shift, ticket_id, now)
    if ticket.counter_id != shift.counter_id:
        raise CounterNotFound
    return ticket


def _call(ticket: Ticket, shift: Shift, *, actor: Actor, now: datetime) -> Ticket:
    ticket.state = TABLE.target(TicketState(ticket.state), "call")
    ticket.counter, ticket.called_at, ticket.ended_at = shift.counter, now, None
    ticket.calls += 1
    ticket.save(update_fields=["state", "counter", "called_at", "ended_at", "calls"])
    record("call_ticket", shift.counter, actor=actor, now=now, ticket=str(ticket.public_id))
    return ticket


def _end(ticket: Ticket, act: str, shift: Shift, *, actor: Actor, now: datetime) -> Ticket:
    ticket.state = TABLE.target(TicketState(ticket.state), act)
    ticket.ended_at = now
    ticket.save(update_fields=["state", "ended_at"])
    record(f"{act}_ticket", shift.counter, actor=actor, now=now, ticket=str(ticket.public_id))
    return ticket

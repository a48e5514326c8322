"""Queue tickets on paper: 80 mm wide, as long as what is on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings

from motcua.agencies.queries.counters import counters_held
from motcua.counters.base import priority_on
from motcua.counters.errors import CounterNotFound
from motcua.counters.models import Ticket
from motcua.counters.queries.waiting import wait_of
from motcua.kernel.clock import civil
from motcua.ui.paper import render_pdf

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from motcua.kernel.actors import Actor


def ticket_for(actor: Actor, ticket_id: UUID) -> Ticket:
    """Give a ticket of the offices where an official receives. Raises `CounterNotFound`."""
    units = set(counters_held(actor).values_list("unit_id", flat=True))
    rows = Ticket.objects.select_related("kind", "unit__agency")
    ticket = rows.filter(public_id=ticket_id, unit__in=units).first()
    if ticket is None:
        raise CounterNotFound
    return ticket


def ticket_pdf(ticket: Ticket, *, now: datetime) -> bytes:
    """Set a ticket as PDF for a roll 80 mm wide; it names nobody."""
    waiting, priority = wait_of(ticket, now), priority_on(ticket.priority, ticket.day)
    data = {
        "title": f"Số thứ tự {ticket}",
        "demo": settings.DEMO,
        "agency": {"parent": "", "name": ticket.unit.agency.name},
        "office": ticket.unit.name,
        "number": str(ticket),
        "kind": ticket.kind.name,
        "priority": priority.name["vi"] if priority else "",
        "booked_for": f"{civil(ticket.booked_for):%H:%M}" if ticket.booked_for else "",
        "issued_at": civil(ticket.issued_at).isoformat(timespec="seconds"),
        "minutes": waiting.minutes if waiting else 0,
    }
    return render_pdf("slips/ticket.typ", data, at=ticket.issued_at)


def ticket_of_unit(unit_id: int, ticket_id: UUID) -> Ticket:
    """Give a ticket of one unit, as its kiosks print it. Raises `CounterNotFound`."""
    rows = Ticket.objects.select_related("kind", "unit__agency")
    ticket = rows.filter(public_id=ticket_id, unit=unit_id).first()
    if ticket is None:
        raise CounterNotFound
    return ticket

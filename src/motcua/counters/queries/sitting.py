"""Counters, who sits there, and who may."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from motcua.agencies.enums import Role
from motcua.agencies.queries.counters import counters_held
from motcua.counters.errors import CounterNotFound
from motcua.counters.models import Shift
from motcua.kernel.clock import civil_date

if TYPE_CHECKING:
    from datetime import datetime

    from motcua.agencies.models import Counter
    from motcua.kernel.actors import Actor


@dataclass(frozen=True, slots=True)
class Seat:
    """A counter, the shift that is open there, if one is, and whether somebody may sit down."""

    counter: Counter
    shift: Shift | None
    is_free: bool


def sits_at_counters(actor: Actor) -> bool:
    """Say whether an official works at counters: he receives somewhere."""
    return actor.official_id is not None and actor.has_role(Role.RECEPTIONIST)


def is_left(shift: Shift, now: datetime) -> bool:
    """Say whether whoever sat there is gone: he locked it, or went home and did not close it."""
    return shift.is_locked or civil_date(shift.opened_at) < civil_date(now)


def counters_of(actor: Actor, now: datetime) -> list[Seat]:
    """Give the counters an official may sit at, with who sits there."""
    counters = list(counters_held(actor))
    open_ = Shift.objects.filter(counter__in=counters, closed_at=None).select_related("official")
    shifts = {shift.counter_id: shift for shift in open_}
    held = [(counter, shifts.get(counter.pk)) for counter in counters]
    return [Seat(one, here, here is None or is_left(here, now)) for one, here in held]


def counter_for(actor: Actor, counter_id: int, *, locked: bool = False) -> Counter:
    """Give a counter that an official may sit at, locked if asked. Raises `CounterNotFound`."""
    rows = counters_held(actor)
    rows = rows.select_for_update(of=("self",)) if locked else rows
    counter = rows.filter(pk=counter_id).first()
    if counter is None:
        raise CounterNotFound
    return counter


def shift_of(actor: Actor) -> Shift | None:
    """Give the shift in which an official sits where he may, and has not locked."""
    rows = Shift.objects.select_related("counter__unit").filter(counter__in=counters_held(actor))
    return rows.filter(official_id=actor.official_id or -1, closed_at=None, is_locked=False).first()

"""Who may do what at a counter; to a stranger the counter is not there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from motcua.agencies.enums import Role
from motcua.agencies.queries import covers
from motcua.counters.errors import CounterClosed, CounterNotFound
from motcua.counters.models import Shift
from motcua.counters.queries.booking import may_plan
from motcua.counters.queries.sitting import counter_for
from motcua.kernel import audit
from motcua.kernel.errors import NotAllowed

if TYPE_CHECKING:
    from datetime import datetime

    from motcua.agencies.models import Counter, Unit
    from motcua.kernel.actors import Actor


def own_shift(actor: Actor, counter_id: int) -> Shift:
    """Lock the shift in which the actor sits at a counter, running or paused.

    Raises `CounterNotFound` for whoever may not sit there, `CounterClosed` where he does not.
    """
    shift = last_shift(actor, counter_id)
    if shift.is_locked:
        raise CounterClosed
    return shift


def last_shift(actor: Actor, counter_id: int) -> Shift:
    """Lock the shift in which the actor sits at a counter, or sat until he locked it just now.

    What he typed last may arrive after the lock. Raises as `own_shift`.
    """
    counter_for(actor, counter_id)
    rows = Shift.objects.select_for_update(of=("self",)).select_related("counter__unit")
    shift = rows.filter(
        counter=counter_id, official_id=actor.official_id or -1, closed_at=None
    ).first()
    if shift is None:
        raise CounterClosed
    return shift


def running_shift(actor: Actor, counter_id: int) -> Shift:
    """Lock the actor's own shift at a counter that is not paused. Raises as `own_shift`."""
    shift = own_shift(actor, counter_id)
    if shift.paused_at is not None:
        raise CounterClosed
    return shift


def require_administrator(actor: Actor, unit: Unit) -> None:
    """Demand the administrator of a unit. Raises `CounterNotFound` for strangers, `NotAllowed`."""
    if actor.kind == "system":
        return
    if not covers(actor, unit.agency_id, unit.path):
        raise CounterNotFound
    if not covers(actor, unit.agency_id, unit.path, (Role.ADMINISTRATOR,)):
        raise NotAllowed


def require_planner(actor: Actor, unit: Unit) -> None:
    """Demand the administrator or the head of a unit.

    Raises `CounterNotFound` for strangers, `NotAllowed`.
    """
    if actor.kind == "system" or may_plan(actor, unit):
        return
    if not covers(actor, unit.agency_id, unit.path):
        raise CounterNotFound
    raise NotAllowed


def record(act: str, counter: Counter, *, actor: Actor, now: datetime, **data: object) -> None:
    """Write an act at a counter into the audit log, in this transaction."""
    audit.record(
        actor=actor,
        action=f"counters.{act}",
        subject=("counter", str(counter.pk)),
        agency_id=counter.unit.agency_id,
        now=now,
        data=data,
    )

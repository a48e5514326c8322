"""Shifts: an official opens a counter, pauses, goes on, leaves it to the next, closes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from motcua.counters.actions.authorising import own_shift, record
from motcua.counters.errors import CounterTaken
from motcua.counters.models import CounterFiling, Shift
from motcua.counters.queries.sitting import counter_for, is_left
from motcua.dossiers.actions.counter_filing import hand_drafts_over

if TYPE_CHECKING:
    from datetime import datetime

    from motcua.agencies.models import Counter
    from motcua.kernel.actors import Actor


@transaction.atomic
def open_shift(*, actor: Actor, counter_id: int, now: datetime) -> Shift:
    """Sit down at a counter: what was begun there and not filed is one's own from now on.

    A counter that its clerk locked, or did not close the day before, is free. One's shift at
    another counter ends. Sitting down again where one sits already goes on. Raises
    `CounterNotFound`, `CounterTaken`.
    """
    counter = counter_for(actor, counter_id, locked=True)
    assert actor.official_id is not None
    assert actor.account_id is not None
    for other in _open(official_id=actor.official_id):
        if other.counter_id != counter_id:
            _close(other, actor=actor, now=now)
    here = next(iter(_open(counter_id=counter_id)), None)
    if here is not None and here.official_id == actor.official_id:
        return _go_on(here, counter, actor=actor, now=now)
    if here is not None and not is_left(here, now):
        raise CounterTaken
    if here is not None:
        _close(here, actor=actor, now=now)
    shift = Shift.objects.create(counter=counter, official_id=actor.official_id, opened_at=now)
    _take_over(counter, actor=actor, now=now)
    record("open_shift", counter, actor=actor, now=now)
    return shift


@transaction.atomic
def pause_shift(*, actor: Actor, counter_id: int, now: datetime) -> Shift:
    """Call nobody for a while. Raises `CounterNotFound`, `CounterClosed`."""
    shift = own_shift(actor, counter_id)
    if shift.paused_at is None:
        shift.paused_at = now
        shift.save(update_fields=["paused_at"])
        record("pause_shift", shift.counter, actor=actor, now=now)
    return shift


@transaction.atomic
def resume_shift(*, actor: Actor, counter_id: int, now: datetime) -> Shift:
    """Go on after a pause. Raises `CounterNotFound`, `CounterClosed`."""
    shift = own_shift(actor, counter_id)
    return _go_on(shift, shift.counter, actor=actor, now=now)


@transaction.atomic
def leave_counter(*, actor: Actor, counter_id: int, now: datetime) -> None:
    """Lock one's counter: whoever signs in next may sit down; the session is ended by the page.

    Raises `CounterNotFound`, `CounterClosed`.
    """
    shift = own_shift(actor, counter_id)
    shift.paused_at, shift.is_locked = now, True
    shift.save(update_fields=["paused_at", "is_locked"])
    record("leave_counter", shift.counter, actor=actor, now=now)


@transaction.atomic
def close_shift(*, actor: Actor, counter_id: int, now: datetime) -> None:
    """End one's shift. Raises `CounterNotFound`, `CounterClosed`."""
    _close(own_shift(actor, counter_id), actor=actor, now=now)


def _open(**which: int) -> list[Shift]:
    rows = Shift.objects.select_for_update(of=("self",)).select_related("counter__unit")
    return list(rows.filter(closed_at=None, **which))


def _go_on(shift: Shift, counter: Counter, *, actor: Actor, now: datetime) -> Shift:
    if shift.paused_at is not None:
        shift.paused_at, shift.is_locked = None, False
        shift.save(update_fields=["paused_at", "is_locked"])
        record("resume_shift", counter, actor=actor, now=now)
    return shift


def _close(shift: Shift, *, actor: Actor, now: datetime) -> None:
    shift.closed_at = now
    shift.save(update_fields=["closed_at"])
    record("close_shift", shift.counter, actor=actor, now=now)


def _take_over(counter: Counter, *, actor: Actor, now: datetime) -> None:
    begun = CounterFiling.objects.filter(counter=counter, dossier=None)
    drafts = list(begun.values_list("draft_id", flat=True))
    hand_drafts_over(actor=actor, draft_ids=drafts, now=now)

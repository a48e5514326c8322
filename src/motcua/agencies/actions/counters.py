"""Counters: the windows of a one-door office."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from motcua.agencies.errors import CodeTaken
from motcua.agencies.models import Counter, Unit
from motcua.kernel import audit

if TYPE_CHECKING:
    from datetime import datetime

    from motcua.kernel.actors import Actor


@transaction.atomic
def open_counter(*, actor: Actor, unit: Unit, code: str, name: str, now: datetime) -> Counter:
    """Open a counter in a unit. Raises `NotAllowed`, `CodeTaken`."""
    if actor.kind != "system":
        actor.require_role("administrator", agency_id=unit.agency_id)
    try:
        with transaction.atomic():
            counter = Counter.objects.create(unit=unit, code=code, name=name)
    except IntegrityError:
        raise CodeTaken(code=code) from None
    audit.record(
        actor=actor,
        action="agencies.open_counter",
        subject=("unit", str(unit.public_id)),
        agency_id=unit.agency_id,
        now=now,
        data={"counter": counter.pk},
    )
    return counter


@transaction.atomic
def place_terminal(*, actor: Actor, counter: Counter, terminal: str, now: datetime) -> None:
    """Say which card terminal stands at a counter, by its provider's name; empty where none does.

    Raises `NotAllowed`, `CodeTaken` where it stands at another.
    """
    agency_id = counter.unit.agency_id
    if actor.kind != "system":
        actor.require_role("administrator", agency_id=agency_id)
    if counter.terminal == terminal:
        return
    try:
        with transaction.atomic():
            Counter.objects.filter(pk=counter.pk).update(terminal=terminal)
    except IntegrityError:
        raise CodeTaken(code=terminal) from None
    counter.terminal = terminal
    audit.record(
        actor=actor,
        action="agencies.place_terminal",
        subject=("unit", str(counter.unit.public_id)),
        agency_id=agency_id,
        now=now,
        data={"counter": counter.pk, **({"terminal": terminal} if terminal else {})},
    )

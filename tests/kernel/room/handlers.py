"""Handlers of a room that exists for the tests of the outbox: they write into the audit log."""

from __future__ import annotations

import threading

from motcua.kernel import audit, clock
from motcua.kernel.actors import SYSTEM
from motcua.kernel.errors import DomainError
from motcua.kernel.events import InBatches
from motcua.kernel.models import OutboxRow, StoredFile

broken: set[str] = set()
started = threading.Event()
go_on = threading.Event()


def note(event):
    _write("room.noted", event)


def welcome(event):
    _write("room.welcomed", event)
    if "welcome" in broken:
        raise DomainError


def count_together(events):
    if any(event.payload.get("is_bad") for event in events):
        raise DomainError
    for event in events:
        _write(f"room.one_of_{len(events)}", event)


def point_to_nothing(event):
    StoredFile.objects.create(blob_id="0" * 64, name="x", stored_at=clock.system_now())


def duplicate(event):
    row = OutboxRow.objects.get(pk=event.id)
    OutboxRow.objects.create(
        pk=row.pk, agency_id=0, name="x", payload={}, emitted_at=row.emitted_at
    )


def hold(event):
    started.set()
    go_on.wait(60)


def _write(action, event):
    audit.record(
        actor=SYSTEM,
        action=action,
        subject=("event", str(event.id)),
        agency_id=event.agency_id,
        now=event.now,
        data=event.payload,
    )


SUBSCRIPTIONS = {
    "room.opened": (note, welcome),
    "room.cleaned": (note,),
    "room.entered": (InBatches(count_together),),
    "room.vanished": (point_to_nothing, note),
    "room.doubled": (duplicate, note),
    "room.held": (hold, note),
}

"""Events reach every handler once: after failures, crashes, floods, and within moments."""

from __future__ import annotations

import threading
import time
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import ClassVar
from uuid import UUID

import pytest
from django.apps import AppConfig
from django.db import connection, transaction

from motcua.kernel import clock, events, outbox
from motcua.kernel.enums import OutboxState
from motcua.kernel.events import Event, emit
from motcua.kernel.models import AuditRow, Handling, OutboxRow
from tests.kernel.room import handlers

NOW = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Opened(Event):
    name: ClassVar[str] = "room.opened"
    door: int = 1


@dataclass(frozen=True, slots=True)
class Cleaned(Event):
    name: ClassVar[str] = "room.cleaned"
    room: UUID


ROOM = handlers.SUBSCRIPTIONS


@pytest.fixture(autouse=True)
def _all_is_well():
    handlers.broken.clear()


def add(name, agency_id=1, times=1):
    OutboxRow.objects.bulk_create(
        OutboxRow(agency_id=agency_id, name=name, payload={}, emitted_at=NOW) for _ in range(times)
    )


def acts():
    return Counter(AuditRow.objects.values_list("action", flat=True))


def test_the_handlers_of_all_rooms_are_collected_in_their_order():
    room = AppConfig.create("tests.kernel.room")
    found = events.collect([room, AppConfig.create("motcua.kernel"), room])
    names = [events.handler_name(handler) for handler in found["room.opened"]]
    assert names == ["tests.kernel.room.handlers.note", "tests.kernel.room.handlers.welcome"] * 2


@pytest.mark.django_db
def test_every_handler_of_an_event_is_called_once():
    emit(Opened(door=3), agency_id=26, now=NOW)
    assert outbox.drain_all(now=NOW, to=ROOM) == 1
    assert acts() == {"room.noted": 1, "room.welcomed": 1}
    assert AuditRow.objects.first().data == {"door": 3}
    assert not OutboxRow.objects.exists()
    assert outbox.drain(now=NOW, to=ROOM).idle


@pytest.mark.django_db
def test_an_event_that_nobody_waits_for_is_forgotten():
    add("room.ignored")
    assert outbox.drain_all(now=NOW, to=ROOM) == 1
    assert not OutboxRow.objects.exists()


@pytest.mark.django_db
def test_what_happens_by_the_thousand_is_handled_many_at_a_time():
    add("room.entered", times=120)
    assert outbox.drain_all(now=NOW, to=ROOM) == 120
    assert acts() == {"room.one_of_50": 100, "room.one_of_20": 20}


@pytest.mark.django_db
def test_events_of_another_name_keep_their_place_between_those_handled_together():
    for name in ("room.entered", "room.opened", "room.entered"):
        add(name, times=2 if name == "room.entered" else 1)
    outbox.drain_all(now=NOW, to=ROOM)
    order = AuditRow.objects.order_by("id").values_list("action", flat=True)
    assert list(order) == [
        *["room.one_of_2"] * 2,
        *["room.noted", "room.welcomed"],
        *["room.one_of_2"] * 2,
    ]


@pytest.mark.django_db
def test_one_bad_event_does_not_hold_up_those_it_came_with():
    add("room.entered", times=3)
    OutboxRow.objects.create(
        agency_id=1, name="room.entered", payload={"is_bad": True}, emitted_at=NOW
    )
    drained = outbox.drain(now=NOW, to=ROOM)
    assert (drained.done, drained.failed) == (3, 1)
    assert acts() == {"room.one_of_1": 3}
    assert OutboxRow.objects.get().payload == {"is_bad": True}


@pytest.mark.django_db
def test_ids_arrive_as_text():
    emit(Cleaned(UUID(int=7)), agency_id=1, now=NOW)
    outbox.drain_all(now=NOW, to=ROOM)
    assert AuditRow.objects.get().data == {"room": str(UUID(int=7))}


@pytest.mark.django_db
def test_an_event_dies_with_its_transaction():
    with transaction.atomic():
        emit(Opened(), agency_id=1, now=NOW)
        transaction.set_rollback(True)
    assert not OutboxRow.objects.exists()


@dataclass(frozen=True, slots=True)
class Named(Event):
    name: ClassVar[str] = "room.named"
    whose: str = "Nguyễn Văn An"


@pytest.mark.django_db
def test_an_event_carries_no_personal_data():
    with pytest.raises(ValueError, match=r"room\.named"):
        emit(Named(), agency_id=1, now=NOW)


@pytest.mark.django_db
def test_a_failed_handler_is_tried_again_alone():
    handlers.broken.add("welcome")
    add("room.opened")
    assert outbox.drain(now=NOW, to=ROOM).failed == 1
    assert acts() == {"room.noted": 1}
    row = OutboxRow.objects.get()
    assert (row.attempts, row.error) == (1, "motcua.kernel.errors.DomainError")
    assert outbox.drain(now=NOW, to=ROOM).idle
    handlers.broken.clear()
    assert outbox.drain(now=row.due_at, to=ROOM).done == 1
    assert acts() == {"room.noted": 1, "room.welcomed": 1}
    assert not Handling.objects.exists()


@pytest.mark.django_db
def test_tries_grow_rarer_and_end():
    handlers.broken.add("welcome")
    add("room.opened")
    waits, now = [], NOW
    for _ in range(outbox.TRIES):
        assert outbox.drain(now=now, to=ROOM).failed == 1
        row = OutboxRow.objects.get()
        waits.append(row.due_at - now)
        now = row.due_at
    assert waits == sorted(waits)
    assert (waits[0], waits[-1]) == (timedelta(seconds=2), timedelta(minutes=30))
    assert row.state == OutboxState.DEAD
    assert outbox.drain(now=now, to=ROOM).idle
    assert outbox.backlog() == outbox.Backlog(waiting=0, dead=1, oldest=None)
    handlers.broken.clear()
    assert outbox.revive(now=now) == 1
    assert outbox.drain_all(now=now, to=ROOM) == 1
    assert acts() == {"room.noted": 1, "room.welcomed": 1}


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["room.vanished", "room.doubled"])
def test_a_database_error_in_one_handler_leaves_the_others_alone(name):
    add(name)
    add("room.opened")
    drained = outbox.drain(now=NOW, to=ROOM)
    assert (drained.done, drained.failed) == (1, 1)
    assert acts() == {"room.noted": 2, "room.welcomed": 1}


@pytest.mark.django_db
def test_a_flood_of_one_agency_does_not_delay_another():
    add("room.cleaned", agency_id=5, times=1000)
    add("room.opened", agency_id=900)
    outbox.drain(now=NOW, to=ROOM)
    assert acts()["room.welcomed"] == 1


@pytest.mark.django_db
def test_more_agencies_than_fit_a_batch_take_turns():
    for agency in range(1, 121):
        add("room.cleaned", agency_id=agency, times=10)
    served, after = set(), -1
    for _ in range(3):
        drained = outbox.drain(now=NOW, to=ROOM, after=after, limit=50)
        after = drained.last_agency
    served = set(AuditRow.objects.values_list("agency_id", flat=True))
    assert served == set(range(1, 121))


@pytest.mark.django_db
def test_a_clock_turned_back_holds_no_event_up():
    emit(Cleaned(UUID(int=7)), agency_id=1, now=NOW + timedelta(days=30))
    assert outbox.drain_all(now=NOW, to=ROOM) == 1


@contextmanager
def worker():
    stop = threading.Event()
    thread = threading.Thread(target=outbox.run_forever, args=(stop, ROOM))
    thread.start()
    try:
        yield thread
    finally:
        handlers.go_on.set()
        stop.set()
        thread.join(60)
        assert not thread.is_alive()


def wait_for(condition, seconds=60.0):
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.002)
    assert condition()


@pytest.mark.django_db(transaction=True)
def test_a_sleeping_worker_wakes_at_the_commit(monkeypatch):
    monkeypatch.setattr(outbox, "_SECONDS_ASLEEP", 3.0)
    with worker():
        time.sleep(0.4)
        delays = []
        for number in range(1, 6):
            with transaction.atomic():
                emit(Cleaned(UUID(int=7)), agency_id=1, now=clock.now())
                time.sleep(0.03)
            began = time.monotonic()
            wait_for(lambda count=number: acts()["room.noted"] == count)
            delays.append(time.monotonic() - began)
            time.sleep(0.15)
    assert sorted(delays)[2] < 2.0  # without the bell it would be three


@pytest.mark.django_db(transaction=True)
def test_several_workers_do_each_event_once():
    with worker(), worker(), worker():
        for _ in range(20):
            add("room.opened", agency_id=2, times=20)
            add("room.cleaned", agency_id=3, times=5)
        wait_for(lambda: not OutboxRow.objects.exists())
    assert acts() == {"room.noted": 500, "room.welcomed": 400}


@pytest.mark.django_db(transaction=True)
def test_a_killed_connection_undoes_the_batch_which_is_then_done_once():
    handlers.started.clear()
    handlers.go_on.clear()
    add("room.opened")
    add("room.held")
    with worker():
        assert handlers.started.wait(60)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid() "
                "AND usename = current_user"
            )
        handlers.go_on.set()
        wait_for(lambda: not OutboxRow.objects.exists())
    assert acts() == {"room.noted": 2, "room.welcomed": 1}

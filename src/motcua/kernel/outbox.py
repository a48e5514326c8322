"""The outbox: hands committed events to their handlers, each effect exactly once, fair by agency.

A batch is one transaction: the events are locked, their handlers run, and an event is deleted when
its last handler is done. A crash undoes the whole batch, and it is done again. When a handler
fails, the batch is undone and run anew with a savepoint for each handler; those of the failed event
that succeeded are noted (`Handling`), so that the next try runs the others only.
"""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Any, TypeVar

import orjson
import structlog
from django.db import InterfaceError, OperationalError, connection, transaction
from psycopg import Connection, Error as PostgresError

from motcua.kernel import clock
from motcua.kernel.enums import OutboxState
from motcua.kernel.errors import DomainError
from motcua.kernel.events import (
    Handler,
    Happened,
    InBatches,
    Subscriptions,
    handler_name,
    subscriptions,
)
from motcua.kernel.models import Handling, OutboxRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from threading import Event as Flag

P = TypeVar("P")
log = structlog.get_logger(__name__)

BELL = 7811101
"""The advisory lock of migration 0005: shared by those who emit, held alone by one who sleeps."""

CHANNEL = "motcua_outbox"
TRIES = 12
BATCH = 200
AGENCIES = 50
_RUN = 50
_FIRST_WAIT = timedelta(seconds=2)
_LONGEST_WAIT = timedelta(minutes=30)
_SECONDS_ASLEEP = 1.0
_SECONDS_BETWEEN_LOOKS = 0.02
_LONGEST_DOZE = 0.1
_SECONDS_OF_A_BATCH = 0.25

# The agencies that have something due, found by hopping along the index after the one that was
# served last; then the oldest few of each, dealt out one agency after the other.
_TAKE = f"""
WITH RECURSIVE hop (agency_id, n) AS (
    (SELECT agency_id, 1 FROM kernel_outboxrow
     WHERE state = 'waiting' AND due_at <= %(now)s AND agency_id > %(after)s
     ORDER BY agency_id LIMIT 1)
    UNION ALL
    SELECT (SELECT agency_id FROM kernel_outboxrow
            WHERE state = 'waiting' AND due_at <= %(now)s AND agency_id > hop.agency_id
            ORDER BY agency_id LIMIT 1),
           n + 1
    FROM hop WHERE hop.agency_id IS NOT NULL AND n < {AGENCIES}
), agencies AS (SELECT agency_id FROM hop WHERE agency_id IS NOT NULL),
share AS (SELECT greatest(1, %(limit)s / greatest(1, count(*))) AS rows FROM agencies)
SELECT event.id, event.name, event.agency_id, event.payload, event.emitted_at, event.attempts
FROM agencies CROSS JOIN LATERAL (
    SELECT * FROM kernel_outboxrow waiting
    WHERE waiting.state = 'waiting' AND waiting.agency_id = agencies.agency_id
      AND waiting.due_at <= %(now)s
    ORDER BY waiting.due_at, waiting.id LIMIT (SELECT rows FROM share)
    FOR UPDATE SKIP LOCKED
) event
ORDER BY row_number() OVER (PARTITION BY event.agency_id ORDER BY event.due_at, event.id), event.id
"""  # noqa: S608 - a constant of ours

_ANY_DUE = "SELECT EXISTS (SELECT FROM kernel_outboxrow WHERE state = 'waiting' AND due_at <= %s)"


@dataclass(frozen=True, slots=True)
class Drained:
    """What one batch did: events finished, tries failed, and the agency served last."""

    done: int
    failed: int
    last_agency: int

    @property
    def idle(self) -> bool:
        """Say that there was nothing to do."""
        return self.done + self.failed == 0


@dataclass(frozen=True, slots=True)
class Backlog:
    """What waits and what was given up, for the doctor and the metrics."""

    waiting: int
    dead: int
    oldest: datetime | None


@dataclass(frozen=True, slots=True)
class _Taken:
    """An event locked for this batch, and how often it was tried before."""

    event: Happened
    attempts: int


def drain(
    *, now: datetime, limit: int = BATCH, after: int = -1, to: Subscriptions | None = None
) -> Drained:
    """Handle one batch of due events; several processes may drain at once.

    `to` are the handlers of each event name, those of the installed apps unless given.

    `after` is the agency number to begin behind, as given by the batch before: where more agencies
    wait than fit into a batch, each gets its turn. Handlers of one event run in the order of the
    installed apps; events of one agency begin in the order they were emitted.
    """
    handlers = subscriptions() if to is None else to
    with transaction.atomic():
        with connection.cursor() as cursor:
            # A broken reference shows in the savepoint of the handler that made it, not at commit.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        taken = _take(now, limit, after)
        done, failed = _handle_together(taken, handlers), 0
        if done is None:
            done, failed = _handle_apart(taken, handlers)
        _forget(done)
    return Drained(len(done), failed, _place_in_turn(taken))


def drain_all(*, now: datetime, to: Subscriptions | None = None) -> int:
    """Handle everything that is due now, events of the handlers included; give the number done."""
    total = 0
    while not (drained := drain(now=now, to=to)).idle:
        total += drained.done
    return total


def backlog() -> Backlog:
    """Give the numbers of waiting and dead events, and when the oldest waiting was emitted."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FILTER (WHERE state = 'waiting'), count(*) FILTER (WHERE state = "
            "'dead'), min(emitted_at) FILTER (WHERE state = 'waiting') FROM kernel_outboxrow"
        )
        waiting, dead, oldest = cursor.fetchone()
    return Backlog(waiting, dead, oldest)


def awaited_subjects(beginning: str, field: str) -> list[int]:
    """Give what the waiting events whose names begin so are about, by a field of their payload."""
    rows = OutboxRow.objects.filter(name__startswith=beginning, payload__has_key=field)
    return list(rows.values_list(f"payload__{field}", flat=True))


def revive(*, now: datetime) -> int:
    """Try the events that were given up again; give their number."""
    dead = OutboxRow.objects.filter(state=OutboxState.DEAD)
    # One try, not none: what some of the handlers have done already stays done.
    return dead.update(state=OutboxState.WAITING, attempts=1, due_at=now)


def run_forever(stop: Flag, to: Subscriptions | None = None) -> None:
    """Drain until told to stop, waking within moments of a commit; outlive the database's absence.

    The batch in hand is finished before the end.
    """
    while not stop.is_set():
        try:
            with _bell() as bell:
                _serve(stop, bell, to)
        except (OperationalError, InterfaceError, PostgresError) as error:
            log.warning("outbox.database_lost", error=type(error).__name__)
            stop.wait(_SECONDS_ASLEEP)
        finally:
            connection.close()


def _serve(stop: Flag, bell: Connection[Any], to: Subscriptions | None) -> None:
    after, pause = -1, _SECONDS_BETWEEN_LOOKS
    while not stop.is_set():
        drained = drain(now=clock.now(), after=after, to=to)
        after = drained.last_agency
        pause = _SECONDS_BETWEEN_LOOKS if not drained.idle else _sleep(bell, pause)


def _sleep(bell: Connection[Any], pause: float) -> float:
    """Sleep until the bell rings or a second has passed; give the pause for the next time.

    Without the lock (somebody is about to commit an event, or another drainer sleeps), and while
    other drainers hold what is due, only doze.
    """
    row = bell.execute("SELECT pg_try_advisory_lock(%s)", (BELL,)).fetchone()
    is_alone = bool(row and row[0])
    try:
        if is_alone and not _any_due(bell):
            _listen(bell, _SECONDS_ASLEEP)
            return _SECONDS_BETWEEN_LOOKS
    finally:
        if is_alone:
            bell.execute("SELECT pg_advisory_unlock(%s)", (BELL,))
    _listen(bell, pause)
    return min(pause * 2, _LONGEST_DOZE)


def _any_due(bell: Connection[Any]) -> bool:
    row = bell.execute(_ANY_DUE, (clock.now(),)).fetchone()
    return bool(row and row[0])


def _listen(bell: Connection[Any], seconds: float) -> None:
    for _ in bell.notifies(timeout=seconds, stop_after=1):
        pass


@contextmanager
def _bell() -> Iterator[Connection[Any]]:
    """Open a connection of its own that hears the bell."""
    wrapper = connection.copy()
    try:
        wrapper.ensure_connection()
        bell: Connection[Any] = wrapper.connection
        bell.execute(f"LISTEN {CHANNEL}")
        yield bell
    finally:
        wrapper.close()


def _take(now: datetime, limit: int, after: int) -> list[_Taken]:
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, {"now": now, "limit": limit, "after": after})
        rows = cursor.fetchall()
    return [
        _Taken(Happened(number, name, agency_id, _loaded(payload), emitted_at, now), attempts)
        for number, name, agency_id, payload, emitted_at, attempts in rows
    ]


def _loaded(payload: str | dict[str, Any]) -> dict[str, Any]:
    # Django reads jsonb as text on its cursors and leaves the parsing to its field.
    return orjson.loads(payload) if isinstance(payload, str) else payload


def _place_in_turn(taken: Sequence[_Taken]) -> int:
    """Give the last agency served when more may follow, else start over."""
    served = {each.event.agency_id for each in taken}
    return max(served) if len(served) == AGENCIES else -1


def _while_there_is_time(parts: Iterable[P]) -> Iterator[P]:
    """Give parts until the batch has lasted long enough; the rest stay for the next batch."""
    end = time.monotonic() + _SECONDS_OF_A_BATCH
    for each in parts:
        yield each
        if time.monotonic() > end:
            return


def _handled(numbers: Sequence[int]) -> dict[int, frozenset[str]]:
    if not numbers:
        return {}
    found: dict[int, frozenset[str]] = {}
    for event_id, handler in Handling.objects.filter(event_id__in=numbers).values_list(
        "event_id", "handler"
    ):
        found[event_id] = found.get(event_id, frozenset()) | {handler}
    return found


def _handle_together(taken: Sequence[_Taken], handlers: Subscriptions) -> list[_Taken] | None:
    """Run all handlers in one savepoint, which costs half; None when one fails: all is undone."""
    if any(each.attempts for each in taken):
        return None
    done: list[_Taken] = []
    try:
        with transaction.atomic():
            for run in _while_there_is_time(_runs(taken)):
                _handle_run([each.event for each in run], handlers.get(run[0].event.name, ()))
                done += run
    except Exception:  # whose fault it was is found out, and said, by `_handle_apart`
        if _is_lost():
            raise
        return None
    return done


def _runs(taken: Sequence[_Taken]) -> Iterator[Sequence[_Taken]]:
    """Part the events into runs of the same name, which are short enough to end in time."""
    for _name, run in groupby(taken, key=lambda each: each.event.name):
        rest = list(run)
        for start in range(0, len(rest), _RUN):
            yield rest[start : start + _RUN]


def _handle_run(run: Sequence[Happened], handlers: Sequence[Handler]) -> None:
    """Run the handlers in their order: those that take many at once, the others one by one."""
    for at_once, stretch in groupby(handlers, key=lambda each: isinstance(each, InBatches)):
        some = list(stretch)
        if at_once:
            for handler in some:
                assert isinstance(handler, InBatches)
                handler.about(run)
            continue
        for event in run:
            for handler in some:
                handler(event)


def _handle_apart(taken: Sequence[_Taken], handlers: Subscriptions) -> tuple[list[_Taken], int]:
    """Run each handler in a savepoint of its own; give the events done and the number failed."""
    earlier = _handled([each.event.id for each in taken if each.attempts])
    done: list[_Taken] = []
    failed = 0
    for each in _while_there_is_time(taken):
        theirs = handlers.get(each.event.name, ())
        if _handle(each, theirs, earlier.get(each.event.id, frozenset())):
            done.append(each)
        else:
            failed += 1
    return done, failed


def _handle(taken: _Taken, handlers: Sequence[Handler], earlier: frozenset[str]) -> bool:
    """Run the handlers that are not done yet; note a failure for later. True when all are done."""
    names, error = set(earlier), None
    for handler in handlers:
        name = handler_name(handler)
        if name not in earlier:
            failure = _attempt(handler, taken.event)
            error = error or failure
            if failure is None:
                names.add(name)
    if error is None:
        return True
    fresh = [Handling(event_id=taken.event.id, handler=name) for name in names - earlier]
    Handling.objects.bulk_create(fresh)
    _put_off(taken, error)
    return False


def _attempt(handler: Handler, event: Happened) -> Exception | None:
    try:
        with transaction.atomic():
            handler(event)
    except Exception as error:  # a handler's fault must not stop the others
        if _is_lost():
            raise
        _complain(handler, event, error)
        return error
    return None


def _is_lost() -> bool:
    return connection.connection is None or bool(connection.connection.closed)


def _complain(handler: Handler, event: Happened, error: Exception) -> None:
    about = {"event_name": event.name, "event_id": event.id, "handler": handler_name(handler)}
    if isinstance(error, DomainError):
        log.warning("outbox.handler_refused", code=error.code, **about)
    else:
        log.error("outbox.handler_failed", exc_info=error, **about)


def _put_off(taken: _Taken, error: Exception) -> None:
    attempts = taken.attempts + 1
    wait = min(_FIRST_WAIT * 2**taken.attempts, _LONGEST_WAIT)
    is_last = attempts >= TRIES
    OutboxRow.objects.filter(pk=taken.event.id).update(
        attempts=attempts,
        due_at=taken.event.now + wait,
        state=OutboxState.DEAD if is_last else OutboxState.WAITING,
        error=f"{type(error).__module__}.{type(error).__qualname__}"[:200],
    )
    if is_last:
        log.error("outbox.event_dead", event_name=taken.event.name, event_id=taken.event.id)


def _forget(done: Sequence[_Taken]) -> None:
    numbers = [each.event.id for each in done]
    retried = [each.event.id for each in done if each.attempts]
    with connection.cursor() as cursor:
        if retried:
            cursor.execute("DELETE FROM kernel_handling WHERE event_id = ANY(%s)", (retried,))
        if numbers:
            cursor.execute("DELETE FROM kernel_outboxrow WHERE id = ANY(%s)", (numbers,))

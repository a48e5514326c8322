"""Delivering messages: claimed in fair turns, handed over several at once, each outcome written."""

from __future__ import annotations

import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import structlog

from motcua.notifications.actions.claiming import LEASE, Outcome, claim, release, settle
from motcua.notifications.actions.letters import Writer
from motcua.notifications.actions.pushing import forget_browser
from motcua.notifications.actions.resting import MOST_DOWNS, note_downs, note_success, room_for
from motcua.notifications.actions.silencing import (
    mark_silent,
    silent_among,
    tell_unreachable,
    unmark_silent,
)
from motcua.notifications.enums import Kind, Medium, MessageState
from motcua.notifications.errors import AddressDead, CarrierDown, TryLater, Undeliverable
from motcua.notifications.queries import carrier_of
from motcua.notifications.queries.rules import loud_kinds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from motcua.notifications.base import Carrier, Letter
    from motcua.notifications.models import Message

log = structlog.get_logger(__name__)

TRIES = 8
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=10), timedelta(minutes=30)
MOST_AT_ONCE = 200
"""Messages of a batch; it grows and shrinks so that a batch takes about half a second."""
CODES_LIVE = timedelta(minutes=30)
_FEWEST = 16
_LONG_BATCH, _SHORT_BATCH = 0.6, 0.25
# A handing over that begins has to end, with every time-out, while the lease holds.
_LAST_START = LEASE.total_seconds() - 40


def deliver_waiting(*, now: datetime, limit: int = 100) -> int:
    """Deliver messages that are due, of every medium, and give how many were tried."""
    tried = 0
    for medium in Medium:
        carrier = carrier_of(medium)
        if carrier is None:
            continue
        with closing(Sender(medium, carrier)) as sender:
            while tried < limit and (batch := sender.round(now=now, limit=limit - tried)):
                tried += batch
    return tried


@dataclass(frozen=True, slots=True)
class _Ready:
    """A message with its letter, and what sending it costs."""

    message: Message
    letter: Letter
    segments: int
    cost: int
    is_marked: bool = False


class Sender:
    """Hands the messages of one medium over to its carrier, over connections that are kept."""

    def __init__(self, medium: str, carrier: Carrier) -> None:
        self.medium, self._carrier = medium, carrier
        self._pool = ThreadPoolExecutor(carrier.at_once, thread_name_prefix=f"{medium}-carrier")
        self._batch = _FEWEST
        self._kinds: tuple[datetime, list[int]] | None = None

    def close(self) -> None:
        """Let go of threads and connections."""
        self._pool.shutdown()
        self._carrier.close()

    def round(self, *, now: datetime, limit: int = MOST_AT_ONCE) -> int:
        """Deliver one batch of what is due; give how many messages were looked at.

        The database is not waited on, nor locked, while the carrier is.
        """
        began = time.monotonic()
        room = room_for(self.medium, min(limit, self._batch), now)
        kinds = self._loud(now)
        claimed = (
            claim(medium=self.medium, kinds=kinds, limit=room, now=now) if room and kinds else []
        )
        if not claimed:
            return 0
        done, ready = self._written(claimed, now)
        line = _Line(self._carrier, began + _LAST_START)
        results = list(self._pool.map(line.carry, [one.letter for one in ready]))
        outcomes = [
            _outcome(one, result, now, is_up=line.has_carried)
            for one, result in zip(ready, results, strict=True)
            if result is not None
        ]
        self._settle([*done, *outcomes], line, now)
        release([one.message.pk for one, result in zip(ready, results, strict=True) if not result])
        self._mark(ready, results, now)
        self._pace(time.monotonic() - began)
        return len(claimed)

    def _loud(self, now: datetime) -> list[int]:
        """Give the kinds that may go now; looked up once a minute, as hours begin on minutes."""
        minute = now.replace(second=0, microsecond=0)
        if self._kinds is None or self._kinds[0] != minute:
            self._kinds = (minute, loud_kinds(self.medium, now))
        return self._kinds[1]

    def _written(
        self, claimed: Sequence[Message], now: datetime
    ) -> tuple[list[Outcome], list[_Ready]]:
        """Write the letters; give what is over already, and what is ready to go."""
        writer = Writer(now)
        done: list[Outcome] = []
        ready: list[_Ready] = []
        silent = silent_among(self.medium, claimed)
        left: list[tuple[Message, int]] = []
        for message in claimed:
            is_marked = message.pk in silent
            if message.kind == Kind.CODE and message.written_at < now - CODES_LIVE:
                done.append(_given_up(message, "notifications.expired"))
            elif is_marked and message.kind != Kind.CODE:
                done.append(_given_up(message, AddressDead.code))
                left.append((message, silent[message.pk]))
            elif isinstance(one := self._write(message, writer, now), Outcome):
                done.append(one)
            else:
                ready.append(replace(one, is_marked=is_marked))
        tell_unreachable(left, now=now)
        return done, ready

    def _write(self, message: Message, writer: Writer, now: datetime) -> Outcome | _Ready:
        try:
            letter = writer.letter(message)
            segments, cost = writer.cost(message, letter, self._carrier.name)
        except Undeliverable as error:
            return _given_up(message, error.code)
        except Exception:  # one message that cannot be written must not hold up the others
            log.exception("notifications.broken", template=message.template, medium=message.medium)
            return _put_off(message, "notifications.broken", now)
        return _Ready(message, letter, segments, cost)

    def _settle(self, outcomes: Sequence[Outcome], line: _Line, now: datetime) -> None:
        settle(outcomes, provider=self._carrier.name, until=now + LEASE, now=now)
        if line.has_carried:
            note_success(self.medium)
        elif line.downs:
            note_downs(medium=self.medium, downs=line.downs, now=now)
        dead = [one for one in outcomes if one.state == MessageState.FAILED]
        if dead:
            faults = sorted({one.fault for one in dead})
            log.error("notifications.dead", medium=self.medium, messages=len(dead), faults=faults)

    def _mark(self, ready: Sequence[_Ready], results: Sequence[object], now: datetime) -> None:
        """Mark addresses that are dead; free one whose mail server takes mail again.

        Networks of telephones tell by a report whether a message arrived, mail servers do not.
        """
        for one, result in zip(ready, results, strict=True):
            if isinstance(result, AddressDead) and self.medium == Medium.PUSH:
                forget_browser(one.letter.address)
            elif isinstance(result, AddressDead):
                mark_silent(one.message, reason="refused", now=now)
            elif one.is_marked and isinstance(result, str) and self.medium == Medium.EMAIL:
                unmark_silent(self.medium, one.letter.address)

    def _pace(self, seconds: float) -> None:
        if seconds > _LONG_BATCH:
            self._batch = max(_FEWEST, self._batch // 2)
        elif seconds < _SHORT_BATCH:
            self._batch = min(MOST_AT_ONCE, self._batch * 2)


class _Line:
    """The carrier during one batch, shared by the threads: it stops when the carrier is down."""

    def __init__(self, carrier: Carrier, last_start: float) -> None:
        self._carrier, self._last_start = carrier, last_start
        self._lock = threading.Lock()
        self._in_a_row = 0
        self.downs = 0
        self.has_carried = False

    def carry(self, letter: Letter) -> str | Exception | None:
        """Hand a letter over; give the carrier's number, the error, or None when not tried."""
        if self._in_a_row >= MOST_DOWNS or time.monotonic() > self._last_start:
            return None
        try:
            number = self._carrier.carry(letter)
        except CarrierDown as error:
            with self._lock:
                self._in_a_row += 1
                self.downs += 1
            return error
        except Exception as error:  # noqa: BLE001 - each message's fault is settled on its own
            result: str | Exception = error
        else:
            result = number or "-"
        with self._lock:
            self._in_a_row, self.has_carried = 0, True
        return result


def _outcome(one: _Ready, result: str | Exception, now: datetime, *, is_up: bool) -> Outcome:
    if isinstance(result, str):
        return Outcome(
            one.message.pk,
            MessageState.SENT,
            one.message.due_at,
            carrier_id=result[:80],
            segments=one.segments,
            cost=one.cost,
        )
    return _refused(one.message, result, now, is_up=is_up)


def _refused(message: Message, error: Exception, now: datetime, *, is_up: bool) -> Outcome:
    if isinstance(error, Undeliverable):
        state = MessageState.BOUNCED if isinstance(error, AddressDead) else MessageState.FAILED
        return replace(_given_up(message, error.code), state=state)
    if isinstance(error, CarrierDown) and not is_up:
        # Nobody got anything through: it is the carrier's fault, and costs the message no try.
        return replace(_put_off(message, error.code, now, tries=0), tries=0)
    if isinstance(error, CarrierDown | TryLater):
        return _put_off(message, error.code, now)
    log.error("notifications.broken", exc_info=error, template=message.template)
    return _put_off(message, "notifications.broken", now)


def _given_up(message: Message, fault: str) -> Outcome:
    return Outcome(message.pk, MessageState.FAILED, message.due_at, fault)


def _put_off(message: Message, fault: str, now: datetime, tries: int = 1) -> Outcome:
    """Let a message wait, longer each time and not all of them for the same time."""
    attempts = message.attempts + tries
    if attempts >= TRIES:
        return _given_up(message, fault)
    pause = min(FIRST_PAUSE * 2 ** max(0, attempts - 1), LONGEST_PAUSE)
    due = now + pause * random.uniform(0.75, 1.25)  # noqa: S311 - spreads tries, hides nothing
    return Outcome(message.pk, MessageState.WAITING, due, fault)

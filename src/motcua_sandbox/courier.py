"""Delivers queued events: signed at each try, tried again with growing pauses until taken."""

from __future__ import annotations

import hashlib
import ssl
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

from motcua_sandbox import clock, dial, events, wire
from motcua_sandbox.post import Unreachable, post

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from motcua_sandbox.events import Job
    from motcua_sandbox.logs import Log
    from motcua_sandbox.store import Store

THREADS = 4
_LONGEST_NAP = 1.0
_WAITING_NAP = 0.2


@dataclass(frozen=True, slots=True)
class Party:
    """Who gets events: their secret, and where they listen."""

    code: str
    secret: bytes
    webhook_url: str


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds before the first repetition, doubled each time up to the longest."""

    base: float = 1.0
    cap: float = 15.0

    def pause(self, tries: int) -> float:
        """Give the seconds to wait after so many tries."""
        return float(min(self.cap, self.base * 2 ** min(tries, 20)))


class Courier:
    """The threads that empty a store's queue of deliveries."""

    def __init__(
        self,
        store: Store,
        find: Callable[[str], Party | None],
        log: Log,
        pace: Pace,
        ca: Path | None,
    ) -> None:
        self._store, self._find, self._log, self._pace = store, find, log, pace
        self._trust = ssl.create_default_context(cafile=ca)
        self._turn = threading.Condition()
        self._busy: set[int] = set()
        self._stopped = False
        self._threads = [threading.Thread(target=self._work) for _ in range(THREADS)]

    def start(self) -> None:
        """Begin to deliver, first of all what an earlier process left."""
        self._store.on_commit(self._wake)
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Finish the deliveries under way and end."""
        with self._turn:
            self._stopped = True
            self._turn.notify_all()
        for thread in self._threads:
            thread.join()

    def _wake(self) -> None:
        with self._turn:
            self._turn.notify()

    def _work(self) -> None:
        while (job := self._claim()) is not None:
            try:
                outcome = self._try(job)
                retry_at = clock.now() + self._pace.pause(job.tries)
                events.record(self._store, job, outcome, retry_at)
            except Exception as error:  # noqa: BLE001 - the queue must go on; the job stays in it
                self._log("delivery_failed", event_id=job.event, error=type(error).__name__)
                threading.Event().wait(self._pace.base)
            finally:
                with self._turn:
                    self._busy.discard(job.delivery)

    def _claim(self) -> Job | None:
        """Wait for a delivery that is due and that no other thread has; None when stopping."""
        with self._turn:
            while not self._stopped:
                free = [] if self._is_down() else self._due()
                if free:
                    self._busy.add(free[0].delivery)
                    self._turn.notify(len(free) - 1)
                    return free[0]
                self._turn.wait(self._nap())
        return None

    def _due(self) -> list[Job]:
        jobs = events.due(self._store, clock.now(), len(self._busy) + 2)
        return [job for job in jobs if job.delivery not in self._busy]

    def _is_down(self) -> bool:
        return bool(dial.read(self._store).down)

    def _nap(self) -> float:
        """Give how long to sleep in seconds; a commit wakes the sleeper earlier.

        What is due already is in another thread's hands or has to go after something else.
        """
        at = events.next_due_at(self._store)
        left = _LONGEST_NAP if at is None else at - clock.now()
        return min(_LONGEST_NAP, left) if left > 0 else _WAITING_NAP

    def _try(self, job: Job) -> tuple[int, str]:
        party = self._find(job.party)
        if party is None or not party.webhook_url:
            return 0, "nobody to send to"
        headers = {
            "Content-Type": "application/json",
            "X-Event-Id": job.event,
            "X-Signature": _signature(job, party.secret),
        }
        try:
            status = post(party.webhook_url, job.body, headers, self._trust)
        except Unreachable as error:
            return 0, str(error)
        self._log("delivered", event_id=job.event, tries=job.tries + 1, status=status)
        return status, _twist(job)


def _twist(job: Job) -> str:
    return job.twist if job.tries == 0 else ""


def _signature(job: Job, secret: bytes) -> str:
    """Sign a try; the first one wrongly when the dial asked for that."""
    at, twist = int(clock.now()), _twist(job)
    if twist == "forged":
        secret = hashlib.sha256(b"forged" + secret).digest()
    if twist == "stale":
        at -= job.stale
    return wire.sign_body(job.body, secret, at)

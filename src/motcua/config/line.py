"""The line before the pages: how long who comes now would wait, and who goes before others."""

from __future__ import annotations

import re
import threading
from enum import StrEnum
from typing import Final

HEAD: Final = 4096
"""Bytes of a request within which its address and its host are looked for."""
_FIRST_PACE: Final = 0.01
_SLOWEST_PACE: Final = 1.0
_WEIGHT: Final = 0.1
# Officials work for everybody who waits, and a bank that is refused asks again for hours.
_PATIENCE_OF_FIRST: Final = 2.0
_TOO_LATE: Final = 2.0
_TARGET = re.compile(rb"[A-Z]+ ([^ ?\r\n]+)")
_HOST = re.compile(rb"\r\nhost:[ \t]*([^\r\n:]+)", re.IGNORECASE)
_OPEN = (b"/static/", b"/healthz", b"/readyz", b"/metrics")
_WEBHOOKS = b"/api/webhooks/"


class Rank(StrEnum):
    """Who stands in line: whoever asks for what is always given goes by it."""

    OPEN = "open"
    FIRST = "first"
    USUAL = "usual"


def is_open(path: bytes) -> bool:
    """Say whether an address is always answered: health, figures, static files."""
    return path.startswith(_OPEN)


def rank_of(head: bytes, desk_hosts: frozenset[bytes]) -> Rank:
    """Rank a request by the first bytes of it: health and files, then officials and webhooks."""
    target = _TARGET.match(head)
    if target is None:
        return Rank.USUAL
    if is_open(target[1]):
        return Rank.OPEN
    host = _HOST.search(head)
    is_first = target[1].startswith(_WEBHOOKS) or (host is not None and host[1] in desk_hosts)
    return Rank.FIRST if is_first else Rank.USUAL


class Line:
    """Requests of one process that wait for a thread, and the pace at which they are answered.

    The pace is the time between two answers while somebody waits: it holds whatever slows answers
    down, be it the processor, the database or one long export among short pages.
    """

    def __init__(self, patience: float) -> None:
        """Promise that nobody waits longer than `patience`, in seconds."""
        self._patience = patience
        self._pace = _FIRST_PACE
        self._waiting = 0
        self._answered_at: float | None = None
        self._lock = threading.Lock()

    @property
    def wait(self) -> float:
        """Give the seconds that who joins now would wait."""
        return self._waiting * self._pace

    def admits(self, rank: Rank) -> bool:
        """Say whether who joins now is answered in time."""
        return self.wait <= self._patience_of(rank)

    def is_too_late(self, rank: Rank, waited: float) -> bool:
        """Say whether somebody has waited so long, in seconds, that the promise is far gone."""
        return waited > _TOO_LATE * self._patience_of(rank)

    def join(self) -> None:
        """Count one who waits."""
        with self._lock:
            self._waiting += 1

    def leave(self) -> None:
        """Count one less: a thread took him."""
        with self._lock:
            self._waiting -= 1

    def answered(self, at: float) -> None:
        """Note the moment of an answer, in seconds of any clock that only goes forward."""
        with self._lock:
            if self._answered_at is not None:
                took = min(at - self._answered_at, _SLOWEST_PACE)
                self._pace += _WEIGHT * (took - self._pace)
            self._answered_at = at if self._waiting else None

    def _patience_of(self, rank: Rank) -> float:
        return self._patience * (_PATIENCE_OF_FIRST if rank is Rank.FIRST else 1.0)

"""People who come whether or not those before were answered, each over a connection of his own.

A crowd that waits for its answers asks the less the slower they come, and so never offers more than
a node can do. Here the moments of coming are drawn beforehand. Waiting counts from that moment, not
from when we got round to sending.
"""

from __future__ import annotations

import re
import selectors
import socket
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from motcua.demo.prove.wire import Answer

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from random import Random

_END = b"\r\n\r\n"
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_CHUNK = 65536
_TICK = 0.05
_AT_MOST = 64  # who are let in before answers are read again


@dataclass(slots=True)
class _Visit:
    """One who came at a moment, his connection, and what he has heard so far."""

    request: bytes
    came: float
    connection: socket.socket
    received: bytearray = field(default_factory=bytearray)


@dataclass(slots=True)
class Arrivals:
    """Requests that come at drawn moments to a port, from addresses in turn.

    Attributes:
        answers: what came back, status 0 for nothing; `seconds` from the moment of coming.
        late: by how many seconds each request was sent after its moment: our own slowness.

    """

    port: int
    addresses: Sequence[str]
    patience: float = 60.0
    answers: list[Answer] = field(default_factory=list)
    late: list[float] = field(default_factory=list)
    _open: set[int] = field(default_factory=set)
    _selector: selectors.BaseSelector = field(default_factory=selectors.DefaultSelector)

    def run(self, requests: Iterator[bytes], *, rate: float, seconds: float, rng: Random) -> float:
        """Let so many come a second, for so long; hear them all out; give the seconds of coming."""
        moments = _drawn(rate, seconds, rng)
        began = time.monotonic()
        with self._selector:
            waiting = next(moments, None)
            while waiting is not None:
                for _ in range(_AT_MOST):
                    if waiting is None or began + waiting > time.monotonic():
                        break
                    self._come(next(requests), began + waiting)
                    waiting = next(moments, None)
                until = _TICK if waiting is None else began + waiting - time.monotonic()
                self._listen(min(max(until, 0.0), _TICK))
            came = time.monotonic() - began
            end = time.monotonic() + self.patience
            while self._open and time.monotonic() < end:
                self._listen(_TICK)
            for key in list(self._selector.get_map().values()):
                self._heard(key.data, 0)
        return came

    def _come(self, request: bytes, moment: float) -> None:
        connection = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        visit = _Visit(request, moment, connection)
        self.late.append(time.monotonic() - moment)
        number = len(self.late)
        connection.setblocking(False)
        try:
            connection.bind((self.addresses[number % len(self.addresses)], 0))
            connection.connect_ex(("127.0.0.1", self.port))
        except OSError:
            self._tell(visit, 0)
            connection.close()
            return
        self._open.add(connection.fileno())
        self._selector.register(connection, selectors.EVENT_WRITE, visit)

    def _listen(self, seconds: float) -> None:
        for key, events in self._selector.select(seconds):
            try:
                if events & selectors.EVENT_WRITE:
                    key.data.connection.sendall(key.data.request)
                    self._selector.modify(key.data.connection, selectors.EVENT_READ, key.data)
                else:
                    self._read(key.data)
            except OSError:
                self._heard(key.data, 0)

    def _read(self, visit: _Visit) -> None:
        chunk = visit.connection.recv(_CHUNK)
        visit.received += chunk
        head = visit.received.find(_END)
        length = _LENGTH.search(visit.received, 0, head) if head >= 0 else None
        if length and len(visit.received) - head - len(_END) >= int(length[1]):
            self._heard(visit, int(visit.received[9:12]))
        elif not chunk:
            self._heard(visit, 0)

    def _heard(self, visit: _Visit, status: int) -> None:
        self._selector.unregister(visit.connection)
        self._open.discard(visit.connection.fileno())
        visit.connection.close()
        self._tell(visit, status)

    def _tell(self, visit: _Visit, status: int) -> None:
        head, _, body = bytes(visit.received).partition(_END)
        took = time.monotonic() - visit.came
        self.answers.append(Answer(visit.request, status, body, took, 1, head + b"\r\n"))


def _drawn(rate: float, seconds: float, rng: Random) -> Iterator[float]:
    """Draw the moments at which so many come a second, independently of each other."""
    moment = rng.expovariate(rate)
    while moment < seconds:
        yield moment
        moment += rng.expovariate(rate)

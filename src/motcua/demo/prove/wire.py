"""Many clients in one thread: keep-alive HTTP/1.1 over raw sockets, requests made beforehand.

It costs a fraction of what it measures, because it shares the machine with it.
"""

from __future__ import annotations

import contextlib
import re
import selectors
import socket
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_END: Final = b"\r\n\r\n"
_RETRY_AFTER = re.compile(rb"\r\nretry-after: *(\d+)", re.IGNORECASE)
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_CHUNK = 65536
_TICK = 0.05
_AGAIN = frozenset({429, 500, 502, 503, 504})


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back for a request, how many seconds after it was first sent, in how many tries."""

    request: bytes
    status: int
    body: bytes
    seconds: float
    tries: int
    head: bytes = b""

    @property
    def retry_after(self) -> int | None:
        """Give after how many seconds it asks to be tried again."""
        found = _RETRY_AFTER.search(self.head)
        return int(found[1]) if found else None


@dataclass(frozen=True, slots=True)
class Patience:
    """How often a request is sent again when nobody answered or a 5xx did, and after how long."""

    tries: int = 1
    pause: float = 0.2


@dataclass(slots=True)
class _Client:
    """One connection and the request it is about."""

    requests: Iterator[bytes]
    request: bytes = b""
    received: bytearray = field(default_factory=bytearray)
    connection: socket.socket | None = None
    started: float = 0.0
    tries: int = 0
    resumes: float = 0.0
    address: str = ""
    thinks_until: float = 0.0


class Crowd:
    """Clients that each send their requests one after the other, all at the same time."""

    def __init__(
        self,
        port: int,
        requests: list[Iterator[bytes]],
        hear: Callable[[Answer], None],
        patience: Patience | None = None,
        *,
        address: str | Sequence[str] = "127.0.0.1",
        think: Callable[[], float] | None = None,
    ) -> None:
        """Give each client its requests; `hear` gets every last answer, status 0 for none.

        `address` is the loopback address that the clients come from, or one for each of them;
        `think` gives the seconds that somebody waits before his next request.
        """
        self._think = think
        self._port = port
        self._hear = hear
        self._patience = patience or Patience()
        self._clients = [_Client(each) for each in requests]
        for number, client in enumerate(self._clients):
            client.address = address if isinstance(address, str) else address[number]
        self._selector = selectors.DefaultSelector()
        self._busy = 0

    def run(self) -> float:
        """Send everything; give the seconds it took."""
        began = time.monotonic()
        with self._selector:
            for client in self._clients:
                self._busy += 1
                self._next(client)
            while self._busy:
                for key, _ in self._selector.select(_TICK):
                    self._read(key.data)
                self._resume()
        return time.monotonic() - began

    def _next(self, client: _Client) -> None:
        request = next(client.requests, None)
        if request is None:
            self._busy -= 1
            self._close(client)
            return
        client.request, client.started, client.tries = request, time.monotonic(), 0
        self._send(client)

    def _send(self, client: _Client) -> None:
        client.tries += 1
        client.received.clear()
        try:
            self._open(client).sendall(client.request)
        except OSError:
            self._lost(client)

    def _open(self, client: _Client) -> socket.socket:
        if client.connection is None:
            client.connection = socket.create_connection(
                ("127.0.0.1", self._port), timeout=30, source_address=(client.address, 0)
            )
            client.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._selector.register(client.connection, selectors.EVENT_READ, client)
        return client.connection

    def _close(self, client: _Client) -> None:
        if client.connection is not None:
            self._selector.unregister(client.connection)
            client.connection.close()
            client.connection = None

    def _read(self, client: _Client) -> None:
        if client.connection is None:
            return
        try:
            chunk = client.connection.recv(_CHUNK)
        except OSError:
            chunk = b""
        if not chunk:
            if client.thinks_until:
                self._close(client)  # nobody waits for an answer: the next request opens another
            else:
                self._lost(client)
            return
        client.received += chunk
        head = client.received.find(_END)
        if head < 0:
            return
        found = _LENGTH.search(client.received, 0, head)
        start = head + len(_END)
        if found is not None and len(client.received) - start >= int(found[1]):
            self._answered(client, start)

    def _answered(self, client: _Client, start: int) -> None:
        status = int(client.received[9:12])
        if b"\r\nconnection: close" in bytes(client.received[:start]).lower():
            self._close(client)
        if status in _AGAIN and client.tries < self._patience.tries:
            self._wait(client)
            return
        self._tell(client, status, bytes(client.received[start:]), bytes(client.received[:start]))

    def _lost(self, client: _Client) -> None:
        """Deal with a connection that ended before the answer did, after a pause."""
        with contextlib.suppress(OSError):
            self._close(client)
        self._wait(client)

    def _wait(self, client: _Client) -> None:
        client.resumes = time.monotonic() + self._patience.pause

    def _resume(self) -> None:
        now = time.monotonic()
        for client in self._clients:
            if client.thinks_until and now >= client.thinks_until:
                client.thinks_until = 0.0
                self._next(client)
            if client.resumes and now >= client.resumes:
                client.resumes = 0.0
                if client.tries < self._patience.tries:
                    self._send(client)
                else:
                    self._tell(client, 0, b"")

    def _tell(self, client: _Client, status: int, body: bytes, head: bytes = b"") -> None:
        took = time.monotonic() - client.started
        self._hear(Answer(client.request, status, body, took, client.tries, head))
        if self._think is None:
            self._next(client)
        else:
            client.thinks_until = time.monotonic() + self._think()

"""gunicorn's worker with threads, where who would wait too long is turned away at once.

gunicorn takes every connection as it comes and lets it wait for a thread within the process for as
long as it takes. Here a request joins that line only while it will be answered in time. The others
go to the door, a few threads of their own: they give health, figures and files, and answer 503.
"""

from __future__ import annotations

import errno
import ssl
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from selectors import EVENT_READ
from socket import MSG_PEEK
from typing import TYPE_CHECKING, Any

from django.db import connections
from gunicorn.http import wsgi  # type: ignore[import-untyped]
from gunicorn.workers.gthread import TConn, ThreadWorker  # type: ignore[import-untyped]

from motcua.config import env
from motcua.config.busy import turn_away
from motcua.config.line import HEAD, Line, Rank, is_open, rank_of

if TYPE_CHECKING:
    from concurrent.futures import Future
    from socket import socket

_AT_THE_DOOR = 8
_TAKEN_AT_ONCE = 8
_NOBODY_THERE = frozenset({errno.EAGAIN, errno.ECONNABORTED, errno.EWOULDBLOCK})


@dataclass(frozen=True, slots=True)
class _Request:
    """When a request came, its rank, and whether it joined the line."""

    came: float
    rank: Rank
    is_admitted: bool


class Worker(ThreadWorker):  # type: ignore[misc]  # gunicorn has no types
    """Serves pages from a line that is never longer than can be answered in time."""

    def init_process(self) -> None:
        """Make the line and the door, then serve until told to stop."""
        self._line = Line(float(env.text("MOTCUA_WEB_PATIENCE")))
        self._desk_hosts = frozenset(name.encode() for name in env.names("MOTCUA_DESK_HOSTS"))
        self._door = ThreadPoolExecutor(_AT_THE_DOOR, thread_name_prefix="door")
        super().init_process()

    def run(self) -> None:
        """Say that the pages are loaded, then serve until told to stop."""
        marks = env.data_folder() / "run" / f"{self.ppid}.ready"
        # Whoever waits for it, as at an upgrade, gives up by itself where a disk is full.
        with suppress(OSError), marks.open("ab") as handle:
            handle.write(b".")
        super().run()

    def accept(self, listener: socket) -> None:
        """Take some connections; one that says nothing yet waits without a thread.

        gunicorn takes one at a time, and each time waits for a thread to let go of the interpreter:
        under load most connections would wait in the kernel, where nobody sees them.
        """
        for _ in range(min(_TAKEN_AT_ONCE, self.worker_connections - self.nr_conns)):
            try:
                client, address = listener.accept()
            except OSError as error:
                if error.errno in _NOBODY_THERE:
                    return
                raise
            self.nr_conns += 1
            connection = TConn(self.cfg, client, address, listener.getsockname())
            if _has_spoken(client):
                connection.data_ready = True
                self.enqueue_req(connection)
            else:
                self._wait_for_words(connection)

    def _wait_for_words(self, connection: Any) -> None:
        connection.set_timeout()
        self.pending_conns.append(connection)
        spoke = partial(self.on_pending_socket_readable, connection)
        self.poller.register(connection.sock, EVENT_READ, spoke)

    def enqueue_req(self, conn: Any) -> None:
        """Let a request join the line, or show it the door."""
        conn.request = request = self._received(conn.sock)
        if request.is_admitted:
            self._line.join()
        pool = self.tpool if request.is_admitted else self._door
        future = pool.submit(self.handle, conn)
        future.add_done_callback(partial(self._done, conn))

    def _done(self, conn: Any, future: Future[Any]) -> None:
        self.method_queue.defer(self.finish_request, conn, future)

    def _received(self, sock: socket) -> _Request:
        now = time.monotonic()
        if self._line.admits(Rank.USUAL):
            return _Request(now, Rank.USUAL, is_admitted=True)
        # Only now is it worth looking who it is.
        rank = rank_of(_first_words(sock), self._desk_hosts)
        is_admitted = rank is Rank.FIRST and self._line.admits(rank)
        return _Request(now, rank, is_admitted)

    def handle(self, conn: Any) -> Any:
        """Read a request and answer it, in a thread of the line or of the door."""
        if conn.request.is_admitted:
            self._line.leave()
        return super().handle(conn)

    def handle_request(self, req: Any, conn: Any) -> Any:
        """Answer a request that was read."""
        request: _Request = conn.request
        if request.rank is Rank.OPEN:
            return self._answer_at_the_door(req, conn)
        if not request.is_admitted or self._is_too_late(request, req.path):
            return self._turn_away(req, conn)
        try:
            return super().handle_request(req, conn)
        finally:
            self._line.answered(time.monotonic())

    def _is_too_late(self, request: _Request, path: str) -> bool:
        waited = time.monotonic() - request.came
        return self._line.is_too_late(request.rank, waited) and not is_open(path.encode())

    def _answer_at_the_door(self, req: Any, conn: Any) -> Any:
        try:
            return super().handle_request(req, conn)
        finally:
            connections.close_all()  # threads of the door keep none of the database's

    def _turn_away(self, req: Any, conn: Any) -> bool:
        response, environ = wsgi.create(req, conn.sock, conn.client, conn.server, self.cfg)
        if not self.alive:
            response.force_close()
        for part in turn_away(environ, response.start_response):
            response.write(part)
        response.close()
        return not response.should_close()


def _has_spoken(sock: socket) -> bool:
    """Say whether there is something to read, be it the end."""
    try:
        sock.recv(1, MSG_PEEK)
    except BlockingIOError:
        return False
    except OSError:
        return True  # whoever reads will see it
    return True


def _first_words(sock: socket) -> bytes:
    """Look at the first bytes of a request without taking them; nothing where they are sealed."""
    if isinstance(sock, ssl.SSLSocket):
        return b""
    with suppress(OSError):
        return sock.recv(HEAD, MSG_PEEK)
    return b""

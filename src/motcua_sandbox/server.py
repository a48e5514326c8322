"""A threaded HTTP server with limits: body size, silence, origin, and an orderly end."""

from __future__ import annotations

import socket
import sqlite3
import time
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from importlib.resources import files
from socketserver import TCPServer, ThreadingMixIn
from typing import TYPE_CHECKING, Any

from motcua_sandbox import layout, web

if TYPE_CHECKING:
    from collections.abc import Callable

    from motcua_sandbox.logs import Log

MOST_BODY = 64 * 1024
"""Bytes a request's body may have, where its route says nothing else."""
MOST_DRAINED = 32 * 1024 * 1024
SILENCE = 15.0
"""Seconds a connection may say nothing."""
DRAIN_SILENCE = 2.0


class Connection(BaseHTTPRequestHandler):
    """One client's connection: reads requests one after another and answers them."""

    server: SandboxServer
    protocol_version = "HTTP/1.1"
    timeout = SILENCE
    wbufsize = -1
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        """Answer GET, HEAD and POST alike: the route decides."""
        started = time.monotonic()
        name, response = self._respond()
        self._send(response)
        spent = round((time.monotonic() - started) * 1000, 1)
        self.server.log(
            "request", method=self.command, route=name, status=response.status, ms=spent
        )

    do_HEAD = do_GET  # noqa: N815 - the base class looks for this name
    do_POST = do_GET  # noqa: N815 - the base class looks for this name

    def _respond(self) -> tuple[str, web.Response]:
        path, _, query = self.path.partition("?")
        headers = {name.lower(): value for name, value in self.headers.items()}
        request = web.Request(self.command, path, query, headers, b"")
        try:
            route, args = self.server.router.find(self.command, path)
        except web.RefusedError as error:
            self.close_connection = True
            return "-", layout.refusal(request, error)
        return route.path, self._answer(route, request, args)

    def _answer(self, route: web.Route, request: web.Request, args: dict[str, str]) -> web.Response:
        try:
            body = self._read(route.most_body) if self.command == "POST" else b""
            request = web.Request(
                request.method, request.path, request.query_string, request.headers, body, args
            )
            if self.command == "POST":
                web.check_origin(request)
            return route.handler(request)
        except web.RefusedError as error:
            return layout.refusal(request, error)
        except sqlite3.OperationalError as error:
            self.server.log("storage_failed", route=route.path, error=type(error).__name__)
            text = "Chưa lưu được, xin thử lại. / Could not store; try again."
            return layout.refusal(
                request, web.RefusedError(503, "storage", text, **{"Retry-After": "5"})
            )
        except (TimeoutError, ConnectionError):
            raise
        except Exception as error:  # noqa: BLE001 - the last line of defence: answer 500, name the kind
            self.server.log("crashed", route=route.path, error=type(error).__name__)
            text = "Máy chủ gặp lỗi. / The server failed."
            return layout.refusal(request, web.RefusedError(500, "internal", text))

    def _read(self, most: int) -> bytes:
        size = self.headers.get("Content-Length", "")
        if "Transfer-Encoding" in self.headers or not (size.isascii() and size.isdigit()):
            self.close_connection = True
            raise web.RefusedError(
                HTTPStatus.LENGTH_REQUIRED, "bad_request", "Content-Length is required."
            )
        if len(size) > 12 or int(size) > max(MOST_BODY, most):
            self._drain(int(size[:12]))
            text = "Dữ liệu quá lớn. / Too large."
            raise web.RefusedError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too_large", text)
        body = self.rfile.read(int(size))
        if len(body) != int(size):
            self.close_connection = True
            raise web.RefusedError(HTTPStatus.BAD_REQUEST, "bad_request", "The body is cut short.")
        return body

    def _drain(self, size: int) -> None:
        """Read and forget, so that the sender gets to read the refusal instead of a reset."""
        self.close_connection = True
        self.connection.settimeout(DRAIN_SILENCE)
        left = min(size, MOST_DRAINED)
        while left > 0:
            try:
                chunk = self.rfile.read1(min(left, MOST_BODY))
            except TimeoutError:
                return
            if not chunk:
                return
            left -= len(chunk)

    def _send(self, response: web.Response) -> None:
        self.send_response_only(response.status)
        for name, value in response.all_headers().items():
            self.send_header(name, value)
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(response.body)
        self.wfile.flush()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer what is not even HTTP, or a method nobody knows, in plain text."""
        del explain
        self.close_connection = True
        text = (message or HTTPStatus(code).phrase).encode("ascii", "replace")[:200]
        self._send(web.Response(text, code, "text/plain; charset=utf-8"))
        self.server.log("request", method="-", route="-", status=code, ms=0)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class names it
        """Say nothing: `do_GET` logs by route, without addresses."""


class SandboxServer(ThreadingMixIn, TCPServer):
    """One thread a connection; `stop` lets answers under way be finished."""

    allow_reuse_address = True
    daemon_threads = False
    request_queue_size = 128

    def __init__(self, address: tuple[str, int], router: web.Router, log: Log) -> None:
        self.router, self.log = router, log
        self._open: set[socket.socket] = set()
        self.address_family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
        super().__init__(address, Connection)

    def process_request(self, request: Any, client_address: Any) -> None:
        """Serve one connection in a thread, known to `stop` meanwhile."""
        self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        """Close one connection."""
        self._open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Note that a client went away in the middle."""
        del request, client_address
        self.log("connection_lost")

    def stop(self) -> None:
        """Take no more connections, let requests under way finish, close the rest."""
        self.shutdown()
        for connection in list(self._open):
            try:
                connection.shutdown(socket.SHUT_RD)
            except OSError:
                self.log("connection_lost")
        self.server_close()


def common_routes() -> list[web.Route]:
    """Give the routes every sandbox has: health and the style sheet."""
    return [
        web.Route("GET", "/healthz", lambda _: web.json_response({"status": "ok"})),
        web.Route("GET", "/static/sandbox.css", _style()),
    ]


def _style() -> Callable[[web.Request], web.Response]:
    sheet = files("motcua_sandbox").joinpath("static/sandbox.css").read_bytes()
    headers = {"Cache-Control": "max-age=300"}
    return lambda _: web.Response(sheet, content_type="text/css; charset=utf-8", headers=headers)

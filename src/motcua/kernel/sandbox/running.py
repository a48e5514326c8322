"""Our side of the sandbox: a few warm hosts, each doing one job at a time."""

from __future__ import annotations

import atexit
import contextlib
import importlib
import io
import os
import subprocess
import sys
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import structlog
from django.utils.translation import gettext_lazy as _

from motcua.kernel.errors import DomainError, Unavailable
from motcua.kernel.sandbox import wire

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

log = structlog.get_logger(__name__)

_MOST_HOSTS = 2
_SECONDS_TO_WAIT = 10.0
_GRACE = 5.0
_JOBS_OF_A_HOST = 500
# The host gets none of our environment: it holds passwords and keys.
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}


class ParsingFailed(DomainError):
    """The content could not be worked on; details['reason'] says why.

    Reasons: `limit` (too much time or memory), `crash`, or what the parser refused by name.
    """

    code = "kernel.parsing_failed"
    status = 422
    message = _("Không đọc được nội dung tệp. Tệp có thể bị hỏng hoặc quá phức tạp.")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a job gave back: plain data and bytes."""

    data: Mapping[str, Any]
    output: bytes


class _Host:
    """One host process, with some parsers imported."""

    def __init__(self, parsers: Sequence[str]) -> None:
        self.owner = os.getpid()
        self.jobs = 0
        self._process = subprocess.Popen(  # noqa: S603 - our own module
            [sys.executable, "-I", "-B", "-m", "motcua.kernel.sandbox.host", *parsers],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=ENVIRONMENT,
            cwd="/",
        )
        to, back = self._process.stdin, self._process.stdout
        assert isinstance(to, io.BufferedWriter)
        assert isinstance(back, io.BufferedReader)
        self._to, self._from = to, back
        hello, _parts = wire.read(self._from)
        if not hello["network_is_off"]:
            log.warning("sandbox.network_is_on")

    def ask(self, head: dict[str, Any], parts: Sequence[bytes]) -> tuple[str, bytes]:
        """Have one job done. Raises `FrameBroken` when the host is gone or stuck."""
        self.jobs += 1
        watchdog = threading.Timer(head["seconds"] + _GRACE, self._process.kill)
        watchdog.start()
        try:
            wire.write(self._to, head, parts)
            answer, (output,) = wire.read(self._from)
        except OSError as error:
            raise wire.FrameBroken from error
        finally:
            watchdog.cancel()
        return answer["status"], output

    def end(self) -> None:
        """End the process and wait for it."""
        self._process.kill()
        with contextlib.suppress(OSError):  # what was not yet written has no reader any more
            self._to.close()
        self._from.close()
        self._process.wait()


class Sandbox:
    """A few warm hosts for some parser modules, each host doing one job at a time."""

    def __init__(self, *parsers: str) -> None:
        self._parsers = parsers
        self._free = threading.BoundedSemaphore(_MOST_HOSTS)
        self._guard = threading.Lock()
        self._idle: list[_Host] = []
        self._is_left = False
        atexit.register(self.close)

    @contextlib.contextmanager
    def left(self) -> Iterator[None]:
        """Do jobs in this very process meanwhile, several times as fast and without limits.

        For content that we ship ourselves, as the made-up year sets it; never for anybody's.
        """
        self._is_left = True
        try:
            yield
        finally:
            self._is_left = False

    def run(
        self,
        function: str,
        parts: Sequence[bytes],
        *,
        options: Mapping[str, Any] | None = None,
        seconds: int,
        megabytes: int,
    ) -> Answer:
        """Run a function of the parsers on hostile bytes; see `run_limited`."""
        if self._is_left:
            return _done_here(function, parts, options or {})
        head = {
            "function": function,
            "options": dict(options or {}),
            "seconds": seconds,
            "megabytes": megabytes,
        }
        if not self._free.acquire(timeout=_SECONDS_TO_WAIT):
            raise Unavailable
        try:
            status, output = self._ask(head, parts)
        finally:
            self._free.release()
        if status != "done":
            raise ParsingFailed(reason=status)
        return _understood(output)

    def close(self) -> None:
        """End the hosts of this process."""
        with self._guard:
            hosts, self._idle = self._idle, []
        for host in hosts:
            host.end()

    def _ask(self, head: dict[str, Any], parts: Sequence[bytes]) -> tuple[str, bytes]:
        """Have a job done by an idle host, or by a new one when the idle ones were lost."""
        while True:
            host = self._taken()
            is_new = host.jobs == 0
            try:
                answer = host.ask(head, parts)
            except wire.FrameBroken:
                host.end()
                log.warning("sandbox.host_lost")
                if is_new:
                    return "crash", b""
            else:
                self._put_back(host)
                return answer

    def _taken(self) -> _Host:
        with self._guard:
            # A host made before a fork belongs to the parent.
            own = [host for host in self._idle if host.owner == os.getpid()]
            self._idle = own[:-1]
        try:
            return own[-1] if own else _Host(self._parsers)
        except (wire.FrameBroken, OSError) as error:
            raise Unavailable from error

    def _put_back(self, host: _Host) -> None:
        if host.jobs >= _JOBS_OF_A_HOST:
            host.end()
            return
        with self._guard:
            self._idle.append(host)


PARSERS = Sandbox("motcua.kernel.parsing")
"""The sandbox of `kernel.parsing`; its hosts start when they are first needed."""


def run_limited(
    function: str,
    parts: Sequence[bytes],
    *,
    options: Mapping[str, Any] | None = None,
    seconds: int,
    megabytes: int,
) -> Answer:
    """Run a function of `kernel.parsing` on hostile bytes in a process of its own.

    The function, named by its path, takes a list of bytes and a dict, and gives plain data and
    bytes. `megabytes` bounds the memory it takes beyond its start, and its output. Raises
    `ParsingFailed`, and `Unavailable` when no host is free in time.
    """
    return PARSERS.run(function, parts, options=options, seconds=seconds, megabytes=megabytes)


def _done_here(function: str, parts: Sequence[bytes], options: Mapping[str, Any]) -> Answer:
    module, _dot, name = function.rpartition(".")
    data, output = getattr(importlib.import_module(module), name)(list(parts), dict(options))
    return Answer(data, output)


def _understood(output: bytes) -> Answer:
    """Read a child's answer with suspicion: it may have been written by the file it parsed."""
    try:
        head, parts = wire.read(io.BytesIO(output))
    except (wire.FrameBroken, ValueError, KeyError, TypeError) as error:
        raise ParsingFailed(reason="crash") from error
    if "refused" in head:
        raise ParsingFailed(reason=str(head["refused"])[:40])
    data = head.get("data")
    if not isinstance(data, dict) or len(parts) != 1:
        raise ParsingFailed(reason="crash")
    return Answer(data, parts[0])

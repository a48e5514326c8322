"""A few warm judging processes, each replaced when it is slow, grown or gone."""

from __future__ import annotations

import os
import queue
import socket
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from motcua.signatures.verdicts import worker
from motcua.signatures.verdicts.findings import Verdict

if TYPE_CHECKING:
    from datetime import datetime

    from motcua.signatures.verdicts.trust import Trust

Format = Literal["pdf", "json", "xml"]
LARGEST = 64 * 1024 * 1024
_START_SECONDS = 20


class PoolBusy(Exception):
    """Every judging process is at work and none became free in time."""


@dataclass(slots=True)
class _Process:
    """One judging process and the socket to it."""

    process: subprocess.Popen[bytes]
    link: socket.socket

    @classmethod
    def start(cls) -> _Process:
        ours, theirs = socket.socketpair()
        # It gets neither the node's secrets nor its database's address.
        environment = {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        with theirs:
            process = subprocess.Popen(  # noqa: S603 - our own module
                [sys.executable, "-s", "-m", worker.__name__],
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=environment,
            )
        started = cls(process, ours)
        ours.settimeout(_START_SECONDS)
        if worker.receive(ours) is None:
            started.end()
            raise PoolBusy("a judging process did not start")
        return started

    def ask(self, question: dict[str, Any], data: bytes) -> dict[str, Any] | None:
        self.link.settimeout(worker.SECONDS)
        worker.send(self.link, question, data)
        return worker.receive(self.link)

    def end(self) -> None:
        self.link.close()
        self.process.kill()
        self.process.wait()


@dataclass(slots=True)
class Pool:
    """Judges files in `size` processes, started on first use; safe to use from many threads."""

    size: int = 2
    _owner: int = 0
    _places: queue.LifoQueue[_Process | None] = field(default_factory=queue.LifoQueue)
    _opening: threading.Lock = field(default_factory=threading.Lock)

    def judge(
        self, data: bytes, *, kind: Format, trust: Trust, at: datetime, since: int = 0
    ) -> Verdict:
        """Judge one file in at most `worker.SECONDS`; raise `PoolBusy` where none gets free.

        A PDF may be judged by all that follows its first `since` bytes, see `judge_pdf`.

        A file that takes longer, needs more memory or kills its process is indeterminate.
        """
        if len(data) > LARGEST:
            return Verdict(kind, "too-large")
        question = {
            "format": kind,
            "size": len(data),
            "trust": trust.as_json(),
            "at": at.isoformat(),
            "since": since,
        }
        process = self._take()
        kept: _Process | None = None
        try:
            if process is not None and process.process.poll() is not None:
                process.end()
                process = None
            process = process or _Process.start()
            answer = process.ask(question, data)
            kept = None if answer is None or answer["is_last"] else process
            return Verdict.from_json(answer["verdict"]) if answer else Verdict(kind, "unreadable")
        except TimeoutError:
            return Verdict(kind, "too-slow")
        except (OSError, EOFError, LookupError, ValueError):
            return Verdict(kind, "unreadable")
        finally:
            if kept is None and process is not None:
                process.end()
            self._places.put(kept)

    def close(self) -> None:
        """End the processes; the next question starts new ones."""
        for place in [self._take() for _ in range(self.size)]:
            if place is not None:
                place.end()
            self._places.put(None)

    def _take(self) -> _Process | None:
        with self._opening:
            if self._owner != os.getpid():
                # After a fork the processes belong to the parent: start afresh.
                self._owner, self._places = os.getpid(), queue.LifoQueue()
                for _ in range(self.size):
                    self._places.put(None)
        try:
            return self._places.get(timeout=worker.SECONDS)
        except queue.Empty as error:
            raise PoolBusy from error

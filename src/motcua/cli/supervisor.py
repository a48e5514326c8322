"""Keep a node's processes running: started in order, started again when they die, stopped last."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from motcua.kernel.errors import DomainError
from motcua.kernel.processes import dies_with_parent, end, identify

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path
    from types import FrameType, TracebackType

    from motcua.cli.home import Home
    from motcua.cli.programs import Program
    from motcua.kernel.postgres import Server

RENEW = signal.SIGUSR1
_TICK = 0.2
_SECONDS_TO_SUCCEED = 120.0
_FIRST_PAUSE = 0.5
_LONGEST_PAUSE = 30.0
_HEALTHY_AFTER = 60.0
_IN_A_HURRY_AFTER = 1.0


@dataclass(slots=True)
class _Child:
    """One program and the process that runs it now."""

    program: Program
    process: subprocess.Popen[bytes]
    started: float
    pause: float = 0.0
    resumes: float | None = None
    successor: subprocess.Popen[bytes] | None = None
    since: float = 0.0


@dataclass(slots=True)
class _Leaving:
    """A process that was told to end its work, and until when it may take."""

    process: subprocess.Popen[bytes]
    until: float


class Supervisor:
    """Runs programs on a data folder; what it starts ends with it, even when it is killed."""

    def __init__(self, home: Home, tell: Callable[[str], None], *, shows_logs: bool) -> None:
        self._home = home
        self._tell = tell
        self._shows_logs = shows_logs
        self._children: list[_Child] = []
        self._leaving: list[_Leaving] = []
        self._server: Server | None = None
        self._is_to_renew = False
        self._asked_to_stop = 0.0
        self._is_hurried = False

    # --- signals ---------------------------------------------------------------------------------

    def __enter__(self) -> Self:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._stop_soon)
        signal.signal(RENEW, self._renew_soon)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def _stop_soon(self, number: int, frame: FrameType | None) -> None:
        """Note the wish to stop. A second one, a moment later, is impatience."""
        del frame
        now = time.monotonic()
        # A terminal and `make` may both pass on the same Ctrl-C.
        self._is_hurried = bool(self._asked_to_stop) and now - self._asked_to_stop > (
            _IN_A_HURRY_AFTER
        )
        is_first = not self._asked_to_stop
        self._asked_to_stop = self._asked_to_stop or now
        if is_first and not self._children and number != signal.SIGHUP:
            raise KeyboardInterrupt  # still setting up: nothing to wait for

    def _renew_soon(self, number: int, frame: FrameType | None) -> None:
        """Note the wish to have every program started anew, as after an upgrade."""
        del number, frame
        self._is_to_renew = True

    # --- starting --------------------------------------------------------------------------------

    def keep(self, server: Server) -> None:
        """Keep a database server, which is already running, running."""
        self._server = server

    def start(self, programs: Iterable[Program]) -> None:
        """Start programs, in order."""
        for program in programs:
            self._children.append(_Child(program, self._spawn(program), time.monotonic()))

    def _spawn(self, program: Program) -> subprocess.Popen[bytes]:
        process = self._open(program)
        if identity := identify(process.pid):
            self._home.remember(program.name, identity)
        return process

    def _open(self, program: Program) -> subprocess.Popen[bytes]:
        log = None if self._shows_logs else self._home.log(program.name).open("ab")
        try:
            return subprocess.Popen(  # noqa: S603 - our own programs
                program.command,
                env=dict(program.environment),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                pass_fds=program.passed,
                start_new_session=True,  # Ctrl-C reaches us alone; we stop them in order
                preexec_fn=dies_with_parent(program.stops_on),  # noqa: PLW1509 - one system call
            )
        finally:
            if log is not None:
                log.close()

    # --- watching --------------------------------------------------------------------------------

    def wait_until(self, is_ready: Callable[[], bool], seconds: float) -> bool:
        """Watch until something is ready; give False when a program died or time ran out first."""
        deadline = time.monotonic() + seconds
        while not self._asked_to_stop and time.monotonic() < deadline:
            if is_ready():
                return True
            if any(child.process.poll() is not None for child in self._children):
                return False
            time.sleep(_TICK / 2)
        return False

    @property
    def is_stopping(self) -> bool:
        """Say whether somebody asked us to stop."""
        return bool(self._asked_to_stop)

    def watch(self) -> None:
        """Keep everything running until somebody asks us to stop."""
        while not self._asked_to_stop:
            self._keep_server()
            if self._is_to_renew:
                self._is_to_renew = False
                for child in self._children:
                    self._renew(child)
            for child in self._children:
                self._keep_child(child)
            self._leaving = [each for each in self._leaving if not _has_left(each)]
            time.sleep(_TICK)

    # --- renewing --------------------------------------------------------------------------------

    def _renew(self, child: _Child) -> None:
        """Start a program anew; where both can serve at once, the old one ends after the start."""
        if child.resumes is not None or child.successor is not None:
            return
        if child.program.workers:
            child.successor, child.since = self._open(child.program), time.monotonic()
            return
        self._end(child)
        child.process, child.started = self._spawn(child.program), time.monotonic()

    def _hand_over(self, child: _Child) -> None:
        """Let the successor take over once all of it is ready; one that fails is given up."""
        successor = child.successor
        assert successor is not None
        marks = ready_marks(self._home.run, successor.pid)
        is_ready = marks.exists() and marks.stat().st_size >= child.program.workers
        is_late = time.monotonic() - child.since > _SECONDS_TO_SUCCEED
        if not is_ready and successor.poll() is None and not is_late:
            return
        child.successor = None
        marks.unlink(missing_ok=True)
        if not is_ready:
            _end_group(successor.pid)
            successor.wait()
            self._tell(child.program.name)
            return
        old, child.process, child.started = child.process, successor, time.monotonic()
        if identity := identify(successor.pid):
            self._home.remember(child.program.name, identity)
        old.send_signal(child.program.stops_on)
        self._leaving.append(_Leaving(old, time.monotonic() + child.program.patience))

    def _keep_server(self) -> None:
        if self._server is None or self._server.is_running():
            return
        self._tell("postgres")
        try:
            self._server.start()
        except DomainError as error:
            self._tell(f"postgres: {error.text}")
            time.sleep(_FIRST_PAUSE)

    def _keep_child(self, child: _Child) -> None:
        now = time.monotonic()
        if child.successor is not None:
            self._hand_over(child)
        if child.resumes is not None:
            if now >= child.resumes:
                child.process, child.started, child.resumes = (
                    self._spawn(child.program),
                    now,
                    None,
                )
            return
        if child.process.poll() is None:
            return
        if now - child.started > _HEALTHY_AFTER:
            child.pause = 0.0
        child.pause = min(max(child.pause * 2, _FIRST_PAUSE), _LONGEST_PAUSE)
        child.resumes = now + child.pause
        self._tell(child.program.name)

    # --- stopping --------------------------------------------------------------------------------

    def stop(self) -> None:
        """Stop everything: the programs in the reverse order of their start, the database last."""
        for leaving in self._leaving:
            _end_group(leaving.process.pid)
            leaving.process.wait()
        while self._children:
            child = self._children.pop()
            if child.successor is not None:
                _end_group(child.successor.pid)
                child.successor.wait()
            self._end(child)
            self._home.forget(child.program.name)
        if self._server is not None:
            self._server.stop()

    def _end(self, child: _Child) -> None:
        identity = identify(child.process.pid)
        if identity is not None:
            patience = 0.0 if self._is_hurried else child.program.patience
            end(identity, first=child.program.stops_on, patience=patience)
        _end_group(child.process.pid)
        child.process.wait()


def ready_marks(run: Path, pid: int) -> Path:
    """Give the file to which each process of a program that `pid` leads adds a byte when ready."""
    return run / f"{pid}.ready"


def _has_left(leaving: _Leaving) -> bool:
    if leaving.process.poll() is None and time.monotonic() < leaving.until:
        return False
    _end_group(leaving.process.pid)
    leaving.process.wait()
    return True


def _end_group(leader: int) -> None:
    try:
        os.killpg(leader, signal.SIGKILL)
    except ProcessLookupError:
        return  # as it should be: the leader took everything with it

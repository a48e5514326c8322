"""Start a sandbox from the command line, keep it up, and stop it in order."""

from __future__ import annotations

import argparse
import fcntl
import signal
import sqlite3
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from motcua_sandbox import clock, web
from motcua_sandbox.courier import Courier, Pace, Party
from motcua_sandbox.hot import ConfigError
from motcua_sandbox.logs import Log, json_log, plain_log
from motcua_sandbox.server import SandboxServer, common_routes

if TYPE_CHECKING:
    from motcua_sandbox.store import Store


STOP = {signal.SIGTERM, signal.SIGINT}


class StartupError(Exception):
    """The sandbox cannot start; the message is one sentence that says why."""


class Part(Protocol):
    """Something that runs beside the web server."""

    def start(self) -> None:
        """Begin, in threads of its own."""

    def stop(self) -> None:
        """End, and come back when ended."""


@dataclass(frozen=True, slots=True)
class Sandbox:
    """What one sandbox consists of: pages, and parts that run beside them."""

    routes: Sequence[web.Route]
    parts: Sequence[Part]


Build = Callable[[argparse.Namespace, Log], Sandbox]


def parser(name: str, port: int) -> argparse.ArgumentParser:
    """Give the arguments every sandbox takes."""
    arguments = argparse.ArgumentParser(prog=f"python -m motcua_sandbox.{name}")
    arguments.set_defaults(name=name)
    arguments.add_argument("--port", type=int, default=port, help="0 takes a free one")
    arguments.add_argument("--bind", default="127.0.0.1", help="address to listen on")
    arguments.add_argument("--data", type=Path, required=True, help="folder for its state")
    arguments.add_argument("--json-log", action="store_const", const=json_log, dest="log")
    arguments.add_argument("--turns", type=Path, help="JSON file: when a demo skipped its days")
    arguments.set_defaults(log=plain_log)
    return arguments


def add_courier_arguments(arguments: argparse.ArgumentParser) -> None:
    """Add the arguments of a sandbox that sends webhooks."""
    arguments.add_argument(
        "--retry-base", type=float, default=1.0, help="seconds, doubled each time"
    )
    arguments.add_argument("--retry-cap", type=float, default=15.0, help="longest pause in seconds")
    arguments.add_argument("--ca", type=Path, help="certificate authority to trust for webhooks")


def courier(
    options: argparse.Namespace, store: Store, find: Callable[[str], Party | None], log: Log
) -> Courier:
    """Give the courier that the arguments describe."""
    pace = Pace(options.retry_base, options.retry_cap)
    return Courier(store, find, log, pace, options.ca)


def run(options: argparse.Namespace, build: Build) -> int:
    """Run until SIGTERM or SIGINT; give the exit code, 1 with one sentence when it cannot start."""
    if options.turns:
        clock.follow(options.turns)
    # Blocked in every thread and waited for in this one: a handler could be missed just before.
    signal.pthread_sigmask(signal.SIG_BLOCK, STOP)
    try:
        with ExitStack() as stack:
            stack.enter_context(_only_one(options.data, options.name))
            _start(options, build, stack)
            signal.sigwait(STOP)
    except (StartupError, ConfigError, OSError, sqlite3.Error) as error:
        print(f"motcua_sandbox.{options.name}: {error}", file=sys.stderr)  # noqa: T201 - the one sentence
        return 1
    options.log("stopped", sandbox=options.name)
    return 0


def _start(options: argparse.Namespace, build: Build, stack: ExitStack) -> None:
    sandbox = build(options, options.log)
    router = web.Router([*common_routes(), *sandbox.routes])
    server = _listen(options, router)
    for part in sandbox.parts:
        part.start()
        stack.callback(part.stop)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}).start()
    stack.callback(server.stop)
    port = server.socket.getsockname()[1]
    options.log("listening", sandbox=options.name, bind=options.bind, port=port)


def _listen(options: argparse.Namespace, router: web.Router) -> SandboxServer:
    try:
        return SandboxServer((options.bind, options.port), router, options.log)
    except OSError as error:
        raise StartupError(f"port {options.port} cannot be used: {error.strerror}") from error


@contextmanager
def _only_one(folder: Path, name: str) -> Iterator[None]:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (folder / f"{name}.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise StartupError(f"another process already uses {folder}") from error
        yield

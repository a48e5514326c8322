"""The programs that a node consists of, and how each is started."""

from __future__ import annotations

import os
import signal
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from motcua.config import env

if TYPE_CHECKING:
    import socket
    from collections.abc import Mapping

    from motcua.cli.lan import Certificate


@dataclass(frozen=True, slots=True)
class Program:
    """One process to keep running."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str]
    passed: tuple[int, ...] = ()
    stops_on: signal.Signals = signal.SIGTERM
    patience: float = 8.0
    workers: int = 0  # how many say that they are ready; 0 where a successor waits for the end


def web_workers() -> int:
    """Give the number of web processes: the setting's, else one for each core, at least two."""
    return env.number("MOTCUA_WEB_WORKERS") or max(2, os.cpu_count() or 0)


def web(
    listening: socket.socket, environment: Mapping[str, str], certificate: Certificate | None
) -> Program:
    """Give the web server: gunicorn with threads, on a socket that is already taken."""
    options = [
        "--worker-class=motcua.config.web_worker.Worker",
        f"--workers={web_workers()}",
        f"--threads={env.number('MOTCUA_WEB_THREADS')}",
        f"--bind=fd://{listening.fileno()}",
        "--graceful-timeout=5",
        "--keep-alive=5",
        "--no-control-socket",
        "--log-level=warning",
    ]
    if Path("/dev/shm").is_dir():  # noqa: S108 - gunicorn makes its own unlinked file there
        options.append("--worker-tmp-dir=/dev/shm")  # a full disk must not stop the heartbeat
    if certificate is not None:
        options += [f"--certfile={certificate.certificate}", f"--keyfile={certificate.key}"]
    command = (sys.executable, "-m", "gunicorn", *options, "motcua.config.wsgi:application")
    return Program("web", command, environment, passed=(listening.fileno(),), workers=web_workers())


def worker(environment: Mapping[str, str]) -> Program:
    """Give the worker: jobs, events, periods."""
    return Program("worker", (sys.executable, "-m", "motcua.cli", "worker"), environment)


def backup(environment: Mapping[str, str]) -> Program:
    """Give what ships log and files to the place of backups."""
    command = (sys.executable, "-m", "motcua.cli", "backup", "stream")
    return Program("backup", command, environment)


def inherited(*additions: Mapping[str, str]) -> dict[str, str]:
    """Give our own environment with additions, the later ones winning."""
    merged = dict(os.environ)
    for addition in additions:
        merged.update(addition)
    return merged

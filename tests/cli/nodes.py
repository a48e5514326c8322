"""Nodes in processes of their own, to be refused, killed and stopped."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
import time
from contextlib import closing
from typing import TYPE_CHECKING

from motcua.kernel.processes import Identity, identify, wait_until_gone

if TYPE_CHECKING:
    from pathlib import Path

MOTCUA = (sys.executable, "-m", "motcua.cli")
PROGRAMS = ("web", "worker")
PATIENCE = 400  # seconds that a node may need where others use the machine


def refused(environment: dict[str, str], *command: str) -> str:
    """Run a command that must fail in one sentence with exit code 1, and give the sentence."""
    answer = subprocess.run(
        [*MOTCUA, *command], env=environment, capture_output=True, text=True, check=False
    )
    assert answer.returncode == 1, answer.stdout + answer.stderr
    assert len(answer.stderr.strip().splitlines()) == 1, answer.stderr
    return answer.stderr.strip()


class Node:
    """`motcua serve` in a process of its own."""

    def __init__(self, environment: dict[str, str], data: Path) -> None:
        self.data = data
        self.port = int(environment["PORT"])
        self.process = subprocess.Popen(
            [*MOTCUA, "serve"], env=environment, stdout=subprocess.DEVNULL
        )
        deadline = time.monotonic() + PATIENCE
        while self.get("/healthz") != 200:
            assert self.process.poll() is None, "it ended while starting"
            assert time.monotonic() < deadline
            time.sleep(0.1)

    def get(self, path: str) -> int:
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)) as asked:
            try:
                asked.request("GET", path, headers={"Host": "localhost"})
                return asked.getresponse().status
            except OSError:
                return 0

    def everybody(self) -> list[Identity]:
        """Give all processes of the node: supervisor, programs, database server."""
        notes = [json.loads((self.data / "run" / f"{n}.process").read_text()) for n in PROGRAMS]
        postmaster = (self.data / "postgres" / "postmaster.pid").read_text().split()[0]
        found = [identify(self.process.pid), identify(int(postmaster))]
        return [Identity(**note) for note in notes] + [each for each in found if each]

    def end(self) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        self.process.wait()


def kill(victims: list[Identity]) -> None:
    for victim in victims:
        os.kill(victim.pid, signal.SIGKILL)
    assert all(wait_until_gone(victim, 60) for victim in victims)


def wait_until_ready(node: Node) -> None:
    deadline = time.monotonic() + PATIENCE
    while node.get("/readyz") != 200:
        assert time.monotonic() < deadline
        time.sleep(0.2)

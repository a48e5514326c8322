"""The supervisor: real processes, killed one by one, and all at once."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from motcua.cli.supervisor import RENEW
from motcua.kernel.processes import Identity, identify, is_alive, wait_until_gone

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

# Keeps two programs running on a data folder; each notes in a file when it was asked to stop.
DRIVER = """
import os, sys
from pathlib import Path
from motcua.cli.home import Home
from motcua.cli.programs import Program
from motcua.cli.supervisor import Supervisor

CHILD = '''
import os, signal, sys, time
from pathlib import Path
run = Path(sys.argv[1]).parent
if (run / "broken").exists():
    sys.exit(1)
def stop(*_):
    open(sys.argv[1], "a").write(sys.argv[2] + chr(10))
    sys.exit()
signal.signal(signal.SIGTERM, stop)
open(sys.argv[1] + "." + sys.argv[2], "w").close()
while (run / "slow").exists():
    time.sleep(0.02)
(run / f"{os.getpid()}.ready").write_bytes(b".")
while True:
    time.sleep(1)
'''

home = Home(Path(sys.argv[1]))
home.open()
with home.claimed():
    home.end_leftovers()
    notes = str(home.folder / "run" / "stopped")
    programs = [
        Program(name, (sys.executable, "-c", CHILD, notes, name), dict(os.environ), workers=ready)
        for name, ready in (("web", 1), ("worker", 0))
    ]
    with Supervisor(home, lambda name: print("again", name, flush=True), shows_logs=True) as all_:
        all_.start(programs)
        print("up", flush=True)
        all_.watch()
"""


def wait_for(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.02)


class Run:
    """A supervisor in a process of its own."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.process = subprocess.Popen(
            [sys.executable, "-c", DRIVER, str(data)], stdout=subprocess.PIPE, text=True
        )
        assert self.process.stdout is not None
        self.lines = self.process.stdout
        assert self.lines.readline() == "up\n"

    def child(self, name: str) -> Identity:
        return Identity(**json.loads((self.data / "run" / f"{name}.process").read_text()))

    def end(self) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        self.process.wait()
        self.lines.close()


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[[], Run]]:
    runs: list[Run] = []

    def starter() -> Run:
        for note in (tmp_path / "data" / "run").glob("stopped.*"):
            note.unlink()
        run = Run(tmp_path / "data")
        runs.append(run)
        wait_for(lambda: len(list((run.data / "run").glob("stopped.*"))) == 2)
        return run

    yield starter
    for run in runs:
        run.end()


def test_a_killed_child_is_started_again(start: Callable[[], Run]) -> None:
    run = start()
    victim = run.child("web")

    os.kill(victim.pid, signal.SIGKILL)

    assert run.lines.readline() == "again web\n"
    wait_for(lambda: run.child("web") != victim)
    assert is_alive(run.child("web"))
    assert is_alive(run.child("worker"))


def test_renewed_the_new_process_takes_over_when_it_is_ready_and_not_before(
    start: Callable[[], Run],
) -> None:
    run = start()
    web, worker = run.child("web"), run.child("worker")
    (run.data / "run" / "slow").touch()

    run.process.send_signal(RENEW)
    wait_for(lambda: run.child("worker") != worker)
    assert not is_alive(worker)
    time.sleep(0.5)
    assert run.child("web") == web
    assert is_alive(web)

    (run.data / "run" / "slow").unlink()
    wait_for(lambda: run.child("web") != web)
    assert wait_until_gone(web, 60)
    assert is_alive(run.child("web"))


def test_a_successor_that_does_not_come_up_leaves_the_old_one_where_it_is(
    start: Callable[[], Run],
) -> None:
    run = start()
    web = run.child("web")
    (run.data / "run" / "broken").touch()

    run.process.send_signal(RENEW)

    assert run.lines.readline() in {"again web\n", "again worker\n"}
    time.sleep(0.5)
    assert run.child("web") == web
    assert is_alive(web)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_asked_to_stop_it_stops_all_in_the_reverse_order(
    start: Callable[[], Run], number: signal.Signals
) -> None:
    run = start()
    children = [run.child("web"), run.child("worker")]
    began = time.monotonic()

    run.process.send_signal(number)

    assert run.process.wait(timeout=60) == 0
    assert time.monotonic() - began < 8, "nobody had to be killed, as after a program's patience"
    assert not any(map(is_alive, children))
    assert (run.data / "run" / "stopped").read_text() == "worker\nweb\n"
    assert list((run.data / "run").glob("*.process")) == []


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the next start ends them")
def test_children_do_not_outlive_a_killed_supervisor(start: Callable[[], Run]) -> None:
    run = start()
    children = [run.child("web"), run.child("worker")]

    run.process.kill()
    run.process.wait()

    assert all(wait_until_gone(child, 60) for child in children)


def test_after_everything_is_killed_the_next_start_works(start: Callable[[], Run]) -> None:
    first = start()
    for child in (first.child("web"), first.child("worker"), identify(first.process.pid)):
        assert child is not None
        os.kill(child.pid, signal.SIGKILL)
    first.process.wait()

    second = start()

    assert is_alive(second.child("web"))
    assert is_alive(second.child("worker"))

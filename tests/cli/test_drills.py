"""Drills: a disk that is too small or fills up, and a database killed under load."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from tests.cli.nodes import MOTCUA, Node, refused, wait_until_ready
from tests.cli.people import DONE, FILE, SEND, People
from tests.sandbox.conftest import wait_for

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.drilling import Drill

pytestmark = [pytest.mark.drill, pytest.mark.enable_socket, pytest.mark.timeout(300)]

_MEGABYTE = 1024**2


def test_a_disk_that_is_too_small_is_one_sentence_and_nothing_is_made(
    environment: dict[str, str], disk: Callable[[int], Path]
) -> None:
    small = disk(60)
    for command in ("demo", "serve"):
        sentence = refused(environment | {"MOTCUA_DATA": str(small / "data")}, command)
        assert "không còn đủ chỗ trống" in sentence
    assert list(small.iterdir()) == []


@pytest.mark.timeout(900)
def test_on_a_disk_that_fills_up_pages_are_read_and_nothing_acknowledged_is_lost(
    environment: dict[str, str],
    disk: Callable[[int], Path],
    tmp_path: Path,
    nodes: list[Node],
    drill: Drill,
) -> None:
    small = disk(1500)
    environment |= {"MOTCUA_DATA": str(small / "data"), "MOTCUA_DEMO": "1"}
    node = Node(environment, small / "data")
    nodes.append(node)
    wait_until_ready(node)
    people = People.prepared(environment, tmp_path / "made.json", "full", filers=4, senders=2)
    with people.busy():
        time.sleep(3)
        people.now = "full"
        fill(small)
        # What is filed needs room in the database; what is sent needs it in the store.
        for kind in (FILE, SEND):
            wait_for(lambda k=kind: people.answers("full", k)[len(people.done("full", k)) :], 120)
        assert node.get("/healthz") == 200
        people.now = "room again"
        (small / "filler").unlink()
        began = time.monotonic()
        wait_for(lambda: people.done("room again", FILE) and people.done("room again", SEND), 120)
        longest = time.monotonic() - began
    again = people.come_back()

    unwell, found = people.unwell(), people.recount(environment, "full")
    drill.counts(
        tried=len(people.heard),
        lost=found.lost,
        doubled=found.doubled,
        wrong=len(unwell) + found.wrong,
        longest=longest,
    )
    assert not unwell, unwell[:5]
    assert (found.lost, found.doubled, found.wrong) == (0, 0, 0)
    assert all(one.status in DONE for one in again)
    assert not people.had_nothing_left


def fill(disk: Path) -> None:
    """Take every byte of a disk."""
    with (disk / "filler").open("wb", buffering=0) as handle:
        for size in (_MEGABYTE, 4096):
            with suppress(OSError):
                while handle.write(bytes(size)) == size:
                    pass


def test_a_killed_database_is_told_politely_and_is_back_by_itself(
    environment: dict[str, str], tmp_path: Path, nodes: list[Node], drill: Drill
) -> None:
    node = Node(environment, tmp_path / "data")
    nodes.append(node)
    wait_until_ready(node)
    longest, answers = 0.0, []
    for _ in range(3):
        postmaster = (tmp_path / "data" / "postgres" / "postmaster.pid").read_text().split()[0]
        killed = time.monotonic()
        os.kill(int(postmaster), signal.SIGKILL)
        time.sleep(0.05)
        while (status := node.get("/readyz")) != 200:
            answers.append(status)
            assert time.monotonic() - killed < 60
            time.sleep(0.05)
        longest = max(longest, time.monotonic() - killed)
        answers.append(node.get("/verify"))

    wrong = [status for status in answers if status not in {200, 503}]
    drill.counts(tried=len(answers), wrong=len(wrong), longest=longest)
    assert wrong == []


def proved(environment: dict[str, str], *words: str) -> tuple[str, dict[str, float]]:
    """Run `motcua prove`, which must hold; give what it said and its figures."""
    answer = subprocess.run(
        [*MOTCUA, "prove", *words], env=environment, capture_output=True, text=True, check=False
    )
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert "✗" not in answer.stdout
    figures = [line for line in answer.stdout.splitlines() if line.startswith("{")]
    return answer.stdout, json.loads(figures[-1])


@pytest.mark.timeout(1200)
def test_nothing_acknowledged_is_lost_when_processes_are_killed_ten_times(
    environment: dict[str, str], drill: Drill
) -> None:
    said, figures = proved(environment, "--dossiers", "3000", "--clients", "8", "--kills", "10")

    drill.counts_of(figures)
    assert figures["kills"] == 10
    assert "3000/3000 được xác nhận; kill -9: worker, postgres, web, worker" in said


@pytest.mark.timeout(1800)
@pytest.mark.promise("P16")
def test_a_destroyed_node_comes_back_and_loses_less_than_a_minute(
    environment: dict[str, str], drill: Drill
) -> None:
    said, figures = proved(environment, "--restore", "--dossiers", "2000", "--clients", "8")

    drill.counts_of(figures)
    assert figures["seconds_lost"] < 60
    assert figures["seconds"] < 900
    assert "nguyên vẹn" in said

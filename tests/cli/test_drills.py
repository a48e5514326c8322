"""Drills: a disk that is too small or fills up, and a database killed under load."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from typing import TYPE_CHECKING

import psycopg
import pytest

from motcua.kernel.postgres import Server
from tests.cli.nodes import MOTCUA, Node, refused, wait_until_ready

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


def test_on_a_disk_that_fills_up_pages_are_read_and_nothing_acknowledged_is_lost(
    environment: dict[str, str], disk: Callable[[int], Path], nodes: list[Node]
) -> None:
    small = disk(700)
    data = small / "data"
    node = Node(environment | {"MOTCUA_DATA": str(data)}, data)
    nodes.append(node)
    wait_until_ready(node)
    owner = Server(data).urls.owner
    with psycopg.connect(owner) as connection:
        connection.execute("CREATE TABLE drill (number bigint PRIMARY KEY, filler bytea)")
    fill(small)

    acknowledged = write_until_refused(owner)
    assert node.get("/verify") == 200
    (small / "filler").unlink()
    wait_until_ready(node)

    with psycopg.connect(owner) as connection:
        kept = {row[0] for row in connection.execute("SELECT number FROM drill")}
        connection.execute("INSERT INTO drill VALUES (-1, '')")
    assert acknowledged <= kept
    assert len(kept - acknowledged) <= 1  # one may have been written and not told


def fill(disk: Path) -> None:
    """Take all but a few megabytes of a disk."""
    state = os.statvfs(disk)
    free = state.f_bavail * state.f_frsize - 20 * _MEGABYTE
    with (disk / "filler").open("wb") as handle:
        for _ in range(free // _MEGABYTE):
            handle.write(bytes(_MEGABYTE))


def write_until_refused(url: str) -> set[int]:
    """Write rows, each a transaction of its own, until there is no room; give what was told."""
    acknowledged: set[int] = set()
    try:
        with psycopg.connect(url, autocommit=True) as connection:
            for number in range(2000):
                row = (number, os.urandom(_MEGABYTE // 8))
                connection.execute("INSERT INTO drill VALUES (%s, %s)", row)
                acknowledged.add(number)
    except psycopg.OperationalError:
        return acknowledged
    raise AssertionError("the disk never filled up")


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

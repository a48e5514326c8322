"""A whole node: what stands in its way, its life, and its death by kill -9."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from motcua.kernel.processes import Identity, identify, is_alive, wait_until_gone

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = [pytest.mark.enable_socket, pytest.mark.timeout(180)]

MOTCUA = (sys.executable, "-m", "motcua.cli")
PROGRAMS = ("web", "worker")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("DATABASE_", "MOTCUA_", "PYTEST_"))
    }
    return kept | {
        "MOTCUA_DATA": str(tmp_path / "data"),
        "PORT": str(free_port()),
        "MOTCUA_WEB_WORKERS": "1",
        "MOTCUA_LANGUAGE": "vi",
    }


def refused(environment: dict[str, str], *command: str) -> str:
    """Run a command that must fail in one sentence with exit code 1, and give the sentence."""
    answer = subprocess.run(
        [*MOTCUA, *command], env=environment, capture_output=True, text=True, check=False
    )
    assert answer.returncode == 1, answer.stdout + answer.stderr
    assert len(answer.stderr.strip().splitlines()) == 1, answer.stderr
    return answer.stderr.strip()


def test_a_busy_port_is_one_sentence_and_nothing_is_made(
    environment: dict[str, str], tmp_path: Path
) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", int(environment["PORT"])))
        other.listen()
        for command in ("serve", "demo"):
            sentence = refused(environment, command)
            assert f"Cổng {environment['PORT']} đang được chương trình khác dùng" in sentence
    assert list(tmp_path.iterdir()) == []


def test_a_database_that_does_not_answer_is_one_sentence_without_its_password(
    environment: dict[str, str], tmp_path: Path
) -> None:
    url = f"postgresql://someone:hidden-word@127.0.0.1:{free_port()}/motcua"

    sentence = refused(environment | {"DATABASE_URL": url}, "serve")

    assert "Không kết nối được cơ sở dữ liệu ở DATABASE_URL" in sentence
    assert "hidden-word" not in sentence
    assert list(tmp_path.iterdir()) == []


def test_a_setting_that_is_no_number_is_one_sentence(environment: dict[str, str]) -> None:
    assert "PORT=many không đúng" in refused(environment | {"PORT": "many"}, "serve")


def test_a_real_agency_is_never_made_a_demo_and_a_demo_never_served(
    environment: dict[str, str], tmp_path: Path
) -> None:
    data = tmp_path / "data"
    (data / "postgres").mkdir(parents=True)
    assert "là của một cơ quan thật" in refused(environment, "demo", "--reset")
    assert (data / "postgres").exists()

    (data / "demo.json").write_text(json.dumps({"database": "embedded"}))
    assert "chứa thế giới minh họa" in refused(environment, "serve")


class Node:
    """`motcua serve` in a process of its own."""

    def __init__(self, environment: dict[str, str], data: Path) -> None:
        self.data = data
        self.port = int(environment["PORT"])
        self.process = subprocess.Popen(
            [*MOTCUA, "serve"], env=environment, stdout=subprocess.DEVNULL
        )
        deadline = time.monotonic() + 120
        while self.get("/healthz") != 200:
            assert self.process.poll() is None, "it ended while starting"
            assert time.monotonic() < deadline
            time.sleep(0.1)

    def get(self, path: str) -> int:
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)) as asked:
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


@pytest.fixture
def nodes() -> Iterator[list[Node]]:
    started: list[Node] = []
    yield started
    for node in started:
        node.end()


def kill(victims: list[Identity]) -> None:
    for victim in victims:
        os.kill(victim.pid, signal.SIGKILL)
    assert all(wait_until_gone(victim, 5) for victim in victims)


def wait_until_ready(node: Node) -> None:
    deadline = time.monotonic() + 90
    while node.get("/readyz") != 200:
        assert time.monotonic() < deadline
        time.sleep(0.2)


def test_a_node_heals_itself_comes_back_after_kill_9_and_ctrl_c_leaves_nothing(
    environment: dict[str, str], tmp_path: Path, nodes: list[Node]
) -> None:
    nodes.append(Node(environment, tmp_path / "data"))
    wait_until_ready(nodes[0])
    assert len(nodes[0].everybody()) == len(PROGRAMS) + 2
    kill([each for each in nodes[0].everybody() if each.pid != nodes[0].process.pid])
    wait_until_ready(nodes[0])
    assert all(map(is_alive, nodes[0].everybody()))

    everybody = nodes[0].everybody()
    for victim in everybody:
        os.kill(victim.pid, signal.SIGKILL)
    nodes[0].process.wait()
    nodes.append(Node(environment, tmp_path / "data"))
    wait_until_ready(nodes[1])
    assert not any(map(is_alive, everybody))
    assert "đang được một bộ giám sát khác dùng" in refused(environment, "serve")

    everybody = nodes[1].everybody()
    nodes[1].process.send_signal(signal.SIGINT)
    assert nodes[1].process.wait(timeout=30) == 0
    assert all(wait_until_gone(each, 1) for each in everybody)


@pytest.mark.drill
def test_two_nodes_run_side_by_side(
    environment: dict[str, str], tmp_path: Path, nodes: list[Node]
) -> None:
    other = {"MOTCUA_DATA": str(tmp_path / "other"), "PORT": str(free_port())}
    nodes.append(Node(environment, tmp_path / "data"))
    nodes.append(Node(environment | other, tmp_path / "other"))

    kill([each for each in nodes[0].everybody() if each.pid != nodes[0].process.pid])

    assert nodes[1].get("/readyz") == 200
    wait_until_ready(nodes[0])

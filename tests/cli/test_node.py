"""A whole node: what stands in its way, its life, and its death by kill -9."""

from __future__ import annotations

import json
import os
import signal
import socket
import struct
import threading
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from motcua.kernel.processes import is_alive, wait_until_gone
from tests.cli.nodes import PROGRAMS, Node, kill, refused, wait_until_ready
from tests.ports import free_port

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [pytest.mark.enable_socket, pytest.mark.timeout(1200), pytest.mark.long]


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


def answer_as(version: str, server: socket.socket) -> None:
    """Speak PostgreSQL's protocol as far as a client asks whom it talks to."""

    def told(kind: bytes, content: bytes) -> bytes:
        return kind + struct.pack("!i", len(content) + 4) + content

    with server.accept()[0] as client:
        client.recv(8192)  # a startup message: TLS is not asked for
        parameter = told(b"S", b"server_version\0" + version.encode() + b"\0")
        client.sendall(told(b"R", bytes(4)) + parameter + told(b"Z", b"I"))
        while client.recv(8192):
            pass


def test_a_too_old_database_is_one_sentence_and_nothing_is_made(
    environment: dict[str, str], tmp_path: Path
) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        speaker = threading.Thread(target=answer_as, args=("13.14", server))
        speaker.start()
        url = f"postgresql://a:b@127.0.0.1:{server.getsockname()[1]}/motcua?sslmode=disable"
        sentence = refused(environment | {"DATABASE_URL": url}, "demo")
        speaker.join()

    assert "Cần PostgreSQL 15 trở lên, máy chủ ở DATABASE_URL là bản 13" in sentence
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
    assert nodes[1].process.wait(timeout=60) == 0
    assert all(wait_until_gone(each, 60) for each in everybody)


@pytest.mark.drill
def test_two_nodes_run_side_by_side(
    environment: dict[str, str], tmp_path: Path, nodes: list[Node]
) -> None:
    other = {"MOTCUA_DATA": str(tmp_path / "other"), "PORT": str(free_port())}
    nodes.append(Node(environment, tmp_path / "data"))
    nodes.append(Node(environment | other, tmp_path / "other"))
    wait_until_ready(nodes[1])

    kill([each for each in nodes[0].everybody() if each.pid != nodes[0].process.pid])

    assert nodes[1].get("/readyz") == 200
    wait_until_ready(nodes[0])

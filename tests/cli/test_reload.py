"""An upgrade puts new processes in the place of the old ones, and nobody is turned away."""

from __future__ import annotations

import subprocess
import threading
from typing import TYPE_CHECKING

import pytest

from motcua.demo.prove.wire import Answer, Crowd
from tests.cli.nodes import MOTCUA, Node, refused, wait_until_ready

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.drilling import Drill

pytestmark = [pytest.mark.enable_socket, pytest.mark.timeout(600)]

# The front page of a node that no agency was set up on yet is 503.
_PATHS = ("/verify", "/help", "/healthz")
_CLIENTS = 6


def test_reloading_without_a_node_is_refused_in_a_sentence(environment: dict[str, str]) -> None:
    assert "Không có nút nào đang chạy" in refused(environment, "reload")


@pytest.mark.drill
@pytest.mark.promise("P17")
def test_no_request_fails_while_the_processes_are_replaced_twice(
    environment: dict[str, str], tmp_path: Path, nodes: list[Node], drill: Drill
) -> None:
    environment["MOTCUA_WEB_WORKERS"] = "2"
    node = Node(environment, tmp_path / "data")
    nodes.append(node)
    wait_until_ready(node)
    answers: list[Answer] = []
    ended = threading.Event()
    before = node.everybody()

    def asking() -> Iterator[bytes]:
        while not ended.is_set():
            for path in _PATHS:
                yield f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()

    crowd = Crowd(
        node.port, [asking() for _ in range(_CLIENTS)], answers.append, think=lambda: 0.05
    )
    asking_all = threading.Thread(target=crowd.run)
    asking_all.start()
    try:
        for _ in range(2):
            done = subprocess.run(
                [*MOTCUA, "reload"], env=environment, capture_output=True, text=True, check=False
            )
            assert done.returncode == 0, done.stdout + done.stderr
    finally:
        ended.set()
        asking_all.join()

    failed = [answer for answer in answers if answer.status != 200]
    drill.counts(tried=len(answers), lost=len(failed), longest=max(a.seconds for a in answers))
    assert failed == []
    assert len(answers) > 100
    wait_until_ready(node)
    web = {each.pid for each in node.everybody()} - {each.pid for each in before}
    assert len(web) == 2  # web and worker are others; supervisor and database are not

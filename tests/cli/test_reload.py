"""An upgrade puts new processes in the place of the old ones, and nobody is turned away."""

from __future__ import annotations

import subprocess
import time
from typing import TYPE_CHECKING

import pytest

from tests.cli.nodes import MOTCUA, Node, refused, wait_until_ready
from tests.cli.people import DONE, People

if TYPE_CHECKING:
    from pathlib import Path

    from tests.drilling import Drill

pytestmark = [pytest.mark.enable_socket, pytest.mark.timeout(600)]


def test_reloading_without_a_node_is_refused_in_a_sentence(environment: dict[str, str]) -> None:
    assert "Không có nút nào đang chạy" in refused(environment, "reload")


@pytest.mark.drill
@pytest.mark.promise("P17")
def test_no_request_fails_while_the_processes_are_replaced_twice(
    environment: dict[str, str], tmp_path: Path, nodes: list[Node], drill: Drill
) -> None:
    environment |= {"MOTCUA_WEB_WORKERS": "2", "MOTCUA_DEMO": "1"}
    node = Node(environment, tmp_path / "data")
    nodes.append(node)
    wait_until_ready(node)
    people = People.prepared(environment, tmp_path / "made.json", "reload", filers=6, senders=1)
    people.readers = 3
    before = node.everybody()
    with people.busy():
        time.sleep(2)
        for _ in range(2):
            done = subprocess.run(
                [*MOTCUA, "reload"], env=environment, capture_output=True, text=True, check=False
            )
            assert done.returncode == 0, done.stdout + done.stderr

    failed = [one for _, one in people.heard if one.status not in DONE]
    found = people.recount(environment, "reload")
    drill.counts(
        tried=len(people.heard),
        lost=found.lost + len(failed),
        doubled=found.doubled,
        wrong=found.wrong,
        longest=max(one.seconds for _, one in people.heard),
    )
    assert failed == []
    assert (found.lost, found.doubled, found.wrong) == (0, 0, 0)
    assert len(people.heard) > 100
    wait_until_ready(node)
    web = {each.pid for each in node.everybody()} - {each.pid for each in before}
    assert len(web) == 2  # web and worker are others; supervisor and database are not

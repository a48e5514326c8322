"""Drill: whatever takes writes is sent a right one by twenty at once, and does it once.

The requests are those of other tests (`writes.py` says of which), and so is the world that they
need: these tests run in a process of their own, with `again.py` between them and the pages.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.security.again import MANY, ONCE
from tests.security.crowd import AT_ONCE
from tests.security.writes import SENT_BY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.drilling import Drill

ROOT = Path(__file__).resolve().parents[2]
_OURS = ("DATABASE_", "MOTCUA_", "PYTEST_")


def compared(seen: dict[str, Any]) -> Iterator[tuple[str, str, Any, Any]]:
    """Give each write that was sent in both runs, and what was left behind by one and by twenty."""
    for name, places in seen.items():
        for place, runs in places.items():
            found = {one["run"]: one["written"] for one in runs}
            if found.get(ONCE) and MANY in found:
                yield name, place, found[ONCE], found[MANY]


@pytest.mark.drill
@pytest.mark.promise("P2")
@pytest.mark.enable_socket
@pytest.mark.timeout(3000)
def test_what_twenty_send_at_once_is_done_once_at_every_address(
    tmp_path: Path, drill: Drill
) -> None:
    seen = tmp_path / "seen.json"
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_OURS)}
    words = ("-n", "0", "-q", "-p", "tests.security.again", "-p", "no:randomly")
    answer = subprocess.run(
        [
            *(sys.executable, "-m", "pytest", *words, f"--basetemp={tmp_path / 'there'}"),
            *sorted(set(SENT_BY.values())),
        ],
        cwd=ROOT,
        env=kept | {"MOTCUA_PRESSED": str(seen)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 0, answer.stdout[-5000:]
    tried = list(compared(json.loads(seen.read_text())))
    doubled = [one for one in tried if one[2] != one[3]]
    drill.counts(tried=AT_ONCE * len(tried), doubled=len(doubled))
    assert doubled == []
    assert sorted(SENT_BY.keys() - {name for name, *_rest in tried}) == []

"""Drill: the release before works on this schema, under requests, and nothing is lost."""

from __future__ import annotations

import json
import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.cli.nodes import MOTCUA
from tests.upgrading import release
from tests.upgrading.schema import RECORD

if TYPE_CHECKING:
    from pathlib import Path

    from tests.drilling import Drill

pytestmark = [pytest.mark.drill, pytest.mark.enable_socket, pytest.mark.timeout(1200)]


def former() -> str:
    """Give the commit of the last release: the one named, or that of the version on record."""
    of = json.loads(RECORD.read_text(encoding="utf-8"))["version"]
    named = os.environ.get("MOTCUA_FORMER", "") or release.commit_of(of)
    if not named:
        pytest.skip("there is no history here")
    return named


@pytest.mark.promise("P17")
def test_the_code_of_the_last_release_files_on_this_schema(
    environment: dict[str, str], tmp_path: Path, drill: Drill
) -> None:
    packed = subprocess.run(
        ["git", "-C", str(release.ROOT), "archive", former()], capture_output=True, check=True
    )
    old = tmp_path / "former"
    old.mkdir()
    subprocess.run(["tar", "-x", "-C", str(old)], input=packed.stdout, check=True)

    words = ["--dossiers", "300", "--clients", "6", "--kills", "0", "--former", str(old)]
    answer = subprocess.run(
        [*MOTCUA, "prove", *words],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert answer.returncode == 0, answer.stdout + answer.stderr
    figures = [line for line in answer.stdout.splitlines() if line.startswith("{")]
    drill.counts_of(json.loads(figures[-1]))
    assert "300/300" in answer.stdout

"""Settings for nodes of their own, and nodes that are stopped after the test."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from psycopg.conninfo import make_conninfo

from motcua.config import env
from tests.ports import free_port

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.cli.nodes import Node


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


@pytest.fixture
def nodes() -> Iterator[list[Node]]:
    started: list[Node] = []
    yield started
    for node in started:
        node.end()


@pytest.fixture
def in_test_database(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let commands called within the test find its database, as they would find a node's."""
    monkeypatch.setenv(
        "DATABASE_URL",
        make_conninfo(env.text("DATABASE_URL"), dbname=str(connection.settings_dict["NAME"])),
    )


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Callable[[int], Path]]:
    """Mount small disks; only root on Linux may."""
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("only root on Linux can mount a small disk")
    mounted: list[Path] = []

    def mount(megabytes: int) -> Path:
        place = tmp_path / f"disk{len(mounted)}"
        place.mkdir()
        command = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(place)]
        if subprocess.run(command, check=False).returncode != 0:
            pytest.skip("this machine mounts no disks in memory")
        mounted.append(place)
        return place

    yield mount
    for place in mounted:
        subprocess.run(["umount", "--lazy", str(place)], check=True)

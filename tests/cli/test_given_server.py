"""Drill: a node comes back from its backups into a PostgreSQL that somebody else runs."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import psycopg
import pytest
from psycopg.sql import SQL, Identifier

from motcua.kernel.postgres import Server, find_programs
from tests.cli.nodes import MOTCUA, Node, wait_until_ready
from tests.ports import free_port

if TYPE_CHECKING:
    from pathlib import Path

    from tests.drilling import Drill

pytestmark = [
    pytest.mark.drill,
    pytest.mark.enable_socket,
    pytest.mark.timeout(900),
    pytest.mark.promise("P16"),
]

_TABLES = """
SELECT relname FROM pg_class
WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
    AND relname !~ '^(procrastinate|kernel_cache|django_session)' ORDER BY relname
"""


def motcua(environment: dict[str, str], *words: str) -> None:
    answer = subprocess.run(
        [*MOTCUA, *words], env=environment, capture_output=True, text=True, check=False
    )
    assert answer.returncode == 0, answer.stdout + answer.stderr


def rows(url: str) -> dict[str, int]:
    with psycopg.connect(url) as connection:
        names = [name for (name,) in connection.execute(_TABLES).fetchall()]
        count = SQL("SELECT count(*) FROM {}")
        return {
            name: connection.execute(count.format(Identifier(name))).fetchone()[0]  # type: ignore[index]
            for name in names
        }


def test_a_restored_node_moves_into_a_server_of_its_agency(
    environment: dict[str, str], tmp_path: Path, nodes: list[Node], drill: Drill
) -> None:
    environment["MOTCUA_BACKUP_TO"] = str(tmp_path / "place")
    key, back = tmp_path / "recovery.key", tmp_path / "back"
    first = Node(environment, tmp_path / "data")
    nodes.append(first)
    wait_until_ready(first)
    motcua(environment, "backup", "key", "--to", str(key))
    motcua(environment, "backup")
    before = rows(Server(tmp_path / "data").urls.superuser)
    first.end()
    motcua(environment, "restore", "--key", str(key), "--into", str(back))

    programs = find_programs()
    with Server(tmp_path / "given") as given:
        with Server(back) as old:
            dumped = subprocess.run(
                [programs.path("pg_dump"), "-Fc", "-d", old.superuser],
                capture_output=True,
                check=True,
            )
        subprocess.run(
            [programs.path("pg_restore"), "--no-owner", "--role=motcua_owner", "-d", given.owner],
            input=dumped.stdout,
            check=True,
        )
        after = rows(given.superuser)
        lost = sum(max(number - after.get(name, 0), 0) for name, number in before.items())
        drill.counts(tried=sum(before.values()), lost=lost)
        assert lost == 0
        settings = environment | {
            "MOTCUA_DATA": str(back),
            "MOTCUA_BACKUP_TO": "",
            "DATABASE_URL": given.app,
            "DATABASE_OWNER_URL": given.owner,
            "PORT": str(free_port()),
        }
        second = Node(settings, back)
        nodes.append(second)
        wait_until_ready(second)
        motcua(settings, "intact")
        second.end()

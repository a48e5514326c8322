"""Starting the demo over: only a demo, and all of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import psycopg
import pytest

from motcua.cli.home import Home
from motcua.cli.reset import database_name, throw_away
from motcua.cli.speech import Refused
from motcua.kernel.postgres import Server, temporary_server

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL"):
        monkeypatch.delenv(name, raising=False)
    home = Home(tmp_path / "data")
    home.open()
    return home


def test_a_demo_is_thrown_away_with_its_running_database(home: Home) -> None:
    home.write("demo", {"database": database_name()})
    (home.folder / "files").mkdir()
    server = Server(home.folder)
    server.start()
    try:
        throw_away(home)

        assert not server.is_running()
        assert {path.name for path in home.folder.iterdir()} <= {"run", "postgres.lock"}
    finally:
        server.stop()


def test_an_empty_folder_has_nothing_to_throw_away(home: Home) -> None:
    throw_away(home)

    assert (home.folder / "keys").exists()


def test_a_folder_without_the_mark_of_a_demo_is_left_alone(home: Home) -> None:
    (home.folder / "postgres").mkdir()

    with pytest.raises(Refused, match="không phải của thế giới minh họa"):
        throw_away(home)

    assert (home.folder / "postgres").exists()


def test_an_outside_database_is_emptied_only_when_it_is_the_demos(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    with temporary_server() as urls:
        with psycopg.connect(urls.owner) as connection:
            connection.execute("CREATE TABLE kept (id int)")
        monkeypatch.setenv("DATABASE_URL", urls.owner)
        home.write("demo", {"database": "embedded"})
        with pytest.raises(Refused):
            throw_away(home)
        with psycopg.connect(urls.owner) as connection:
            connection.execute("SELECT * FROM kept")

        home.write("demo", {"database": database_name()})
        throw_away(home)
        with (
            psycopg.connect(urls.owner) as connection,
            pytest.raises(psycopg.errors.UndefinedTable),
        ):
            connection.execute("SELECT * FROM kept")

"""Start the demo over: throw its data away, and nothing that the demo did not make."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import psycopg
from psycopg.conninfo import conninfo_to_dict

from motcua.cli import database, progress
from motcua.cli.external import check
from motcua.cli.speech import Refused
from motcua.kernel.postgres import Server

if TYPE_CHECKING:
    from pathlib import Path

    from motcua.cli.home import Home

_EMBEDDED = "embedded"
_KEPT = frozenset({"run", "postgres.lock"})


def database_name() -> str:
    """Name the database without its password, so that a folder remembers which one is its own."""
    found = database.named()
    if found is None:
        return _EMBEDDED
    parts = conninfo_to_dict(found.owner)
    return f"{parts.get('host', '')}:{parts.get('port', '')}/{parts.get('dbname', '')}"


def throw_away(home: Home) -> None:
    """Empty the database and the data folder of a demo; raise Refused when it is no demo's."""
    made = home.read("demo").get("database")
    if made is None and not _holds_anything(home):
        return
    if made != database_name():
        raise Refused(
            f"Cơ sở dữ liệu đang đặt không phải của thế giới minh họa trong {home.folder}; "
            "không xóa gì cả.",
            f"The database that is set is not that of the made-up world in {home.folder}; "
            "nothing was thrown away.",
        )
    with progress.step("Bỏ thế giới minh họa cũ", "Throwing the old world away"):
        home.end_leftovers()
        _empty_database(home)
        _empty_folder(home.folder)


def _holds_anything(home: Home) -> bool:
    return (home.folder / "postgres").exists()


def _empty_folder(folder: Path) -> None:
    """Remove everything; the mark of the demo goes last, so that a cut is finished next time."""
    for path in sorted(folder.iterdir(), key=lambda path: path.name == "demo.json"):
        if path.is_dir() and path.name not in _KEPT:
            shutil.rmtree(path)
        elif path.name not in _KEPT:
            path.unlink()


def _empty_database(home: Home) -> None:
    found = database.named()
    if found is None:
        Server(home.folder).end()
        return
    check(found)
    with psycopg.connect(found.owner, autocommit=True) as connection:
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")

"""The database of this node as a command finds it: named by the environment, or embedded."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from motcua.cli.external import Unreachable, check, require_tables
from motcua.cli.speech import Refused
from motcua.config import env
from motcua.kernel.postgres import Server

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Database:
    """Where each role connects; `is_embedded` when the server is our own."""

    owner: str
    app: str
    read: str
    is_embedded: bool

    def environment(self) -> dict[str, str]:
        """Give the environment of processes that may act as the application and no more."""
        return {
            "DATABASE_URL": self.app,
            "DATABASE_OWNER_URL": "",
            "DATABASE_READ_URL": self.read,
        }


def named() -> Database | None:
    """Give the database that the environment names; None when it names none."""
    app = env.text("DATABASE_URL")
    if not app:
        return None
    return Database(
        owner=env.text("DATABASE_OWNER_URL") or app,
        app=app,
        read=env.text("DATABASE_READ_URL") or app,
        is_embedded=False,
    )


def embedded(server: Server, *, alone: bool = False) -> Database:
    """Start the embedded server and give its connections."""
    urls = server.start_alone() if alone else server.start()
    return Database(owner=urls.owner, app=urls.app, read=urls.read, is_embedded=True)


@contextlib.contextmanager
def opened() -> Iterator[Database]:
    """Give the database for the length of one command; an embedded server that is down is run."""
    if found := named():
        yield found
        return
    server = Server(env.data_folder())
    try:
        yield embedded(server)
    finally:
        server.stop()


@contextlib.contextmanager
def existing() -> Iterator[Database]:
    """Give the database as `opened` does, where there is one with our tables; nothing is made.

    Raises `Refused`.
    """
    _refuse_nothing()
    with opened() as found:
        check(found)
        require_tables(found)
        yield found


@contextlib.contextmanager
def outlived() -> Iterator[Database]:
    """Give the database as `existing` does, to a process that outlives the database's absence.

    One that nobody answers for is no refusal: it is waited for.
    """
    _refuse_nothing()
    with opened() as found:
        with contextlib.suppress(Unreachable):
            require_tables(found)
        yield found


def _refuse_nothing() -> None:
    folder = env.data_folder()
    if named() is None and not (folder / "postgres").exists():
        raise Refused(
            f"Chưa có gì trong {folder}; hãy chạy motcua demo hoặc motcua serve.",
            f"Nothing in {folder} yet; run motcua demo or motcua serve.",
        )

"""A database named by the environment: whether it answers, and whether it will do."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

import psycopg

from motcua.cli.speech import Refused
from motcua.kernel.postgres import OLDEST

if TYPE_CHECKING:
    from collections.abc import Iterator

    from motcua.cli.database import Database

_SECONDS_TO_CONNECT = 5
_PLACE = 10000  # server_version_num is major * 10000 + minor
_IS_MIGRATED = "SELECT to_regclass('kernel_auditrow') IS NOT NULL"


class Unreachable(Refused):
    """Nobody answers at the database's address; somebody may later."""


def check(found: Database) -> None:
    """Connect as owner and as application; raise Refused when that fails or the server is old."""
    owner = ("DATABASE_OWNER_URL" if found.owner != found.app else "DATABASE_URL", found.owner)
    for name, url in dict.fromkeys((owner, ("DATABASE_URL", found.app))):
        version = _version(name, url)
        if version < OLDEST:
            raise Refused(
                f"Cần PostgreSQL {OLDEST} trở lên, máy chủ ở {name} là bản {version}.",
                f"PostgreSQL {OLDEST} or newer is needed; the server of {name} is {version}.",
            )


def require_tables(found: Database) -> None:
    """Raise Refused for a database that was never migrated."""
    with _connected("DATABASE_URL", found.app) as connection:
        row = connection.execute(_IS_MIGRATED).fetchone()
    if row != (True,):
        raise Refused(
            "Cơ sở dữ liệu chưa có bảng nào của motcua; hãy chạy motcua prepare trước.",
            "The database has none of motcua's tables yet; run motcua prepare first.",
        )


def _version(name: str, url: str) -> int:
    with _connected(name, url) as connection:
        return connection.info.server_version // _PLACE


@contextlib.contextmanager
def _connected(name: str, url: str) -> Iterator[psycopg.Connection]:
    try:
        with psycopg.connect(url, connect_timeout=_SECONDS_TO_CONNECT) as connection:
            yield connection
    except psycopg.Error as error:
        # A malformed address is quoted whole, its password included.
        reason = " ".join(str(error).replace(url, "…").split())
        raise Unreachable(
            f"Không kết nối được cơ sở dữ liệu ở {name}: {reason}",
            f"The database of {name} cannot be reached: {reason}",
        ) from error

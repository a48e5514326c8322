"""Checks of the database server: version, settings, extensions, connections."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection

from motcua.cli.doctor.findings import Finding, bad, ok, warn
from motcua.cli.programs import web_workers
from motcua.config import env
from motcua.kernel.postgres import OLDEST

if TYPE_CHECKING:
    from collections.abc import Iterator

EXTENSIONS = ("pg_trgm", "unaccent", "btree_gist", "btree_gin")
_MUST_BE_ON = ("fsync", "synchronous_commit", "full_page_writes")
# The worker's loops and pool, the owner at a start, an administrator's session.
_CONNECTIONS_BESIDE_WEB = 20


def value(query: str, *parameters: str) -> str:
    """Give the first column of a query's first row, as text."""
    with connection.cursor() as cursor:
        cursor.execute(query, parameters or None)
        row = cursor.fetchone()
    return "" if row is None or row[0] is None else str(row[0])


def version() -> Iterator[Finding]:
    """Compare the server's version with the oldest that will do."""
    full = value("SHOW server_version")
    if int(value("SHOW server_version_num")) // 10000 >= OLDEST:
        yield ok("database.version", f"PostgreSQL {full}", f"PostgreSQL {full}")
        return
    yield bad(
        "database.version",
        (f"PostgreSQL {full} cũ quá", f"PostgreSQL {full} is too old"),
        (f"Nâng cấp lên PostgreSQL {OLDEST} trở lên.", f"Upgrade to PostgreSQL {OLDEST} or newer."),
    )


def settings() -> Iterator[Finding]:
    """Check what keeps acknowledged work safe and text whole."""
    encoding = value("SHOW server_encoding")
    if encoding == "UTF8":
        yield ok("database.encoding", "Bảng mã UTF8", "Encoding UTF8")
    else:
        yield bad(
            "database.encoding",
            (f"Bảng mã {encoding}", f"Encoding {encoding}"),
            ("Tạo lại cơ sở dữ liệu với ENCODING 'UTF8'.", "Make the database with ENCODING UTF8."),
        )
    for name in _MUST_BE_ON:
        state = value(f"SHOW {name}")
        if state == "on":
            yield ok(f"database.{name}", f"{name} = on", f"{name} = on")
        else:
            yield bad(
                f"database.{name}",
                (
                    f"{name} = {state}: có thể mất hồ sơ",
                    f"{name} = {state}: can lose work",
                ),
                (f"ALTER SYSTEM SET {name} = on", f"ALTER SYSTEM SET {name} = on"),
            )
    zone = value("SHOW timezone")
    yield ok("database.timezone", f"Múi giờ phiên: {zone}", f"Session time zone: {zone}")


def connections() -> Iterator[Finding]:
    """Compare the connections allowed with those the processes may open."""
    allowed = int(value("SHOW max_connections"))
    web = web_workers() * env.number("MOTCUA_WEB_THREADS")
    needed = web + _CONNECTIONS_BESIDE_WEB
    text = (f"max_connections {allowed}, cần {needed}", f"max_connections {allowed}, need {needed}")
    if allowed >= needed:
        yield ok("database.connections", *text)
    else:
        yield warn(
            "database.connections",
            text,
            (
                "Tăng max_connections hoặc giảm MOTCUA_WEB_WORKERS, MOTCUA_WEB_THREADS.",
                "Raise max_connections or lower MOTCUA_WEB_WORKERS, MOTCUA_WEB_THREADS.",
            ),
        )


def extensions() -> Iterator[Finding]:
    """Look for the contrib extensions."""
    query = "SELECT count(*) FROM pg_available_extensions WHERE name = %s"
    missing = [name for name in EXTENSIONS if value(query, name) == "0"]
    names = ", ".join(missing or EXTENSIONS)
    if not missing:
        yield ok("database.extensions", f"Có {names}", f"There are {names}")
        return
    yield bad(
        "database.extensions",
        (f"Thiếu {names}", f"Missing: {names}"),
        ("Cài gói postgresql-contrib.", "Install the postgresql-contrib package."),
    )

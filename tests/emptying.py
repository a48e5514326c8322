"""Empties the database after a test that commits: only the tables in which something stands.

Django truncates all two hundred, each with its indexes, which takes ten times as long; and only
those that it made itself, so that jobs of the queue would stay for the next test.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from django.db import connection, transaction

from tests.snapshot import filled, may_pass_triggers

if TYPE_CHECKING:
    from django.db.backends.utils import CursorWrapper

PATIENCE = 60.0  # seconds that whoever still writes may take
_KEPT = {"django_migrations"}
_MANY = 8_000_000  # bytes; to delete more takes longer than to truncate, and leaves the room taken
_SIZE = "SELECT sum(pg_table_size(oid)) FROM pg_class WHERE relname = ANY(%s) AND relkind = 'r'"
_OTHERS = """
SELECT left(query, 200) FROM pg_stat_activity WHERE datname = current_database()
AND pid <> pg_backend_pid() AND xact_start IS NOT NULL AND backend_type = 'client backend'
"""


def empty() -> None:
    """Delete every row but the list of migrations, once nobody else is amid a transaction."""
    tables = sorted(filled() - _KEPT)
    if not tables:
        return
    with connection.cursor() as cursor:
        _wait_for_others(cursor)
        cursor.execute(_SIZE, [tables])
        (size,) = cursor.fetchone()
    with transaction.atomic(), connection.cursor() as cursor:
        if size > _MANY or not may_pass_triggers():
            names = ", ".join(f'"{name}"' for name in tables)
            cursor.execute(f"TRUNCATE {names} CASCADE")
            return
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("; ".join(f'DELETE FROM "{name}"' for name in tables))  # noqa: S608 - our own names


def _wait_for_others(cursor: CursorWrapper) -> None:
    """Wait for threads and processes of the test; what comes later would be the next one's."""
    deadline = time.monotonic() + PATIENCE
    while True:
        cursor.execute(_OTHERS)
        if not (busy := cursor.fetchall()):
            return
        assert time.monotonic() < deadline, f"a test left transactions open: {busy}"
        time.sleep(0.01)

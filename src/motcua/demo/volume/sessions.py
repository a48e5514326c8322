"""Sessions of the database's owner that write very many rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import psycopg
from psycopg import ClientCursor, errors

if TYPE_CHECKING:
    from datetime import datetime

SESSIONS = 2
LOCK = 7811190
_SETTINGS = (
    "SET synchronous_commit = off",
    "SET work_mem = '128MB'",
    "SET temp_buffers = '64MB'",
    "SET maintenance_work_mem = '512MB'",
    # Two sessions fill two cores; helpers of theirs would wait for each other.
    "SET max_parallel_maintenance_workers = 0",
    "SET max_parallel_workers_per_gather = 0",
    "SET statement_timeout = 0",
    "SET lock_timeout = 0",
    "SET idle_in_transaction_session_timeout = 0",
    "SET jit = off",
)
# What only the embedded server's own administrator may. Pages of new indexes go to the log whole:
# packing them takes longer than writing them. Nor are files of the log written once with zeros
# before they are written.
_PLAIN_LOG = ("SET wal_compression = off", "SET wal_init_zero = off")
_AS_LOADED = "SET LOCAL session_replication_role = replica"


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be written: so many dossiers of the year before now, and by whom.

    `owner` is a session of the owner of the tables, `owner_url` where more of them connect.
    """

    owner: psycopg.Connection[Any]
    owner_url: str
    total: int
    seed: int
    now: datetime


def session(owner_url: str) -> psycopg.Connection[Any]:
    """Connect as the owner of the tables, for long statements that nobody waits for."""
    connection = psycopg.connect(owner_url, autocommit=True, cursor_factory=ClientCursor)
    for statement in _SETTINGS:
        connection.execute(statement)
    for statement in _PLAIN_LOG:
        _where_allowed(connection, statement)
    return connection


def skip_checks(connection: psycopg.Connection[Any]) -> None:
    """Leave foreign keys unchecked until the transaction ends, where the owner may.

    Checking takes half of the time.
    """
    _where_allowed(connection, _AS_LOADED)


def one_value(connection: psycopg.Connection[Any], statement: str, *values: object) -> Any:
    """Give the one value that a statement finds."""
    row = connection.execute(statement.encode(), values).fetchone()
    assert row is not None
    return row[0]


def _where_allowed(connection: psycopg.Connection[Any], statement: str) -> None:
    try:
        with connection.transaction():
            connection.execute(statement.encode())
    except errors.InsufficientPrivilege:
        return

"""Indexes of the tables that are filled: set aside before very many rows, made again after them.

Sorting all rows once is cheaper than finding the place of each. What says who is who (primary keys,
what must be unique) stays, so that a node that runs meanwhile works on, if slowly.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from psycopg.sql import SQL, Identifier

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import psycopg

# Kept in the database, and dropped in the same transaction: a call that is killed in between leaves
# behind what to make, and the next one makes it.
_KEPT = """
CREATE SCHEMA IF NOT EXISTS volume_kept;
CREATE TABLE IF NOT EXISTS volume_kept.index (name text PRIMARY KEY, definition text NOT NULL)
"""
_NOTE = """
INSERT INTO volume_kept.index (name, definition)
SELECT i.relname, pg_get_indexdef(i.oid)
FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class t ON t.oid = x.indrelid
WHERE t.relnamespace = 'public'::regnamespace AND t.relname = ANY (%s) AND NOT x.indisunique
ON CONFLICT DO NOTHING RETURNING name
"""
_LEFT = "SELECT name, definition FROM volume_kept.index ORDER BY definition LIKE '%% gin %%' DESC"
_MADE = "DELETE FROM volume_kept.index WHERE name = %s"
_PLAIN, _UNLESS_THERE = "CREATE INDEX ", "CREATE INDEX IF NOT EXISTS "


@contextmanager
def without_indexes(
    owner: psycopg.Connection[Any],
    connect: Callable[[], psycopg.Connection[Any]],
    tables: Sequence[str],
    sessions: int,
) -> Iterator[None]:
    """Go without the indexes of tables for a while; whatever came, some sessions make them again.

    Those that a call which was killed had set aside are made too.
    """
    set_aside(owner, tables)
    try:
        yield
    finally:
        _make_again(owner, connect, sessions)
        owner.execute("DROP SCHEMA volume_kept CASCADE")


def set_aside(owner: psycopg.Connection[Any], tables: Sequence[str]) -> None:
    """Drop the indexes of tables, and keep what is needed to make them again."""
    owner.execute(_KEPT)
    with owner.transaction():
        for (name,) in owner.execute(_NOTE, (list(tables),)).fetchall():
            owner.execute(SQL("DROP INDEX {}").format(Identifier("public", name)))


def _make_again(
    owner: psycopg.Connection[Any], connect: Callable[[], psycopg.Connection[Any]], sessions: int
) -> None:
    left = owner.execute(_LEFT).fetchall()
    with ThreadPoolExecutor(sessions) as pool:
        for done in [pool.submit(_make, connect, *row) for row in left]:
            done.result()


def _make(connect: Callable[[], psycopg.Connection[Any]], name: str, definition: str) -> None:
    with connect() as own, own.transaction():
        own.execute(definition.replace(_PLAIN, _UNLESS_THERE, 1).encode())
        own.execute(_MADE, (name,))

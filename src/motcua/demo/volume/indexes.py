"""Indexes of the tables that are filled: set aside before very many rows, made again after them.

Sorting all rows once is cheaper than finding the place of each. What other tables refer to stays,
and so does what could be given twice by somebody who works on the node meanwhile (codes, keys of
submissions, numbers of slips): it goes on, if slowly. Primary keys that nothing refers to, and
random public numbers, cannot be given twice, and go.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from psycopg.sql import SQL, Identifier

from motcua.demo.volume.sessions import LOCK, SESSIONS, one_value, session

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import psycopg

# In these stand few dossiers: to go through all for them would cost more than to find their places.
_FEW = (
    *("dossier_open_due", "dossier_open_filed", "dossier_open_state", "dossier_open_of_official"),
    *("dossier_split", "dossier_moved_process", "dossier_of_person"),
)
# Kept in the database: a call that is killed in between leaves behind what to make, and the next
# call or start of the node makes it. So it belongs to the owner of the tables.
_KEPT = """
CREATE SCHEMA IF NOT EXISTS volume_kept;
CREATE TABLE IF NOT EXISTS volume_kept.index
  (name text PRIMARY KEY, of_table text NOT NULL, definition text NOT NULL, is_key text);
DO $$
DECLARE owner text := tableowner FROM pg_tables
  WHERE schemaname = 'public' AND tablename = 'dossiers_dossier';
BEGIN
  EXECUTE format('ALTER SCHEMA volume_kept OWNER TO %I', owner);
  EXECUTE format('ALTER TABLE volume_kept.index OWNER TO %I', owner);
END $$
"""
_NOTE = """
INSERT INTO volume_kept.index (name, of_table, definition, is_key)
SELECT i.relname, t.relname, pg_get_indexdef(i.oid),
  CASE c.contype WHEN 'p' THEN 'PRIMARY KEY' WHEN 'u' THEN 'UNIQUE' END
FROM pg_index x
JOIN pg_class i ON i.oid = x.indexrelid
JOIN pg_class t ON t.oid = x.indrelid
LEFT JOIN pg_constraint c ON c.conindid = i.oid AND c.contype IN ('p', 'u')
LEFT JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = x.indkey[0]
WHERE t.relnamespace = 'public'::regnamespace AND t.relname = ANY (%(tables)s)
  AND i.relname <> ALL (%(few)s)
  AND (NOT x.indisunique OR (%(with_keys)s AND NOT c.condeferrable
    AND (c.contype = 'p' OR c.contype = 'u' AND x.indnatts = 1 AND a.atttypid = 'uuid'::regtype)
    AND NOT EXISTS (
      SELECT FROM pg_constraint r WHERE r.contype = 'f' AND r.conindid = i.oid)))
ON CONFLICT DO NOTHING RETURNING name, of_table, is_key
"""
# The longest first, so that both sessions are done at about the same time.
_LEFT = """
SELECT name, definition FROM volume_kept.index WHERE of_table = ANY (%s)
ORDER BY definition LIKE '%% gin %%' DESC,
  pg_relation_size(format('public.%%I', of_table)::regclass) DESC, name
"""
_KEYS = """
SELECT name, of_table, is_key FROM volume_kept.index k
WHERE is_key IS NOT NULL AND of_table = ANY (%s) AND NOT EXISTS (SELECT FROM pg_constraint c
  WHERE c.conname = k.name AND c.conrelid = format('public.%%I', of_table)::regclass)
"""
_DROP_KEY = SQL("ALTER TABLE public.{1} DROP CONSTRAINT {0}")
_ADD_KEY = SQL("ALTER TABLE public.{1} ADD CONSTRAINT {0} {2} USING INDEX {0}")
_MADE = "DELETE FROM volume_kept.index WHERE name = ANY (%s)"
_TABLES = "SELECT coalesce(array_agg(DISTINCT of_table), '{}') FROM volume_kept.index"
_ARE_KEPT = "SELECT to_regclass('volume_kept.index') IS NOT NULL"
_TRY = "SELECT pg_try_advisory_lock(%s)"


@contextmanager
def without_indexes(
    owner: psycopg.Connection[Any],
    owner_url: str,
    tables: Sequence[str],
    *,
    with_keys: bool = False,
) -> Iterator[None]:
    """Go without the indexes of tables for a while; whatever came, they are made again.

    `with_keys` without the keys too for which nothing can go wrong.
    """
    set_aside(owner, tables, with_keys=with_keys)
    try:
        yield
    finally:
        _make_again(owner, owner_url, tables)


def set_aside(
    owner: psycopg.Connection[Any], tables: Sequence[str], *, with_keys: bool = False
) -> None:
    """Drop the indexes of tables, and keep what is needed to make them again."""
    owner.execute(_KEPT.encode())
    with owner.transaction():
        values = {"tables": list(tables), "with_keys": with_keys, "few": list(_FEW)}
        for name, table, key in owner.execute(_NOTE, values).fetchall():
            what = SQL("DROP INDEX public.{0}") if key is None else _DROP_KEY
            owner.execute(what.format(Identifier(name), Identifier(table)))


def are_set_aside(owner_url: str) -> bool:
    """Say whether a call that goes on or was killed has set indexes aside."""
    with session(owner_url) as owner:
        return bool(one_value(owner, _ARE_KEPT))


def make_set_aside(owner_url: str) -> None:
    """Make the indexes that a call which was killed had set aside.

    Those of a call that goes on are left to it.
    """
    with session(owner_url) as owner:
        if one_value(owner, _TRY, LOCK):
            finish(owner, owner_url)


def finish(owner: psycopg.Connection[Any], owner_url: str) -> None:
    """Make whatever is still set aside, and forget that anything was."""
    if one_value(owner, _ARE_KEPT):
        _make_again(owner, owner_url, one_value(owner, _TABLES))
        owner.execute("DROP SCHEMA volume_kept CASCADE")


def _make_again(owner: psycopg.Connection[Any], owner_url: str, tables: Sequence[str]) -> None:
    left = owner.execute(_LEFT, (list(tables),)).fetchall()
    with ThreadPoolExecutor(SESSIONS) as pool:
        for done in [pool.submit(_make, owner_url, definition) for _name, definition in left]:
            done.result()
    # After all are made: a key needs the table for itself, and two such would wait for each other.
    for name, table, key in owner.execute(_KEYS, (list(tables),)).fetchall():
        owner.execute(_ADD_KEY.format(Identifier(name), Identifier(table), SQL(key)))
    owner.execute(_MADE, ([name for name, _definition in left],))


def _make(owner_url: str, definition: str) -> None:
    with session(owner_url) as own:
        start, index, rest = definition.partition(" INDEX ")
        own.execute(f"{start}{index}IF NOT EXISTS {rest}".encode())

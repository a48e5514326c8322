"""Rows that many tests begin with: made once for a process, then copied in, table by table."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import connection

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django.db.backends.utils import CursorWrapper

_COLUMNS = """
SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute
WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
"""
_WATCHED = """
SELECT DISTINCT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
WHERE NOT t.tgisinternal
"""
_PUT = """
CREATE FUNCTION kept.put_{name}() RETURNS void LANGUAGE plpgsql {settings} AS $$ BEGIN {body} END $$
"""
_UNWATCHED = "SET session_replication_role = replica"


def may_pass_triggers() -> bool:
    """Say whether the owner may write past the triggers that forbid it, as in a server of ours."""
    return "MOTCUA_TEST_SUPERUSER_URL" in os.environ


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The rows of some tables, as PostgreSQL copies them."""

    tables: dict[str, bytes]

    def keep(self) -> None:
        """Lay the rows down beside the tables, out of every test's sight, for `put`.

        References were checked when the rows were made: to check them again, row by row, takes
        longer than many a test. Triggers of ours see each row that comes.
        """
        own = connection.copy()  # whatever a test's own transaction does
        with own.cursor() as cursor:
            cursor.execute("DROP SCHEMA IF EXISTS kept CASCADE; CREATE SCHEMA kept")
            cursor.execute(_WATCHED)
            watched = {name for (name,) in cursor.fetchall()} & self.tables.keys()
            plain = self.tables.keys() - watched
            settings = _UNWATCHED if may_pass_triggers() else ""
            for name, tables, how in (("plain", plain, settings), ("watched", watched, "")):
                body = "".join(self._laid(cursor, sorted(tables)))
                cursor.execute(_PUT.format(name=name, settings=how, body=body))
        own.close()

    def _laid(self, cursor: CursorWrapper, tables: Iterable[str]) -> Iterator[str]:
        for table in tables:
            cursor.execute(_COLUMNS, [f'public."{table}"'])
            (columns,) = cursor.fetchone()
            # Under a name of its own: some tests ask for tables by their names alone.
            beside = f'kept."{table} as made"'
            some = f'SELECT {columns} FROM public."{table}"'  # noqa: S608 - our own names
            cursor.execute(f"CREATE TABLE {beside} AS {some} WITH NO DATA")
            with cursor.copy(f"COPY {beside} FROM STDIN") as copy:
                copy.write(self.tables[table])
            yield f'INSERT INTO public."{table}" ({columns}) SELECT * FROM {beside};'  # noqa: S608 - the same

    @staticmethod
    def put() -> None:
        """Add the rows that were kept to the database."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT kept.put_plain(), kept.put_watched()")


def filled() -> set[str]:
    """Give the tables that have rows."""
    names = sorted(connection.introspection.table_names())
    looks = (f"SELECT '{name}' WHERE EXISTS(SELECT FROM \"{name}\")" for name in names)  # noqa: S608 - our own names
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(looks))
        return {name for (name,) in cursor.fetchall()}


def taken(before: set[str]) -> Snapshot:
    """Take the rows of the tables that were empty before."""
    return Snapshot({table: b"".join(_rows(table)) for table in sorted(filled() - before)})


def _rows(table: str) -> Iterator[bytes]:
    with connection.cursor() as cursor, cursor.copy(f'COPY "{table}" TO STDOUT') as copy:
        yield from (bytes(part) for part in copy)

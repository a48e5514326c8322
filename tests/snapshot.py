"""Rows that many tests begin with: made once for a process, then copied in, table by table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import connection

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The rows of some tables, as PostgreSQL copies them."""

    tables: dict[str, bytes]

    def put(self) -> None:
        """Add the rows to the database; references are checked at the end of the transaction."""
        with connection.cursor() as cursor:
            for table, rows in self.tables.items():
                with cursor.copy(f'COPY "{table}" FROM STDIN') as copy:
                    copy.write(rows)


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

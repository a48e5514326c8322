"""State that outlives the process: one SQLite file, one connection, one writer at a time."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

Value = str | bytes | int | float | None


class Store:
    """A SQLite file shared by the threads of one process.

    What `write` has committed survives the death of the process at any moment (write-ahead log).
    """

    def __init__(self, path: Path, *schema: str) -> None:
        self._lock = threading.RLock()
        self._listeners: list[Callable[[], None]] = []
        self._db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self._db.row_factory = sqlite3.Row
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = NORMAL")
        self._db.execute("PRAGMA foreign_keys = ON")
        for script in schema:
            self._db.executescript(script)

    def on_commit(self, listener: Callable[[], None]) -> None:
        """Call `listener` after every committed write, outside the lock."""
        self._listeners.append(listener)

    @contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        """Open one transaction: committed at the end, rolled back on any exception."""
        with self._lock:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
                self._db.execute("COMMIT")
            except BaseException:
                if self._db.in_transaction:  # a full disk may have rolled back already
                    self._db.execute("ROLLBACK")
                raise
        for listener in self._listeners:
            listener()

    def rows(self, sql: str, *values: Value) -> list[sqlite3.Row]:
        """Give all rows of a query."""
        with self._lock:
            return self._db.execute(sql, values).fetchall()

    def row(self, sql: str, *values: Value) -> sqlite3.Row | None:
        """Give the first row of a query, or None."""
        return next(iter(self.rows(sql, *values)), None)

"""Reads composed once in a process: their SQL is kept, and gets other values each time.

Composing a small statement costs the ORM several times what PostgreSQL takes to answer it. That is
worth saving only where an act asks the same each time and thousands of acts wait for each other.
"""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django.db import connection
from django.db.models import Value

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import QuerySet

R = TypeVar("R", bound="tuple[Any, ...]")


class _Slot(Value):
    """A place in a composed read that is given a value when it runs."""

    def __init__(self, name: str) -> None:
        super().__init__(None)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        """Write a place for a parameter; the slot itself stands for its value."""
        del compiler, connection
        return "%s", [self]


class Composed(Generic[R]):
    """A read whose statement is made once; see `composed`."""

    def __init__(self, compose: Callable[..., QuerySet[Any, R]]) -> None:
        self._compose = compose
        self._made: tuple[str, tuple[Any, ...]] | None = None

    def __call__(self, **values: Any) -> list[R]:
        """Run the read with the values of its parameters; give the rows."""
        statement, params = self._made or self._make()
        filled: list[Any] = [
            values[each.name] if isinstance(each, _Slot) else each for each in params
        ]
        with connection.cursor() as cursor:
            cursor.execute(statement, filled)
            rows: list[R] = cursor.fetchall()
        return rows

    def _make(self) -> tuple[str, tuple[Any, ...]]:
        names = inspect.signature(self._compose).parameters
        query = self._compose(**{name: _Slot(name) for name in names}).query
        statement, params = query.sql_with_params()
        # Of two threads that compose at once the later stands; both made the same.
        self._made = statement, tuple(params)
        return self._made


def composed(compose: Callable[..., QuerySet[Any, R]]) -> Composed[R]:
    """Make a read of a function that composes a query of columns (`values_list`).

    The function is called once, with stand-ins that it may compare columns with but not look into.
    The read takes the values by name. Columns that Django converts as it reads them, such as sealed
    ones and JSON, are not for this.
    """
    return Composed(compose)

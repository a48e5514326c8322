"""Reads composed once in a process: the ORM writes the SQL once, then only values change.

Composing a statement costs the ORM several times what it takes to run a small one. What every page
or act reads, such as whose powers somebody holds, is composed once and run with other values; rows
are made by Django as ever (docs/adr/0016).
"""

from __future__ import annotations

import copy
import inspect
from functools import partial
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import BooleanField, F, Func, Value

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import QuerySet
    from django.db.models.sql.compiler import SQLCompiler

R = TypeVar("R")
MOST_KEPT = 256
"""Reads whose shape depends on who asks are kept for so many people: 30 to 90 kB each."""


class Slot(Value):
    """A place in a composed read that a value is put into when it runs."""

    def __init__(self, name: str) -> None:
        super().__init__(None)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        """Write a placeholder; the parameter is the place itself until a value is known."""
        del compiler, connection
        return "%s", (self,)


class Composed(Generic[R]):
    """A read whose statement is made once; see `composed`."""

    def __init__(self, compose: Callable[..., QuerySet[Any, R]]) -> None:
        self.__doc__ = compose.__doc__
        self._compose = compose
        self._names = frozenset(inspect.signature(compose).parameters)
        self._made: tuple[QuerySet[Any, R], SQLCompiler, str, tuple[Any, ...]] | None = None

    def __call__(self, **values: object) -> list[R]:
        """Run the read with these values, by name, and give its rows."""
        if values.keys() != self._names:
            raise TypeError(f"this read takes {', '.join(sorted(self._names))}")
        queryset, made, sql, params = self._made or self._make()
        if not sql:
            return []
        filled = [values[each.name] if isinstance(each, Slot) else each for each in params]
        compiler = copy.copy(made)
        compiler.connection = connections[DEFAULT_DB_ALIAS]
        compiler.as_sql = partial(_written, sql, filled)  # type: ignore[method-assign]
        return list(_like(queryset, compiler))

    def _make(self) -> tuple[QuerySet[Any, R], SQLCompiler, str, tuple[Any, ...]]:
        queryset = self._compose(**{name: Slot(name) for name in self._names})
        compiler = queryset.query.get_compiler(DEFAULT_DB_ALIAS)
        try:
            sql, params = compiler.as_sql()
        except EmptyResultSet:
            sql, params = "", ()  # nothing can ever match, such as a scope of no unit
        # Of two threads that compose at once the later stands; both made the same.
        self._made = queryset, compiler, sql, tuple(params)
        return self._made


class _Known:
    """A query that has its compiler already."""

    def __init__(self, query: object, compiler: SQLCompiler) -> None:
        self._query, self._compiler = query, compiler

    def __getattr__(self, name: str) -> Any:
        return getattr(self._query, name)

    def get_compiler(self, using: str | None = None, **_more: object) -> SQLCompiler:
        """Give the compiler whose statement is written."""
        del using
        return self._compiler


def composed(compose: Callable[..., QuerySet[Any, R]]) -> Composed[R]:
    """Make a read of a function that composes a query.

    The function is called once in a process, with a `Slot` for each of its parameters: it may hand
    them on to be compared with columns, but not look into them or choose by them.
    The read is called with the values by name and gives a list.
    """
    return Composed(compose)


def one_of(column: str, members: Slot) -> Func:
    """Keep rows whose column is a member of the list in a place, which may be of any length."""
    is_member = "%(expressions)s)"
    return Func(
        F(column), members, arg_joiner=" = ANY(", template=is_member, output_field=BooleanField()
    )


def _written(sql: str, params: Any, *_how: object, **_more: object) -> tuple[str, Any]:
    return sql, params


def _like(queryset: QuerySet[Any, R], compiler: SQLCompiler) -> QuerySet[Any, R]:
    """Give an unread queryset that runs with this compiler; cloning would cost what is saved."""
    twin: QuerySet[Any, R] = object.__new__(type(queryset))
    twin.__dict__.update(queryset.__dict__)
    twin.__dict__.update(_result_cache=None, _query=_Known(queryset.query, compiler))
    return twin

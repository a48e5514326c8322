"""One trial at a time, and none without an end: others wait for what it holds."""

from __future__ import annotations

import math
import time
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from django.db import OperationalError, connection, transaction
from psycopg.errors import QueryCanceled

from motcua.proving.errors import TrialRunning

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.db.backends.utils import CursorWrapper

_LOCK = 7811105
_STATEMENT = "5s"
# What ends a transaction must be let through.
_ENDING = ("SAVEPOINT", "RELEASE", "ROLLBACK")
_end: ContextVar[float] = ContextVar("end", default=math.inf)


class TookTooLong(Exception):
    """A trial came to the end of its time; no rule of a pack stops this on its way out."""


@contextmanager
def alone_for(seconds: float) -> Iterator[None]:
    """Run the only trial of the node, undone afterwards, until its time is up.

    Raises `TrialRunning`, and `TookTooLong` out of the trial.
    """
    with alone(), undone_after(seconds):
        yield


@contextmanager
def alone(patience: float = 0) -> Iterator[None]:
    """Be the only one who tries, in a transaction that stays; wait some seconds for another's end.

    Those who wait come in the order in which they came. Raises `TrialRunning`.
    """
    with transaction.atomic():
        _hold(patience)
        yield


@contextmanager
def undone_after(seconds: float) -> Iterator[None]:
    """Try something within a transaction, undo it, and end it when its time is up.

    It ends at the first statement after that, or where `still_in_time` is asked, and no statement
    takes long. Raises `TookTooLong` out of what is tried.
    """

    def judge(execute: Callable[..., Any], sql: Any, params: Any, many: Any, context: Any) -> Any:
        if not str(sql).startswith(_ENDING):
            still_in_time()
        return execute(sql, params, many, context)

    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('statement_timeout', %s, true)", (_STATEMENT,))
        until = _end.set(time.monotonic() + seconds)
        try:
            with connection.execute_wrapper(judge):
                yield
        finally:
            _end.reset(until)
        transaction.set_rollback(True)


def _hold(patience: float) -> None:
    """Take the lock of trials until the transaction ends. Raises `TrialRunning`."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", (_LOCK,))
        row = cursor.fetchone()
        if row is not None and row[0]:
            return
        if not patience:
            raise TrialRunning
        cursor.execute(
            "SELECT current_setting('statement_timeout'), current_setting('lock_timeout')"
        )
        before = cursor.fetchone()
        assert before is not None
        _limit(cursor, f"{patience * 1000:.0f}ms", "0")
        try:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", (_LOCK,))
        except OperationalError as error:
            if isinstance(error.__cause__, QueryCanceled):
                raise TrialRunning from error
            raise
        _limit(cursor, *before)


def _limit(cursor: CursorWrapper, statement: str, lock: str) -> None:
    """Say how long statements may take, and wait for locks, until the transaction ends."""
    for name, limit in (("statement_timeout", statement), ("lock_timeout", lock)):
        cursor.execute("SELECT set_config(%s, %s, true)", (name, limit))


def still_in_time() -> None:
    """Go on while a trial has time left; asked at each step of it, for not every one reads a row.

    Raises `TookTooLong`.
    """
    if time.monotonic() > _end.get():
        raise TookTooLong

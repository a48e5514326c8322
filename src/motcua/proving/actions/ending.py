"""One trial at a time, and none without an end: others wait for what it holds."""

from __future__ import annotations

import math
import time
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction

from motcua.proving.errors import TrialRunning

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_LOCK = 7811105
_STATEMENT = "5s"
# What ends a transaction must be let through.
_ENDING = ("SAVEPOINT", "RELEASE", "ROLLBACK")
_end: ContextVar[float] = ContextVar("end", default=math.inf)


class TookTooLong(Exception):
    """A trial came to the end of its time; no rule of a pack stops this on its way out."""


@contextmanager
def alone_for(seconds: float) -> Iterator[None]:
    """Run the only trial of the node, in a transaction that is undone, until its time is up.

    It ends at the first statement after that, or where `still_in_time` is asked, and no statement
    takes long. Raises `TrialRunning`, and `TookTooLong` out of the trial.
    """

    def judge(execute: Callable[..., Any], sql: Any, params: Any, many: Any, context: Any) -> Any:
        if not str(sql).startswith(_ENDING):
            still_in_time()
        return execute(sql, params, many, context)

    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", (_LOCK,))
            row = cursor.fetchone()
            if row is None or not row[0]:
                raise TrialRunning
            cursor.execute("SELECT set_config('statement_timeout', %s, true)", (_STATEMENT,))
        until = _end.set(time.monotonic() + seconds)
        try:
            with connection.execute_wrapper(judge):
                yield
        finally:
            _end.reset(until)
        transaction.set_rollback(True)


def still_in_time() -> None:
    """Go on while a trial has time left; asked at each step of it, for not every one reads a row.

    Raises `TookTooLong`.
    """
    if time.monotonic() > _end.get():
        raise TookTooLong

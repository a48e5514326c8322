"""One trial at a time, and none without an end: others wait for what it holds."""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction

from motcua.proving.errors import TrialRunning

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_LOCK = 7811105
_STATEMENT = "10s"
# What ends a transaction must be let through.
_ENDING = ("SAVEPOINT", "RELEASE", "ROLLBACK")


class TookTooLong(Exception):
    """A trial came to the end of its time; no rule of a pack stops this on its way out."""


@contextmanager
def alone_for(seconds: float) -> Iterator[None]:
    """Run the only trial of the node, in a transaction that is undone, until its time is up.

    It ends at the first statement after that, and no statement takes long. Raises `TrialRunning`,
    and `TookTooLong` out of the trial.
    """
    end = time.monotonic() + seconds

    def judge(execute: Callable[..., Any], sql: Any, params: Any, many: Any, context: Any) -> Any:
        if time.monotonic() > end and not str(sql).startswith(_ENDING):
            raise TookTooLong
        return execute(sql, params, many, context)

    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", (_LOCK,))
            row = cursor.fetchone()
            if row is None or not row[0]:
                raise TrialRunning
            cursor.execute("SELECT set_config('statement_timeout', %s, true)", (_STATEMENT,))
        with connection.execute_wrapper(judge):
            yield
        transaction.set_rollback(True)

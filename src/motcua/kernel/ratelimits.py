"""Rate limits that hold across processes: one atomic statement on an unlogged table.

A window begins with the first try under a key and ends `seconds` later. Tries past the limit do not
lengthen it, nor does a clock that ran ahead for a while. Keys are kept as a keyed hash, so that the
table names nobody.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils.crypto import salted_hmac

from motcua.kernel.errors import TooManyRequests

# A window that begins well after now was opened by a clock that ran ahead and was put right since.
_IS_OVER = (
    "(held.ends_at <= excluded.started_at"
    " OR held.started_at > excluded.started_at + interval '15 minutes')"
)
_HIT = f"""
INSERT INTO kernel_ratewindow AS held (key, started_at, ends_at, hits) VALUES (%s, %s, %s, 1)
ON CONFLICT (key) DO UPDATE SET
    hits = CASE WHEN {_IS_OVER} THEN 1 ELSE least(held.hits + 1, %s) END,
    started_at = CASE WHEN {_IS_OVER} THEN excluded.started_at ELSE held.started_at END,
    ends_at = CASE WHEN {_IS_OVER} THEN excluded.ends_at ELSE held.ends_at END
RETURNING hits, ends_at
"""  # noqa: S608 - the words above
_PEEK = """
SELECT hits, ends_at FROM kernel_ratewindow
WHERE key = %s AND ends_at > %s AND started_at <= %s + interval '15 minutes'
"""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a key stands against its limit: tries left, and seconds until the window ends."""

    left: int
    retry_after: int


def hit(scope: str, key: str, *, limit: int, seconds: int, now: datetime) -> Standing:
    """Count one try and commit it at once; more than `limit` in `seconds` are refused.

    Must not be called inside a transaction, whose end would undo or delay the count. Raises
    `TooManyRequests` with `retry_after` in seconds.
    """
    ends_at = now + timedelta(seconds=seconds)
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute(_HIT, (_hashed(scope, key), now, ends_at, limit + 1))
        hits, until = cursor.fetchone()
    standing = _standing(limit, hits, until, now)
    if hits > limit:
        raise TooManyRequests(retry_after=standing.retry_after)
    return standing


def peek(scope: str, key: str, *, limit: int, now: datetime) -> Standing:
    """Give the standing of a key without counting a try."""
    with connection.cursor() as cursor:
        cursor.execute(_PEEK, (_hashed(scope, key), now, now))
        hits, until = cursor.fetchone() or (0, now)
    return _standing(limit, hits, until, now)


def refuse_if_spent(scope: str, key: str, *, limit: int, now: datetime) -> None:
    """Raise `TooManyRequests` when no try is left, without counting this one.

    For limits on failures: ask first, `hit` after a failure, `clear` after a success.
    """
    standing = peek(scope, key, limit=limit, now=now)
    if standing.left == 0:
        raise TooManyRequests(retry_after=standing.retry_after)


def clear(scope: str, key: str) -> None:
    """Forget the tries of a key, as after a successful sign-in."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM kernel_ratewindow WHERE key = %s", (_hashed(scope, key),))


def purge(*, now: datetime) -> int:
    """Delete windows that have ended; give their number."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM kernel_ratewindow WHERE ends_at <= %s", (now,))
        return int(cursor.rowcount)


def _standing(limit: int, hits: int, until: datetime, now: datetime) -> Standing:
    return Standing(max(0, limit - hits), max(1, math.ceil((until - now).total_seconds())))


def _hashed(scope: str, key: str) -> bytes:
    return salted_hmac(f"motcua.ratelimits.{scope}", key, algorithm="sha256").digest()

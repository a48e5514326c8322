"""What follows an act, done at once and at the act's own time, so that history keeps its order."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import orjson
from django.conf import settings
from django.db import connection, transaction

from motcua.dossiers.handlers import announce_filing, announce_move
from motcua.insight.handlers import count
from motcua.kernel.events import Handler, Happened, InBatches, subscriptions

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime


_TAKE = """
DELETE FROM kernel_outboxrow WHERE agency_id = %s AND emitted_at = %s
RETURNING id, name, payload::text
"""
# What is played is counted at its end, all at once.
_COUNTED_LATER: Handler = InBatches(count)
_TELLING: frozenset[Handler] = frozenset({InBatches(announce_filing), announce_move})


@contextmanager
def at_once(agency_id: int, now: datetime) -> Iterator[None]:
    """Do an act and its effects in one transaction; the worker never sees the events."""
    with transaction.atomic():
        yield
        while _handle_all(agency_id, now):
            pass


def _handle_all(agency_id: int, now: datetime) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, (agency_id, now))
        rows = sorted(cursor.fetchall())
    for number, name, payload in rows:
        event = Happened(number, name, agency_id, orjson.loads(payload), now, now)
        for handler in _handlers(name):
            handler(event)
    return len(rows)


def _handlers(name: str) -> Sequence[Handler]:
    """Give who hears an event; nobody prepares a message that no carrier would take."""
    everybody = [each for each in subscriptions().get(name, ()) if each != _COUNTED_LATER]
    if settings.SMTP_URL or settings.SMS_URL:
        return everybody
    return [handler for handler in everybody if handler not in _TELLING]


@contextmanager
def nobody_is_told() -> Iterator[None]:
    """Send no mail and no text message about what happened months ago."""
    kept = settings.SMTP_URL, settings.SMS_URL
    settings.SMTP_URL = settings.SMS_URL = ""
    try:
        yield
    finally:
        settings.SMTP_URL, settings.SMS_URL = kept

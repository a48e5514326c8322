"""What follows an act, done at once and at the act's own time, so that history keeps its order."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction

from motcua.kernel.events import Happened, subscriptions
from motcua.kernel.models import OutboxRow

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime


@contextmanager
def at_once(agency_id: int, now: datetime) -> Iterator[None]:
    """Do an act and its effects in one transaction; the worker never sees the events."""
    with transaction.atomic():
        yield
        while _handle_all(agency_id, now):
            pass


def _handle_all(agency_id: int, now: datetime) -> int:
    rows = list(OutboxRow.objects.filter(agency_id=agency_id, emitted_at=now).order_by("id"))
    for row in rows:
        event = Happened(row.pk, row.name, row.agency_id, row.payload, row.emitted_at, now)
        for handler in subscriptions().get(row.name, ()):
            handler(event)
        row.delete()
    return len(rows)


@contextmanager
def nobody_is_told() -> Iterator[None]:
    """Send no mail and no text message about what happened months ago."""
    kept = settings.SMTP_URL, settings.SMS_URL
    settings.SMTP_URL = settings.SMS_URL = ""
    try:
        yield
    finally:
        settings.SMTP_URL, settings.SMS_URL = kept

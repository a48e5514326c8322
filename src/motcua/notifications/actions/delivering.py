"""Delivering messages in batches: each is handed over once, tried again with growing pauses."""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog
from django.db import transaction

from motcua.kernel.text import without_diacritics
from motcua.notifications.base import Letter
from motcua.notifications.enums import Medium, MessageState
from motcua.notifications.errors import CarrierDown, Undeliverable
from motcua.notifications.models import Message
from motcua.notifications.queries import carrier_of
from motcua.notifications.queries.wordings import written

log = structlog.get_logger(__name__)

TRIES = 8
FIRST_PAUSE = timedelta(seconds=10)


def deliver_waiting(*, now: datetime, limit: int = 100) -> int:
    """Deliver messages that are due, oldest first, and give how many were tried.

    A row is locked while its message is handed over; several workers share the queue. A crash in
    between hands it over again under the same reference, which carriers take once.
    """
    tried = 0
    while tried < limit and _deliver_one(now):
        tried += 1
    return tried


@transaction.atomic
def _deliver_one(now: datetime) -> bool:
    message = (
        Message.objects.select_for_update(skip_locked=True)
        .filter(state=MessageState.WAITING, due_at__lte=now)
        .order_by("due_at")
        .first()
    )
    if message is None:
        return False
    message.attempts += 1
    try:
        message.carrier_id = _carry(message)
        message.state = MessageState.SENT
        message.sent_at = now
        message.fault = ""
    except Undeliverable as error:
        message.state = MessageState.FAILED
        message.fault = error.code
    except CarrierDown as error:
        _put_off(message, error.code, now)
    except Exception:  # one message that cannot be written must not hold up the others
        log.exception("notifications.broken", template=message.template, medium=message.medium)
        _put_off(message, "notifications.broken", now)
    message.save()
    return True


def _put_off(message: Message, fault: str, now: datetime) -> None:
    message.fault = fault
    message.due_at = now + FIRST_PAUSE * 2 ** (message.attempts - 1)
    if message.attempts >= TRIES:
        message.state = MessageState.FAILED


def _carry(message: Message) -> str:
    carrier = carrier_of(message.medium)
    if carrier is None:
        raise CarrierDown
    return carrier.carry(letter_of(message))[:80]


def letter_of(message: Message) -> Letter:
    """Write a message in its language, with the words that held when it was written.

    Text messages go without diacritics, which halves them.
    """
    told = written(
        message.template, message.language, message.medium, message.context, message.written_at
    )
    text = without_diacritics(told.text) if message.medium == Medium.SMS else told.text
    return Letter(str(message.public_id), message.address, told.subject, text)

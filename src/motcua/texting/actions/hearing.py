"""Taking a message in: stored once, answered after commit; too many are stored and not answered."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from procrastinate.contrib.django import app as jobs

from motcua.kernel import clock, ratelimits
from motcua.kernel.errors import TooManyRequests
from motcua.kernel.sealed import normal_form
from motcua.texting.base import read
from motcua.texting.enums import Wish
from motcua.texting.models import IncomingText

if TYPE_CHECKING:
    from datetime import datetime

KEPT = timedelta(days=90)
_OF_ONE, _OF_ALL = (20, 3600), (600, 60)
_MOST_TEXT = 700


def hear_text(*, event_id: str, sender: str, text: str, now: datetime) -> IncomingText:
    """Store a verified message and have it answered; the same event again changes nothing.

    A phone gets at most 20 answers an hour, and all phones together 600 a minute. Must not be
    called inside a transaction.
    """
    known = IncomingText.objects.filter(event_id=event_id).first()
    if known is not None:
        return known
    number = normal_form("phone", sender)
    wish = Wish.SILENCE if _is_too_much(number) else read(text).wish
    with transaction.atomic():
        found, made = IncomingText.objects.get_or_create(
            event_id=event_id,
            defaults={
                "sender": number,
                "body": text[:_MOST_TEXT],
                "wish": wish,
                "received_at": now,
            },
        )
        if made and wish != Wish.SILENCE:
            jobs.configure_task("texting.answer").defer(text_id=found.pk)
    return found


def forget_texts(*, now: datetime) -> int:
    """Delete messages that are too old to be asked about; give how many."""
    return IncomingText.objects.filter(received_at__lt=now - KEPT).delete()[0]


def _is_too_much(number: str) -> bool:
    """Count a message of a phone and of all, by real time."""
    now = clock.system_now()
    try:
        limit, seconds = _OF_ONE
        ratelimits.hit("texting.sender", number, limit=limit, seconds=seconds, now=now)
        limit, seconds = _OF_ALL
        ratelimits.hit("texting.all", "", limit=limit, seconds=seconds, now=now)
    except TooManyRequests:
        return True
    return False

"""Reads of the notifications room."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from motcua.notifications.enums import Medium
from motcua.notifications.models import Message
from motcua.notifications.providers.sms import HttpSmsCarrier
from motcua.notifications.providers.smtp import SmtpCarrier

if TYPE_CHECKING:
    from motcua.notifications.base import Carrier


def carrier_of(medium: str) -> Carrier | None:
    """Give the carrier of a medium, or None when this node has none."""
    if medium == Medium.EMAIL and settings.SMTP_URL:
        return SmtpCarrier(settings.SMTP_URL, settings.DEFAULT_FROM_EMAIL, settings.NODE_NAME)
    if medium == Medium.SMS and settings.SMS_URL:
        return HttpSmsCarrier(settings.SMS_URL, _sms_token())
    return None


def _sms_token() -> str:
    if settings.SMS_TOKEN:
        return str(settings.SMS_TOKEN)
    file = Path(settings.DATA) / "keys" / "sms"
    return file.read_text().strip() if file.exists() else ""


def waiting_messages() -> int:
    """Count the messages that wait to be sent."""
    return Message.objects.filter(state="waiting").count()

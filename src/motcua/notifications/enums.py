"""The words of the notifications room."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Medium(TextChoices):
    """How a message reaches a person."""

    EMAIL = "email", _("Thư điện tử")
    SMS = "sms", _("Tin nhắn")


class MessageState(TextChoices):
    """Where a message stands."""

    WAITING = "waiting", _("Chờ gửi")
    SENT = "sent", _("Đã gửi")
    FAILED = "failed", _("Không gửi được")

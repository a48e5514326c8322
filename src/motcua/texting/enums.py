"""The words of the room of incoming text messages."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Wish(TextChoices):
    """What a message asks for."""

    TRACK = "track", _("Tra cứu hồ sơ")
    PAY = "pay", _("Nộp tiền")
    CONFIRM = "confirm", _("Xác nhận nộp tiền")
    HELP = "help", _("Hỏi cách nhắn tin")
    SILENCE = "silence", _("Quá nhiều tin, không trả lời")

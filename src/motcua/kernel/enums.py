"""Words of the kernel's tables."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class FileState(TextChoices):
    """Where a file stands in quarantine."""

    RECEIVED = "received", _("Đang chờ kiểm tra")
    CLEAN = "clean", _("Đã kiểm tra, an toàn")
    INFECTED = "infected", _("Có mã độc")
    UNCHECKED = "unchecked", _("Không có bộ quét mã độc")


class OutboxState(TextChoices):
    """Whether an event is still tried."""

    WAITING = "waiting", _("Đang chờ")
    DEAD = "dead", _("Đã dừng thử")

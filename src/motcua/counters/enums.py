"""The words of the counter."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class TicketState(TextChoices):
    """Where a queue ticket stands."""

    WAITING = "waiting", _("Đang chờ")
    CALLED = "called", _("Đang được phục vụ")
    SERVED = "served", _("Đã phục vụ")
    ABSENT = "absent", _("Gọi không có mặt")


class Compared(TextChoices):
    """How a paper handed in at a counter was held against its original."""

    ORIGINAL = "original", _("Nộp bản chính")
    CERTIFIED = "certified", _("Bản sao có chứng thực")
    COMPARED = "compared", _("Bản sao đã đối chiếu với bản chính")


class BookingState(TextChoices):
    """Where a booked time stands."""

    BOOKED = "booked", _("Đã đặt")
    CAME = "came", _("Đã đến")
    MISSED = "missed", _("Không đến")
    CANCELLED = "cancelled", _("Đã hủy")

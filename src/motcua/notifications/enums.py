"""The words of the notifications room."""

from __future__ import annotations

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class Medium(TextChoices):
    """How a message reaches a person."""

    EMAIL = "email", _("Thư điện tử")
    SMS = "sms", _("Tin nhắn")
    PUSH = "push", _("Báo trên trình duyệt")
    ZALO = "zalo", "Zalo"
    VNEID = "vneid", "VNeID"


class Topic(TextChoices):
    """What messages are about, as far as people choose how to be told."""

    DOSSIER = "dossier", _("Hồ sơ của tôi: tiếp nhận, bổ sung, kết quả")
    PAYMENT = "payment", _("Tiền phải nộp, tiền trả lại")
    FEEDBACK = "feedback", _("Phản ánh, kiến nghị, trợ giúp")
    HELPING = "helping", _("Nộp hộ")
    PARCEL = "parcel", _("Bưu phẩm")
    BOOKING = "booking", _("Lịch hẹn ở quầy")
    REMINDER = "reminder", _("Lời nhắc")
    NEWS = "news", _("Mời đánh giá và tin chung")
    CODE = "code", _("Mã dùng một lần")
    ACCOUNT = "account", _("Tài khoản và bảo mật")
    OFFICIAL = "official", _("Báo cho lãnh đạo")


BOUND_TOPICS = frozenset({Topic.DOSSIER, Topic.PAYMENT, Topic.FEEDBACK, Topic.HELPING})
"""What the law or one's own safety has people told: one way out to them stays."""
CHOSEN_TOPICS = (
    Topic.DOSSIER,
    Topic.PAYMENT,
    Topic.FEEDBACK,
    Topic.HELPING,
    Topic.PARCEL,
    Topic.BOOKING,
    Topic.REMINDER,
    Topic.NEWS,
)
"""The topics for which people choose; codes and account mail go where they were asked for."""


class Kind(IntegerChoices):
    """What a message is for: the lower goes first, and quiet hours differ."""

    CODE = 0, _("Mã, xác nhận")
    DEADLINE = 1, _("Việc có thời hạn")
    NOTICE = 2, _("Tin về hồ sơ")
    NEWS = 3, _("Tin khác")


class MessageState(TextChoices):
    """Where a message stands."""

    WAITING = "waiting", _("Chờ gửi")
    SENT = "sent", _("Đã gửi")
    DELIVERED = "delivered", _("Đã tới nơi")
    FAILED = "failed", _("Không gửi được")
    BOUNCED = "bounced", _("Bị trả lại")


class Said(TextChoices):
    """What a report says of a message."""

    DELIVERED = "delivered", _("đã tới nơi")
    FAILED = "failed", _("không tới nơi")
    BOUNCED = "bounced", _("địa chỉ không nhận thư")
    OTHER = "other", _("điều khác")


class Heard(TextChoices):
    """What a report changed."""

    APPLIED = "applied", _("đã ghi")
    NOTED = "noted", _("không đổi gì")
    UNMATCHED = "unmatched", _("không rõ tin nào")

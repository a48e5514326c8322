"""The words of the room."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class RatingWay(TextChoices):
    """How somebody came to rate."""

    LINK = "link", _("Đường dẫn trong tin nhắn")
    ACCOUNT = "account", _("Tài khoản")
    COUNTER = "counter", _("Mã tại quầy")


class FeedbackKind(TextChoices):
    """What somebody says: a remark or a proposal; a complaint has a way of its own in the law."""

    REMARK = "remark", _("Phản ánh")
    PROPOSAL = "proposal", _("Kiến nghị")
    COMPLAINT = "complaint", _("Khiếu nại")


class Topic(TextChoices):
    """What it is about."""

    PROCEDURE = "procedure", _("Quy định, thủ tục, giấy tờ")
    DELAY = "delay", _("Giải quyết chậm")
    CONDUCT = "conduct", _("Thái độ, hành vi của cán bộ")
    SYSTEM = "system", _("Lỗi của trang điện tử")
    OTHER = "other", _("Việc khác")


class FeedbackState(TextChoices):
    """Where feedback stands."""

    RECEIVED = "received", _("Mới nhận")
    ASSIGNED = "assigned", _("Đang xử lý")
    DRAFTED = "drafted", _("Chờ duyệt trả lời")
    ANSWERED = "answered", _("Đã trả lời")
    GUIDED = "guided", _("Đã hướng dẫn nơi giải quyết")
    DECLINED = "declined", _("Không xử lý")
    WITHDRAWN = "withdrawn", _("Người gửi đã rút")


class PublicationState(TextChoices):
    """Where the public answer stands."""

    PROPOSED = "proposed", _("Chờ duyệt công khai")
    PUBLISHED = "published", _("Đã công khai")
    WITHHELD = "withheld", _("Không công khai")


class ConcernSource(TextChoices):
    """Why an official does not handle feedback."""

    NAMED = "named", _("Được nêu trong phản ánh")
    HANDLED = "handled", _("Đã giải quyết hồ sơ liên quan")


class HelpChannel(TextChoices):
    """How a request for help came."""

    CALL = "call", _("Điện thoại")
    MESSAGE = "message", _("Tin nhắn từ trang")
    COUNTER = "counter", _("Tại quầy")


class HelpState(TextChoices):
    """Where a request for help stands."""

    OPEN = "open", _("Chờ trả lời")
    TAKEN = "taken", _("Đang giúp")
    DONE = "done", _("Đã giúp xong")

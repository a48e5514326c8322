"""The words of the insight room."""

from __future__ import annotations

from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Span(StrEnum):
    """How long a period is."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


class ReportKind(TextChoices):
    """What can be written out."""

    REGISTER = "register", _("Sổ theo dõi hồ sơ (mẫu 06)")
    PERIOD = "period", _("Báo cáo tình hình giải quyết hồ sơ")


class ReportFormat(TextChoices):
    """As what."""

    XLSX = "xlsx", _("Bảng tính (xlsx)")
    PDF = "pdf", _("Bản in (PDF)")


class ReportState(TextChoices):
    """How far a report is."""

    WAITING = "waiting", _("Đang chờ")
    WRITING = "writing", _("Đang lập")
    READY = "ready", _("Đã xong")
    FAILED = "failed", _("Không lập được")
    GONE = "gone", _("Đã xóa")


class Happening(StrEnum):
    """What a number of a period counts."""

    RECEIVED = "received"
    ACCEPTED = "accepted"
    SETTLED = "settled"
    ON_TIME = "on-time"
    LATE = "late-settled"
    ENDED = "ended"


class Purpose(TextChoices):
    """What somebody writes personal data out for."""

    REPORTING = "reporting", _("Báo cáo định kỳ")
    INSPECTION = "inspection", _("Thanh tra, kiểm tra")
    ARCHIVE = "archive", _("Lưu trữ")

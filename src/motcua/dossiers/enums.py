"""The words of the one door."""

from __future__ import annotations

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    """Where a dossier stands in our own words; each maps to one national code (`workflow`)."""

    FILED = "filed", _("Mới đăng ký")
    ACCEPTED = "accepted", _("Đã tiếp nhận")
    REFUSED = "refused", _("Không được tiếp nhận")
    IN_PROCESS = "in-process", _("Đang xử lý")
    SUPPLEMENT_AT_RECEIPT = "supplement-at-receipt", _("Chờ bổ sung trước khi tiếp nhận")
    SUPPLEMENT_IN_PROCESS = "supplement-in-process", _("Chờ bổ sung trong khi xử lý")
    PAYMENT_AT_RECEIPT = "payment-at-receipt", _("Chờ nộp tiền trước khi tiếp nhận")
    PAYMENT_IN_PROCESS = "payment-in-process", _("Chờ nộp tiền trong khi xử lý")
    WITHDRAWN = "withdrawn", _("Đã rút hồ sơ")
    STOPPED = "stopped", _("Dừng xử lý")
    FINISHED = "finished", _("Đã xử lý xong")
    RETURNED = "returned", _("Đã trả kết quả")


class NationalCode(IntegerChoices):
    """The ten codes of the national synchronisation (TrangThaiHoSo)."""

    NEW = 1, _("Mới đăng ký")
    ACCEPTED = 2, _("Được tiếp nhận")
    NOT_ACCEPTED = 3, _("Không được tiếp nhận")
    IN_PROCESS = 4, _("Đang xử lý")
    SUPPLEMENT = 5, _("Yêu cầu bổ sung giấy tờ")
    FINANCIAL = 6, _("Yêu cầu thực hiện nghĩa vụ tài chính")
    WITHDRAWN = 7, _("Công dân yêu cầu rút hồ sơ")
    STOPPED = 8, _("Dừng xử lý")
    FINISHED = 9, _("Đã xử lý xong")
    RETURNED = 10, _("Đã trả kết quả")


class Phase(TextChoices):
    """When a supplement or payment was asked for."""

    RECEIPT = "receipt", _("Khi tiếp nhận")
    PROCESS = "process", _("Khi xử lý")


class PauseKind(TextChoices):
    """Why the clock of a dossier stands still."""

    SUPPLEMENT = "supplement", _("Chờ bổ sung hồ sơ")
    PAYMENT = "obligation", _("Chờ thực hiện nghĩa vụ tài chính")
    OUTAGE = "outage", _("Sự cố hệ thống đã công bố")


class Outcome(TextChoices):
    """How a step ended."""

    FORWARD = "forward", _("Đã xong")
    BACK = "back", _("Trả lại")
    ANSWERED = "answered", _("Đã cho ý kiến")
    UNANSWERED = "unanswered", _("Quá hạn cho ý kiến")
    CANCELLED = "cancelled", _("Thôi làm")
    MOVED = "moved", _("Chuyển sang quy trình mới")


class SlipForm(TextChoices):
    """Statutory slips of Circular 01/2018/TT-VPCP, Article 9."""

    RECEIPT = "01", _("Giấy tiếp nhận hồ sơ và hẹn trả kết quả")
    SUPPLEMENT = "02", _("Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ")
    REFUSAL = "03", _("Phiếu từ chối tiếp nhận giải quyết hồ sơ")


class FeeState(TextChoices):
    """What the dossier heard from payments about what is due at filing."""

    NONE = "none", _("Không phải nộp")
    DUE = "due", _("Chưa nộp")
    PAID = "paid", _("Đã nộp")


class Urgency(TextChoices):
    """How near the promised time is; always shown with a word, an icon and a colour."""

    ON_TIME = "on-time", _("Còn hạn")
    SOON = "soon", _("Sắp đến hạn")
    LATE = "late", _("Quá hạn")
    PAUSED = "paused", _("Tạm dừng")
    DONE = "done", _("Đã xong")
    WAITING = "waiting", _("Chưa tính hạn")

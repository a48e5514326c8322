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


class Passed(TextChoices):
    """How a step came into somebody's hands, or went out of them."""

    TAKEN = "taken", _("Nhận việc")
    ASSIGNED = "assigned", _("Giao việc")
    FORWARDED = "forwarded", _("Chuyển đồng nghiệp")
    BACK = "back", _("Lấy lại việc")


class Sensitive(TextChoices):
    """Acts that an agency may have done by two people only."""

    STOP = "stop", _("Dừng xử lý")
    REFUSE = "refuse", _("Từ chối tiếp nhận")
    RETURN = "return", _("Trả kết quả")
    CORRECT = "correct", _("Đính chính kết quả")
    REOPEN = "reopen", _("Mở lại hồ sơ")
    REJUDGE = "rejudge", _("Xem lại miễn, giảm phí")
    EXPORT = "export", _("Lập sổ nhiều hồ sơ")


class DocumentUse(TextChoices):
    """What a signed document is for."""

    INTERNAL = "internal", _("Lưu trong hồ sơ, chỉ cán bộ xem")
    LETTER = "letter", _("Gửi người nộp")
    RESULT = "result", _("Là kết quả của hồ sơ")


class PhraseUse(TextChoices):
    """Where a ready phrase is put."""

    SUPPLEMENT = "supplement", _("Lý do bổ sung")
    REFUSAL = "refusal", _("Lý do từ chối, dừng")
    FINDING = "finding", _("Ý kiến thẩm tra")
    NOTE = "note", _("Ghi chú nội bộ")


class ReceivedBy(TextChoices):
    """How a receiver said that he has the result."""

    DRAWN = "drawn", _("Ký trên màn hình")
    PAPER = "paper", _("Ký trên giấy, đã quét")
    TYPED = "typed", _("Ghi họ tên, đã xem giấy tờ tùy thân")
    CODE = "code", _("Mã gửi tới điện thoại chủ hồ sơ")


class SlipForm(TextChoices):
    """Statutory forms by their numbers; `base.statutory` says which hold on a day."""

    RECEIPT = "01", _("Giấy tiếp nhận hồ sơ và hẹn trả kết quả")
    SUPPLEMENT = "02", _("Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ")
    REFUSAL = "03", _("Phiếu từ chối tiếp nhận giải quyết hồ sơ")
    APOLOGY = "04", _("Phiếu xin lỗi và hẹn lại ngày trả kết quả")
    CONTROL = "05", _("Phiếu kiểm soát quá trình giải quyết hồ sơ")
    REGISTER = "06", _("Sổ theo dõi hồ sơ")


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
    REAPPOINTED = "reappointed", _("Đã hẹn lại")
    PAUSED = "paused", _("Tạm dừng")
    DONE = "done", _("Đã xong")
    WAITING = "waiting", _("Chưa tính hạn")


class Waits(TextChoices):
    """For whom an open dossier waits."""

    OFFICIAL = "official", _("Cán bộ")
    AGENCY = "agency", _("Cơ quan khác")
    CITIZEN = "citizen", _("Người nộp bổ sung")
    PAYMENT = "payment", _("Người nộp trả tiền")
    COLLECTION = "collection", _("Người nộp nhận kết quả")


class Due(TextChoices):
    """How near the promised time of what is in process is, in days of work."""

    LATE = "late", _("Quá hạn")
    SOON = "soon", _("Sắp quá hạn")
    LATER = "later", _("Còn hạn")
    NONE = "none", _("Không tính hạn")


class ErrandKind(TextChoices):
    """What the post, or the filer himself, is to fetch or to bring."""

    RETURN = "return", _("Nhận kết quả")
    COLLECT = "collect", _("Nhờ bưu chính lấy giấy tờ")


class ReturnWay(TextChoices):
    """How a result comes to who asked for it (HinhThuc)."""

    ONLINE = "online", _("Chỉ nhận bản điện tử trên cổng")
    COUNTER = "counter", _("Đến nhận tại quầy")
    POST = "post", _("Bưu chính phát tới nhà")


class WrongBy(TextChoices):
    """Why the number of another system was wrong."""

    TYPED = "typed", _("Gõ nhầm")
    MIXED_UP = "mixed-up", _("Số của hồ sơ khác")
    REISSUED = "reissued", _("Hệ thống kia cấp số khác")

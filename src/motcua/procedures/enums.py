"""The words of the procedures room."""

from __future__ import annotations

from enum import StrEnum

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class VersionStatus(TextChoices):
    """Where a version of a procedure stands; only a draft may still change."""

    DRAFT = "draft", _("Bản nháp")
    PUBLISHED = "published", _("Đã công bố")
    WITHDRAWN = "withdrawn", _("Đã bãi bỏ")


class Channel(TextChoices):
    """How a dossier is handed in; time limit and fees hang off it (KENH, KenhThucHien)."""

    ONLINE = "online", _("Trực tuyến")
    COUNTER = "counter", _("Trực tiếp")
    POST = "post", _("Bưu chính")


class LimitUnit(TextChoices):
    """Units of a time limit, as the working calendar counts them."""

    SAME_DAY = "same-day", _("trong ngày")
    WORKING_DAY = "working-day", _("ngày làm việc")
    DAY = "day", _("ngày")
    HOUR = "hour", _("giờ làm việc")
    MONTH = "month", _("tháng")


class FeeDue(TextChoices):
    """When a fee is collected (HinhThucThu)."""

    AT_FILING = "at-filing", _("Khi nộp hồ sơ")
    AT_SUPPLEMENT = "at-supplement", _("Khi bổ sung")
    AT_RETURN = "at-return", _("Khi nhận kết quả")


class ClaimState(TextChoices):
    """Where an exemption stands that a paper has to show."""

    ASKED = "asked", _("chờ cán bộ xem giấy chứng minh")
    GRANTED = "granted", _("cán bộ đã xem giấy chứng minh")
    REFUSED = "refused", _("không được công nhận")


class ServiceLevel(IntegerChoices):
    """Levels of online service (Decree 43/2011, Art. 3.4; today: partly and fully online)."""

    INFORMATION = 1, _("Mức 1: thông tin đầy đủ")
    FORMS = 2, _("Mức 2: tải biểu mẫu")
    FILING = 3, _("Mức 3: nộp hồ sơ trực tuyến")
    FULL = 4, _("Mức 4: toàn trình")


class ListPurpose(TextChoices):
    """What a list of procedures is for."""

    ONLINE = "online", _("Phải trực tuyến")
    ONE_DOOR = "one-door", _("Tiếp nhận tại một cửa")
    INTERLINKED = "interlinked", _("Một cửa liên thông")


class Mark(StrEnum):
    """How sure a fact of a pack is: read in a source, or remembered and awaiting confirmation."""

    SEEN = "seen"
    RECALLED = "recalled"


class AuthorityLevel(StrEnum):
    """The tier that settles a procedure (CAPTHUCHIEN)."""

    COMMUNE = "commune"
    PROVINCE = "province"
    MINISTRY = "ministry"
    OTHER = "other"


class Subject(StrEnum):
    """Who may ask (DOITUONGTHUCHIEN)."""

    CITIZEN = "citizen"
    OVERSEAS_VIETNAMESE = "overseas-vietnamese"
    FOREIGNER = "foreigner"
    HOUSEHOLD_BUSINESS = "household-business"
    ENTERPRISE = "enterprise"
    ORGANISATION = "organisation"


class Product(StrEnum):
    """What a step of a process must leave behind before the dossier moves on."""

    APPOINTMENT = "appointment"  # slip 01, with the due time
    FINDING = "finding"  # the specialist's conclusion
    DRAFT = "draft"  # the result set from its template
    APPROVAL = "approval"  # the head's agreement
    SIGNATURE = "signature"  # the signed result
    NUMBER = "number"  # the number in the register
    HANDOVER = "handover"  # the result in the applicant's hands
    DOCUMENT = "document"  # a paper made at the step, for officials
    FEE = "fee"  # an obligation that was asked for and paid


class MoveKind(StrEnum):
    """The kinds of moves out of a step of a process."""

    FORWARD = "forward"
    BACK = "back"
    WAIT = "wait"
    CONSULT = "consult"
    REFUSE = "refuse"
    STOP = "stop"


class Awaited(StrEnum):
    """What a step may wait for from the citizen while the clock stands still."""

    SUPPLEMENT = "supplement"
    PAYMENT = "payment"

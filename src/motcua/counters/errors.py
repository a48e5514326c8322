"""What can go wrong at a counter."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from motcua.kernel.errors import DomainError, NotFound


class CounterNotFound(NotFound):
    """There is no such counter, ticket or filing, or it is not yours."""

    code = "counters.not_found"


class CounterTaken(DomainError):
    """Somebody else sits at this counter and has not locked it."""

    code = "counters.taken"
    message = _("Quầy này đang có người trực. Người đó cần khóa hoặc đóng quầy trước.")


class CounterClosed(DomainError):
    """One calls people only at a counter that one has opened and not paused."""

    code = "counters.closed"
    message = _("Quầy chưa mở hoặc đang tạm dừng. Hãy mở quầy rồi gọi tiếp.")


class NobodyWaits(DomainError):
    """No ticket waits for this counter."""

    code = "counters.nobody_waits"
    message = _("Không còn ai chờ.")


class KindClosed(DomainError):
    """No tickets are given for this kind of service today."""

    code = "counters.kind_closed"
    message = _("Loại việc này hôm nay không phát số.")


class CodeRefused(DomainError):
    """The one-time code of a kiosk is wrong, used or too old."""

    code = "counters.code_refused"
    status = 422
    message = _("Mã không đúng, đã dùng hoặc đã quá hạn.")


class FilingFiled(DomainError):
    """What was begun at this counter is a dossier already."""

    code = "counters.filed"
    message = _("Hồ sơ này đã nộp rồi.")


class KeyMissing(DomainError):
    """The agency has no key to sign copies with."""

    code = "counters.key_missing"
    message = _("Cơ quan chưa có chữ ký số để ký bản sao.")


class CoverUnknown(DomainError):
    """There is no such cover sheet of this office, or it is tied to something else."""

    code = "counters.cover_unknown"
    status = 422
    message = _("Không có tờ bìa này, hoặc tờ bìa đã gắn với giấy tờ khác.")


class SenderTaken(DomainError):
    """The address sends scans to a counter already."""

    code = "counters.sender_taken"
    message = _("Địa chỉ này đã được phép gửi bản quét tới một quầy.")


class HelperUnfit(DomainError):
    """Who files for another brings a paper of authority, and an official sees who he is."""

    code = "counters.helper_unfit"
    status = 422
    message = _("Người nộp thay cần giấy tờ thể hiện quyền nộp thay và giấy tờ tùy thân đã xem.")


class SlotFull(DomainError):
    """Nobody may book this time, or its last place has gone."""

    code = "counters.slot_full"
    message = _("Giờ này vừa hết chỗ hoặc không nhận đặt lịch. Anh/chị chọn giờ khác.")


class BookedAlready(DomainError):
    """The citizen has a booking that overlaps this time, or as many open ones as one may have."""

    code = "counters.booked_already"
    message = _("Anh/chị đã có lịch hẹn vào giờ này.")


class BookingOver(DomainError):
    """The time has come or gone: a booking is changed before it only."""

    code = "counters.booking_over"
    message = _("Lịch hẹn này đã qua, đã dùng hoặc đã hủy nên không đổi được nữa.")


class NotToday(DomainError):
    """One comes with a booking on its day, not too early on it."""

    code = "counters.not_today"
    status = 422
    message = _("Lịch hẹn không phải hôm nay.")


class NameDiffers(DomainError):
    """The document names somebody who is on record under another name, and nobody settled it."""

    code = "counters.name_differs"
    status = 422
    message = _("Tên trên giấy khác tên trong hồ sơ. Xem lại người nộp, người nộp thay và chọn.")

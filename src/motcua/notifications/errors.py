"""What can go wrong when a message is sent."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from motcua.kernel.errors import DomainError, NotFound


class Undeliverable(DomainError):
    """The carrier will never take this message: the address or the text is wrong."""

    code = "notifications.undeliverable"
    status = 422
    message = _("Tin nhắn không thể gửi tới địa chỉ này.")


class AddressDead(Undeliverable):
    """Nothing reaches this address any more; it is marked, and not written to again."""

    code = "notifications.address_dead"
    message = _("Địa chỉ này không nhận được tin.")


class TextTooLong(Undeliverable):
    """The text takes more segments than a text message may; it is not cut."""

    code = "notifications.text_too_long"
    message = _("Tin nhắn quá dài để gửi nguyên vẹn.")


class CarrierDown(DomainError):
    """The carrier takes nothing now; every message waits, and none loses a try by it."""

    code = "notifications.carrier_down"
    status = 503
    message = _("Đường gửi tin đang gián đoạn.")


class TryLater(DomainError):
    """The carrier works and does not take this message now; it is tried again later."""

    code = "notifications.try_later"
    status = 503
    message = _("Nơi nhận chưa nhận tin này.")


class RuleOfThePast(DomainError):
    """What holds from a day that is over cannot be changed any more."""

    code = "notifications.rule_of_the_past"
    status = 422
    message = _("Ngày áp dụng không được trước hôm nay.")


class ReportUnsigned(DomainError):
    """A report does not come from the carrier: its signature is missing, wrong or old."""

    code = "notifications.report_unsigned"
    status = 401
    message = _("Chữ ký không đúng.")


class ReportMalformed(DomainError):
    """A signed report that cannot be read."""

    code = "notifications.report_malformed"
    status = 400
    message = _("Không đọc được báo cáo.")


class MessageNotFound(NotFound):
    """There is no such message, or it is another agency's."""

    code = "notifications.message_not_found"


class NoticeNotFound(NotFound):
    """There is no such notice, or it is another official's."""

    code = "notifications.notice_not_found"


class WordingFaulty(DomainError):
    """A text that a message must not have; the faults are said."""

    code = "notifications.wording_faulty"
    status = 422
    message = _("Bản này còn lỗi, chưa dùng được.")


class WordingOutdated(DomainError):
    """A newer text was proposed for the same place; that one is published, or none."""

    code = "notifications.wording_outdated"
    message = _("Đã có bản mới hơn của tin này. Hãy xem và duyệt bản mới nhất.")


class WordingSettled(DomainError):
    """The text was published or withdrawn before."""

    code = "notifications.wording_settled"
    message = _("Bản này đã được công bố hoặc đã rút.")


class SameAuthor(DomainError):
    """Who wrote a text does not publish it, nor whom he made an administrator lately."""

    code = "notifications.same_author"
    message = _(
        "Người soạn không tự công bố. Cần một quản trị viên khác, không do chính người soạn vừa"
        " giao quyền trong 30 ngày qua."
    )


class WayUnproved(DomainError):
    """A way to somebody that was never proved to be his, or that this node does not have."""

    code = "notifications.way_unproved"
    status = 422
    message = _("Hãy xác nhận số điện thoại trước khi chọn cách này.")


class OneWayStays(DomainError):
    """What the law has people told goes out some way: the last one is not turned off."""

    code = "notifications.one_way_stays"
    status = 422
    message = _(
        "Tin này pháp luật buộc phải báo: hãy giữ ít nhất một cách đã xác nhận, thư điện tử hoặc"
        " số điện thoại."
    )


class CodeWrong(DomainError):
    """A wrong, old or worn-out code."""

    code = "notifications.code_wrong"
    status = 422
    message = _("Mã không đúng hoặc đã hết hạn. Hãy xin mã mới.")


class BrowserRefused(DomainError):
    """A browser whose subscription cannot be used, or a node that tells browsers nothing."""

    code = "notifications.browser_refused"
    status = 422
    message = _("Trình duyệt này chưa nhận báo tin được.")


class LinkBroken(NotFound):
    """A link at the foot of a mail that is not whole."""

    code = "notifications.link_broken"

"""What can go wrong with parcels."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from motcua.kernel.errors import DomainError, NotFound


class ParcelNotFound(NotFound):
    """No such parcel, or it is none of this agency's."""

    code = "deliveries.parcel_not_found"
    message = _("Không tìm thấy bưu phẩm.")


class NoRate(DomainError):
    """No row of the tariff holds for this way on this day: the post is not offered."""

    code = "deliveries.no_rate"
    status = 422
    message = _("Chưa có giá cước bưu chính cho nơi này. Anh/chị chọn cách nhận khác.")


class RateNotFound(NotFound):
    """There is no such row of the tariff."""

    code = "deliveries.rate_not_found"
    message = _("Không tìm thấy dòng cước này.")


class RateHolds(DomainError):
    """Another row of the same kind begins on that day."""

    code = "deliveries.rate_holds"
    status = 409
    message = _("Đã có dòng cước cùng loại bắt đầu từ ngày này. Rút dòng ấy trước khi ghi lại.")


class RateOfThePast(DomainError):
    """What a tariff was on a day that is over is not changed."""

    code = "deliveries.rate_of_the_past"
    status = 422
    message = _("Không đổi được cước của những ngày đã qua. Chọn một ngày sau.")


class CarrierMissing(DomainError):
    """No carrier is set up on this node."""

    code = "deliveries.carrier_missing"
    status = 503
    message = _("Hệ thống chưa bật dịch vụ bưu chính.")


class CarrierDown(DomainError):
    """The carrier does not answer; it is asked again."""

    code = "deliveries.carrier_down"
    status = 503
    message = _("Dịch vụ bưu chính tạm thời không trả lời.")


class CarrierRefused(DomainError):
    """The carrier will not do what it was asked; details['reason'] is its code."""

    code = "deliveries.carrier_refused"
    status = 422
    message = _("Dịch vụ bưu chính không nhận yêu cầu này.")


class SignatureWrong(DomainError):
    """What claims to come from the carrier was not signed by it, or too long ago."""

    code = "deliveries.signature_wrong"
    status = 401
    message = _("Chữ ký của dịch vụ bưu chính không hợp lệ.")


class WordMalformed(DomainError):
    """A signed message does not have the shape the carrier documents."""

    code = "deliveries.word_malformed"
    status = 400
    message = _("Thông báo của dịch vụ bưu chính không đúng cấu trúc.")

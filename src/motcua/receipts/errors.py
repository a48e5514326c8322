"""What can go wrong with receipts."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from motcua.kernel.errors import DomainError, NotFound


class RuleMissing(DomainError):
    """No rule of numbering is known for a day; details['day']."""

    code = "receipts.rule_missing"
    status = 503
    message = _("Chưa có quy định về biên lai cho ngày này.")


class SeriesMissing(DomainError):
    """The agency has no series of receipts that holds on the day."""

    code = "receipts.series_missing"
    message = _("Cơ quan chưa mở dãy biên lai cho ngày này.")


class SeriesFull(DomainError):
    """Every number of the series is used; details['series'] is its symbol."""

    code = "receipts.series_full"
    message = _("Dãy biên lai đã dùng hết số. Quản trị viên mở dãy mới với ký hiệu khác.")


class SeriesTaken(DomainError):
    """The collector has used this form symbol with these letters already."""

    code = "receipts.series_taken"
    status = 422
    message = _("Ký hiệu này đã dùng cho mã số thuế ấy. Hãy chọn hai chữ khác.")


class SymbolWrong(DomainError):
    """A symbol is not as the rule of the day wants it; details['field'] says which."""

    code = "receipts.symbol_wrong"
    status = 422
    message = _("Ký hiệu chưa đúng quy định.")


class TaxCodeWrong(DomainError):
    """The tax code fails its check digit."""

    code = "receipts.tax_code_wrong"
    status = 422
    message = _("Mã số thuế chưa đúng.")


class SeriesOfThePast(DomainError):
    """A day that is over is not changed any more."""

    code = "receipts.series_of_the_past"
    status = 422
    message = _("Không đổi được ngày đã qua.")


class SeriesNotFound(NotFound):
    """There is no such series at this agency."""

    code = "receipts.series_not_found"
    message = _("Không tìm thấy dãy biên lai này.")


class ReceiptNotFound(NotFound):
    """There is no such receipt, or it is not this person's."""

    code = "receipts.not_found"
    message = _("Không tìm thấy biên lai này.")


class ReceiptNotReady(DomainError):
    """The receipt has its number; its files are still being signed."""

    code = "receipts.not_ready"
    status = 503
    message = _("Biên lai đang được ký số. Xin mở lại sau một phút.")


class ReceiptFollowed(DomainError):
    """Another receipt follows this one: only the last of them can be changed."""

    code = "receipts.followed"
    message = _("Biên lai này đã được thay thế, điều chỉnh hoặc hủy.")


class CorrectionTaken(DomainError):
    """Something is asked for this receipt already."""

    code = "receipts.correction_taken"
    message = _("Biên lai này đang chờ người thứ hai đồng ý.")


class NothingChanged(DomainError):
    """A replacement that says what the receipt says already."""

    code = "receipts.nothing_changed"
    status = 422
    message = _("Biên lai thay thế phải khác biên lai cũ.")


class CollectorKeyMissing(DomainError):
    """The agency has no usable key to sign receipts with; tried again later."""

    code = "receipts.key_missing"
    status = 503
    message = _("Cơ quan chưa có chữ ký số để ký biên lai.")

"""What can go wrong with cash."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from motcua.kernel.errors import DomainError, NotFound


class DrawerNotFound(NotFound):
    """There is no such drawer, or it is none of this agency's."""

    code = "tills.drawer_not_found"
    message = _("Không tìm thấy ngăn tiền.")


class HandOverNotFound(NotFound):
    """There is no such hand-over, or it is none of this agency's."""

    code = "tills.hand_over_not_found"
    message = _("Không tìm thấy lần bàn giao tiền.")


class DrawerNotOpen(DomainError):
    """The drawer was counted or closed; nothing is put in or taken out any more."""

    code = "tills.drawer_not_open"
    message = _("Ngăn tiền này không còn mở.")


class DrawersUncounted(DomainError):
    """A day is closed once its cash was counted; details['drawers'] are those that were not."""

    code = "tills.drawers_uncounted"
    message = _("Còn ngăn tiền chưa kiểm xong nên chưa khóa sổ được.")


class HandOverWaits(DomainError):
    """Cash that was given on has not been counted by who takes it."""

    code = "tills.hand_over_waits"
    message = _("Còn tiền bàn giao chưa có người nhận. Chờ người nhận đếm xong rồi kiểm ngăn tiền.")


class NotesWrong(DomainError):
    """The notes counted are none that exist, or too many to be true."""

    code = "tills.notes_wrong"
    status = 422
    message = _("Số tờ phải là số nguyên không âm, theo từng mệnh giá.")


class ChangeTooMuch(DomainError):
    """More change than any drawer holds: a slip of the keys would stand in the ledger for good."""

    code = "tills.change_too_much"
    status = 422
    message = _("Tiền lẻ đầu ca nhiều nhất là 100.000.000 đ. Anh/chị xem lại số đã gõ.")


class TooMuchCash(DomainError):
    """More would be taken out than lies there; details['has'] is what lies there, in đồng."""

    code = "tills.too_much_cash"
    status = 422
    message = _("Số tiền này nhiều hơn số đang có.")


class ReasonNeeded(DomainError):
    """What was counted differs from what should be there; details['by'] is by how many đồng."""

    code = "tills.reason_needed"
    status = 422
    message = _("Số đếm được khác số phải có. Anh/chị đếm lại; nếu vẫn lệch thì ghi lý do.")


class CountChanged(DomainError):
    """A count agrees after another did not; details['by'] is by how many đồng that one differed."""

    code = "tills.count_changed"
    status = 422
    message = _("Số đếm này khớp, lần đếm đầu thì không. Anh/chị ghi vì sao; người thứ hai xem.")


class HandOverOver(DomainError):
    """Somebody else has decided about this cash meanwhile."""

    code = "tills.hand_over_over"
    message = _("Lần bàn giao này đã có người xử lý.")


class ReceiverUnnamed(DomainError):
    """Nobody says who fetches the money."""

    code = "tills.receiver_unnamed"
    status = 422
    message = _("Anh/chị ghi họ tên người nhận.")


class CodeWrong(DomainError):
    """The code that was typed is not the one of this money."""

    code = "tills.code_wrong"
    status = 422
    message = _("Mã nhận tiền không đúng. Xem lại mã trên trang hồ sơ của người nộp.")


class ReceiverUnproved(DomainError):
    """Neither the payer's code nor his signature shows that the money is his."""

    code = "tills.receiver_unproved"
    status = 422
    message = _("Chưa có mã nhận tiền. Gõ mã, hoặc cho người nhận ký phiếu chi rồi đánh dấu.")


class PayOutOver(DomainError):
    """The refund does not wait any more: stopped, or paid another way."""

    code = "tills.pay_out_over"
    message = _("Khoản hoàn này không còn chờ chi.")

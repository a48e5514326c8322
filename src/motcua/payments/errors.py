"""What can go wrong when money moves."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from motcua.kernel.errors import DomainError, NotFound


class OrderNotFound(NotFound):
    """No such order, or it is not this payer's."""

    code = "payments.order_not_found"
    message = _("Không tìm thấy khoản thanh toán.")


class OrderChanged(DomainError):
    """The same key was used for an order of another amount."""

    code = "payments.order_changed"
    message = _("Khoản thanh toán này đã được lập với số tiền khác.")


class OrderNotOpen(DomainError):
    """The order was paid, cancelled or has expired."""

    code = "payments.order_not_open"
    message = _("Khoản này không còn chờ thanh toán.")


class SignatureWrong(DomainError):
    """What claims to come from the provider was not signed by it, or too long ago."""

    code = "payments.signature_wrong"
    status = 401
    message = _("Chữ ký của đơn vị thanh toán không hợp lệ.")


class EventMalformed(DomainError):
    """A signed message does not have the shape the provider documents."""

    code = "payments.event_malformed"
    status = 400
    message = _("Thông báo của đơn vị thanh toán không đúng cấu trúc.")


class ProviderMissing(DomainError):
    """No provider of this name is set up on this node."""

    code = "payments.provider_missing"
    status = 503
    message = _("Hệ thống chưa bật hình thức thanh toán này.")


class RefundRefused(DomainError):
    """The provider does not send this money back; details['reason'] is its code."""

    code = "payments.refund_refused"
    status = 422
    message = _("Đơn vị thanh toán không hoàn được khoản này.")


class DayNotOver(DomainError):
    """Takings of a day are counted only once it has passed."""

    code = "payments.day_not_over"
    message = _("Ngày này chưa hết, chưa khóa sổ được.")


class LedgerWrong(DomainError):
    """Something does not add up; details['faults'] are kind, booking or order, and đồng."""

    code = "payments.ledger_wrong"
    message = _("Sổ chưa khớp nên chưa khóa được: xem các khoản lệch.")


class SettlementNotFound(NotFound):
    """There is no such money, or nothing was proposed for it."""

    code = "payments.settlement_not_found"
    message = _("Không tìm thấy khoản tiền này.")


class SettlementTaken(DomainError):
    """Something is proposed for this money already."""

    code = "payments.settlement_taken"
    message = _("Khoản tiền này đang chờ người thứ hai đồng ý.")


class MoneyNotUnclear(DomainError):
    """Nothing of this money is unclear any more."""

    code = "payments.money_not_unclear"
    message = _("Khoản tiền này đã rõ, không còn gì để xử lý.")


class NothingTwice(DomainError):
    """Nobody has any of this money twice any more."""

    code = "payments.nothing_twice"
    message = _("Khoản này không còn ai giữ hai lần.")


class NothingToRefund(DomainError):
    """More is asked back than is left of this transaction; details['left'] is in đồng."""

    code = "payments.nothing_to_refund"
    message = _("Số tiền hoàn lớn hơn số còn lại của giao dịch này.")


class RefundNotFound(NotFound):
    """There is no such refund, proposal or reversal for this accountant."""

    code = "payments.refund_not_found"
    message = _("Không tìm thấy khoản hoàn này.")


class RefundTaken(DomainError):
    """A refund of this transaction waits for a second person already."""

    code = "payments.refund_taken"
    message = _("Giao dịch này đã có đề nghị hoàn, đang chờ người thứ hai đồng ý.")


class OwnStatement(DomainError):
    """Who brought a file takes no money in that only this file tells of: another one looks."""

    code = "payments.own_statement"
    message = _("Tệp sao kê này do anh/chị mang đến. Một kế toán khác phải ghi nhận.")


class StatementMalformed(DomainError):
    """A statement cannot be read: details are `why`, `line` of the file, `place` (column, element).

    Nothing of it is kept but the file.
    """

    code = "payments.statement_malformed"
    status = 422
    message = _("Không đọc được sao kê này.")


class AccountKnown(DomainError):
    """A provider has an account of this number already."""

    code = "payments.account_known"
    message = _("Tài khoản này đã được khai.")


class AccountOver(DomainError):
    """An account would end before it was used."""

    code = "payments.account_over"
    status = 422
    message = _("Ngày thôi dùng phải sau ngày bắt đầu dùng.")


class StatementKnown(DomainError):
    """The very same file was brought before."""

    code = "payments.statement_known"
    message = _("Tệp này đã được nhận trước đây.")


class DifferenceNotFound(NotFound):
    """There is no such difference."""

    code = "payments.difference_not_found"
    message = _("Không tìm thấy khoản lệch này.")


class DifferenceGone(DomainError):
    """The difference has resolved by itself or was settled."""

    code = "payments.difference_gone"
    message = _("Khoản lệch này đã hết hoặc đã được xử lý.")


class RemedyUnfit(DomainError):
    """A difference of this kind is not settled in this way."""

    code = "payments.remedy_unfit"
    status = 422
    message = _("Khoản lệch này không xử lý theo cách ấy được.")


class DayNotReconciled(DomainError):
    """A provider's statement of the day is missing or differs; details['providers'] says whose."""

    code = "payments.day_not_reconciled"
    message = _("Chưa đối chiếu xong với sao kê nên chưa khóa sổ được.")


class WalletLimitReached(DomainError):
    """A wallet may not pay that much; details['left'] is what it may pay yet, in đồng."""

    code = "payments.wallet_limit_reached"
    status = 422
    message = _("Số tiền vượt hạn mức của tiền di động. Anh/chị trả bằng cách khác.")


class WalletRefused(DomainError):
    """The wallet's provider refused; details['reason'] is its word."""

    code = "payments.wallet_refused"
    status = 422
    message = _("Ví tiền di động không trả được khoản này.")


class WalletSilent(DomainError):
    """The wallet's provider does not answer now; nothing was paid as far as we know."""

    code = "payments.wallet_silent"
    status = 503
    message = _("Đơn vị tiền di động chưa trả lời. Anh/chị thử lại sau vài phút.")


class TerminalRefused(DomainError):
    """The terminals' provider does not ask for this; details['reason'] is its code."""

    code = "payments.terminal_refused"
    status = 422
    message = _("Máy quẹt thẻ không nhận yêu cầu này.")


class TerminalMissing(DomainError):
    """The counter where the official sits has no terminal, or he sits at none."""

    code = "payments.terminal_missing"
    status = 422
    message = _("Quầy anh/chị đang ngồi chưa có máy quẹt thẻ. Mở quầy có máy rồi thử lại.")


class TerminalAsks(DomainError):
    """A terminal asks for this very debt now; details['terminal'] is which."""

    code = "payments.terminal_asks"
    message = _(
        "Máy quẹt thẻ đang hỏi khoản này. Bấm “Hỏi lại máy” hoặc “Hủy trên máy” rồi mới thu "
        "cách khác."
    )


class TerminalSilent(DomainError):
    """The terminals' provider does not answer now; what was paid is found by asking again."""

    code = "payments.terminal_silent"
    status = 503
    message = _("Máy quẹt thẻ chưa trả lời. Bấm “Hỏi lại máy”, đừng thu lần nữa khi chưa rõ.")


class PhoneWrong(DomainError):
    """No phone that has a wallet has such a number."""

    code = "payments.phone_wrong"
    status = 422
    message = _("Số điện thoại chưa đúng. Viết như 0912 345 678.")


class RecordMalformed(DomainError):
    """A record that is none of the payment platform's; details['name'] is the field."""

    code = "payments.record_malformed"
    message = _("Bản ghi thanh toán không đúng cấu trúc.")

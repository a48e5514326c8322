"""The words of the payments room."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Provider(TextChoices):
    """Who takes money in for this node."""

    BANK = "bank", _("Ngân hàng")
    CASH = "cash", _("Tiền mặt tại quầy")
    TERMINAL = "terminal", _("Máy quẹt thẻ tại quầy")
    WALLET = "wallet", _("Tiền di động")
    HAND = "hand", _("Chi trả ngoài hệ thống")


class OrderState(TextChoices):
    """Where an order stands; money that comes after its end is kept apart, never lost."""

    OPEN = "open", _("Chờ thanh toán")
    PAID = "paid", _("Đã thanh toán")
    EXPIRED = "expired", _("Đã hết hạn thanh toán")
    CANCELLED = "cancelled", _("Đã hủy")
    REVERSED = "reversed", _("Ngân hàng đã lấy lại tiền")


ENDED_SHORT = frozenset({OrderState.EXPIRED, OrderState.REVERSED})
"""Ends after which another order may follow for the same debt."""


class RefundState(TextChoices):
    """Where money that goes back stands."""

    ASKED = "asked", _("Đang hoàn tiền")
    DONE = "done", _("Đã hoàn tiền")
    REFUSED = "refused", _("Ngân hàng không hoàn được, kế toán xử lý")
    STOPPED = "stopped", _("Không hoàn: tiền đã bị lấy lại trước khi hoàn")


class ReversalKind(TextChoices):
    """Why a provider took money back that we had not sent back."""

    CHARGEBACK = "chargeback", _("Ngân hàng của người trả đòi lại")
    OUTSIDE = "outside", _("Hoàn tại ngân hàng, không qua hệ thống này")


class Remedy(TextChoices):
    """What becomes of unclear money (the first two), of a difference, or of money that left twice.

    The last two are for the latter, and so is the gap.
    """

    ORDER = "order", _("Ghi vào một khoản đang chờ thanh toán")
    REFUND = "refund", _("Hoàn cho người chuyển")
    UNCLEAR = "unclear", _("Ghi sổ theo sao kê, thành tiền chưa rõ")
    FEE = "fee", _("Ghi là phí ngân hàng")
    GAP = "gap", _("Ghi chênh lệch, đòi hoặc trả ngân hàng")
    EXPLAINED = "explained", _("Chỉ ghi lý do, không ghi sổ")
    BACK = "back", _("Đã đòi lại: trừ vào tiền chưa rõ đã đến")
    HAND = "hand", _("Đã đòi lại ngoài hệ thống, theo chứng từ")


class SettlementState(TextChoices):
    """Where a proposal for unclear money stands."""

    ASKED = "asked", _("Chờ người thứ hai đồng ý")
    DONE = "done", _("Đã làm")
    REFUSED = "refused", _("Không đồng ý")


class AccountKind(TextChoices):
    """Sides of the ledger. Assets grow by positive amounts, the others by negative ones."""

    CLEARING = "clearing", _("Tiền tại đơn vị thanh toán")
    INCOME = "income", _("Phí, lệ phí phải nộp ngân sách")
    SUSPENSE = "suspense", _("Tiền chưa rõ, chờ xử lý")
    DRAWER = "drawer", _("Tiền mặt trong ngăn tiền")
    SAFE = "safe", _("Tiền mặt trong két")
    ADVANCE = "advance", _("Tiền lẻ tạm ứng cho ngăn tiền")
    TRANSIT = "transit", _("Tiền mặt đang nộp vào ngân hàng")
    DIFFERENCE = "difference", _("Thừa, thiếu khi kiểm ngăn tiền")
    FEE = "fee", _("Phí ngân hàng")
    GAP = "gap", _("Chênh lệch với ngân hàng")


class EventOutcome(TextChoices):
    """What a provider's word led to."""

    APPLIED = "applied", _("Đã ghi nhận")
    NOTED = "noted", _("Không làm thay đổi")
    UNMATCHED = "unmatched", _("Chưa khớp đơn nào")


class StatementForm(TextChoices):
    """How a statement is written."""

    CSV = "csv", "CSV"
    CAMT053 = "camt.053", "ISO 20022 camt.053"


class FileState(TextChoices):
    """Where a statement that came stands."""

    WAITING = "waiting", _("Chờ đọc")
    READING = "reading", _("Đang đọc")
    READ = "read", _("Đã đọc")
    REFUSED = "refused", _("Không đọc được")


class LineKind(TextChoices):
    """What a line of a statement is."""

    PAYMENT = "payment", _("Tiền đến")
    REFUND = "refund", _("Hoàn tiền")
    CHARGEBACK = "chargeback", _("Bị đòi lại")
    REVERSAL = "reversal", _("Ngân hàng ghi ngược lại")
    FEE = "fee", _("Phí ngân hàng")
    OTHER = "other", _("Khoản khác")


class LineState(TextChoices):
    """What is known of a line of a statement."""

    OPEN = "open", _("Chưa khớp")
    MATCHED = "matched", _("Khớp")
    SETTLED = "settled", _("Đã xử lý")


class DifferenceKind(TextChoices):
    """How a statement and the ledger differ."""

    SAID = "said", _("Có trong sao kê, không có trong sổ")
    BOOKED = "booked", _("Có trong sổ, không có trong sao kê")
    AMOUNT = "amount", _("Khác số tiền")
    TWICE = "twice", _("Ngân hàng ghi hai lần")
    RETURNED = "returned", _("Hoàn hoặc bị đòi lại, sổ chưa có")
    FEE = "fee", _("Phí ngân hàng")
    WAITING = "waiting", _("Chờ sao kê ngày sau")


class DifferenceState(TextChoices):
    """Where a difference stands."""

    OPEN = "open", _("Chưa xử lý")
    GONE = "gone", _("Hết lệch")
    SETTLED = "settled", _("Đã xử lý")


class StatementFault(TextChoices):
    """What is wrong in a statement that cannot be read."""

    EMPTY = "empty", _("Tệp không có dòng nào.")
    INFECTED = "infected", _("Bộ quét mã độc đã giữ tệp này lại.")
    TOO_MANY = "too_many", _("Tệp có hơn 100.000 dòng. Hãy chia theo ngày.")
    ENCODING = "encoding", _("Không đọc được chữ trong tệp.")
    HEADINGS = "headings", _("Không thấy dòng tiêu đề có đủ các cột đã khai.")
    CELLS = "cells", _("Dòng này không có đủ cột.")
    DAY = "day", _("Ngày chưa đúng.")
    PERIOD = "period", _("Sao kê của hơn 400 ngày, hoặc của những ngày chưa tới.")
    AMOUNT = "amount", _("Số tiền chưa đúng: ghi số đồng chẵn.")
    NO_AMOUNT = "no_amount", _("Dòng này không có số tiền, hoặc có cả thu và chi.")
    DIRECTION = "direction", _("Không rõ tiền đến hay tiền đi.")
    CURRENCY = "currency", _("Không phải tiền đồng (VND).")
    ACCOUNT = "account", _("Sao kê của tài khoản khác.")
    NOT_XML = "not_xml", _("Tệp XML bị hỏng.")
    ENTITIES = "entities", _("Tệp XML có khai báo không được nhận (DOCTYPE).")
    NOT_CAMT = "not_camt", _("Không phải sao kê camt.053.")
    MISSING = "missing", _("Thiếu phần bắt buộc.")
    LONG = "long", _("Nội dung ở đây quá dài hoặc lồng quá sâu.")
    BATCH = "batch", _("Tổng các khoản trong lô khác số tiền của lô.")
    BALANCE = "balance", _("Số dư đầu cộng các khoản không bằng số dư cuối.")

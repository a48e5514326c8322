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


class ReversalKind(TextChoices):
    """Why a provider took money back that we had not sent back."""

    CHARGEBACK = "chargeback", _("Ngân hàng của người trả đòi lại")
    OUTSIDE = "outside", _("Hoàn tại ngân hàng, không qua hệ thống này")


class Remedy(TextChoices):
    """What becomes of money that was not clear."""

    ORDER = "order", _("Ghi vào một khoản đang chờ thanh toán")
    REFUND = "refund", _("Hoàn cho người chuyển")


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


class EventOutcome(TextChoices):
    """What a provider's word led to."""

    APPLIED = "applied", _("Đã ghi nhận")
    NOTED = "noted", _("Không làm thay đổi")
    UNMATCHED = "unmatched", _("Chưa khớp đơn nào")

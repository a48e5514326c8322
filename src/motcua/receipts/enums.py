"""The words of the receipts room."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    """What a receipt is: the first of a payment, or one that follows another."""

    ORIGINAL = "original", _("Biên lai")
    REPLACEMENT = "replacement", _("Biên lai thay thế")
    ADJUSTMENT = "adjustment", _("Biên lai điều chỉnh")
    CANCELLATION = "cancellation", _("Biên lai hủy")


class Standing(TextChoices):
    """What a receipt is worth now."""

    VALID = "valid", _("Đang có giá trị")
    REPLACED = "replaced", _("Đã được thay thế")
    ADJUSTED = "adjusted", _("Đã được điều chỉnh")
    CANCELLED = "cancelled", _("Đã hủy")


class Dialect(TextChoices):
    """How amounts are spelt in words."""

    NORTHERN = "northern", _("linh, nghìn (một trăm linh năm nghìn)")
    SOUTHERN = "southern", _("lẻ, ngàn (một trăm lẻ năm ngàn)")


class CorrectionState(TextChoices):
    """Where what an accountant asks for a receipt stands."""

    ASKED = "asked", _("Chờ người thứ hai đồng ý")
    DONE = "done", _("Đã làm")
    REFUSED = "refused", _("Không đồng ý")

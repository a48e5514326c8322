"""What accountants are asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.utils.translation import get_language, gettext_lazy as _

from motcua.desk.agreeing import reason_field
from motcua.payments.enums import Remedy
from motcua.ui.drawn import DrawnForm, WholeField, not_answered
from motcua.ui.numbers import money

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from motcua.desk.payments.back import Part

_LONGEST_REFERENCE, _LONGEST_TRANSACTION, _LONGEST_REASON = 20, 80, 300


def remedy_field(*remedies: Remedy) -> forms.ChoiceField:
    """Give the field in which one chooses what is to be done; choices may be set later."""
    chosen = _("Anh/chị chọn một cách xử lý.")
    return forms.ChoiceField(
        label=_("Xử lý thế nào"),
        choices=[(str(one), one.label) for one in remedies],
        widget=forms.RadioSelect,
        error_messages={"required": chosen, "invalid_choice": chosen},
    )


class SettlementForm(DrawnForm):
    """What becomes of money that belongs to nothing, and why."""

    refusals: ClassVar[Mapping[str, str]] = {"payments.order_not_open": "reference"}

    remedy = remedy_field(Remedy.ORDER, Remedy.REFUND)
    reference = forms.CharField(
        label=_("Mã khoản đang chờ thanh toán"),
        help_text=_("Chỉ khi ghi vào một khoản. Mã bắt đầu bằng MC, có trong trang thanh toán."),
        max_length=_LONGEST_REFERENCE,
        required=False,
    )
    reason = reason_field()

    def clean(self) -> dict[str, Any]:
        """Demand the order that money goes to, and drop one that was typed beside a refund."""
        cleaned = super().clean() or {}
        if cleaned.get("remedy") == Remedy.REFUND:
            cleaned["reference"] = ""
        elif cleaned.get("remedy") and not cleaned.get("reference"):
            self.add_error("reference", not_answered(self.fields["reference"]))
        return cleaned


class RefundForm(DrawnForm):
    """What of an order is to go back, and why."""

    refusals: ClassVar[Mapping[str, str]] = {
        "payments.nothing_to_refund": "amount",
        "payments.refund_taken": "part",
    }

    part = forms.ChoiceField(
        label=_("Giao dịch"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Anh/chị chọn một giao dịch.")},
    )
    amount = WholeField(label=_("Số tiền hoàn (đồng)"), min_value=1)
    reason = reason_field()

    def __init__(self, *args: Any, parts: Sequence[Part], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or "vi"
        chosen = self.fields["part"]
        assert isinstance(chosen, forms.ChoiceField)
        chosen.choices = [
            (part.key, f"{part.place} {part.paid.transaction}: {money(part.paid.left, language)}")
            for part in parts
        ]
        if len(parts) == 1:
            chosen.initial = parts[0].key
            self.fields["amount"].initial = parts[0].paid.left


class ReclaimForm(DrawnForm):
    """How money that somebody had twice came back, or that the bank owes it, and why."""

    refusals: ClassVar[Mapping[str, str]] = {"payments.money_not_unclear": "transaction"}

    remedy = remedy_field(Remedy.BACK, Remedy.HAND, Remedy.GAP)
    transaction = forms.CharField(
        label=_("Số giao dịch của tiền chưa rõ"),
        help_text=_("Chỉ khi trừ vào tiền chưa rõ: tiền người nhận chuyển trả nằm ở đó."),
        max_length=_LONGEST_TRANSACTION,
        required=False,
    )
    reason = reason_field(_("Ghi cả số chứng từ. Người thứ hai đọc lý do này trước khi đồng ý."))

    def __init__(self, *args: Any, bookings: Mapping[str, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.bookings = bookings

    def clean(self) -> dict[str, Any]:
        """Demand unclear money where it makes up for what left, and give its booking."""
        cleaned = super().clean() or {}
        number = cleaned.pop("transaction", "")
        cleaned["booking_id"] = None
        if cleaned.get("remedy") == Remedy.BACK:
            if not number:
                self.add_error("transaction", not_answered(self.fields["transaction"]))
            elif (found := self.bookings.get(number.strip().upper())) is None:
                said = _("Không có tiền chưa rõ nào mang số giao dịch này.")
                self.add_error("transaction", said)
            else:
                cleaned["booking_id"] = found
        return cleaned


class NoteForm(forms.Form):
    """What was done about money, in a few words or by a document's number."""

    note = forms.CharField(max_length=_LONGEST_REASON)

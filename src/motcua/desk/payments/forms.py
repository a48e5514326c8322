"""What accountants are asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import get_language, gettext_lazy as _

from motcua.payments.enums import Remedy
from motcua.ui.drawn import DrawnForm, WholeField, not_answered
from motcua.ui.numbers import money

if TYPE_CHECKING:
    from collections.abc import Sequence

    from motcua.desk.payments.back import Part

_LONGEST_REFERENCE, _LONGEST_REASON = 20, 300


class SettlementForm(DrawnForm):
    """What becomes of money that belongs to nothing, and why."""

    remedy = forms.ChoiceField(
        label=_("Xử lý thế nào"),
        choices=[(str(one), one.label) for one in (Remedy.ORDER, Remedy.REFUND)],
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Anh/chị chọn một cách xử lý."),
            "invalid_choice": _("Anh/chị chọn một cách xử lý."),
        },
    )
    reference = forms.CharField(
        label=_("Mã khoản đang chờ thanh toán"),
        help_text=_("Chỉ khi ghi vào một khoản. Mã bắt đầu bằng MC, có trong trang thanh toán."),
        max_length=_LONGEST_REFERENCE,
        required=False,
    )
    reason = forms.CharField(
        label=_("Lý do"),
        help_text=_("Người thứ hai đọc lý do này trước khi đồng ý."),
        max_length=_LONGEST_REASON,
        widget=forms.Textarea,
    )

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

    part = forms.ChoiceField(
        label=_("Giao dịch"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Anh/chị chọn một giao dịch.")},
    )
    amount = WholeField(label=_("Số tiền hoàn (đồng)"), min_value=1)
    reason = forms.CharField(
        label=_("Lý do"),
        help_text=_("Người thứ hai đọc lý do này trước khi đồng ý."),
        max_length=_LONGEST_REASON,
        widget=forms.Textarea,
    )

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


class NoteForm(forms.Form):
    """What was done about money, in a few words or by a document's number."""

    note = forms.CharField(max_length=_LONGEST_REASON)

"""Which part of the register an accountant looks at, and what he asks for a receipt."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from motcua.agencies.enums import Role
from motcua.agencies.queries import agency_name
from motcua.desk.agreeing import reason_field
from motcua.kernel.clock import civil_date
from motcua.receipts.actions import Wish
from motcua.receipts.enums import Kind
from motcua.receipts.queries.register import Wanted
from motcua.ui.drawn import DayField, DrawnForm, PeriodForm, not_answered
from motcua.ui.language import page_language

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from motcua.kernel.actors import Actor

NAMES = ("agency", "since", "until", "symbol", "kind", "words")
"""What the address of the register may say."""
_LONGEST_WORDS, _LONGEST_NAME, _LONGEST_TAX = 100, 200, 16


class PartForm(PeriodForm):
    """A part of the register: whose, issued on which days, under which symbol, of which kind."""

    agency = forms.TypedChoiceField(label=_("Cơ quan"), coerce=int)
    since = DayField(label=_("Lập từ ngày"))
    until = DayField(label=_("Đến hết ngày"))
    symbol = forms.CharField(
        label=_("Ký hiệu"), help_text=_("Ví dụ: AA-26E"), max_length=12, required=False
    )
    kind = forms.ChoiceField(
        label=_("Loại"), choices=[("", _("Mọi loại")), *Kind.choices], required=False
    )
    words = forms.CharField(
        label=_("Tìm"),
        help_text=_("Số biên lai, mã khoản thanh toán (MC…) hoặc tên người nộp."),
        max_length=_LONGEST_WORDS,
        required=False,
    )

    def __init__(self, actor: Actor, now: datetime, data: Mapping[str, Any]) -> None:
        today = civil_date(now)
        agencies = sorted(actor.agencies(Role.ACCOUNTANT))
        first = {
            "agency": agencies[0] if agencies else "",
            "since": f"{today.replace(day=1):%d/%m/%Y}",
            "until": f"{today:%d/%m/%Y}",
        }
        given = {name: str(data[name]) for name in NAMES if name in data}
        # What the address does not say is the first agency's, of this month.
        super().__init__({**first, **given})
        language = page_language()
        self.fields["agency"].choices = [  # type: ignore[attr-defined]
            (number, agency_name(number, language)) for number in agencies
        ]

    @property
    def wanted(self) -> Wanted:
        """What was chosen, as the register takes it."""
        data = self.cleaned_data
        return Wanted(
            agency_id=data["agency"],
            since=data["since"],
            until=data["until"],
            symbol=data["symbol"].strip().upper(),
            kind=data["kind"],
            words=data["words"],
        )


class WishForm(DrawnForm):
    """What is to become of a receipt, and why."""

    refusals: ClassVar[Mapping[str, str]] = {
        "receipts.tax_code_wrong": "payer_tax_code",
        "receipts.nothing_changed": "payer_name",
    }

    kind = forms.ChoiceField(
        label=_("Làm gì với biên lai này"),
        choices=[
            (Kind.REPLACEMENT, _("Cấp biên lai thay thế")),
            (Kind.CANCELLATION, _("Hủy biên lai")),
        ],
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Anh/chị chọn thay thế hoặc hủy."),
            "invalid_choice": _("Anh/chị chọn thay thế hoặc hủy."),
        },
    )
    payer_name = forms.CharField(
        label=_("Tên người nộp trên biên lai thay thế"),
        help_text=_("Chỉ khi thay thế. Số tiền lấy từ sổ cái, không gõ được."),
        max_length=_LONGEST_NAME,
        required=False,
    )
    payer_tax_code = forms.CharField(
        label=_("Mã số thuế của người nộp"),
        help_text=_("Chỉ khi thay thế và người nộp là tổ chức."),
        max_length=_LONGEST_TAX,
        required=False,
    )
    reason = reason_field(_("In trên biên lai mới; người thứ hai đọc trước khi đồng ý."))

    def clean(self) -> dict[str, Any]:
        """Demand the name of a replacement."""
        data = super().clean() or {}
        if data.get("kind") == Kind.REPLACEMENT and not data.get("payer_name"):
            self.add_error("payer_name", not_answered(self.fields["payer_name"]))
        return data

    @property
    def wish(self) -> Wish:
        """What was asked, as the action takes it."""
        data = self.cleaned_data
        if data["kind"] != Kind.REPLACEMENT:
            return Wish(Kind(data["kind"]), data["reason"])
        named = (data["payer_name"], data["payer_tax_code"])
        return Wish(Kind(data["kind"]), data["reason"], *named)

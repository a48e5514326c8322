"""What is asked about prices, quiet hours, and marks in text messages."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from motcua.notifications.actions import PriceFacts, QuietFacts
from motcua.notifications.enums import Kind, Medium
from motcua.ui.drawn import DayField, DrawnForm, WholeField

_MOST_DONG = 100_000
_MEDIA = [(Medium.SMS.value, Medium.SMS.label), (Medium.EMAIL.value, Medium.EMAIL.label)]
_KINDS = [(kind.value, kind.label) for kind in Kind if kind != Kind.CODE]


class PriceForm(DrawnForm):
    """What one segment of a text message costs, from a day on, and where that is written."""

    provider = forms.SlugField(
        label=_("Tên nhà cung cấp"),
        max_length=20,
        help_text=_("Như trong tệp mô tả cổng tin nhắn; ví dụ: phone"),
    )
    amount = WholeField(
        label=_("Giá một phần tin (đồng)"),
        help_text=_("Ví dụ: 350"),
        min_value=0,
        max_value=_MOST_DONG,
    )
    valid_from = DayField(label=_("Áp dụng từ ngày"))
    source = forms.CharField(
        label=_("Nguồn"), max_length=300, help_text=_("Số, ngày của hợp đồng hoặc bảng giá.")
    )

    @property
    def facts(self) -> PriceFacts:
        """What was filled in, as the act takes it."""
        said = self.cleaned_data
        return PriceFacts(said["provider"], said["amount"], said["source"])


class QuietForm(DrawnForm):
    """Hours in which a kind of message waits, from a day on."""

    medium = forms.ChoiceField(label=_("Cách gửi"), choices=_MEDIA, widget=forms.RadioSelect)
    kind = forms.TypedChoiceField(
        label=_("Loại tin"), choices=_KINDS, coerce=int, widget=forms.RadioSelect
    )
    starts = forms.TimeField(label=_("Từ giờ"), help_text=_("Ví dụ: 21:00"))
    ends = forms.TimeField(
        label=_("Đến giờ"), help_text=_("Ví dụ: 07:00. Hai giờ bằng nhau là không có giờ yên lặng.")
    )
    valid_from = DayField(label=_("Áp dụng từ ngày"))
    source = forms.CharField(label=_("Căn cứ"), max_length=300)

    @property
    def facts(self) -> QuietFacts:
        """What was filled in, as the act takes it."""
        return QuietFacts(
            **{name: self.cleaned_data[name] for name in ("medium", "kind", "starts", "ends")},
            source=self.cleaned_data["source"],
        )


class StyleForm(DrawnForm):
    """Whether the agency's text messages keep their marks."""

    marks = forms.ChoiceField(
        label=_("Tin nhắn của cơ quan"),
        choices=[
            ("no", _("Không dấu: một phần tin chứa 160 ký tự")),
            ("yes", _("Có dấu: một phần tin chứa 70 ký tự, thường tốn hơn")),
        ],
        widget=forms.RadioSelect,
    )

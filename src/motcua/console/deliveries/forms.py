"""What is asked about a row of the tariff."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from motcua.deliveries.actions import RateFacts
from motcua.deliveries.enums import Direction, Reach
from motcua.ui.drawn import DayField, DrawnForm, WholeField

_MOST_DONG, _MOST_GRAMS, _MOST_DAYS = 10_000_000, 50_000, 365


class RateForm(DrawnForm):
    """What a parcel costs and how long it may take, from a day on, and where that is written."""

    direction = forms.ChoiceField(
        label=_("Chiều đi"), choices=Direction.choices, widget=forms.RadioSelect
    )
    reach = forms.ChoiceField(label=_("Phạm vi"), choices=Reach.choices, widget=forms.RadioSelect)
    grams = WholeField(
        label=_("Nặng nhiều nhất (gam)"), min_value=1, max_value=_MOST_GRAMS, initial=500
    )
    amount = WholeField(
        label=_("Cước (đồng)"),
        help_text=_("Ví dụ: 20.000"),
        min_value=0,
        max_value=_MOST_DONG,
    )
    days = WholeField(label=_("Số ngày làm việc phải đến nơi"), min_value=1, max_value=_MOST_DAYS)
    lost_after = WholeField(
        label=_("Số ngày làm việc nữa thì coi là thất lạc"), min_value=1, max_value=_MOST_DAYS
    )
    valid_from = DayField(label=_("Áp dụng từ ngày"))
    source = forms.CharField(
        label=_("Nguồn"),
        max_length=300,
        help_text=_("Số, ngày của bảng cước hoặc hợp đồng. Người dân đọc dòng này dưới giá."),
    )

    @property
    def facts(self) -> RateFacts:
        """What was filled in, as the act takes it."""
        told = {name: value for name, value in self.cleaned_data.items() if name != "valid_from"}
        return RateFacts(**told)


class EndForm(DrawnForm):
    """The first day on which a row holds no more."""

    on = DayField(label=_("Ngừng từ ngày"))

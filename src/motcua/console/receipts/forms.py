"""What is asked about a series of receipts."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from motcua.receipts.actions import SeriesFacts
from motcua.receipts.enums import Dialect
from motcua.ui.drawn import DayField, DrawnForm

if TYPE_CHECKING:
    from collections.abc import Mapping

_LONGEST_FORM, _LONGEST_LETTERS, _LONGEST_NAME, _LONGEST_TAX = 12, 4, 200, 16


class SeriesForm(DrawnForm):
    """A series: its symbols, who collects, how amounts are spelt, and from which day."""

    refusals: ClassVar[Mapping[str, str]] = {
        "receipts.tax_code_wrong": "collector_tax_code",
        "receipts.series_of_the_past": "valid_from",
        "receipts.series_taken": "letters",
    }

    form_symbol = forms.CharField(
        label=_("Ký hiệu mẫu biên lai"),
        help_text=_("Như đã thông báo với cơ quan thuế, ví dụ: 01BLP0-001"),
        max_length=_LONGEST_FORM,
    )
    letters = forms.CharField(
        label=_("Hai chữ đầu của ký hiệu biên lai"),
        help_text=_("Ví dụ: AA. Hệ thống tự thêm năm: AA-26E."),
        max_length=_LONGEST_LETTERS,
    )
    collector_name = forms.CharField(label=_("Tên đơn vị thu"), max_length=_LONGEST_NAME)
    collector_tax_code = forms.CharField(
        label=_("Mã số thuế của đơn vị thu"), max_length=_LONGEST_TAX
    )
    dialect = forms.ChoiceField(
        label=_("Cách đọc số tiền bằng chữ"),
        choices=Dialect.choices,
        initial=Dialect.NORTHERN,
        widget=forms.RadioSelect,
    )
    valid_from = DayField(label=_("Dùng từ ngày"))

    @property
    def facts(self) -> SeriesFacts:
        """What was filled in, as the act takes it."""
        data = self.cleaned_data
        return SeriesFacts(
            form_symbol=data["form_symbol"].strip().upper(),
            letters=data["letters"].strip().upper(),
            collector_name=data["collector_name"].strip(),
            collector_tax_code=data["collector_tax_code"].strip(),
            dialect=data["dialect"],
            valid_from=data["valid_from"],
        )


class EndForm(DrawnForm):
    """The first day on which a series gives no numbers any more."""

    on = DayField(label=_("Thôi dùng từ ngày"))

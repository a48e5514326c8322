"""What is asked about a report: which, as what, of which days, what for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy

from motcua.agencies.queries import agency_name
from motcua.insight.actions.reporting import ReportTerms
from motcua.insight.enums import Purpose, ReportFormat, ReportKind
from motcua.kernel.clock import civil_date
from motcua.ui.drawn import DayField, DrawnForm
from motcua.ui.language import page_language

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from django.http import QueryDict

    from motcua.dossiers.queries.leading import Look

_CHOOSE = {
    "required": gettext_lazy("Anh/chị chọn trong danh sách."),
    "invalid_choice": gettext_lazy("Anh/chị chọn trong danh sách."),
}


class ReportForm(DrawnForm):
    """A register or report of an agency that one looks on."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Loại"),
        choices=ReportKind.choices,
        widget=forms.RadioSelect,
        error_messages=_CHOOSE,
    )
    format = forms.ChoiceField(
        label=gettext_lazy("Dạng tệp"),
        choices=ReportFormat.choices,
        widget=forms.RadioSelect,
        error_messages=_CHOOSE,
    )
    agency = forms.TypedChoiceField(
        label=gettext_lazy("Cơ quan"), coerce=int, widget=forms.Select, error_messages=_CHOOSE
    )
    since = DayField(label=gettext_lazy("Từ ngày"))
    until = DayField(label=gettext_lazy("Đến hết ngày"))
    purpose = forms.ChoiceField(
        label=gettext_lazy("Để làm gì"),
        help_text=gettext_lazy("Sổ có dữ liệu cá nhân: mục đích được ghi vào nhật ký."),
        choices=Purpose.choices,
        widget=forms.RadioSelect,
        error_messages=_CHOOSE,
    )

    def __init__(self, looks: Sequence[Look], now: datetime, data: QueryDict | None) -> None:
        today = civil_date(now)
        super().__init__(
            data,
            initial={
                "kind": ReportKind.REGISTER,
                "format": ReportFormat.XLSX,
                "since": f"{today.replace(day=1):%d/%m/%Y}",
                "until": f"{today:%d/%m/%Y}",
                "purpose": Purpose.REPORTING,
            },
        )
        agencies = sorted({look.agency_id for look in looks})
        self.fields["agency"].choices = [  # type: ignore[attr-defined]
            (number, agency_name(number, page_language())) for number in agencies
        ]
        self.initial["agency"] = agencies[0]

    @property
    def terms(self) -> ReportTerms:
        """What is asked for, once the form is right."""
        data = self.cleaned_data
        return ReportTerms(
            kind=ReportKind(data["kind"]),
            format=ReportFormat(data["format"]),
            agency_id=data["agency"],
            since=data["since"],
            until=data["until"],
            purpose=Purpose(data["purpose"]),
        )

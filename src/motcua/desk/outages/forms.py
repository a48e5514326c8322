"""What is asked about provisional numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from motcua.agencies.queries.counters import counters_held
from motcua.counters.queries.filings import whom_filed_for
from motcua.dossiers.actions.provisional import MOST_SHEETS
from motcua.dossiers.queries.provisional import drafts_at_counter
from motcua.ui.drawn import DrawnForm

if TYPE_CHECKING:
    from motcua.kernel.actors import Actor


class SheetsForm(DrawnForm):
    """Sheets for a counter."""

    counter = forms.ChoiceField(label=_("Quầy"))
    sheets = forms.IntegerField(label=_("Số tờ"), min_value=1, max_value=MOST_SHEETS, initial=50)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.counters = {str(row.pk): row for row in counters_held(actor)}
        field = self.fields["counter"]
        assert isinstance(field, forms.ChoiceField)
        rows = [(key, f"{row.code} · {row.name}") for key, row in self.counters.items()]
        field.choices = [("", ""), *rows]


class BindForm(DrawnForm):
    """The sheet on which what is being typed was taken, and when; not needed where nothing is."""

    draft = forms.ChoiceField(label=_("Hồ sơ đang nhập ở quầy"))
    number = forms.CharField(
        label=_("Số tạm"), max_length=60, help_text=_("Quét mã QR trên tờ giấy, hoặc gõ số tạm")
    )
    taken_at = forms.DateTimeField(
        label=_("Nhận lúc"),
        input_formats=["%d/%m/%Y %H:%M", "%Y-%m-%dT%H:%M"],
        help_text=_("Ngày và giờ ghi trên tờ giấy, ví dụ: 20/11/2026 15:30"),
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["draft"]
        assert isinstance(field, forms.ChoiceField)
        drafts = drafts_at_counter(actor)
        names = whom_filed_for(key for key, _said in drafts)
        rows = [
            (str(key), " · ".join(filter(None, (names.get(key), said)))) for key, said in drafts
        ]
        self.is_needed = bool(rows)
        field.choices = [("", ""), *rows]


class RestoreForm(DrawnForm):
    """A sheet that was called spoiled by mistake."""

    number = forms.CharField(label=_("Số tạm"), max_length=60)
    reason = forms.CharField(
        label=_("Vì sao ghi hỏng là nhầm"),
        max_length=200,
        help_text=_("Biên bản sự cố giữ cả điều đã ghi và lý do này."),
    )


class SpoilForm(DrawnForm):
    """A sheet that stands for nothing."""

    number = forms.CharField(label=_("Số tạm"), max_length=60)
    reason = forms.CharField(label=_("Lý do"), max_length=200)

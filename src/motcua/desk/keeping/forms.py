"""What is asked for phrases, saved views and rules on two people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _

from motcua.dossiers.enums import PhraseUse, Sensitive
from motcua.ui.drawn import DrawnForm

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import QueryDict


_MISSING = _("Anh/chị ghi tên và nội dung.")


class PhraseForm(DrawnForm):
    """A ready phrase: where it is put, whose it is, its title and text."""

    use = forms.ChoiceField(label=_("Dùng ở đâu"), choices=PhraseUse, widget=forms.Select)
    whose = forms.ChoiceField(label=_("Dùng chung cho"), widget=forms.Select)
    title = forms.CharField(
        label=_("Tên ngắn"), max_length=80, error_messages={"required": _MISSING}
    )
    text = forms.CharField(
        label=_("Nội dung"),
        help_text=_(
            "Có thể dùng {applicant} người nộp, {code} mã hồ sơ, {procedure} thủ tục, {due} ngày "
            "hẹn trả, {today} hôm nay, {official} tên anh/chị."
        ),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": "5"}),
        error_messages={"required": _MISSING},
    )

    def __init__(
        self,
        places: Sequence[tuple[str, str]],
        data: QueryDict | None,
        initial: dict[str, str] | None = None,
    ) -> None:
        super().__init__(data, initial=initial)
        self.fields["whose"].choices = places  # type: ignore[attr-defined]


class RuleForm(DrawnForm):
    """An act that two people do from a day, by some document."""

    act = forms.ChoiceField(label=_("Việc"), choices=Sensitive, widget=forms.Select)
    since = forms.DateField(
        label=_("Kể từ ngày"),
        help_text=_("Ví dụ: 20/11/2026"),
        input_formats=["%d/%m/%Y", "%Y-%m-%d"],
        widget=forms.DateInput(format="%d/%m/%Y", attrs={"inputmode": "numeric"}),
        error_messages={"invalid": _("Ngày chưa đúng. Viết như 20/11/2026.")},
    )
    citation = forms.CharField(
        label=_("Theo văn bản"),
        max_length=200,
        error_messages={"required": _("Anh/chị ghi văn bản quy định việc này.")},
    )

"""Forms of words that reach others: a note with mentions, a question to another agency."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.utils.translation import get_language, gettext_lazy

from motcua.agencies.queries.finding import other_agencies
from motcua.desk.dossiers.forms.words import Written, text_field
from motcua.dossiers.actions.opinions import LONGEST
from motcua.dossiers.queries.mentions import people_in_sight
from motcua.kernel.clock import civil_date

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import QueryDict

    from motcua.dossiers.queries.handling import Standing


class NoteForm(Written):
    """A word for the other officials; who is to read it is mentioned."""

    text = text_field(
        gettext_lazy("Ghi chú"),
        gettext_lazy("Chỉ cán bộ đọc được. Viết @ và họ tên để nhắc đến một người."),
        gettext_lazy("Anh/chị phải viết ghi chú."),
    )
    mentioned = forms.MultipleChoiceField(
        label=gettext_lazy("Nhắc đến"),
        help_text=gettext_lazy("Người được chọn nhận tin báo."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, standing: Standing, data: QueryDict | None) -> None:
        super().__init__(data)
        own = standing.actor.official_id
        people = people_in_sight(standing.dossier, standing.now)
        named = [(str(one.public_id), one.name) for one in people if one.official_id != own]
        self.fields["mentioned"].choices = named  # type: ignore[attr-defined]

    @property
    def values(self) -> Mapping[str, Any]:
        """The note, and whom it mentions."""
        chosen = frozenset(UUID(one) for one in self.cleaned_data["mentioned"])
        return {"text": self.cleaned_data["text"], "mentioned": chosen}


class AskAgencyForm(Written):
    """Which agency is asked, on what, and how many working days it has."""

    agency = forms.ChoiceField(
        label=gettext_lazy("Cơ quan được hỏi"),
        widget=forms.Select,
        error_messages={
            "required": gettext_lazy("Chọn nơi cho ý kiến"),
            "invalid_choice": gettext_lazy("Chọn nơi cho ý kiến"),
        },
    )
    request = text_field(
        gettext_lazy("Nội dung hỏi"),
        gettext_lazy("Chỉ cán bộ đọc; nêu rõ cần ý kiến về điều gì."),
        gettext_lazy("Anh/chị phải ghi nội dung hỏi."),
    )
    days = forms.IntegerField(
        label=gettext_lazy("Thời hạn cho ý kiến (ngày làm việc)"),
        help_text=gettext_lazy("Quá hạn mà chưa có ý kiến thì anh/chị làm tiếp được."),
        min_value=1,
        max_value=LONGEST,
        initial=3,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"),
            gettext_lazy("Ghi số ngày làm việc, từ 1 đến 30."),
        ),
    )

    def __init__(self, standing: Standing, data: QueryDict | None) -> None:
        super().__init__(data)
        language = get_language() or "vi"
        found = other_agencies(standing.dossier.agency_id, civil_date(standing.now), language)
        self.fields["agency"].choices = [("", ""), *found]  # type: ignore[attr-defined]

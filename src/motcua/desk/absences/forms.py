"""What is asked about an absence: from when to when, why, and who stands in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext as _, gettext_lazy

from motcua.agencies.actions.absences import AbsenceTerms
from motcua.agencies.enums import Role
from motcua.ui.drawn import DayField, DrawnForm

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import QueryDict

    from motcua.agencies.models import Official


class AbsenceForm(DrawnForm):
    """From which day to which, why, and who acts meanwhile."""

    since = DayField(label=gettext_lazy("Vắng từ ngày"))
    last_day = DayField(label=gettext_lazy("Đến hết ngày"))
    delegate = forms.ChoiceField(
        label=gettext_lazy("Người làm thay"),
        help_text=gettext_lazy(
            "Cùng đơn vị hoặc đơn vị trên, và có vai trò phù hợp. Việc làm thay được ghi rõ “thay "
            "mặt” và tự hết vào ngày cuối."
        ),
        required=False,
        widget=forms.Select,
        error_messages={"invalid_choice": gettext_lazy("Anh/chị chọn trong danh sách.")},
    )
    reason = forms.CharField(
        label=gettext_lazy("Lý do"), required=False, max_length=200, strip=True
    )

    def __init__(
        self, delegates: Sequence[tuple[Official, tuple[str, ...]]], data: QueryDict | None
    ) -> None:
        super().__init__(data)
        self._delegates = {str(one.public_id): one for one, _roles in delegates}
        named = [(str(one.public_id), _named(one, roles)) for one, roles in delegates]
        field = self.fields["delegate"]
        field.choices = [("", _("Không ai")), *named]  # type: ignore[attr-defined]

    @property
    def terms(self) -> AbsenceTerms:
        """The terms of the absence, once the form is right."""
        data = self.cleaned_data
        return AbsenceTerms(
            since=data["since"],
            last_day=data["last_day"],
            reason=data["reason"],
            delegate=self._delegates.get(data["delegate"]),
        )


def _named(official: Official, roles: Sequence[str]) -> str:
    held = ", ".join(str(Role(role).label) for role in roles)
    return f"{official.full_name} ({held})"

"""Forms by which a step changes hands: to whom, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _, gettext_lazy

from motcua.desk.dossiers.forms.words import NO_REASON, Written, text_field
from motcua.dossiers.queries.hands import colleagues_for

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import QueryDict

    from motcua.agencies.queries.colleagues import Colleague
    from motcua.dossiers.queries.handling import Standing

_READ_BY_OFFICIALS = gettext_lazy("Chỉ cán bộ đọc được.")


class ToColleagueForm(Written):
    """To whom a step goes: those of its role in its unit; who is away is marked so."""

    to = forms.ChoiceField(
        label=gettext_lazy("Giao cho"),
        widget=forms.Select,
        error_messages={
            "required": gettext_lazy("Anh/chị chọn cán bộ nhận việc."),
            "invalid_choice": gettext_lazy("Anh/chị chọn cán bộ nhận việc."),
        },
    )

    def __init__(self, standing: Standing, data: QueryDict | None) -> None:
        super().__init__(data)
        run = standing.run
        found = colleagues_for(standing.dossier, run, standing.now) if run else ()
        named = [(str(one.public_id), _named(one)) for one in found]
        self.fields["to"].choices = [("", ""), *named]  # type: ignore[attr-defined]

    @property
    def values(self) -> Mapping[str, Any]:
        """To whom, and why."""
        return {**self.cleaned_data, "to": UUID(self.cleaned_data["to"])}


class AssignForm(ToColleagueForm):
    """The head may add a word."""

    reason = text_field(gettext_lazy("Lời dặn"), _READ_BY_OFFICIALS)


class ForwardForm(ToColleagueForm):
    """A colleague is told why."""

    reason = text_field(gettext_lazy("Lý do"), _READ_BY_OFFICIALS, NO_REASON)


class BringBackForm(Written):
    """Why a step is taken back."""

    reason = text_field(gettext_lazy("Lý do"), _READ_BY_OFFICIALS, NO_REASON)


def _named(one: Colleague) -> str:
    parts = (one.name, one.title, _("đang vắng") if one.is_away else "")
    return " · ".join(part for part in parts if part)

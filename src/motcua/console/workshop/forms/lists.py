"""What is asked of a list that a decision orders."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from motcua.procedures.actions.listing import ListFacts
from motcua.procedures.enums import ListPurpose, ServiceLevel
from motcua.ui.drawn import DayField, DrawnForm

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.utils.functional import _StrPromise

    from motcua.procedures.models import PurposeList

_LINE = re.compile(r"([0-9][0-9A-Za-z.-]{2,29})(?:[\s;,]+([1-4]))?")
_MOST, _TOLD = 6000, 10
_UNREADABLE = _("Dòng %(number)s chưa đúng: %(line)s")
_TWICE = _("Dòng %(number)s: mã %(code)s đã ghi ở dòng %(first)s. Mỗi mã chỉ ghi một lần.")
_TOO_MANY = _("Một danh sách không quá %(most)s mã.")


class ListForm(DrawnForm):
    """A list: its decision, its days, the level ordered, and the procedures by code."""

    code = forms.RegexField(
        r"^[a-z0-9][a-z0-9-]{0,59}$",
        label=_("Mã danh sách"),
        help_text=_("Chữ thường không dấu, chữ số và gạch nối. Ví dụ: truc-tuyen-2026"),
    )
    name = forms.CharField(label=_("Tên danh sách (tiếng Việt)"), max_length=200)
    name_en = forms.CharField(label=_("Tên danh sách (tiếng Anh)"), max_length=200, required=False)
    purpose = forms.ChoiceField(
        label=_("Để làm gì"), choices=ListPurpose.choices, widget=forms.RadioSelect
    )
    decision = forms.CharField(label=_("Theo quyết định"), max_length=200)
    valid_from = DayField(label=_("Có hiệu lực từ ngày"))
    valid_to = DayField(label=_("Hết hiệu lực từ ngày"), required=False)
    level = forms.TypedChoiceField(
        label=_("Mức phải đạt"),
        choices=[("", ""), *ServiceLevel.choices],
        coerce=int,
        empty_value=None,
        required=False,
    )
    entries = forms.CharField(
        label=_("Các thủ tục"),
        help_text=_("Mỗi dòng một mã thủ tục; thêm mức riêng nếu khác, ví dụ: 1.001193 4"),
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false"}),
    )

    def clean_entries(self) -> dict[str, int | None]:
        """Read codes with their levels; say which lines cannot be read, and which say one twice."""
        found: dict[str, int | None] = {}
        first: dict[str, int] = {}
        wrong: list[forms.ValidationError] = []
        for number, line in enumerate(self.cleaned_data["entries"].splitlines(), 1):
            if not line.strip():
                continue
            match = _LINE.fullmatch(line.strip())
            if match is None:
                wrong.append(_error(_UNREADABLE, number=number, line=line[:60]))
            elif match[1] in first:
                places = {"number": number, "first": first[match[1]]}
                wrong.append(_error(_TWICE, code=match[1], **places))
            else:
                first[match[1]] = number
                found[match[1]] = int(match[2]) if match[2] else None
        if len(found) > _MOST:
            wrong = [_error(_TOO_MANY, most=_MOST)]
        if wrong:
            raise forms.ValidationError(wrong[:_TOLD])
        return found

    def clean(self) -> dict[str, Any]:
        """Demand that it ends after it begins."""
        given = dict(super().clean() or {})
        first, last = given.get("valid_from"), given.get("valid_to")
        if first and last and last <= first:
            self.add_error("valid_to", _("Ngày hết hiệu lực phải sau ngày bắt đầu."))
        return given


def _error(message: _StrPromise, **said: object) -> forms.ValidationError:
    return forms.ValidationError(message, params=said)


def facts_of(given: Mapping[str, Any]) -> ListFacts:
    """Give what was filled in as the action takes it."""
    return ListFacts(**given)


def known_of(row: PurposeList) -> dict[str, Any]:
    """Give what a list says as the form shows it."""
    entries = row.entries.order_by("procedure_code")
    lines = [f"{one.procedure_code} {one.level or ''}".strip() for one in entries]
    names = ("code", "name", "name_en", "purpose", "decision", "valid_from", "valid_to", "level")
    return {**{name: getattr(row, name) for name in names}, "entries": "\n".join(lines)}

"""What filers post about their dossiers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from motcua.dossiers.queries.processes import rules_of
from motcua.dossiers.queries.supplements import open_supplement, pages_with
from motcua.kernel.clock import civil_date
from motcua.procedures.base.posting import add_row, read_page, remove_row
from motcua.procedures.base.questions import GroupQuestion
from motcua.ui.django_forms import section_of
from motcua.ui.fields import Press
from motcua.ui.posted import Pressed, pressed

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from django.http import QueryDict

    from motcua.dossiers.models import Dossier
    from motcua.procedures.base.answering import CompiledForm, Wrong
    from motcua.ui.fields import Section

_MOST_KEPT = 50
_NEXT = Pressed(Press.NEXT, "")
_SCORES = (
    (5, _("5 – Rất hài lòng")),
    (4, _("4 – Hài lòng")),
    (3, _("3 – Bình thường")),
    (2, _("2 – Chưa hài lòng")),
    (1, _("1 – Rất không hài lòng")),
)


class DrawnForm(forms.Form):
    """A form that the components draw."""

    @property
    def section(self) -> Section:
        """The form as questions."""
        return section_of(self)

    @property
    def problems(self) -> list[tuple[str, str]]:
        """What the error summary lists."""
        return list(self.section.problems())


class RatingForm(DrawnForm):
    """How one was served."""

    score = forms.TypedChoiceField(
        label=_("Anh/chị hài lòng đến mức nào?"),
        choices=_SCORES,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Chọn một mức từ 1 đến 5")},
    )
    comment = forms.CharField(
        label=_("Điều anh/chị muốn nói thêm"),
        max_length=1000,
        required=False,
        widget=forms.Textarea,
    )


class WithdrawalForm(DrawnForm):
    """Why one takes a dossier back."""

    reason = forms.CharField(
        label=_("Lý do rút hồ sơ"), max_length=500, required=False, widget=forms.Textarea
    )


class TrackingForm(DrawnForm):
    """A code and the last four signs of the filer's number or telephone."""

    code = forms.CharField(
        label=_("Mã hồ sơ"),
        help_text=_("In trên biên nhận, ví dụ 000.12.15.H26-261120-0001. Dán được cả mã."),
        max_length=60,
        error_messages={"required": _("Nhập mã hồ sơ")},
        widget=forms.TextInput(attrs={"spellcheck": "false", "autocapitalize": "characters"}),
    )
    digits = forms.RegexField(
        r"^\s*[0-9A-Za-z]{4}\s*$",
        label=_("4 số cuối"),
        help_text=_("4 số cuối của số giấy tờ tùy thân hoặc số điện thoại của người nộp."),
        error_messages={
            "required": _("Nhập 4 số cuối của giấy tờ tùy thân hoặc số điện thoại"),
            "invalid": _("Nhập đúng 4 chữ số cuối"),
        },
        widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": "6"}),
    )

    @property
    def pair(self) -> tuple[str, str]:
        """The code and the four signs as they are compared."""
        given = self.cleaned_data
        return given["code"].strip().upper(), given["digits"].strip().upper()


@dataclass(frozen=True, slots=True)
class Completion:
    """How far a supplement was completed: answers, uploads by paper, what is wrong with them."""

    answers: Mapping[str, Any] = field(default_factory=dict)
    uploads: Mapping[str, tuple[UUID, ...]] = field(default_factory=dict)
    wrong: tuple[Wrong, ...] = ()
    refused: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    button: Pressed = _NEXT

    @property
    def is_complete(self) -> bool:
        """Say whether nothing is wrong."""
        return not self.wrong and not self.refused


def read_completion(dossier: Dossier, data: QueryDict, now: datetime) -> Completion:
    """Read the posted page of a supplement: the listed questions, and uploads kept so far."""
    asked = open_supplement(dossier)
    if asked is None:
        return Completion()
    form, button = rules_of(dossier).form, pressed(data)
    read: Mapping[str, Any] = dossier.answers
    for code in pages_with(dossier, asked):
        read = read_page(form, code, data, read, today=civil_date(now))
    read = _with_rows(form, read, button, asked.questions)
    kept = {
        code: tuple(one for one in _ids(data.getlist(f"kept.{code}")) if str(one) != button.target)
        for code in asked.papers
    }
    answers = {key: read.get(key) for key in asked.questions if key in form.questions}
    return Completion(answers, kept, button=button)


def judge(dossier: Dossier, answers: Mapping[str, Any], now: datetime) -> tuple[Wrong, ...]:
    """Judge the dossier's answers with the changed ones in their places."""
    changed = {**dossier.answers, **answers}
    given = {key: value for key, value in changed.items() if value is not None}
    return rules_of(dossier).form.validate(given, today=civil_date(now)).errors


def _with_rows(
    form: CompiledForm, read: Mapping[str, Any], button: Pressed, listed: Mapping[str, str]
) -> Mapping[str, Any]:
    group = button.target.partition(".")[0]
    if group not in listed or not isinstance(form.questions.get(group), GroupQuestion):
        return read
    if button.press is Press.ADD:
        return add_row(form, read, group)
    return remove_row(read, button.target) if button.press is Press.REMOVE else read


def _ids(texts: list[str]) -> list[UUID]:
    found = []
    for text in texts[:_MOST_KEPT]:
        try:
            found.append(UUID(text))
        except ValueError:
            continue  # not one of ours
    return found

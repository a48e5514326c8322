"""What is posted where a draft is tried: answers that are carried along, never kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from motcua.console.workshop.base.carried import read_json
from motcua.procedures.base.forms.posting import add_row, read_page, remove_row
from motcua.procedures.enums import Channel
from motcua.ui.drawn import DayField, DrawnForm, WholeField
from motcua.ui.fields import Press
from motcua.ui.posted import pressed

if TYPE_CHECKING:
    from datetime import date

    from django.http import QueryDict

    from motcua.console.workshop.queries import Draft
    from motcua.procedures.base.forms.answering import CompiledForm, Wrong
    from motcua.ui.posted import Pressed


@dataclass(frozen=True, slots=True)
class Turn:
    """Where somebody is in the form and what was answered; no page is the end."""

    page: str
    answers: dict[str, Any]
    errors: tuple[Wrong, ...] = ()


def read_turn(form: CompiledForm, data: QueryDict, day: date, wanted: str) -> Turn:
    """Read one turn of filling in: on, back, or rows more and less."""
    code = data.get("_page", "")
    if code not in form.pages:
        first = next(iter(form.pages), "")
        return Turn(wanted if wanted in form.pages else first, {})
    answers = read_page(form, code, data, _carried(data.get("_answers", "")), today=day)
    button = pressed(data)
    if button.press is Press.NEXT:
        return _onward(form, code, answers, day)
    if button.press is Press.BACK:
        return Turn(_beside(form, code, answers, day, -1) or code, answers)
    return Turn(code, _with_rows(form, answers, button))


def _onward(form: CompiledForm, code: str, answers: dict[str, Any], day: date) -> Turn:
    given = {key: value for key, value in answers.items() if value is not None}
    judged = form.validate_page(code, given, today=day)
    if judged.errors:
        return Turn(code, given, judged.errors)
    kept = {key: value for key, value in given.items() if form.page_of.get(key) != code}
    kept |= judged.clean
    return Turn(_beside(form, code, kept, day, 1), kept)


def _with_rows(form: CompiledForm, answers: dict[str, Any], button: Pressed) -> dict[str, Any]:
    if button.press is Press.ADD and button.target in form.questions:
        return add_row(form, answers, button.target)
    return remove_row(answers, button.target) if button.press is Press.REMOVE else answers


def _beside(form: CompiledForm, code: str, answers: dict[str, Any], day: date, by: int) -> str:
    route = [page.code for page in form.visible_pages(form.filled(dict(answers), day), today=day)]
    at = route.index(code) + by if code in route else 0
    return route[at] if 0 <= at < len(route) else ""


def _carried(text: str) -> dict[str, Any]:
    try:
        found = read_json(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


class FeeForm(DrawnForm):
    """For which way, day, quantity and agency a fee is worked out."""

    channel = forms.ChoiceField(label=_("Cách nộp"), widget=forms.RadioSelect)
    on = DayField(label=_("Ngày nộp"))
    quantity = WholeField(
        label=_("Số lượng"),
        min_value=0,
        max_value=1_000_000,
        help_text=_("Cho khoản thu không tính theo câu trả lời nào."),
    )
    offering = forms.ChoiceField(
        label=_("Theo mức của"),
        required=False,
        help_text=_("Cơ quan đang nhận thủ tục này; mức do địa phương quy định theo cơ quan đó."),
    )

    def __init__(self, *args: Any, draft: Draft, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ways = [(way.channel, str(Channel(way.channel).label)) for way in draft.pack.channels]
        channel, offering = self.fields["channel"], self.fields["offering"]
        assert isinstance(channel, forms.ChoiceField)
        assert isinstance(offering, forms.ChoiceField)
        channel.choices = ways
        channel.initial = ways[0][0]
        rows = [(str(card.id), card.name_in(language)) for card in draft.offerings]
        offering.choices = [("", ""), *rows]

"""Figures of forms: a step of a large one judged and drawn, at two sizes of the form."""

from __future__ import annotations

import time
from datetime import date
from functools import cache
from statistics import median
from typing import TYPE_CHECKING, Any

from django.forms import Form, fields as django_fields

from bench.figures import duration
from motcua.procedures.base.forms.answering import CompiledForm
from motcua.procedures.base.forms.drawing import Showing, page_section
from motcua.procedures.base.forms.spec import FormSpec
from motcua.ui.forms import render_section

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bench.figures import Figure
    from bench.stage import Stage

DAY = date(2026, 11, 20)
ON_A_STEP = 50
LARGE, SMALL = 1000, 100
_KINDS = ("name", "text", "choice", "yes-no", "date", "number", "money", "phone", "email", "choice")


def large_form(fields: int) -> CompiledForm:
    """Make a form of so many fields, fifty a step, with three conditions to each ten fields."""
    pages = [
        {
            "code": f"p{first // ON_A_STEP}",
            "title": _text(f"Phần {first // ON_A_STEP + 1}"),
            "questions": [_question(at) for at in range(first, first + ON_A_STEP)],
        }
        for first in range(0, fields, ON_A_STEP)
    ]
    return CompiledForm(FormSpec.model_validate({"title": _text("Tờ khai"), "pages": pages}), {})


def large_answers(fields: int) -> dict[str, Any]:
    """Answer every question of such a form."""
    return {f"q{at}": _ANSWERS[_KINDS[at % 10]] for at in range(fields)}


def forms(stage: Stage) -> Iterator[Figure]:
    """Judge and draw one step of a large form; `small` is the same step of a form a tenth of it."""
    yield from measured(max(stage.size.rounds, 5))


def measured(rounds: int) -> Iterator[Figure]:
    """Measure in so many rounds of ten; the floor is a form of Django's own with such fields."""
    large, small = large_form(LARGE), large_form(SMALL)
    for name, ours, theirs in (
        ("form_step_check", _check, _django_check),
        ("form_step_render", _render, _django_render),
    ):
        spent = [_milliseconds(ours, large, LARGE) for _ in range(rounds)]
        beside = [_milliseconds(ours, small, SMALL) for _ in range(rounds)]
        floors = [_milliseconds(theirs, large, ON_A_STEP) for _ in range(rounds)]
        more = {"fields": LARGE, "on_step": ON_A_STEP, "ms_in_form_of_100": median(beside)}
        yield duration(name, spent, floors, **more)


def _check(form: CompiledForm, answers: dict[str, Any]) -> object:
    return form.validate_page("p1", answers, today=DAY)


def _render(form: CompiledForm, answers: dict[str, Any]) -> object:
    return render_section(page_section(form, "p1", answers, Showing("vi", DAY)))


def _django_check(_form: CompiledForm, answers: dict[str, Any]) -> object:
    return _django_form()({key: str(value) for key, value in answers.items()}).is_valid()


def _django_render(_form: CompiledForm, answers: dict[str, Any]) -> object:
    return str(_django_form()(initial=answers).as_div())


@cache
def _django_form() -> type[Form]:
    fields = {f"q{at}": _django_field(_KINDS[at % 10], at) for at in range(ON_A_STEP)}
    return type("Floor", (Form,), fields)


def _django_field(kind: str, at: int) -> django_fields.Field:
    label, hint = f"Câu hỏi số {at}", "Ghi đúng như trên giấy tờ."
    if kind == "choice":
        options = [(code, f"Trường hợp {code}") for code in "abc"]
        return django_fields.ChoiceField(choices=options, label=label, help_text=hint)
    kinds: dict[str, type[django_fields.Field]] = {
        "number": django_fields.IntegerField,
        "money": django_fields.IntegerField,
        "date": django_fields.DateField,
        "email": django_fields.EmailField,
    }
    return kinds.get(kind, django_fields.CharField)(label=label, help_text=hint)


def _milliseconds(
    work: Callable[[CompiledForm, dict[str, Any]], object], form: CompiledForm, fields: int
) -> float:
    answers = large_answers(fields)
    began = time.process_time()
    for _ in range(10):
        work(form, answers)
    return (time.process_time() - began) * 100


def _text(words: str) -> dict[str, str]:
    return {"vi": words, "en": words}


_OPTIONS = [{"value": code, "label": _text(f"Trường hợp {code}")} for code in "abc"]
_ANSWERS: dict[str, Any] = {
    "name": "Nguyễn Thị Ánh Tuyết",
    "text": "Số 12, phố Huế",
    "choice": "a",
    "yes-no": True,
    "date": "1990-05-17",
    "number": 12,
    "money": 20_000,
    "phone": "0912345678",
    "email": "ten.toi@example.vn",
}


def _question(at: int) -> dict[str, Any]:
    kind, before = _KINDS[at % 10], at - at % 10
    question: dict[str, Any] = {
        "key": f"q{at}",
        "kind": kind,
        "label": _text(f"Câu hỏi số {at}"),
        "hint": _text("Ghi đúng như trên giấy tờ."),
    }
    if kind == "choice":
        question["options"] = _OPTIONS
    if at % 10 in _CONDITIONS:
        question["when"] = _CONDITIONS[at % 10].format(
            first=before, third=before + 2, day=before + 4
        )
    return question


# Three to each ten questions; they hold for the answers given, so that every question is judged.
_CONDITIONS = {
    5: "q{third} in ['a', 'b'] or age_at(q{day}, today) < 3",
    6: "filled(q{first}) and not q{third} == 'c'",
    8: "q{third} == 'a' and days_since(q{day}) > 60",
}

"""The filled form on paper: each item of the statutory form must be there with its answer."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any

from motcua.kernel.clock import civil_date
from motcua.procedures.base.forms.printing import Print, form_pdf
from motcua.procedures.base.forms.questions import (
    ChoiceQuestion,
    ChoicesQuestion,
    GroupQuestion,
    YesNoQuestion,
)
from motcua.procedures.base.forms.samples import sample_answers
from motcua.procedures.base.forms.wording import Wording
from motcua.procedures.base.texts import FALLBACK, say
from motcua.proving.actions.ending import still_in_time
from motcua.proving.base.reading import bare, words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

    from motcua.procedures.base.forms.questions import Asked
    from motcua.procedures.base.forms.spec import StatutoryItem
    from motcua.procedures.base.rules import Rules
    from motcua.proving.base.outcomes import Outcome

Item = tuple[str, str]  # code of the statutory form, number of the item
_TICK = "X"
_MOST_OTHERS = 40
_FILER, _OFFICE = "Người Thử Nghiệm", "Cơ quan thử"


def check_prints(
    rules: Rules, samples: Iterable[Mapping[str, Any]], outcome: Outcome, *, now: datetime
) -> None:
    """Print answers until every item that a question covers was on paper; name those that lack."""
    missing = dict(_items(rules))
    for answers in chain(samples, _others(rules, now)):
        still_in_time()
        if not missing and outcome.tried["print"]:
            break
        due = {item: _asking(rules, item, answers) for item in missing}
        if not outcome.tried["print"] or any(due.values()):
            words = _printed(rules, answers, now)
            outcome.tried["print"] += 1
            for item, questions in due.items():
                if questions:
                    _look(rules, words, questions, outcome)
                    del missing[item]
    outcome.tried["item"] += len(dict(_items(rules))) - len(missing)
    for (code, number), lacking in missing.items():
        outcome.fail(
            f"print.{code}#{number}",
            f"Bản in không có mục {number} của mẫu: {say(lacking.name, 'vi')}.",
            f"The print lacks item {number} of the form: {say(lacking.name, 'en')}.",
        )


def _others(rules: Rules, now: datetime) -> Iterator[dict[str, Any]]:
    """Yield more answers: what may be left empty is not in every one."""
    for seed in range(_MOST_OTHERS):
        yield sample_answers(rules.form, seed=10_000 + seed, today=civil_date(now))


def _items(rules: Rules) -> Iterator[tuple[Item, StatutoryItem]]:
    for form in rules.pack.form.statutory:
        for item in form.items:
            if item.covered_by == "question":
                yield (form.code, item.no), item


@dataclass(frozen=True, slots=True)
class _Answered:
    """A question that was answered, once or in each row of a group."""

    question: Asked
    values: tuple[Any, ...]
    is_in_rows: bool = False


def _asking(rules: Rules, item: Item, answers: Mapping[str, Any]) -> list[_Answered]:
    """Give the questions that cover an item and were answered."""
    default = rules.pack.form.statutory[0].code
    found: list[_Answered] = []
    for _page, question in rules.pack.form.questions():
        if question.key not in answers:
            continue
        value = answers[question.key]
        # The rows of a group are cited by their own questions.
        if not isinstance(question, GroupQuestion):
            found += [_Answered(question, (value,))] if item in _cited(question, default) else []
            continue
        for inner in question.questions:
            values = tuple(row[inner.key] for row in value if inner.key in row)
            if values and item in _cited(inner, default) | _cited(question, default):
                found.append(_Answered(inner, values, is_in_rows=True))
    return found


def _cited(question: Asked, default: str) -> frozenset[Item]:
    return frozenset(
        (code or default, number)
        for code, _mark, number in (item.rpartition("#") for item in question.items)
    )


def _printed(rules: Rules, answers: Mapping[str, Any], now: datetime) -> str:
    printed = Print(to=_OFFICE, filed_on=civil_date(now), signed_by=_FILER)
    return words_of(form_pdf(rules.form, answers, printed, at=now))


def _look(rules: Rules, words: str, answered: Iterable[_Answered], outcome: Outcome) -> None:
    """Look for every answer of some questions in a print; name those it lacks."""
    wording = Wording(FALLBACK, rules.form.lists, rules.form.places)
    for each in answered:
        if not all(_stands(wording, each, value, words) for value in each.values):
            label = {lang: say(each.question.label, lang) for lang in ("vi", "en")}
            outcome.fail(
                f"print.{each.question.key}",
                f"Bản in thiếu câu trả lời của “{label['vi']}”.",
                f"The print lacks the answer to “{label['en']}”.",
            )


def _stands(wording: Wording, answered: _Answered, value: Any, words: str) -> bool:
    """Say whether a paper shows an answer: written out, ticked, or stated."""
    question = answered.question
    if getattr(question, "kind", "") == "declaration":
        return bare(say(question.label, FALLBACK)) in words
    if isinstance(question, ChoiceQuestion | ChoicesQuestion | YesNoQuestion):
        chosen = value if isinstance(value, list) else [value]
        written = [bare(wording.write(question, _as_given(question, each))) for each in chosen]
        marks = ("",) if answered.is_in_rows else (_TICK, ":")
        return all(any(f"{mark}{each}" in words for mark in marks) for each in written)
    return bare(wording.write(question, value)) in words


def _as_given(question: Asked, each: Any) -> Any:
    return [each] if isinstance(question, ChoicesQuestion) else each

"""The filled form on paper: each item of the statutory form must be there with its answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from motcua.kernel.clock import civil_date
from motcua.procedures.base.printing import Print, form_pdf
from motcua.procedures.base.questions import GroupQuestion
from motcua.procedures.base.texts import FALLBACK, say
from motcua.procedures.base.wording import Wording
from motcua.proving.base.reading import bare, words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

    from motcua.procedures.base.forms import StatutoryItem
    from motcua.procedures.base.questions import Asked
    from motcua.procedures.base.rules import Rules
    from motcua.proving.base.outcomes import Outcome

Item = tuple[str, str]  # code of the statutory form, number of the item
_FILER, _OFFICE = "Người Thử Nghiệm", "Cơ quan thử"


def check_prints(
    rules: Rules, samples: Iterable[Mapping[str, Any]], outcome: Outcome, *, now: datetime
) -> None:
    """Print answers until every item that a question covers was on paper; name those that lack."""
    missing = dict(_items(rules))
    for answers in samples:
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


def _items(rules: Rules) -> Iterator[tuple[Item, StatutoryItem]]:
    for form in rules.pack.form.statutory:
        for item in form.items:
            if item.covered_by == "question":
                yield (form.code, item.no), item


def _asking(rules: Rules, item: Item, answers: Mapping[str, Any]) -> list[tuple[Asked, list[Any]]]:
    """Give the questions that cover an item and were answered, each with its answers."""
    default = rules.pack.form.statutory[0].code
    found: list[tuple[Asked, list[Any]]] = []
    for _page, question in rules.pack.form.questions():
        if question.key not in answers:
            continue
        value = answers[question.key]
        if item in _cited(question, default):
            found.append((question, [value]))
        if isinstance(question, GroupQuestion):
            found += [
                (inner, [row[inner.key] for row in value if inner.key in row])
                for inner in question.questions
                if item in _cited(inner, default) and any(inner.key in row for row in value)
            ]
    return found


def _cited(question: Asked, default: str) -> frozenset[Item]:
    return frozenset(
        (code or default, number)
        for code, _mark, number in (item.rpartition("#") for item in question.items)
    )


def _printed(rules: Rules, answers: Mapping[str, Any], now: datetime) -> str:
    printed = Print(to=_OFFICE, filed_on=civil_date(now), signed_by=_FILER)
    return words_of(form_pdf(rules.form, answers, printed, at=now))


def _look(
    rules: Rules, words: str, questions: Iterable[tuple[Asked, list[Any]]], outcome: Outcome
) -> None:
    """Look for every answer of some questions in a print; name those it lacks."""
    wording = Wording(FALLBACK, rules.form.lists, rules.form.places)
    for question, values in questions:
        # The rows of a group are cited by their own questions.
        if isinstance(question, GroupQuestion):
            continue
        if any(bare(_written(wording, question, value)) not in words for value in values):
            label = {lang: say(question.label, lang) for lang in ("vi", "en")}
            outcome.fail(
                f"print.{question.key}",
                f"Bản in thiếu câu trả lời của “{label['vi']}”.",
                f"The print lacks the answer to “{label['en']}”.",
            )


def _written(wording: Wording, question: Asked, value: Any) -> str:
    """Give what a paper shows of an answer: a declaration stands there as its own text."""
    if getattr(question, "kind", "") == "declaration":
        return say(question.label, FALLBACK)
    return wording.write(question, value)

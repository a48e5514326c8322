"""What was answered, page by page, in words: for the last page before filing, and for print."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from motcua.procedures.base.forms.questions import (
    UNANSWERED,
    Asked,
    CompoundQuestion,
    GroupQuestion,
)
from motcua.procedures.base.forms.wording import Wording
from motcua.procedures.base.texts import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from motcua.procedures.base.forms.answering import CompiledForm


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """A question and its answer in words; `path` names the answer as errors do.

    `origin` says of an answer that was known before where it came from.
    """

    path: str
    question: str
    answer: str
    origin: str = ""


@dataclass(frozen=True, slots=True)
class SummaryPage:
    """A page of the form with its answers; `code` leads back to where they can be changed."""

    code: str
    title: str
    rows: tuple[SummaryRow, ...]


def summary(
    form: CompiledForm, answers: Mapping[str, Any], language: str, *, today: date
) -> tuple[SummaryPage, ...]:
    """Give every question that is asked with its answer in a language, empty if there is none."""
    wording = Wording(language, form.lists, form.places)
    pages = (
        SummaryPage(
            page.code,
            say(page.title, language),
            tuple(
                row
                for question in page.questions
                if question.kind not in UNANSWERED and form.is_asked(question.key, answers, today)
                for row in _rows(wording, question, answers.get(question.key))
            ),
        )
        for page in form.visible_pages(answers, today=today)
    )
    return tuple(page for page in pages if page.rows)


def changed(
    form: CompiledForm,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    language: str,
    *,
    today: date,
) -> tuple[tuple[str, str, str], ...]:
    """Give (question, answer before, answer after) in a language for every answer that differs.

    Answers are held against each other by their paths: two questions of one label are two.
    """
    old, new = (
        {row.path: row for page in summary(form, said, language, today=today) for row in page.rows}
        for said in (before, after)
    )
    found = []
    for path in dict.fromkeys((*old, *new)):
        row = old.get(path) or new[path]
        was, now = (rows[path].answer if path in rows else "" for rows in (old, new))
        if was != now:
            found.append((row.question, was, now))
    return tuple(found)


def _rows(
    wording: Wording, question: Asked, value: Any, path: str = "", before: str = ""
) -> Iterator[SummaryRow]:
    path, label = path or question.key, before + say(question.label, wording.language)
    if isinstance(question, GroupQuestion):
        item = say(question.item_label, wording.language)
        for index, given in enumerate(value or ()):
            head = f"{item} {index + 1}: "
            yield from _given(wording, question.questions, given, f"{path}.{index}", head)
    elif isinstance(question, CompoundQuestion) and value:
        yield from _given(wording, question.parts, value, path, f"{label}: ")
    else:
        yield SummaryRow(path, label, wording.write(question, value))


def _given(
    wording: Wording, questions: Iterable[Asked], given: Mapping[str, Any], path: str, head: str
) -> Iterator[SummaryRow]:
    """Write what was answered of a row, a person or an enterprise."""
    for question in questions:
        if given.get(question.key) is not None:
            at = f"{path}.{question.key}"
            yield from _rows(wording, question, given[question.key], at, head)

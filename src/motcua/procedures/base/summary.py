"""What was answered, page by page, in words: for the last page before filing, and for print."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from motcua.procedures.base.questions import Asked, GroupQuestion
from motcua.procedures.base.texts import say
from motcua.procedures.base.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from motcua.procedures.base.answering import CompiledForm


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """A question and its answer in words; `path` names the answer as errors do."""

    path: str
    question: str
    answer: str


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
                if question.kind != "notice" and form.is_asked(question.key, answers, today)
                for row in _rows(wording, question, answers.get(question.key))
            ),
        )
        for page in form.visible_pages(answers, today=today)
    )
    return tuple(page for page in pages if page.rows)


def _rows(wording: Wording, question: Asked, value: Any) -> Iterator[SummaryRow]:
    label = say(question.label, wording.language)
    if not isinstance(question, GroupQuestion):
        yield SummaryRow(question.key, label, wording.write(question, value))
        return
    item = say(question.item_label, wording.language)
    for index, given in enumerate(value or ()):
        for inner in question.questions:
            if inner.kind != "notice" and given.get(inner.key) is not None:
                yield SummaryRow(
                    f"{question.key}.{index}.{inner.key}",
                    f"{item} {index + 1}: {say(inner.label, wording.language)}",
                    wording.write(inner, given[inner.key]),
                )

"""The form on paper: blank for filling in by hand, or with the answers that were filed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from motcua.procedures.base.forms.following import plain_condition
from motcua.procedures.base.forms.questions import (
    UNANSWERED,
    Asked,
    ChoiceQuestion,
    ChoicesQuestion,
    CompoundQuestion,
    DeclarationQuestion,
    GroupQuestion,
    LongTextQuestion,
    YesNoQuestion,
)
from motcua.procedures.base.forms.wording import Wording
from motcua.procedures.base.shared import SHARED, packs_folder
from motcua.procedures.base.texts import FALLBACK, say
from motcua.ui.paper import render_pdf

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date, datetime

    from motcua.procedures.base.forms.answering import CompiledForm
    from motcua.procedures.base.forms.questions import Option, When

_BLANK_ROWS = 4
# What a blank form prints for answers of several parts: the words before each gap.
_BLANKS = {
    "date": "blank-date",
    "partial-date": "blank-date",
    "address": "blank-address",
    "place": "blank-place",
    "identity-document": "blank-document",
    "map-point": "blank-point",
    "money": "blank-money",
}
_MOST_BOXES = 12


@dataclass(frozen=True, slots=True)
class Print:
    """What a printed form says besides its questions; all may be empty for a blank one."""

    to: str = ""
    code: str = ""
    filed_on: date | None = None
    signed_by: str = ""
    is_demo: bool = False


def form_pdf(
    form: CompiledForm, answers: Mapping[str, Any] | None, printed: Print, *, at: datetime
) -> bytes:
    """Set the form as a tagged PDF in Vietnamese; blank where there are no answers.

    Raise `PaperFailed` where it cannot be set.
    """
    return render_pdf(
        packs_folder() / SHARED / "form.typ", form_data(form, answers, printed), at=at
    )


def form_data(
    form: CompiledForm, answers: Mapping[str, Any] | None, printed: Print
) -> dict[str, Any]:
    """Give what `form.typ` reads: sections of fields, boxes to tick, statements and tables."""
    sheet = _Sheet(form, answers)
    sections = [
        {"title": say(page.title, FALLBACK), "note": sheet.note(page.when), "rows": rows}
        for page in form.spec.pages
        if (rows := list(sheet.rows(page.code)))
    ]
    data: dict[str, Any] = {
        "title": say(form.spec.title, FALLBACK),
        "demo": printed.is_demo,
        "agency": {"parent": "", "name": printed.to},
        "fields": {
            "to": printed.to,
            "sections": sections,
            "signed_by": printed.signed_by,
            "citation": "; ".join(row.citation for row in form.spec.statutory),
        },
    }
    if printed.filed_on is not None:
        data["fields"]["filed_on"] = printed.filed_on.isoformat()
    if printed.code:
        data["code"] = printed.code
    return data


class _Sheet:
    """Writes the questions of a form as rows of paper."""

    def __init__(self, form: CompiledForm, answers: Mapping[str, Any] | None) -> None:
        self._form = form
        self._answers = answers
        self._wording = Wording(FALLBACK, form.lists, form.places)

    def rows(self, code: str) -> Iterator[dict[str, Any]]:
        """Yield the rows of a page; with answers, only those that were given."""
        for question in self._form.pages[code].questions:
            is_given = self._answers is None or question.key in self._answers
            if question.kind in UNANSWERED or not is_given:
                continue
            yield {**self._row(question), "note": self.note(question.when)}
            if isinstance(question, CompoundQuestion):
                yield from self._parts(question)

    def _row(self, question: Asked) -> dict[str, Any]:
        label = say(question.label, FALLBACK)
        value = (self._answers or {}).get(question.key)
        if isinstance(question, GroupQuestion):
            return {"kind": "rows", "label": label, **self._table(question, value)}
        if isinstance(question, DeclarationQuestion):
            return {"kind": "statement", "label": label}
        if isinstance(question, CompoundQuestion):
            return {"kind": "head", "label": label}
        return self._answered(question, label, value)

    def _answered(self, question: Asked, label: str, value: Any) -> dict[str, Any]:
        boxes = self._boxes(question, value)
        if boxes:
            return {"kind": "choices", "label": label, "options": boxes}
        if value is not None:
            answer = self._wording.write(question, value)
            return {"kind": "field", "label": label, "answer": answer}
        word = _BLANKS.get(getattr(question, "kind", ""))
        if word is not None:
            return {"kind": "blanks", "label": label, "words": self._wording.word(word)}
        return {"kind": "field", "label": label, "answer": "", "lines": self._lines(question)}

    def _lines(self, question: Asked) -> int:
        """Give how many lines to leave for writing by hand."""
        return 4 if isinstance(question, LongTextQuestion) else 1

    def _parts(self, question: CompoundQuestion) -> Iterator[dict[str, Any]]:
        """Yield the parts of a person or an enterprise, each as a row of its own."""
        given = (self._answers or {}).get(question.key) or {}
        for part in question.parts:
            if self._answers is None or part.key in given:
                label = say(part.label, FALLBACK)
                row = self._answered(part, label, given.get(part.key))
                yield {**row, "inset": True, "note": ""}

    def _boxes(self, question: Asked, value: Any) -> list[dict[str, Any]]:
        """Give boxes to tick; long lists are written out instead."""
        if isinstance(question, YesNoQuestion):
            words = {True: self._wording.word("yes"), False: self._wording.word("no")}
            return [{"label": word, "ticked": value is said} for said, word in words.items()]
        options: tuple[Option, ...] = ()
        if isinstance(question, ChoiceQuestion):
            options = self._form.options(question)
        elif isinstance(question, ChoicesQuestion):
            options = question.options
        chosen = value if isinstance(value, list) else [value]
        if len(options) > _MOST_BOXES:
            return []
        return [
            {"label": say(option.label, FALLBACK), "ticked": option.value in chosen}
            for option in options
        ]

    def _table(self, group: GroupQuestion, value: Any) -> dict[str, Any]:
        columns = [*_columns(group)]
        blank = min(max(_BLANK_ROWS, group.min), group.max)
        rows = value or ([{}] * blank if self._answers is None else [])
        return {
            "columns": [label for label, _question, _path in columns],
            "rows": [
                [
                    self._wording.write(question, _at(row, path))
                    for _label, question, path in columns
                ]
                for row in rows
            ],
        }

    def note(self, when: When | None) -> str:
        """Say on a blank form when something is to be answered, where that can be said plainly."""
        plain = plain_condition(when)
        if self._answers is not None or plain is None:
            return ""
        key, values = plain
        leader = self._form.questions.get(key)
        if not isinstance(leader, ChoiceQuestion | YesNoQuestion):
            return ""
        words = f" {self._wording.word('or')} ".join(
            f"“{self._answer(leader, value)}”" for value in values
        )
        sentence = self._wording.word("only-if")
        return sentence.format(question=say(leader.label, FALLBACK), answers=words)

    def _answer(self, leader: Asked, value: str) -> str:
        if isinstance(leader, ChoiceQuestion):
            return self._wording.write(leader, value)
        return self._wording.word(value)


def _columns(group: GroupQuestion) -> Iterator[tuple[str, Asked, tuple[str, ...]]]:
    """Yield the columns of a table: label, question and where its answer stands in a row."""
    for question in group.questions:
        if isinstance(question, CompoundQuestion):
            for part in question.parts:
                yield say(part.label, FALLBACK), part, (question.key, part.key)
        elif question.kind not in UNANSWERED:
            yield say(question.label, FALLBACK), question, (question.key,)


def _at(row: Mapping[str, Any], path: tuple[str, ...]) -> Any:
    value: Any = row
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    return value

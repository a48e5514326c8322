"""Conditions as rows of a page: each row offers what fits the question it is about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from motcua.console.workshop.base import choices, labels, rulings
from motcua.console.workshop.forms.reading import FORMULAS
from motcua.procedures.base.conditions.scopes import Type
from motcua.procedures.base.conditions.telling import sentence
from motcua.procedures.base.forms.questions import ChoiceQuestion, ChoicesQuestion, GroupQuestion
from motcua.procedures.base.texts import say
from motcua.ui.fields import Field, Kind, Look, Option, control_id

if TYPE_CHECKING:
    from collections.abc import Iterator

    from motcua.console.workshop.base.shapes import Slot
    from motcua.console.workshop.forms.reading import Written
    from motcua.console.workshop.forms.sheets import Sheet
    from motcua.procedures.base.forms.questions import Asked
    from motcua.procedures.base.packs import Pack


@dataclass(frozen=True, slots=True)
class RulingDrawn:
    """A condition: its sentence, its rows, and a formula for the rest."""

    name: str
    label: str
    hint: str
    told: str
    join: Field
    rows: tuple[tuple[Field, ...], ...]
    formula: Field
    errors: tuple[str, ...]
    is_open: bool
    is_formula: bool
    is_ruling: bool = True

    @property
    def id(self) -> str:
        """The id of the condition on the page."""
        return control_id(self.name)


def draw_ruling(slot: Slot, value: Any, written: Written, sheet: Sheet) -> RulingDrawn:
    """Draw a condition as it is kept, or as it was typed."""
    name, words = slot.dotted, labels.words_of(slot.owner, slot.name)
    is_formula = slot.name in FORMULAS
    kept = rulings.formula_of(value) if is_formula else rulings.ruling_of(value)
    ruling = written.rulings.get(name, kept)
    errors = tuple(written.problems.get(name, ()))
    more = sheet.more.get(name, 0 if ruling.rows or ruling.formula else 1)
    rows = () if is_formula else (*ruling.rows, *(rulings.Row("", "") for _ in range(more)))
    drawer = _Rows(sheet)
    return RulingDrawn(
        name=name,
        label=str(words.label),
        hint=str(words.hint),
        told=sentence(value, sheet.pack, sheet.language) if value else "",
        join=_join(name, ruling),
        rows=tuple(drawer.row(f"{name}.{at}", row) for at, row in enumerate(rows)),
        formula=_formula(name, ruling, is_alone=is_formula),
        errors=errors,
        is_open=bool(errors or not ruling.is_empty or name in sheet.more),
        is_formula=is_formula,
    )


class _Rows:
    """Draws the rows of conditions over the questions there are."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self._named = {question.key: question for question in _questions(sheet.pack)}

    def row(self, name: str, row: rulings.Row) -> tuple[Field, ...]:
        """Draw the question; once it is chosen, how its answers are compared, and with what."""
        asked = Field(
            f"{name}.ref",
            Kind.CHOICE,
            _("Câu hỏi"),
            value=row.ref,
            options=self._asked(),
            look=Look.SELECT,
        )
        kind = self._sheet.scope.row.get(row.ref) or self._sheet.scope.paths.get(row.ref)
        if kind is None:
            return (asked,)
        fitting = rulings.operators_of(kind)
        if kind is Type.FLAG and row.op == "ne":  # written so by hand
            fitting = (*fitting, row.op)
        op = row.op if row.op in fitting else fitting[0]
        compared = Field(
            f"{name}.op",
            Kind.CHOICE,
            _("So sánh"),
            value=op,
            options=tuple(Option(code, str(choices.OPERATORS[code])) for code in fitting),
            look=Look.SELECT,
        )
        return asked, compared, self._value(f"{name}.value", row.ref, op, row.value, kind)

    def _value(self, name: str, ref: str, op: str, value: str, kind: Type) -> Field:
        answers = self._answers(ref, kind) if op not in rulings.MEASURED else ()
        if answers and op in rulings.SETS:
            several = tuple(part.strip() for part in value.split(",") if part.strip())
            return Field(
                name, Kind.CHOICES, _("Giá trị"), required=False, value=several, options=answers
            )
        return Field(
            name,
            Kind.CHOICE if answers else Kind.TEXT,
            _("Giá trị"),
            hint="" if op not in rulings.BARE else _("Không cần điền."),
            required=False,
            value=value,
            options=answers,
            look=Look.SELECT,
        )

    def _asked(self) -> tuple[Option, ...]:
        scope = self._sheet.scope
        return tuple(
            Option(path, self._label(path)) for path in dict.fromkeys((*scope.row, *scope.paths))
        )

    def _label(self, path: str) -> str:
        question = self._named.get(path.partition(".")[0])
        return path if question is None else f"{say(question.label, self._sheet.language)} · {path}"

    def _answers(self, ref: str, kind: Type) -> tuple[Option, ...]:
        """Give the answers of a question that has few; nothing where anything may be typed."""
        if kind is Type.FLAG:
            return (Option("yes", _("Có")), Option("no", _("Không")))
        question, language = self._named.get(ref), self._sheet.language
        if not isinstance(question, ChoiceQuestion | ChoicesQuestion):
            return ()
        listed = question.list if isinstance(question, ChoiceQuestion) else None
        options = self._sheet.pack.lists.get(listed, ()) if listed else question.options
        return tuple(Option(one.value, say(one.label, language)) for one in options)


def _questions(pack: Pack) -> Iterator[Asked]:
    """Yield every question that a condition may be about, officials' too."""
    officials = (question for step in pack.process.steps for question in step.form)
    for question in (*pack.form.every_question(), *officials, *pack.result.questions):
        yield question
        if isinstance(question, GroupQuestion):
            yield from question.questions


def _join(name: str, ruling: rulings.Ruling) -> Field:
    options = tuple(Option(code, str(words)) for code, words in choices.JOINS.items())
    return Field(
        f"{name}.join",
        Kind.CHOICE,
        _("Cần"),
        value=ruling.join,
        options=options,
        look=Look.SELECT,
    )


def _formula(name: str, ruling: rulings.Ruling, *, is_alone: bool) -> Field:
    hint = (
        "" if is_alone else _("Khi các dòng trên không tả được; có công thức thì bỏ qua các dòng.")
    )
    return Field(
        f"{name}.formula",
        Kind.TEXT,
        _("Công thức"),
        hint=hint,
        required=False,
        value=ruling.formula,
        attributes={"spellcheck": "false", "autocapitalize": "none"},
    )

"""A form compiled once per version: it judges answers, whole or a page at a time.

What comes in is what a page posted or an API client sent; what comes out is clean (NFC, strict
types, hidden answers dropped) or a list of what is wrong, each with the path of the answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from motcua.procedures.base import parts, values
from motcua.procedures.base.agreeing import compared_numbers, disagreements
from motcua.procedures.base.conditions import Scope, compile_condition
from motcua.procedures.base.forms import Check, FormSpec, Lists, Page, scope_of
from motcua.procedures.base.messages import sentence
from motcua.procedures.base.questions import (
    AddressQuestion,
    Asked,
    ChoiceQuestion,
    ChoicesQuestion,
    CitizenNumberQuestion,
    DateQuestion,
    DeclarationQuestion,
    EmailQuestion,
    FilesQuestion,
    GroupQuestion,
    IdentityDocumentQuestion,
    LongTextQuestion,
    MoneyQuestion,
    NamePartsQuestion,
    NameQuestion,
    NumberQuestion,
    Option,
    PartialDateQuestion,
    PhoneQuestion,
    PlaceQuestion,
    TaxCodeQuestion,
    TextQuestion,
    YesNoQuestion,
)
from motcua.procedures.base.values import Bad

if TYPE_CHECKING:
    from datetime import date

    from motcua.procedures.base.agreeing import Compared
    from motcua.procedures.base.parts import PlaceBook


@dataclass(frozen=True, slots=True)
class Wrong:
    """One thing wrong with the answers: where (`members.0.full_name`), a stable code, and why."""

    path: str
    code: str
    label: Mapping[str, str]
    params: Mapping[str, object] = field(default_factory=dict)
    message: Mapping[str, str] | None = None  # the pack's own words, where it has some

    def say(self, language: str) -> str:
        """Say it to the person, in a language."""
        return sentence(self.code, self.label, self.params, self.message, language)


@dataclass(frozen=True, slots=True)
class Validated:
    """Clean answers, complete only where nothing is wrong, and what is wrong, in order."""

    clean: dict[str, Any]
    errors: tuple[Wrong, ...]

    @property
    def is_valid(self) -> bool:
        """Say whether the answers may be submitted."""
        return not self.errors


# A step takes: answers as sent, clean answers of its level, those of the form, the day, the list of
# what is wrong, and the path before its own key.
Step = Callable[[Mapping[str, Any], dict[str, Any], dict[str, Any], "date", list[Wrong], str], None]

_FIXED: dict[type[Asked], values.Check] = {
    YesNoQuestion: values.yes_no,
    DeclarationQuestion: values.declaration,
    CitizenNumberQuestion: values.citizen_number,
    PhoneQuestion: values.phone,
    EmailQuestion: values.email,
    TaxCodeQuestion: values.tax_code,
    NamePartsQuestion: parts.name_parts,
}
_BUILT: dict[type[Asked], Callable[[Any], values.Check]] = {
    TextQuestion: values.text_check,
    LongTextQuestion: values.long_text_check,
    NameQuestion: values.name_check,
    DateQuestion: values.date_check,
    PartialDateQuestion: values.partial_date_check,
    NumberQuestion: values.number_check,
    MoneyQuestion: values.number_check,
    ChoicesQuestion: values.choices_check,
    FilesQuestion: values.files_check,
    IdentityDocumentQuestion: parts.identity_check,
}


class CompiledForm:
    """A form ready to judge answers; build it once per version and keep it."""

    def __init__(self, spec: FormSpec, lists: Lists, places: PlaceBook | None = None) -> None:
        """Compile; raise `ConditionInvalid` where a condition does not fit the form."""
        self.spec = spec
        self.lists = lists
        self.places = places
        self.scope = scope_of(spec)
        self.pages = {page.code: page for page in spec.pages}
        self.questions = {question.key: question for _, question in spec.questions()}
        self.page_of = {question.key: page.code for page, question in spec.questions()}
        self._asks = {page.code: self._asked_if(page.when) for page in spec.pages}
        self._shown = {q.key: self._asked_if(q.when) for _, q in spec.questions()}
        self._keys = frozenset(q.key for _, q in spec.questions() if q.kind != "notice")
        self._steps = {
            page.code: tuple(
                self._step(q, self._shown[q.key]) for q in page.questions if q.kind != "notice"
            )
            for page in spec.pages
        }
        self._checks = (*(self._check(check) for check in spec.checks), *self._number_checks())

    def validate(self, answers: object, *, today: date) -> Validated:
        """Judge a whole form on a day; unknown keys are refused, hidden answers dropped."""
        if type(answers) is not dict:
            return Validated({}, (Wrong("", "type", self.spec.title),))
        clean: dict[str, Any] = {}
        wrong = self._unknown(answers)
        for page, steps in self._steps.items():
            asks = self._asks[page]
            if asks is None or asks(clean, clean, today):
                for step in steps:
                    step(answers, clean, clean, today, wrong, "")
        for check in self._checks:
            check(clean, today, wrong)
        return Validated(clean, tuple(wrong))

    def validate_page(self, code: str, answers: dict[str, Any], *, today: date) -> Validated:
        """Judge the answers of one page, the others' being taken as they are in the draft.

        `clean` holds this page's answers only. Raise `KeyError` for a page there is not.
        """
        own = {question.key for question in self.pages[code].questions}
        top = {key: value for key, value in answers.items() if key not in own}
        wrong = self._unknown(answers)
        asks = self._asks[code]
        for step in self._steps[code] if asks is None or asks(top, top, today) else ():
            step(answers, top, top, today, wrong, "")
        for check in self._checks:
            check(top, today, wrong)
        return Validated(
            {key: top[key] for key in own if key in top},
            tuple(item for item in wrong if item.path.split(".")[0] in own),
        )

    def visible_pages(self, answers: Mapping[str, Any], *, today: date) -> tuple[Page, ...]:
        """Give the pages there is something to ask on, for the answers given so far."""
        return tuple(
            page
            for page in self.spec.pages
            if any(self.is_asked(question.key, answers, today) for question in page.questions)
        )

    def is_asked(self, key: str, answers: Mapping[str, Any], today: date) -> bool:
        """Say whether a question outside groups is asked, for the answers given so far."""
        conditions = (self._asks[self.page_of[key]], self._shown[key])
        return all(run is None or run(answers, answers, today) for run in conditions)

    def options(self, question: ChoiceQuestion) -> tuple[Option, ...]:
        """Give the answers a choice offers, its own or those of a shared list."""
        return self.lists[question.list] if question.list else question.options

    def check_of(self, question: Asked) -> values.Check:
        """Build the closure that judges one answer to a question."""
        kind = type(question)
        if kind in _FIXED:
            return _FIXED[kind]
        if kind in _BUILT:
            return _BUILT[kind](question)
        if isinstance(question, ChoiceQuestion):
            return values.choice_check(self.options(question))
        place = parts.address_check if isinstance(question, AddressQuestion) else parts.place_check
        assert isinstance(question, AddressQuestion | PlaceQuestion), kind
        return place(self.places)

    def _asked_if(self, when: Any, scope: Scope | None = None) -> Shown | None:
        return None if when is None else compile_condition(when, scope or self.scope).run

    def _unknown(self, answers: Mapping[str, Any]) -> list[Wrong]:
        if answers.keys() <= self._keys:
            return []
        return [
            Wrong(str(key)[:60], "unknown", self.spec.title)
            for key in sorted(map(str, answers.keys() - self._keys))[:20]
        ]

    def _step(self, question: Asked, shown: Shown | None) -> Step:
        if isinstance(question, GroupQuestion):
            return _group_step(question, shown, self._row_steps(question))
        return _single_step(question, shown, self.check_of(question))

    def _row_steps(self, group: GroupQuestion) -> tuple[Step, ...]:
        inside = self.scope.inside(group.key)
        steps = []
        for question in group.questions:
            shown = self._asked_if(question.when, inside)
            steps.append(_single_step(question, shown, self.check_of(question)))
        return tuple(steps)

    def _check(self, check: Check) -> Callable[[dict[str, Any], date, list[Wrong]], None]:
        scope = self.scope.inside(check.each) if check.each else self.scope
        must = compile_condition(check.must, scope)
        when = self._asked_if(check.when, scope)
        needs = must.needs - {check.each}
        label = self._label(check)

        def fails(top: dict[str, Any], row: Mapping[str, Any], today: date) -> bool:
            if any(top.get(key) is None and row.get(key) is None for key in needs):
                return False
            if when is not None and not when(top, row, today):
                return False
            return not must.run(top, row, today)

        def judge(top: dict[str, Any], today: date, wrong: list[Wrong]) -> None:
            rows = enumerate(top.get(check.each) or ()) if check.each else [(None, top)]
            for index, row in rows:
                if fails(top, row, today):
                    path = check.at if index is None else f"{check.each}.{index}.{check.at}"
                    wrong.append(Wrong(path, check.code, label, {}, check.message))

        return judge

    def _number_checks(self) -> Iterator[Callable[[dict[str, Any], date, list[Wrong]], None]]:
        labels = {question.key: question.label for question in self.spec.every_question()}

        def against(compared: Compared) -> Callable[[dict[str, Any], date, list[Wrong]], None]:
            label = compared[1].label

            def judge(top: dict[str, Any], _today: date, wrong: list[Wrong]) -> None:
                for path, code, other in disagreements(compared, top):
                    wrong.append(Wrong(path, code, label, {"other": labels[other]}))

            return judge

        return (against(compared) for compared in compared_numbers(self.spec))

    def _label(self, check: Check) -> Mapping[str, str]:
        if check.each is None:
            return self.questions[check.at].label
        group = self.questions[check.each]
        assert isinstance(group, GroupQuestion)
        return next(inner.label for inner in group.questions if inner.key == check.at)


Shown = Callable[[Mapping[str, Any], Mapping[str, Any], "date"], Any]


def _single_step(question: Asked, shown: Shown | None, check: values.Check) -> Step:
    key, required = question.key, question.required

    def step(
        sent: Mapping[str, Any],
        clean: dict[str, Any],
        top: dict[str, Any],
        today: date,
        wrong: list[Wrong],
        before: str,
    ) -> None:
        if shown is not None and not shown(top, clean, today):
            return
        value = sent.get(key)
        if value is not None and value != "":
            value = check(value, today)
            if type(value) is Bad or type(value) is tuple:
                wrong.extend(_wrongs(question, value, before))
                return
        if value is not None and value != "":
            clean[key] = value
        elif required:
            wrong.append(_missing(question, before))

    return step


def _group_step(group: GroupQuestion, shown: Shown | None, steps: tuple[Step, ...]) -> Step:
    key, least, most = group.key, group.min, group.max
    known = frozenset(question.key for question in group.questions)

    def step(
        sent: Mapping[str, Any],
        clean: dict[str, Any],
        top: dict[str, Any],
        today: date,
        wrong: list[Wrong],
        before: str,
    ) -> None:
        if shown is not None and not shown(top, clean, today):
            return
        rows = sent.get(key) or []
        problem = _shape_of(rows, least, most, known)
        if problem is not None:
            wrong.extend(_wrongs(group, problem, before))
            return
        cleaned: list[dict[str, Any]] = []
        for index, row in enumerate(rows):
            cleaned.append({})
            for inner in steps:
                inner(row, cleaned[-1], top, today, wrong, f"{before}{key}.{index}.")
        if cleaned:
            clean[key] = cleaned

    return step


def _shape_of(rows: Any, least: int, most: int, known: frozenset[str]) -> Bad | None:
    if type(rows) is not list or not all(type(row) is dict for row in rows):
        return values.WRONG_TYPE
    if not all(row.keys() <= known for row in rows):
        return Bad("unknown")
    if len(rows) < least:
        return Bad("too-few", {"min": least})
    return Bad("too-many", {"max": most}) if len(rows) > most else None


def _wrongs(question: Asked, bad: Bad | tuple[Bad, ...], before: str) -> list[Wrong]:
    bads = bad if isinstance(bad, tuple) else (bad,)
    found = []
    for item in bads:
        path = f"{before}{question.key}"
        if item.part:
            path += f".{item.part}"
        words = item.params.get("message")
        found.append(
            Wrong(
                path,
                item.code,
                question.label,
                item.params,
                words if isinstance(words, dict) else question.refused,
            )
        )
    return found


def _missing(question: Asked, before: str) -> Wrong:
    return Wrong(f"{before}{question.key}", "required", question.label, {}, question.missing)

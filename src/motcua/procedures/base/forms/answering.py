"""A form compiled once per version: it judges answers, whole or a page at a time.

What comes in is what a page posted or an API client sent; what comes out is clean (NFC, strict
types, hidden answers dropped) or a list of what is wrong, each with the path of the answer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from motcua.procedures.base.conditions.compiling import (
    Condition,
    Scope,
    compile_condition,
    compile_quantity,
)
from motcua.procedures.base.forms import parts, points, values
from motcua.procedures.base.forms.agreeing import compared_numbers, disagreements
from motcua.procedures.base.forms.judging import (
    Fill,
    Judge,
    Shown,
    Step,
    Validated,
    Wrong,
    both,
    calculated_step,
    fill,
    fill_rows,
    group_step,
    single_step,
)
from motcua.procedures.base.forms.questions import (
    UNANSWERED,
    AddressQuestion,
    Asked,
    CalculatedQuestion,
    ChoiceQuestion,
    ChoicesQuestion,
    CitizenNumberQuestion,
    CompoundQuestion,
    DateQuestion,
    DeclarationQuestion,
    EmailQuestion,
    FilesQuestion,
    GroupQuestion,
    IdentityDocumentQuestion,
    LongTextQuestion,
    MapPointQuestion,
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
from motcua.procedures.base.forms.spec import Check, FormSpec, Lists, Page, scope_of
from motcua.procedures.errors import ConditionInvalid

__all__ = ["CompiledForm", "Validated", "Wrong"]

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import date

    from motcua.procedures.base.forms.agreeing import Compared
    from motcua.procedures.base.forms.parts import PlaceBook


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
    MapPointQuestion: points.point_check,
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
        self._asks = {
            page.code: self._asked_if(page.when, f"pages.{page.code}") for page in spec.pages
        }
        self._shown = {q.key: self._asked_if(q.when, q.key) for _, q in spec.questions()}
        self._shown_in_rows = {
            inner.key: self._asked_if(inner.when, inner.key, self.scope.inside(group.key))
            for _, group in spec.questions()
            if isinstance(group, GroupQuestion)
            for inner in group.questions
        }
        self._keys = frozenset(q.key for _, q in spec.questions() if q.kind not in UNANSWERED)
        self._own = {page.code: frozenset(q.key for q in page.questions) for page in spec.pages}
        self._fills = tuple(self._fillings())
        self._steps = {
            page.code: tuple(
                self._step(q, self._shown[q.key])
                for q in page.questions
                if q.kind not in UNANSWERED
            )
            for page in spec.pages
        }
        judged = (*((check.each or check.at, self._check(check)) for check in spec.checks),)
        self._checks = (*judged, *self._number_checks())
        self._page_checks = {
            code: tuple(check for key, check in self._checks if key in own)
            for code, own in self._own.items()
        }

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
        for _key, check in self._checks:
            check(clean, today, wrong)
        return Validated(clean, tuple(wrong))

    def validate_page(self, code: str, answers: dict[str, Any], *, today: date) -> Validated:
        """Judge the answers of one page, the others' being taken as they are in the draft.

        `clean` holds this page's answers only. Raise `KeyError` for a page there is not.
        """
        own = self._own[code]
        top = dict(answers)
        for key in own:
            top.pop(key, None)
        top = self.filled(top, today)
        wrong: list[Wrong] = []
        asks = self._asks[code]
        for step in self._steps[code] if asks is None or asks(top, top, today) else ():
            step(answers, top, top, today, wrong, "")
        for check in self._page_checks[code]:
            check(top, today, wrong)
        return Validated(
            {key: top[key] for key in own if key in top},
            tuple(item for item in wrong if item.path.split(".")[0] in own),
        )

    def filled(self, answers: dict[str, Any], today: date) -> dict[str, Any]:
        """Give answers of a draft with what is worked out from them; rows are filled in too."""
        if not self._fills:
            return answers
        top = dict(answers)
        for work_out in self._fills:
            work_out(top, today)
        return top

    def visible_pages(self, answers: Mapping[str, Any], *, today: date) -> tuple[Page, ...]:
        """Give the pages there is something to ask on, for the answers given so far."""
        answers = self.filled(dict(answers), today) if self._fills else answers
        return tuple(
            page
            for page in self.spec.pages
            if any(self.is_asked(question.key, answers, today) for question in page.questions)
        )

    def is_asked(self, key: str, answers: Mapping[str, Any], today: date) -> bool:
        """Say whether a question outside groups is asked, for the answers given so far."""
        conditions = (self._asks[self.page_of[key]], self._shown[key])
        return all(run is None or run(answers, answers, today) for run in conditions)

    def is_asked_in(
        self, question: Asked, answers: Mapping[str, Any], row: Mapping[str, Any], today: date
    ) -> bool:
        """Say whether a question of a repeated group is asked in a row of it."""
        run = self._shown_in_rows.get(question.key)
        return run is None or bool(run(answers, row, today))

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
        if isinstance(question, CompoundQuestion):
            return parts.compound_check(question, self.check_of)
        return self._check_of_place(question)

    def _check_of_place(self, question: Asked) -> values.Check:
        if isinstance(question, AddressQuestion):
            return parts.address_check(question, self.places)
        assert isinstance(question, PlaceQuestion), type(question)
        return parts.place_check(question, self.places)

    def _asked_if(self, when: Any, where: str, scope: Scope | None = None) -> Shown | None:
        return None if when is None else self._compiled(when, where, scope).run

    def _compiled(
        self,
        source: Any,
        where: str,
        scope: Scope | None = None,
        compile_: Callable[[Any, Scope], Condition] = compile_condition,
    ) -> Condition:
        """Compile a condition; raise `ConditionInvalid` with the place it stands at."""
        try:
            return compile_(source, scope or self.scope)
        except ConditionInvalid as error:
            raise ConditionInvalid(reason=f"{where}: {error.details['reason']}") from error

    def _worked_out(self, question: CalculatedQuestion, scope: Scope | None = None) -> Shown:
        return self._compiled(question.value, question.key, scope, compile_quantity).run

    def _fillings(self) -> Iterator[Fill]:
        """Yield what works out each calculated answer of the form, and those of its rows."""
        for page, question in self.spec.questions():
            shown = both(self._asks[page.code], self._shown[question.key])
            if isinstance(question, CalculatedQuestion):
                yield fill(question.key, shown, self._worked_out(question))
            elif isinstance(question, GroupQuestion):
                inside = self.scope.inside(question.key)
                for inner in question.questions:
                    if isinstance(inner, CalculatedQuestion):
                        asked = self._shown_in_rows[inner.key]
                        run = self._worked_out(inner, inside)
                        yield fill_rows(question.key, inner.key, asked, run)

    def _unknown(self, answers: Mapping[str, Any]) -> list[Wrong]:
        if answers.keys() <= self._keys:
            return []
        return [
            Wrong(str(key)[:60], "unknown", self.spec.title)
            for key in sorted(map(str, answers.keys() - self._keys))[:20]
        ]

    def _step(self, question: Asked, shown: Shown | None) -> Step:
        if isinstance(question, GroupQuestion):
            return group_step(question, shown, self._row_steps(question))
        if isinstance(question, CalculatedQuestion):
            return calculated_step(question, shown, self._worked_out(question))
        return single_step(question, shown, self.check_of(question))

    def _row_steps(self, group: GroupQuestion) -> tuple[Step, ...]:
        inside = self.scope.inside(group.key)
        steps = []
        for question in group.questions:
            if question.kind in UNANSWERED:
                continue
            shown = self._shown_in_rows[question.key]
            if isinstance(question, CalculatedQuestion):
                run = self._worked_out(question, inside)
                steps.append(calculated_step(question, shown, run))
            else:
                steps.append(single_step(question, shown, self.check_of(question)))
        return tuple(steps)

    def _check(self, check: Check) -> Judge:
        scope = self.scope.inside(check.each) if check.each else self.scope
        where = f"checks.{check.code}"
        must = self._compiled(check.must, where, scope)
        when = self._asked_if(check.when, where, scope)
        needs = must.needs - {check.each}
        label = self._label(check)

        def fails(top: dict[str, Any], row: Mapping[str, Any], today: date) -> bool:
            for key in needs:
                if top.get(key) is None and row.get(key) is None:
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

    def _number_checks(self) -> Iterator[tuple[str, Judge]]:
        labels = {question.key: question.label for question in self.spec.every_question()}

        def against(compared: Compared) -> Judge:
            label = compared[1].label

            def judge(top: dict[str, Any], _today: date, wrong: list[Wrong]) -> None:
                for path, code, other in disagreements(compared, top):
                    wrong.append(Wrong(path, code, label, {"other": labels[other]}))

            return judge

        for compared in compared_numbers(self.spec):
            group, question = compared
            yield group or question.key, against(compared)

    def _label(self, check: Check) -> Mapping[str, str]:
        if check.each is None:
            return self.questions[check.at].label
        group = self.questions[check.each]
        assert isinstance(group, GroupQuestion)
        return next(inner.label for inner in group.questions if inner.key == check.at)

"""Every branch of a procedure's conditions, and answers that go down each at least once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from motcua.procedures.base.conditions.compiling import compile_condition
from motcua.procedures.base.forms.questions import ChoiceQuestion, YesNoQuestion
from motcua.procedures.base.forms.samples import sample_answers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import date

    from motcua.procedures.base.rules import Rules

_MOST_SAMPLES = 400


@dataclass(frozen=True, slots=True)
class Coverage:
    """Answers that together cover the branches, and the branches that none was found for."""

    samples: tuple[dict[str, Any], ...]
    uncovered: frozenset[str]


def _go_on() -> None:
    """Let nothing stop the making of answers."""


def covering_answers(
    rules: Rules, *, today: date, before_each: Callable[[], None] = _go_on
) -> Coverage:
    """Make valid answers until each branch was taken, or no more are found.

    `before_each` is called before answers are made, and may raise to end it.

    Branches: each question asked and hidden, each answer of a choice, each case, each conditional
    paper and fee due and not due, each condition of a check true and false.
    """
    missing = set(branches(rules))
    samples: list[dict[str, Any]] = []
    for seed in range(_MOST_SAMPLES):
        if not missing:
            break
        before_each()
        answers = sample_answers(rules.form, seed=seed, today=today, wanted=missing)
        taken = missing.intersection(branches_of(rules, answers, today))
        if taken:
            samples.append(answers)
            missing -= taken
    return Coverage(tuple(samples), frozenset(missing))


def branches(rules: Rules) -> frozenset[str]:
    """Name every branch there is."""
    pack = rules.pack
    names = {f"variant={row.code}" for row in pack.variants}
    for page, question in pack.form.questions():
        if question.when is not None or page.when is not None:
            names |= {f"{question.key}:asked", f"{question.key}:hidden"}
        names |= {f"{question.key}={value}" for value in _answers_of(question)}
    return frozenset(names | set(_conditional_parts(rules)))


def _conditional_parts(rules: Rules) -> Iterator[str]:
    for _variant, paper in rules.pack.papers():
        if paper.when is not None:
            yield f"paper {paper.code}:asked"
            yield f"paper {paper.code}:not asked"
    for way, fee in rules.pack.fees():
        if fee.when is not None:
            yield f"fee {way.channel} {fee.code}:due"
            yield f"fee {way.channel} {fee.code}:not due"
    for check in rules.pack.form.checks:
        if check.when is not None and check.each is None:
            yield f"check {check.code}:made"
            yield f"check {check.code}:not made"


def branches_of(rules: Rules, answers: Mapping[str, Any], today: date) -> frozenset[str]:
    """Name the branches that clean answers take."""
    return frozenset(
        (
            f"variant={rules.variant(answers, today).code}",
            *_questions_taken(rules, answers, today),
            *_papers_taken(rules, answers, today),
            *_fees_taken(rules, answers, today),
            *_checks_taken(rules, answers, today),
        )
    )


def _answers_of(question: object) -> tuple[object, ...]:
    if isinstance(question, ChoiceQuestion):
        return tuple(option.value for option in question.options)
    return (True, False) if isinstance(question, YesNoQuestion) else ()


def _questions_taken(rules: Rules, answers: Mapping[str, Any], today: date) -> Iterator[str]:
    for key in rules.form.questions:
        asked = rules.form.is_asked(key, answers, today)
        yield f"{key}:asked" if asked else f"{key}:hidden"
        yield f"{key}={answers.get(key)}"


def _papers_taken(rules: Rules, answers: Mapping[str, Any], today: date) -> Iterator[str]:
    asked = {
        row.code for way in rules.pack.channels for row in rules.papers(answers, way.channel, today)
    }
    for paper in rules.variant(answers, today).papers:
        yield (
            f"paper {paper.code}:asked" if paper.code in asked else f"paper {paper.code}:not asked"
        )


def _fees_taken(rules: Rules, answers: Mapping[str, Any], today: date) -> Iterator[str]:
    for way in rules.pack.channels:
        due = {line.code for line in rules.fees(way.channel, today, answers)}
        for fee in way.fees:
            state = "due" if fee.code in due else "not due"
            yield f"fee {way.channel} {fee.code}:{state}"


def _checks_taken(rules: Rules, answers: Mapping[str, Any], today: date) -> Iterator[str]:
    for check in rules.pack.form.checks:
        if check.when is not None and check.each is None:
            when = compile_condition(check.when, rules.form.scope)
            made = when.holds(answers, today)
            yield f"check {check.code}:made" if made else f"check {check.code}:not made"

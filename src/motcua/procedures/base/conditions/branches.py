"""Every branch of a procedure's conditions, and answers that go down each at least once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from motcua.procedures.base.conditions.compiling import compile_condition
from motcua.procedures.base.conditions.edges import edges_of
from motcua.procedures.base.forms.questions import ChoiceQuestion, YesNoQuestion
from motcua.procedures.base.forms.samples import sample_answers
from motcua.procedures.base.sentences import both
from motcua.procedures.base.texts import say

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping
    from datetime import date

    from motcua.procedures.base.conditions.edges import Edge
    from motcua.procedures.base.packs import Pack
    from motcua.procedures.base.rules import Rules

_MOST_SAMPLES = 400
_FREELY = 40
"""Answers made as they come, before every other one is held against what conditions turn at."""


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
    edges: Mapping[str, Collection[Edge]] = {}
    for seed in range(_MOST_SAMPLES):
        if not missing:
            break
        before_each()
        if seed == _FREELY:
            edges = edges_of(rules.pack)
        held = edges if seed % 2 else {}
        try:
            answers = sample_answers(rules.form, seed=seed, today=today, wanted=missing, edges=held)
        except RuntimeError:
            if not held:
                raise
            continue  # what one condition turns at may leave no answer to the next question
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


_NEVER: Mapping[str, dict[str, str]] = {
    "case": both("trường hợp này không bao giờ xảy ra", "this case never happens"),
    "asked": both("không bao giờ được hỏi", "it is never asked"),
    "hidden": both("lúc nào cũng được hỏi: điều kiện thừa", "it is always asked, on no condition"),
    "paper asked": both("không bao giờ phải nộp", "it is never handed in"),
    "paper not asked": both(
        "lúc nào cũng phải nộp: điều kiện thừa", "it is always handed in, on no condition"
    ),
    "fee due": both("không bao giờ phải thu", "it is never due"),
    "fee not due": both("lúc nào cũng thu: điều kiện thừa", "it is always due, on no condition"),
    "check made": both("không bao giờ được kiểm tra", "it is never checked"),
    "check not made": both(
        "lúc nào cũng kiểm tra: điều kiện thừa", "it is always checked, on no condition"
    ),
}


def never(pack: Pack, branch: str) -> tuple[str, dict[str, str]]:
    """Give where the condition of a branch stands that nothing takes, and what that means."""
    name, _, state = branch.rpartition(":")
    kind, _, code = name.rpartition(" ")
    if not name:
        key, _, value = branch.partition("=")
        if key == "variant":
            return f"variants.{value}", _NEVER["case"]
        label = _label(pack, key, value)
        return f"form.{key}", both(
            f"không bao giờ chọn được “{say(label, 'vi')}”",
            f"“{say(label, 'en')}” is never chosen",
        )
    kind, _, way = kind.partition(" ")
    where = {"": f"form.{code}", "fee": f"channels.{way}.fees.{code}"}.get(kind)
    if kind == "check":
        where = f"form.checks.{code}"
    elif kind == "paper":
        holder = next(row.code for row, paper in pack.papers() if paper.code == code)
        where = f"variants.{holder}.papers.{code}"
    return where or "form", _NEVER[f"{kind} {state}".strip()]


def _label(pack: Pack, key: str, value: str) -> Mapping[str, str]:
    asked = next(question for question in pack.form.every_question() if question.key == key)
    options = asked.options if isinstance(asked, ChoiceQuestion) else ()
    yes_or_no = {"True": both("Có", "Yes"), "False": both("Không", "No")}
    return {**yes_or_no, **{option.value: option.label for option in options}}[value]


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

"""Questions held against the statutory form behind them, and against each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from motcua.procedures.base.conditions.compiling import compile_condition
from motcua.procedures.base.conditions.expressions import Call, Literal, Node, Ref, read, refs
from motcua.procedures.base.forms.agreeing import compared_numbers
from motcua.procedures.base.forms.gist import gist_findings
from motcua.procedures.base.forms.questions import (
    Asked,
    CalculatedQuestion,
    ChoiceQuestion,
    GroupQuestion,
    TextQuestion,
)
from motcua.procedures.base.forms.spec import PARTS, scope_of
from motcua.procedures.base.sentences import Words, both
from motcua.procedures.base.texts import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from motcua.procedures.base.forms.spec import FormSpec

Found = tuple[str, str, Words]  # where, code, text


def form_findings(form: FormSpec) -> Iterator[Found]:
    """Yield what is wrong with the questions of a form that compiles: where, code and sentence."""
    yield from _doubled(form)
    yield from _items(form)
    yield from _uncited(form)
    yield from _orders(form)
    yield from _checks(form)
    yield from _numbers(form)
    yield from _literals(form)
    yield from _patterns(form)
    yield from gist_findings(form)


def _doubled(form: FormSpec) -> Iterator[Found]:
    seen: set[str] = set()
    for question in form.every_question():
        if question.key in seen:
            yield question.key, "doubled", "two questions have one key"
        seen.add(question.key)
    pages = [page.code for page in form.pages]
    for code in {code for code in pages if pages.count(code) > 1}:
        yield code, "doubled", "two pages have one code"


def _items(form: FormSpec) -> Iterator[Found]:
    """Every item of a statutory form is asked, and nothing cites an item there is not."""
    if not form.statutory:
        return
    default = form.statutory[0].code
    asked = {
        (item.rpartition("#")[0] or default, item.rpartition("#")[2])
        for question in form.every_question()
        for item in question.items
    }
    known = {(row.code, item.no): item for row in form.statutory for item in row.items}
    for code, number in sorted(asked - known.keys()):
        yield f"{code}#{number}", "item", "no such item in the statutory form"
    for (code, number), item in known.items():
        if item.covered_by == "question" and (code, number) not in asked:
            yield f"{code}#{number}", "unasked", _unasked(item.name)


def _unasked(name: Mapping[str, str]) -> Words:
    vietnamese = say(name, "vi")
    return both(f"chưa hỏi: {vietnamese}", f"no question asks: {say(name, 'en')}")


def _uncited(form: FormSpec) -> Iterator[Found]:
    for question in form.every_question():
        if getattr(question, "kind", "") == "notice":
            continue
        if not question.items and not (question.basis or "").strip():
            yield question.key, "citation", "cites neither a form's item nor a legal text"
        if question.mark is None:
            yield question.key, "mark", "not marked as seen or recalled"


def _orders(form: FormSpec) -> Iterator[Found]:
    """Look for conditions that look ahead: answers are judged in the order of the questions."""
    answered: set[str] = set()
    for page in form.pages:
        if page.when is not None:
            yield from _ahead(page.code, read(page.when), answered)
        for question in page.questions:
            if question.when is not None:
                yield from _ahead(question.key, read(question.when), answered)
            if isinstance(question, CalculatedQuestion):
                yield from _ahead(question.key, read(question.value), answered)
            answered.add(question.key)
            if isinstance(question, GroupQuestion):  # told of in counts of its rows
                answered |= {inner.key for inner in question.questions}


def _ahead(where: str, node: Node, answered: set[str]) -> Iterator[Found]:
    for path in refs(node):
        key = path.partition(".")[0]
        if key not in answered:
            text = both(f"nói đến “{key}” đứng sau", f"its condition looks ahead to {key}")
            yield where, "order", text


def _checks(form: FormSpec) -> Iterator[Found]:
    groups = {q.key: q for _, q in form.questions() if isinstance(q, GroupQuestion)}
    top = {question.key for _, question in form.questions()}
    for check in form.checks:
        rows = groups.get(check.each or "")
        keys = {inner.key for inner in rows.questions} if rows else top
        if (check.each and rows is None) or check.at not in keys:
            yield f"checks.{check.code}", "check", "speaks of a question there is not"


def _numbers(form: FormSpec) -> Iterator[Found]:
    """Look for numbers held against a question that does not stand beside them."""
    groups = {q.key: q for _, q in form.questions() if isinstance(q, GroupQuestion)}
    top = {question.key for _, question in form.questions()}
    for group, question in compared_numbers(form):
        beside = {inner.key for inner in groups[group].questions} if group else top
        for key in (question.born, question.sex):
            if key is not None and key not in beside:
                yield question.key, "number", f"is held against {key}, which is not beside it"


def _literals(form: FormSpec) -> Iterator[Found]:
    """Look for fixed texts held against a choice that offers no such answer."""
    choices = {
        question.key: {option.value for option in question.options}
        for question in form.every_question()
        if isinstance(question, ChoiceQuestion) and question.options
    }
    sources = [
        (question.key, when)
        for question in form.every_question()
        for when in (question.when, question.prefill_when)
    ]
    sources += [(page.code, page.when) for page in form.pages]
    sources += [(row.code, when) for row in form.checks for when in (row.when, row.must)]
    for where, when in sources:
        for key, value in _held(read(when)) if when is not None else ():
            if key in choices and value not in choices[key]:
                text = both(
                    f"“{value}” không là lựa chọn của {key}", f"{value!r} is no answer to {key}"
                )
                yield where, "answer", text
    scope = scope_of(form)
    for question in form.every_question():
        if question.prefill_when is not None:
            compile_condition(question.prefill_when, scope)


def _held(node: Node) -> Iterator[tuple[str, str]]:
    """Yield the fixed texts that answers are held against: key and text."""
    if not isinstance(node, Call):
        return
    match node.args:
        case (Ref(path), Literal(value)) if node.op in {"eq", "ne", "in"}:
            for text in value if isinstance(value, tuple) else (value,):
                if isinstance(text, str) and path.rpartition(".")[2] not in _PART_NAMES:
                    yield path, text
        case args:
            for inner in args:
                yield from _held(inner)


_PART_NAMES = frozenset(part for parts in PARTS.values() for part in parts)


def _patterns(form: FormSpec) -> Iterator[Found]:
    for question in form.every_question():
        if isinstance(question, TextQuestion) and question.pattern:
            yield from _pattern(question, _has_examples(form, question))


def _has_examples(form: FormSpec, question: Asked) -> bool:
    groups = (q for _, q in form.questions() if isinstance(q, GroupQuestion))
    return bool(question.examples) or any(
        group.examples and question in group.questions for group in groups
    )


def _pattern(question: TextQuestion, has_examples: bool) -> Iterator[Found]:  # noqa: FBT001 - a fact
    if question.pattern_message is None:
        yield question.key, "pattern", "a pattern without a sentence that explains it"
    if not has_examples:
        yield question.key, "pattern", "a pattern without examples"

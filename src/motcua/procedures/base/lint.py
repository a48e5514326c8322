"""What is wrong, or doubtful, with a pack: the checks a procedure passes before it is published.

An `error` keeps a pack from being published; a `warning` is for an administrator to settle.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel

from motcua.procedures.base.conditions.branches import covering_answers, never
from motcua.procedures.base.conditions.lint import rule_findings
from motcua.procedures.base.costs import cost_findings
from motcua.procedures.base.forms.answerable import unanswerable
from motcua.procedures.base.forms.prefilling import PREFILL_WORDS
from motcua.procedures.base.forms.printing import Print, form_pdf
from motcua.procedures.base.forms.questions import NumberQuestion, SignatureQuestion
from motcua.procedures.base.forms.samples import sample_answers
from motcua.procedures.base.forms.statutes import form_findings
from motcua.procedures.base.loading import pack_folders, read_pack
from motcua.procedures.base.placing import place_of
from motcua.procedures.base.processes.lint import process_findings
from motcua.procedures.base.results import (
    ResultContext,
    paper_data,
    sample_context,
    signed_data,
)
from motcua.procedures.base.rules import Rules, compile_rules
from motcua.procedures.base.sentences import SENTENCES, Words, both
from motcua.procedures.base.takings import wrong_taking
from motcua.procedures.base.texts import REQUIRED_LANGUAGES, say
from motcua.procedures.base.untouched import unknown_numbers, untouched_parts
from motcua.procedures.enums import Mark
from motcua.procedures.errors import ConditionInvalid, PackInvalid
from motcua.ui.paper import PaperFailed, render_pdf

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from motcua.procedures.base.packs import Pack

Severity = Literal["error", "warning"]
SECONDS = 30
"""How long the results of a pack may take to be set, all of them."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found: in which pack and where, a stable code, and the sentence."""

    pack: str
    where: str
    code: str
    severity: Severity
    text: Words
    place: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_blocking(self) -> bool:
        """Say whether it keeps the pack from being published."""
        return self.severity == "error"

    def sentence(self, language: str) -> str:
        """Say in a language what is wrong; the code of a check that has no words."""
        return say(SENTENCES.get(self.code, {}), language) or self.code

    def detail(self, language: str) -> str:
        """Give what the sentence lacks: names in a language, or the reason a machine gave."""
        if isinstance(self.text, dict):
            return say(self.text, language)
        return self.text if self.code in _REASONED else ""

    def where_said(self, language: str) -> str:
        """Say in a language where it stands."""
        return say(self.place, language) or self.where


# Codes whose text is a reason no table foresees: of a template, a condition, a file's shape.
_REASONED = frozenset(
    {"shape", "condition", "template", "blank", "print", "contradiction", "unreachable"}
)


def lint_folder(root: Path | None, *, today: date) -> tuple[int, tuple[Finding, ...]]:
    """Check every pack under a folder, the shipped ones by default: how many, what is found."""
    folders = pack_folders(root)
    return len(folders), tuple(
        finding for folder in folders for finding in lint_pack_folder(folder, today=today)
    )


def lint_pack_folder(folder: Path, *, today: date) -> Iterator[Finding]:
    """Check one pack in its folder, from its shape to its template."""
    try:
        pack = read_pack(folder)
    except PackInvalid as error:
        problems = error.details["problems"]
        assert isinstance(problems, list)
        for where, what in problems:
            yield Finding(folder.name, where, "shape", "error", what)
        return
    yield from lint_pack(pack, today=today)


def lint_pack(pack: Pack, *, today: date) -> Iterator[Finding]:
    """Check a pack that has the right shape, and try it: every branch, every print."""
    findings = list(quick_findings(pack))
    yield from findings
    if not any(finding.is_blocking for finding in findings):
        yield from _placed(pack, _tried(compile_rules(pack), today))


def quick_findings(pack: Pack) -> Iterator[Finding]:
    """Check a pack that has the right shape by looking at it only."""
    yield from _placed(pack, _looked_at(pack))


def _placed(pack: Pack, findings: Iterable[Finding]) -> Iterator[Finding]:
    for finding in findings:
        yield replace(finding, place=place_of(pack, finding.where))


def _looked_at(pack: Pack) -> Iterator[Finding]:
    for where, code, severity, text in (*process_findings(pack), *rule_findings(pack)):
        yield Finding(pack.code, where, code, severity, text)
    try:
        rules = compile_rules(pack)
    except ConditionInvalid as error:
        reason = str(error.details.get("reason", error.text))
        yield Finding(pack.code, "conditions", "condition", "error", reason)
        return
    for where, code, severity, text in cost_findings(pack):
        yield Finding(pack.code, where, code, severity, text)
    yield from (finding for check in _CHECKS for finding in check(rules))
    for key, text in unanswerable((*pack.form.every_question(), *pack.result.questions)):
        yield Finding(pack.code, f"form.{key}", "unanswerable", "error", text)
    for where, code, text in form_findings(pack.form):
        yield Finding(pack.code, where, code, "error", text)


def _facts(rules: Rules) -> Iterator[Finding]:
    """Look for what a procedure is announced with: a law, a result, what one has to do."""
    pack = rules.pack
    if not pack.legal_bases:
        yield Finding(rules.code, "legal_bases", "law", "error", "it stands on no legal text")
    if not pack.results:
        yield Finding(rules.code, "results", "no-result", "error", "nobody receives anything")
    for variant in pack.variants:
        if not variant.steps:
            where = f"variants.{variant.code}.steps"
            yield Finding(rules.code, where, "no-steps", "error", "no step is told")


def _languages(rules: Rules) -> Iterator[Finding]:
    """Look for each text in each language pages have.

    A doubt: Vietnamese stands in for what is missing, and the national catalogue has nothing else.
    """
    for where, text in _texts(rules.pack, ""):
        for language in REQUIRED_LANGUAGES:
            if not text.get(language, "").strip() and where not in _SHARED:
                yield Finding(rules.code, where, "language", "warning", _MISSING[language])


# What an author chooses from a list and did not write.
_SHARED = frozenset({"field.name"})
_MISSING = {
    "vi": both("thiếu lời tiếng Việt", "no Vietnamese wording"),
    "en": both("thiếu lời tiếng Anh", "no English wording"),
}


def _untouched(rules: Rules) -> Iterator[Finding]:
    """Look for what nobody has worked on yet, and for numbers that name no known text."""
    found = [*untouched_parts(rules.pack)]
    found += [(where, "law-number") for where in unknown_numbers(rules.pack)]
    for where, code in found:
        yield Finding(rules.code, where, code, "warning", SENTENCES[code]["en"])


def _texts(value: Any, where: str) -> Iterator[tuple[str, Mapping[str, str]]]:
    if isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _texts(getattr(value, name), f"{where}.{name}".lstrip("."))
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _texts(item, f"{where}.{_named(item, index)}")
    elif isinstance(value, dict) and "vi" in value and isinstance(value["vi"], str):
        yield where, value


def _named(item: Any, index: int) -> str:
    marks = (getattr(item, mark, None) for mark in ("key", "code", "no", "channel"))
    return str(next(filter(None, marks), index))


def _marks(rules: Rules) -> Iterator[Finding]:
    """Name what was remembered, so that somebody confirms it."""
    pack = rules.pack
    recalled = [
        question.label for question in pack.form.every_question() if question.mark is Mark.RECALLED
    ]
    if recalled:
        text = both(*(_listed(recalled, language) for language in ("vi", "en")))
        yield Finding(pack.code, "form", "recalled", "warning", text)
    if pack.result.mark is Mark.RECALLED:
        text = both("bố cục mẫu in kết quả", "the layout of the result")
        yield Finding(pack.code, "result", "recalled", "warning", text)


_NAMED = 5


def _listed(names: Sequence[Mapping[str, str]], language: str) -> str:
    """Count questions and name the first of them."""
    quoted = "; ".join(f"“{say(name, language)}”" for name in names[:_NAMED])
    more = "; …" if len(names) > _NAMED else ""
    noun = "câu hỏi" if language == "vi" else "question" if len(names) == 1 else "questions"
    return f"{len(names)} {noun}: {quoted}{more}"


def _result(rules: Rules) -> Iterator[Finding]:
    result = rules.pack.result
    for part, fields in (("data", result.data), ("signed", result.signed)):
        for key, taken in fields.items():
            for text in wrong_taking(rules, taken):
                yield Finding(rules.code, f"result.{part}.{key}", "source", "error", text)


def _tried(rules: Rules, today: date) -> Iterator[Finding]:
    """Answer the form down every branch, and set the result of each."""
    try:
        coverage = covering_answers(rules, today=today)
        official = sample_answers(rules.official_form, seed=1, today=today)
    except RuntimeError as error:
        yield Finding(rules.code, "form", "contradiction", "error", str(error))
        return
    for branch in sorted(coverage.uncovered):
        where, text = never(rules.pack, branch)
        yield Finding(rules.code, where, "unreachable", "error", text)
    context = sample_context(today)
    template = rules.pack.result.template.encode()
    yield from _results(rules, coverage.samples, official, context) or _blank(
        rules, context, template
    )


def _results(
    rules: Rules,
    samples: Sequence[Mapping[str, Any]],
    official: Mapping[str, Any],
    context: ResultContext,
) -> tuple[Finding, ...]:
    """Set the result of each of some answers, up to the first that fails; no page waits for long.

    One paper has a limit of its own, but answers may be many.
    """
    template, day = rules.pack.result.template.encode(), context.issued_on
    at, end = datetime(day.year, day.month, day.day, tzinfo=UTC), time.monotonic() + SECONDS
    for answers in samples:
        if time.monotonic() > end:
            reason = f"{len(samples)} papers take more than {SECONDS} seconds"
            return (Finding(rules.code, "result.typ", "template", "error", reason),)
        signed_data(rules, answers, official, context)
        try:
            render_pdf(template, paper_data(rules, answers, official, context), at=at)
        except PaperFailed as error:
            reason = str(error.details.get("reason", error.text))
            return (Finding(rules.code, "result.typ", "template", "error", reason),)
    return ()


def _blank(rules: Rules, context: ResultContext, template: bytes) -> Iterator[Finding]:
    """Print a draft that lacks everything, as an official may see it, and the empty form."""
    at = datetime(context.issued_on.year, 1, 1, tzinfo=UTC)
    try:
        render_pdf(template, paper_data(rules, {}, {}, replace(context, number="")), at=at)
    except PaperFailed as error:
        reason = str(error.details.get("reason", error.text))
        yield Finding(rules.code, "result.typ", "blank", "error", f"an empty draft: {reason}")
    try:
        form_pdf(rules.form, None, Print(), at=at)
    except PaperFailed as error:
        reason = str(error.details.get("reason", error.text))
        yield Finding(rules.code, "form", "print", "error", reason)


def _taken_up(rules: Rules) -> Iterator[Finding]:
    """Look for what a question promises and nothing takes up: fees, signatures, known answers."""
    fees = frozenset[str]().union(*(rules.fee_keys(way.channel) for way in rules.pack.channels))
    papers = {paper.code for _variant, paper in rules.pack.papers()}
    for question in rules.pack.form.every_question():
        where = f"form.{question.key}"
        if isinstance(question, NumberQuestion) and question.kind == "quantity":
            if question.key not in fees:
                text = "no fee is counted by this quantity"
                yield Finding(rules.code, where, "quantity", "warning", text)
        elif isinstance(question, SignatureQuestion) and question.signs not in {"form", *papers}:
            text = f"there is no paper {question.signs} to sign"
            yield Finding(rules.code, where, "signature", "error", text)
        word = (question.prefill or "").partition(".")[0]
        if word and word not in PREFILL_WORDS:
            yield Finding(rules.code, where, "prefill", "error", f"nobody knows {question.prefill}")


_CHECKS = (_facts, _untouched, _languages, _marks, _result, _taken_up)

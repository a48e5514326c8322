"""What must be refused: wrong answers one at a time, a paper that lacks, a paper nobody asked."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from motcua.dossiers import actions
from motcua.dossiers.errors import AnswersInvalid, PapersMissing
from motcua.kernel.clock import civil_date
from motcua.kernel.errors import DomainError
from motcua.procedures.base.forms.samples import sample_answers, wrong_answers
from motcua.procedures.base.texts import say
from motcua.procedures.enums import Channel
from motcua.proving.actions.ending import still_in_time
from motcua.proving.actions.filing import discard_begun, file_case, filing_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from motcua.dossiers.actions import Filing
    from motcua.procedures.base.rules import Rules
    from motcua.proving.actions.filing import Case
    from motcua.proving.actions.stage import Stage
    from motcua.proving.base.outcomes import Outcome


def refuse_wrong_answers(
    stage: Stage, rules: Rules, case: Case, outcome: Outcome, *, keys: frozenset[str], now: datetime
) -> None:
    """Try a filing with one answer made wrong each, for some questions; none may be taken."""
    filing = filing_of(stage, replace(case, papers=()), now=now)
    for key, answers in wrong_answers(rules.form, case.answers):
        still_in_time()
        if key not in keys:
            continue
        refusal = _refusal(stage, replace(filing, answers=answers), now)
        if isinstance(refusal, AnswersInvalid) and key in _complained(refusal):
            outcome.tried["refused"] += 1
        else:
            _taken(rules, key, outcome)


def _complained(refusal: AnswersInvalid) -> frozenset[str]:
    errors: Any = refusal.details["errors"]
    return frozenset(error["path"].partition(".")[0] for error in errors)


def _taken(rules: Rules, key: str, outcome: Outcome) -> None:
    question = rules.form.questions.get(key)
    labels = {lang: say(question.label, lang) if question else key for lang in ("vi", "en")}
    outcome.fail(
        f"form.{key}",
        f"Câu hỏi “{labels['vi']}” nhận cả câu trả lời sai.",
        f"The question “{labels['en']}” takes a wrong answer.",
    )


def refuse_missing_papers(
    stage: Stage, rules: Rules, case: Case, outcome: Outcome, *, now: datetime
) -> None:
    """Try a filing with one required paper left out each; none may be taken."""
    asked = rules.papers(case.answers, case.channel, civil_date(now))
    for row in asked:
        still_in_time()
        if not row.is_required:
            continue
        group = {each.code for each in asked if row.paper.one_of == each.paper.one_of}
        without = group if row.paper.one_of else {row.code}
        given = replace(case, papers=tuple(one for one in case.papers if one.code not in without))
        if isinstance(_refusal_of_case(stage, rules, given, now), PapersMissing):
            outcome.tried["refused"] += 1
        else:
            outcome.fail(
                f"papers.{row.code}",
                f"Hồ sơ thiếu “{say(row.paper.name, 'vi')}” vẫn nộp được.",
                f"A dossier without “{say(row.paper.name, 'en')}” can be filed.",
            )


def refuse_wrong_results(rules: Rules, outcome: Outcome, *, now: datetime) -> None:
    """Try wrong answers of the official in the result; none may be taken."""
    form, day = rules.official_form, civil_date(now)
    for key, answers in _wrong(sample_answers(form, seed=1, today=day), rules):
        still_in_time()
        if form.validate(answers, today=day).is_valid:
            outcome.fail(
                f"result.{key}",
                f"Ô “{key}” của kết quả nhận cả nội dung sai.",
                f"The field “{key}” of the result takes wrong content.",
            )
        else:
            outcome.tried["refused"] += 1


def _wrong(answers: Mapping[str, Any], rules: Rules) -> Iterator[tuple[str, dict[str, Any]]]:
    yield from wrong_answers(rules.official_form, answers)


def _refusal_of_case(stage: Stage, rules: Rules, case: Case, now: datetime) -> DomainError | None:
    """File a case that must be refused; one whose form is signed as the pages do."""
    if case.channel != Channel.ONLINE or not rules.signed_forms:
        return _refusal(stage, filing_of(stage, case, now=now), now)
    try:
        file_case(stage, rules, case, now=now)
    except DomainError as refusal:
        discard_begun(stage, now=now)
        return refusal
    return None


def _refusal(stage: Stage, filing: Filing, now: datetime) -> DomainError | None:
    """File what must be refused; give the refusal, nothing where it was taken."""
    try:
        actions.submit(actor=stage.citizen, filing=filing, key="proof-refused", now=now)
    except DomainError as refusal:
        return refusal
    return None

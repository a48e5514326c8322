"""The machine citizen: a form begun, answered page by page, given its papers, and filed."""

from __future__ import annotations

import io
import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from motcua.dossiers import actions
from motcua.kernel.clock import civil_date
from motcua.kernel.files import store
from motcua.procedures.base.forms.sample_files import sample_scan
from motcua.procedures.enums import Channel
from motcua.proving.actions.signing import sign_form, sign_paper

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime
    from uuid import UUID

    from motcua.dossiers.actions import Submitted
    from motcua.kernel.models import StoredFile
    from motcua.procedures.base.papers import AskedPaper
    from motcua.procedures.base.rules import Rules
    from motcua.proving.actions.stage import Stage

_MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Case:
    """A filing to be made: the way it is filed, clean answers, and the papers given with it.

    `sent` are the questions that files answer, by the code of their paper.
    """

    channel: str
    answers: Mapping[str, Any]
    papers: tuple[AskedPaper, ...]
    sent: Mapping[str, str] = field(default_factory=dict)

    @property
    def files(self) -> int:
        """Give the number of papers."""
        return len(self.papers)


def case_of(
    rules: Rules, answers: Mapping[str, Any], channel: str, now: datetime, *, whole: bool
) -> Case:
    """Give a filing of some answers with the papers that must be there; all of them where whole."""
    asked, sent = rules.papers(answers, channel, civil_date(now)), rules.sent_as_answers
    # Files that answer questions are sent as often as the answers say.
    listed = [row for row in asked if row.code not in sent]
    answering = [row for row in asked for _ in answers.get(sent.get(row.code, ""), ())]
    papers = (*(listed if whole else _needed(listed)), *answering)
    return Case(channel, answers, papers, sent)


def _needed(asked: Iterable[AskedPaper]) -> Iterable[AskedPaper]:
    """Yield the papers that must be there, one of those that replace each other."""
    groups: set[str] = set()
    for row in asked:
        group = row.paper.one_of
        if row.is_required and group not in groups:
            groups |= {group} if group else set()
            yield row


def file_case(stage: Stage, rules: Rules, case: Case, *, now: datetime) -> Submitted:
    """File a case as its way is filed. Raises what the pages' acts raise."""
    if case.channel != Channel.ONLINE:
        return _in_one_call(stage, case, now)
    name = _begun(stage, now)
    for page in rules.form.spec.pages:
        keys = (q.key for q in page.questions if q.key not in case.sent.values())
        given = {key: case.answers[key] for key in keys if key in case.answers}
        typed = actions.Typed(page.code, given)
        actions.save_answers(actor=stage.citizen, draft_id=name, typed=typed, now=now)
    for place, row in enumerate(_form_last(case, rules)):
        file = _given(stage, rules, case, (name, row, place), now)
        actions.attach_file(
            actor=stage.citizen, draft_id=name, paper_code=row.code, file=file, now=now
        )
    return actions.submit_draft(actor=stage.citizen, draft_id=name, now=now)


def discard_begun(stage: Stage, *, now: datetime) -> None:
    """Throw away what was begun and not filed, with the files that nothing else holds."""
    actions.discard_draft(actor=stage.citizen, draft_id=_begun(stage, now))
    stage.files.clear()


def _begun(stage: Stage, now: datetime) -> UUID:
    """Begin a draft, or give the one that is begun."""
    draft = actions.start_draft(
        actor=stage.citizen, offering_id=stage.offering_id, language="vi", answers={}, now=now
    )
    return draft.public_id


def _form_last(case: Case, rules: Rules) -> Iterable[AskedPaper]:
    """Order papers so that the form to be signed is made when all else is there."""
    return sorted(case.papers, key=lambda row: row.code in rules.signed_forms)


def _given(
    stage: Stage, rules: Rules, case: Case, given: tuple[UUID, AskedPaper, int], now: datetime
) -> StoredFile:
    """Keep the file for a paper of a draft, signed where the filer must sign it."""
    draft, row, place = given
    if row.code not in rules.to_sign(case.answers, civil_date(now)):
        return _page_for(stage, row, place, now)
    if row.code in rules.signed_forms:
        return sign_form(stage, draft, row.code, now=now)
    content, _name, _type = _scan(stage, row, place)
    return sign_paper(stage, content, now=now)


def filing_of(stage: Stage, case: Case, *, now: datetime) -> actions.Filing:
    """Give a case as one call files it, its papers sent ahead."""
    papers = tuple(
        (row.code, _sent(stage, row, place, now)) for place, row in enumerate(case.papers)
    )
    answers = dict(case.answers)
    for code, key in case.sent.items():
        files = [str(upload) for paper, upload in papers if paper == code]
        answers |= {key: files} if files else {}
    return actions.Filing(stage.offering_id, case.channel, "vi", answers, papers)


def _in_one_call(stage: Stage, case: Case, now: datetime) -> Submitted:
    filing = filing_of(stage, case, now=now)
    key = f"proof-{secrets.token_hex(8)}"
    return actions.submit(actor=stage.citizen, filing=filing, key=key, now=now)


def _sent(stage: Stage, row: AskedPaper, place: int, now: datetime) -> Any:
    file = _page_for(stage, row, place, now)
    return actions.keep_upload(actor=stage.citizen, file=file, now=now).public_id


def _page_for(stage: Stage, row: AskedPaper, place: int, now: datetime) -> StoredFile:
    """Keep a page of a kind that the paper takes, once a trial; each trial's is its own."""
    if (row.code, place) in stage.files:
        return stage.files[row.code, place]
    content, name, media_type = _scan(stage, row, place)
    accept = frozenset({media_type})
    limit = row.paper.max_mb * _MEGABYTE
    kept = store(io.BytesIO(content), name=name, now=now, limit_bytes=limit, accept=accept)
    stage.files[row.code, place] = kept
    return kept


def _scan(stage: Stage, row: AskedPaper, place: int) -> tuple[bytes, str, str]:
    return sample_scan(f"{stage.offering_id} {row.code} {place}", row.paper.types)

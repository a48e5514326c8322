"""Filing a dossier: validated here, written by one SQL statement."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction

from motcua.dossiers.actions.sent_files import refuse_surplus_files
from motcua.dossiers.actions.statement import STATEMENT, Filing, Submission, arguments
from motcua.dossiers.errors import (
    AnswersInvalid,
    DossierNotFound,
    DraftGone,
    FormSignedOnPortal,
    OfferingClosed,
    OutageLasts,
    PaperNotAsked,
    PapersMissing,
    PapersUnfit,
    PapersUnsigned,
    SubmissionChanged,
    UploadUnknown,
    said,
)
from motcua.dossiers.models import AnswerOrigin, Dossier, Draft
from motcua.dossiers.queries.intakes import office_elsewhere
from motcua.dossiers.queries.outages import outage_at_offering
from motcua.dossiers.queries.papers_by_post import papers_to_post
from motcua.dossiers.queries.signatures import badly_signed, unsigned
from motcua.kernel.caching import forget_all
from motcua.kernel.clock import civil_date
from motcua.kernel.errors import InvalidInput, NotAllowed
from motcua.procedures import queries as catalogue
from motcua.procedures.base.papers import missing_papers
from motcua.procedures.enums import Channel

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from motcua.identity.queries import Filer
    from motcua.kernel.actors import Actor
    from motcua.procedures.base.forms.questions import SignatureQuestion
    from motcua.procedures.base.papers import AskedPaper
    from motcua.procedures.base.rules import Rules


class _Outdated(Exception):
    """The version that was remembered holds no more."""


@dataclass(frozen=True, slots=True)
class Submitted:
    """The outcome of filing; `is_new` is False when the same key had been used before."""

    dossier_id: int
    public_id: uuid.UUID
    code: str
    is_new: bool


def submit_draft(*, actor: Actor, draft_id: uuid.UUID, now: datetime) -> Submitted:
    """File one's draft; a second call gives the first answer.

    Raises `DossierNotFound`, `AnswersInvalid`, `PapersMissing`, `OfferingClosed`, `DraftGone`,
    `OutageLasts`.
    """
    own = Draft.objects.filter(account_id=actor.account_id or -1, supplement=None)
    draft = own.filter(public_id=draft_id).first()
    if draft is None:
        raise DossierNotFound
    if draft.dossier_id is not None:
        return _filed_before(draft.dossier_id)
    _refuse_in_outage(draft.offering_id, _key_of(draft), now)
    filing = replace(filing_of(draft), lacking=_in_envelope(draft, now))
    return _file(filing, actor=actor, key=_key_of(draft), draft=draft, now=now)


def _in_envelope(draft: Draft, now: datetime) -> frozenset[str]:
    """Give the papers that a draft is filed without because they come by post."""
    return frozenset(row.code for row in papers_to_post(draft, now))


def submit_draft_for(
    *,
    actor: Actor,
    draft: Draft,
    filer: Filer,
    lacking: frozenset[str],
    now: datetime,
    written_at: datetime | None = None,
) -> Submitted:
    """File a draft of the actor's own in another person's name.

    The caller has seen to it that he may. `lacking` names papers that are asked for at once;
    `written_at` is when it happens, where it is filed as of an earlier `now`. Raises as
    `submit_draft`.
    """
    if draft.channel == Channel.ONLINE and draft.dossier_id is None:
        _refuse_in_outage(draft.offering_id, _key_of(draft), now)
    filing = replace(filing_of(draft), lacking=lacking, written_at=written_at)
    return _file(filing, actor=actor, key=_key_of(draft), draft=draft, now=now, filer=filer)


def filing_of(draft: Draft) -> Filing:
    """Give what a draft would file."""
    return Filing(
        offering_id=draft.offering_id,
        channel=draft.channel,
        language=draft.language,
        answers=draft.answers,
        papers=tuple(draft.uploads.values_list("paper_code", "public_id")),
        by_data=frozenset(draft.by_data),
        seen=frozenset(draft.seen),
    )


def _key_of(draft: Draft) -> str:
    return f"draft:{draft.public_id}"


def submit(*, actor: Actor, filing: Filing, key: str, now: datetime) -> Submitted:
    """File a dossier in one call, as the API does.

    `key` is the caller's idempotency key: the same key and filing give the first answer. Raises
    `AnswersInvalid`, `FormSignedOnPortal`, `PapersMissing`, `PaperNotAsked`, `UploadUnknown`,
    `FileLimit`, `PapersUnfit`, `InvalidInput` for an upload named twice, `OfferingClosed`,
    `SubmissionChanged`, `OutageLasts`.
    """
    whose = f"api:{actor.account_id}:{key}"
    _refuse_in_outage(filing.offering_id, whose, now)
    try:
        return _file(filing, actor=actor, key=whose, draft=None, now=now)
    except _Outdated:
        # What this process remembered held no more; the filing is judged by what holds now.
        forget_all()
    try:
        return _file(filing, actor=actor, key=whose, draft=None, now=now)
    except _Outdated:
        raise OfferingClosed from None


def _refuse_in_outage(offering_id: int, key: str, now: datetime) -> None:
    """Take nothing online while a declared outage lasts; what was filed before has its answer."""
    if outage_at_offering(offering_id, now) is None:
        return
    if not Dossier.objects.filter(submission_key=key).exists():
        raise OutageLasts


def _file(
    filing: Filing,
    *,
    actor: Actor,
    key: str,
    draft: Draft | None,
    now: datetime,
    filer: Filer | None = None,
) -> Submitted:
    if actor.account_id is None:
        raise NotAllowed
    offering = catalogue.offering(filing.offering_id)
    rules = catalogue.rules(draft.version_id if draft else offering.version_id)
    day = civil_date(now)
    clean = _validated(rules, filing, day)
    filing = _with_files_of_answers(rules, filing, clean)
    # At a counter a hand signs paper.
    signs = rules.to_sign(clean, day) if rules.signs and filing.channel == Channel.ONLINE else {}
    if draft is None:
        _refuse_signed_form(signs)
    else:
        filing = _as_asked(rules, filing, clean, day)
    asked = _check_papers(rules, filing, clean, day)
    _check_signatures(filing, signs, draft, now)
    submission = Submission(
        filing=filing,
        clean=clean,
        key=key,
        draft_id=draft.pk if draft else None,
        public_id=uuid.uuid4(),
        now=now,
        limits={row.code: row.paper for row in asked} if draft is None else {},
        filer=filer,
        office=office_elsewhere(actor, offering.agency_id, day),
    )
    if draft is None or not draft.origins:
        return _written(submission, arguments(submission, actor, offering, rules))
    with transaction.atomic():
        filed = _written(submission, arguments(submission, actor, offering, rules))
        if filed.is_new:
            _keep_origins(filed.dossier_id, draft, clean)
    return filed


def _written(submission: Submission, values: tuple[Any, ...]) -> Submitted:
    with connection.cursor() as cursor:
        cursor.execute(STATEMENT, values)
        status, dossier_id, public_id, code = cursor.fetchone()
    if status == "unfit":
        raise PapersUnfit(papers=sorted(code.split()))
    if status in _REFUSALS:
        is_of_draft = status in _ENDS_DRAFTS and submission.draft_id is not None
        raise DraftGone if is_of_draft else _REFUSALS[status]
    return Submitted(dossier_id, public_id, code, is_new=status == "created")


def _keep_origins(dossier_id: int, draft: Draft, clean: dict[str, Any]) -> None:
    """Keep with the dossier where its answers came from that were known before."""
    AnswerOrigin.objects.bulk_create(
        AnswerOrigin(
            dossier_id=dossier_id,
            key=key,
            path=row["path"],
            taken_at=datetime.fromisoformat(row["at"]),
            is_changed=row["changed"],
        )
        for key, row in draft.origins.items()
        if key in clean
    )


_REFUSALS: dict[str, type[Exception]] = {
    "changed": SubmissionChanged,
    "closed": OfferingClosed,
    "foreign": UploadUnknown,
    "outdated": _Outdated,
}


_ENDS_DRAFTS = frozenset({"closed", "outdated"})


def _validated(rules: Rules, filing: Filing, day: date) -> dict[str, Any]:
    validated = rules.form.validate(dict(filing.answers), today=day)
    if not validated.is_valid:
        raise AnswersInvalid(errors=said(validated.errors, filing.language))
    return validated.clean


def _with_files_of_answers(rules: Rules, filing: Filing, clean: dict[str, Any]) -> Filing:
    """Take the files that answer questions among the papers, where they are not named there."""
    sent = rules.sent_as_answers if rules.sends_files else {}
    named = {(code, str(upload)) for code, upload in filing.papers}
    more = [
        (code, _file_key(key, text))
        for code, key in sent.items()
        for text in clean.get(key, ())
        if (code, text) not in named
    ]
    return replace(filing, papers=(*filing.papers, *more)) if more else filing


def _file_key(key: str, text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError as error:
        raise InvalidInput(errors=[{"path": key, "code": "not-a-file"}]) from error


def _as_asked(rules: Rules, filing: Filing, clean: dict[str, Any], day: date) -> Filing:
    """Leave out papers that the answers ask for no more, as answers are that nobody asks for."""
    asked = {row.code for row in rules.papers(clean, filing.channel, day)}
    return replace(filing, papers=tuple(row for row in filing.papers if row[0] in asked))


def _check_papers(
    rules: Rules, filing: Filing, clean: dict[str, Any], day: date
) -> Sequence[AskedPaper]:
    """Refuse papers that nobody asked for or that lack; give those that are asked."""
    asked = rules.papers(clean, filing.channel, day)
    given = {code for code, _upload in filing.papers}
    stray = given - {row.code for row in asked}
    if stray:
        raise PaperNotAsked(codes=sorted(stray))
    refuse_surplus_files(asked, filing)
    missing = missing_papers(asked, given | filing.lacking | filing.seen, filing.by_data)
    if missing:
        raise PapersMissing(papers=[row.code for row in missing])
    return asked


def _refuse_signed_form(signs: Mapping[str, SignatureQuestion]) -> None:
    """Refuse what came without a draft where its form is signed: there is no print to hold it to.

    Any signed PDF would pass for the form.
    """
    if any(question.signs == "form" for question in signs.values()):
        raise FormSignedOnPortal


def _check_signatures(
    filing: Filing, signs: Mapping[str, SignatureQuestion], draft: Draft | None, now: datetime
) -> None:
    """Demand the filer's signature where the form does, on what is filed as it stands."""
    if not signs:
        return
    bad = badly_signed([(code, sent) for code, sent in filing.papers if code in signs])
    bad += unsigned(draft, now) if draft is not None and not bad else ()
    if bad:
        raise PapersUnsigned(papers=sorted(set(bad)))


def _filed_before(dossier_id: int) -> Submitted:
    dossier = Dossier.objects.only("public_id", "code").get(pk=dossier_id)
    return Submitted(dossier.pk, dossier.public_id, dossier.code, is_new=False)

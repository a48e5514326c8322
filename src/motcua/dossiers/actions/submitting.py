"""Filing a dossier: validated here, written by one SQL statement."""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import orjson
from django.db import connection
from psycopg.types.json import Jsonb

from motcua.dossiers.errors import (
    AnswersInvalid,
    DossierNotFound,
    DraftGone,
    NotListed,
    OfferingClosed,
    PapersMissing,
    SubmissionChanged,
    said,
)
from motcua.dossiers.models import Dossier, Draft
from motcua.dossiers.queries.tracking import tracking_digest
from motcua.identity import queries as people
from motcua.kernel.clock import civil_date
from motcua.kernel.errors import NotAllowed
from motcua.kernel.sealed import seal
from motcua.procedures import queries as catalogue
from motcua.procedures.base.papers import missing_papers
from motcua.procedures.enums import FeeDue

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from motcua.kernel.actors import Actor
    from motcua.procedures.base.fees import FeeLine
    from motcua.procedures.base.rules import Rules
    from motcua.procedures.queries import OfferingCard

_PARAMETERS = 34
_SUBMIT = "SELECT * FROM dossiers_submit_v1(" + ", ".join(["%s"] * _PARAMETERS) + ")"  # noqa: S608 - places


@dataclass(frozen=True, slots=True)
class Filing:
    """What somebody files: answers by question, and (paper code, upload's public id) pairs.

    `by_data` names the papers that the filer leaves to the registries' data.
    """

    offering_id: int
    channel: str
    language: str
    answers: Mapping[str, Any]
    papers: Sequence[tuple[str, uuid.UUID]]
    by_data: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Submitted:
    """The outcome of filing; `is_new` is False when the same key had been used before."""

    dossier_id: int
    public_id: uuid.UUID
    code: str
    is_new: bool


def submit_draft(*, actor: Actor, draft_id: uuid.UUID, now: datetime) -> Submitted:
    """File one's draft; a second call gives the first answer.

    Raises `DossierNotFound`, `AnswersInvalid`, `PapersMissing`, `OfferingClosed`, `DraftGone`.
    """
    draft = Draft.objects.filter(public_id=draft_id, account_id=actor.account_id or -1).first()
    if draft is None:
        raise DossierNotFound
    filing = Filing(
        offering_id=draft.offering_id,
        channel=draft.channel,
        language=draft.language,
        answers=draft.answers,
        papers=tuple(draft.uploads.values_list("paper_code", "public_id")),
        by_data=frozenset(draft.by_data),
    )
    if draft.dossier_id is not None:
        return _filed_before(draft.dossier_id)
    return _file(filing, actor=actor, key=f"draft:{draft.public_id}", draft=draft, now=now)


def submit(*, actor: Actor, filing: Filing, key: str, now: datetime) -> Submitted:
    """File a dossier in one call, as the API does.

    `key` is the caller's idempotency key: the same key and filing give the first answer. Raises
    `AnswersInvalid`, `PapersMissing`, `NotListed`, `OfferingClosed`, `SubmissionChanged`.
    """
    return _file(filing, actor=actor, key=f"api:{actor.account_id}:{key}", draft=None, now=now)


def _file(
    filing: Filing, *, actor: Actor, key: str, draft: Draft | None, now: datetime
) -> Submitted:
    if actor.account_id is None:
        raise NotAllowed
    offering = catalogue.offering(filing.offering_id)
    rules = catalogue.rules(draft.version_id if draft else offering.version_id)
    day = civil_date(now)
    clean = _validated(rules, filing, day)
    _check_papers(rules, filing, clean, day)
    row = _Row(
        filing=filing,
        clean=clean,
        key=key,
        draft_id=draft.pk if draft else None,
        public_id=uuid.uuid4(),
        now=now,
    )
    with connection.cursor() as cursor:
        cursor.execute(_SUBMIT, _parameters(row, actor, offering, rules))
        status, dossier_id, public_id, code = cursor.fetchone()
    if status in _REFUSALS:
        raise DraftGone if status == "closed" and draft else _REFUSALS[status]
    return Submitted(dossier_id, public_id, code, is_new=status == "created")


_REFUSALS: dict[str, type[Exception]] = {
    "changed": SubmissionChanged,
    "closed": OfferingClosed,
    "foreign": NotListed,
}


@dataclass(frozen=True, slots=True)
class _Row:
    """What is about to be written."""

    filing: Filing
    clean: dict[str, Any]
    key: str
    draft_id: int | None
    public_id: uuid.UUID
    now: datetime


def _validated(rules: Rules, filing: Filing, day: date) -> dict[str, Any]:
    validated = rules.form.validate(dict(filing.answers), today=day)
    if not validated.is_valid:
        raise AnswersInvalid(errors=said(validated.errors, filing.language))
    return validated.clean


def _check_papers(rules: Rules, filing: Filing, clean: dict[str, Any], day: date) -> None:
    asked = rules.papers(clean, filing.channel, day)
    given = {code for code, _upload in filing.papers}
    stray = given - {row.code for row in asked}
    if stray:
        raise NotListed(codes=sorted(stray))
    missing = missing_papers(asked, given, filing.by_data)
    if missing:
        raise PapersMissing(papers=[row.code for row in missing])


def _parameters(row: _Row, actor: Actor, offering: OfferingCard, rules: Rules) -> tuple[Any, ...]:
    """Give the arguments of `dossiers_submit_v1`, in its order."""
    filing, day = row.filing, civil_date(row.now)
    filer = people.filer(actor.account_id or -1)
    lines = rules.fees(filing.channel, day, row.clean, overrides=offering.fee_overrides)
    at_filing = sum(line.total for line in lines if line.due == FeeDue.AT_FILING)
    step = rules.process.steps[0]
    desk, hands = offering.receiving, offering.unit_of(step.role)
    contact = {"phone": filer.phone, "email": filer.email, "language": filing.language}
    return (
        row.key,
        _digest(filing),
        row.now,
        day,
        offering.agency_id,
        offering.agency_code,
        desk.id,
        desk.path,
        offering.id,
        rules.version_id,
        rules.code,
        rules.variant(row.clean, day).code,
        filing.channel,
        filing.language,
        filer.account_id,
        filer.person_id,
        None,
        row.public_id,
        filer.name,
        seal(orjson.dumps(contact), "dossier.contact"),
        seal(orjson.dumps(row.clean), "dossier.answers"),
        [tracking_digest(row.public_id, end) for end in filer.last_fours],
        filer.search,
        Jsonb([_line(line) for line in lines]),
        at_filing,
        actor.kind,
        step.code,
        step.role,
        hands.id,
        hands.path,
        [code for code, _upload in filing.papers],
        [upload for _code, upload in filing.papers],
        row.draft_id,
        filer.is_invented,
    )


def _line(line: FeeLine) -> dict[str, object]:
    """Write a fee as the dossier keeps it, fixed at filing."""
    return {
        "code": line.code,
        "name": dict(line.name),
        "amount": line.amount,
        "quantity": line.quantity,
        "total": line.total,
        "due": str(line.due),
        "basis": line.basis,
        "exemption": line.exemption,
        "refundable": line.refundable,
    }


def _digest(filing: Filing) -> bytes:
    """Give the SHA-256 of what is filed, so that the same key cannot stand for something else."""
    body = {
        "offering": filing.offering_id,
        "channel": filing.channel,
        "answers": dict(filing.answers),
        "papers": sorted((code, str(upload)) for code, upload in filing.papers),
        "by_data": sorted(filing.by_data),
    }
    return hashlib.sha256(orjson.dumps(body, option=orjson.OPT_SORT_KEYS)).digest()


def _filed_before(dossier_id: int) -> Submitted:
    dossier = Dossier.objects.only("public_id", "code").get(pk=dossier_id)
    return Submitted(dossier.pk, dossier.public_id, dossier.code, is_new=False)

"""The one statement that files a dossier, and its arguments."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import orjson

from motcua.dossiers.actions.files import MEGABYTE, media_types
from motcua.dossiers.queries.tracking import tracking_digest
from motcua.identity import queries as people
from motcua.kernel.clock import civil_date
from motcua.kernel.sealed import seal
from motcua.kernel.search import vector_of
from motcua.kernel.text import search_document
from motcua.procedures.base.claims import claims_of
from motcua.procedures.base.fees import kept_line
from motcua.procedures.base.forms.gist import gist_of
from motcua.procedures.enums import ClaimState, FeeDue

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from motcua.agencies.queries.desks import Desk
    from motcua.identity.queries import Filer
    from motcua.kernel.actors import Actor
    from motcua.procedures.base.packs import Paper
    from motcua.procedures.base.rules import Rules
    from motcua.procedures.queries import OfferingCard

_ARGUMENTS = 40
STATEMENT: Final = f"SELECT * FROM dossiers_submit_v6({', '.join(['%s'] * _ARGUMENTS)})"  # noqa: S608 - places
"""Gives (status, id, public id, code); see `migrations/submit_v6.sql`."""


@dataclass(frozen=True, slots=True)
class Filing:
    """What somebody files: answers by question, and (paper code, upload's public id) pairs.

    `by_data` names the papers that the filer leaves to the registries' data, `lacking` those that a
    receptionist takes it without, to ask for them at once, `seen` those he was shown and gave back,
    which prove an exemption. `written_at` is when it was written
    down, where it is filed as of an earlier time.
    """

    offering_id: int
    channel: str
    language: str
    answers: Mapping[str, Any]
    papers: Sequence[tuple[str, UUID]]
    by_data: frozenset[str] = frozenset()
    lacking: frozenset[str] = frozenset()
    seen: frozenset[str] = frozenset()
    written_at: datetime | None = None

    @property
    def codes(self) -> frozenset[str]:
        """The codes of the papers that come with it, in whatever way."""
        return frozenset(code for code, _file in self.papers) | (
            self.by_data | self.lacking | self.seen
        )


@dataclass(frozen=True, slots=True)
class Submission:
    """What is about to be written: a filing that was checked, with its clean answers.

    `limits` are the papers, by code, that say what their files may be; a draft's were held to that
    when they came. `filer` is in whose name it is filed, where the actor files for another;
    `office` the one that takes it in, where that is another agency's.
    """

    filing: Filing
    clean: dict[str, Any]
    key: str
    draft_id: int | None
    public_id: UUID
    now: datetime
    limits: Mapping[str, Paper]
    filer: Filer | None = None
    office: Desk | None = None


def arguments(
    submission: Submission, actor: Actor, offering: OfferingCard, rules: Rules
) -> tuple[Any, ...]:
    """Give the arguments of `STATEMENT`, in its order.

    Arrays and JSON are written as PostgreSQL reads them: the driver takes five times as long.
    """
    filing, day = submission.filing, civil_date(submission.now)
    clean, public_id = submission.clean, submission.public_id
    filer = submission.filer or people.filer(actor.account_id or -1)
    fee_lines, at_filing = _fees(submission, offering, rules, actor)
    step = rules.process.steps[0]
    desk, hands = offering.receiving, offering.unit_of(step.role)
    gist = gist_of(rules.form, clean)
    return (
        submission.key,
        _digest(filing),
        submission.now,
        day,
        offering.agency_id,
        desk.id,
        desk.path,
        offering.id,
        rules.version_id,
        rules.code,
        rules.variant(clean, day).code,
        filing.channel,
        filing.language,
        actor.account_id,
        filer.person_id,
        None,
        public_id,
        filer.name,
        *_sealed(submission, filer),
        *_searched(filer, gist),
        fee_lines,
        at_filing,
        actor.kind,
        step.code,
        step.role,
        hands.id,
        hands.path,
        *_files(filing.papers, submission.limits),
        submission.draft_id,
        filer.is_invented,
        *_office(submission, offering),
        gist,
        filing.written_at,
    )


def _sealed(submission: Submission, filer: Filer) -> tuple[bytes, bytes, str]:
    """Give how the filer is reached and what was answered, sealed, and what tracks the dossier."""
    contact = {
        "phone": filer.phone,
        "email": filer.email,
        "language": submission.filing.language,
    }
    ends = (tracking_digest(submission.public_id, end).hex() for end in filer.last_fours)
    return (
        seal(orjson.dumps(contact), "dossier.contact"),
        seal(orjson.dumps(submission.clean), "dossier.answers"),
        _array(rf'"\\x{end}"' for end in ends),
    )


def _searched(filer: Filer, gist: str) -> tuple[str, str]:
    """Give the words a dossier is found by, its filer's and what it is about, and their vector."""
    document = f"{filer.search}\n{search_document(gist)}" if gist else filer.search
    return document, vector_of(document)


def _office(submission: Submission, offering: OfferingCard) -> tuple[int, str]:
    """Give the number and code of the agency that takes the dossier in."""
    taking = submission.office or offering
    return taking.agency_id, taking.agency_code


def _files(
    papers: Sequence[tuple[str, UUID]], limits: Mapping[str, Paper]
) -> tuple[str, str, str, str]:
    """Give codes and uploads, and what each may be: its media types, and how many bytes."""
    held = [limits[code] for code, _upload in papers] if limits else []
    return (
        _array(code for code, _upload in papers),
        _array(str(upload) for _code, upload in papers),
        _array(" ".join(media_types(paper)) for paper in held),
        _array(str(paper.max_mb * MEGABYTE) for paper in held),
    )


def _fees(
    submission: Submission, offering: OfferingCard, rules: Rules, actor: Actor
) -> tuple[str, int]:
    """Give the fees as JSON, fixed at filing, and how many đồng are due at once.

    An exemption counts where its proof comes with the dossier; one that an official saw is granted.
    """
    day, filing = civil_date(submission.now), submission.filing
    lines = rules.fees(
        filing.channel,
        day,
        submission.clean,
        overrides=offering.fee_overrides,
        papers=filing.codes,
    )
    kept = [kept_line(line, day) for line in lines]
    for line in kept:
        for claim in claims_of(line):
            if claim["proof"] in filing.seen:
                claim |= {"state": str(ClaimState.GRANTED), "official": actor.official_id}
    at_filing = sum(line.total for line in lines if line.due == FeeDue.AT_FILING)
    return orjson.dumps(kept).decode(), at_filing


def _array(items: Iterable[str]) -> str:
    """Write codes, ids or quoted bytes as an array literal; none of them needs escaping."""
    return "{" + ",".join(items) + "}"


def _digest(filing: Filing) -> bytes:
    """Give the SHA-256 of what is filed, so that the same key cannot stand for something else."""
    body = {
        "offering": filing.offering_id,
        "channel": filing.channel,
        "language": filing.language,
        "answers": dict(filing.answers),
        "papers": sorted((code, str(upload)) for code, upload in filing.papers),
        "by_data": sorted(filing.by_data),
    }
    return hashlib.sha256(orjson.dumps(body, option=orjson.OPT_SORT_KEYS)).digest()

"""Filing for somebody who came to a counter: in his name, by an official who is named beside him.

The draft and its uploads belong to the official's account until it is filed; the dossier then
belongs to the person's own account, or to none where he has none.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import transaction

from motcua.agencies.enums import Role
from motcua.agencies.queries import covers
from motcua.dossiers.actions.authorising import official_of
from motcua.dossiers.actions.drafting import attach_file
from motcua.dossiers.actions.moving import lock, record, written
from motcua.dossiers.actions.provisional import note_entered, time_of_filing
from motcua.dossiers.actions.submitting import Submitted, submit_draft_for
from motcua.dossiers.errors import DossierNotFound, DraftGone, OfferingClosed
from motcua.dossiers.models import Draft, Transition, Upload
from motcua.dossiers.queries.papers_by_post import is_taking
from motcua.identity.queries import Filer
from motcua.kernel.actors import Actor
from motcua.kernel.clock import civil_date
from motcua.kernel.text import search_document
from motcua.procedures import queries as catalogue
from motcua.procedures.enums import Channel

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from motcua.identity.models import Person
    from motcua.kernel.models import StoredFile

_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Applicant:
    """In whose name a receptionist files: the person, how to tell him, his account if he has one.

    `number` is of the document he showed.
    """

    person: Person
    account_id: int | None
    number: str = field(repr=False)
    phone: str = field(repr=False)
    email: str = field(repr=False)


@transaction.atomic
def start_counter_draft(
    *,
    actor: Actor,
    offering_id: int,
    answers: Mapping[str, Any],
    now: datetime,
    channel: Channel = Channel.COUNTER,
) -> Draft:
    """Begin a form for somebody at a counter, or whose papers came by post, with what is known.

    Raises `DossierNotFound` for whoever does not receive there, `OfferingClosed`.
    """
    offering = catalogue.offering(offering_id)
    desk = offering.receiving
    if not covers(actor, offering.agency_id, desk.path, (Role.RECEPTIONIST,)):
        raise DossierNotFound
    is_taken = offering.is_open(civil_date(now)) and channel in offering.channels
    if actor.account_id is None or not is_taken:
        raise OfferingClosed
    return Draft.objects.create(
        account_id=actor.account_id,
        offering_id=offering_id,
        version_id=offering.version_id,
        channel=channel,
        answers=dict(answers),
        started_at=now,
        saved_at=now,
    )


@transaction.atomic
def hand_drafts_over(*, actor: Actor, draft_ids: Collection[int], now: datetime) -> None:
    """Give drafts begun at a counter, with their files, to the official who sits there now.

    The caller has seen to it that he may.
    """
    assert actor.account_id is not None
    drafts = Draft.objects.select_for_update().filter(
        pk__in=draft_ids, dossier=None, channel__in=(Channel.COUNTER, Channel.POST)
    )
    for draft in drafts:
        draft.account_id, draft.saved_at = actor.account_id, now
        draft.save(update_fields=["account", "saved_at"])
        Upload.objects.filter(draft=draft).update(account=actor.account_id)


@transaction.atomic
def submit_at_counter(
    *,
    actor: Actor,
    draft: Draft,
    applicant: Applicant,
    now: datetime,
    lacking: frozenset[str] = frozenset(),
) -> Submitted:
    """File a counter's draft in the applicant's name, once however often it is called.

    `lacking` names papers that he is asked for at once, on slip 02. What was taken on paper in an
    outage is filed as of its original time. Raises as `submit_draft`.
    """
    if is_taking(draft):
        raise DraftGone
    moment = time_of_filing(draft, now)
    filed = submit_draft_for(
        actor=actor,
        draft=draft,
        filer=_filer(actor, applicant),
        lacking=lacking,
        now=moment,
        written_at=now if moment != now else None,
    )
    if not filed.is_new:
        return filed
    dossier = lock(filed.dossier_id)
    dossier.account_id = applicant.account_id
    dossier.save(update_fields=["account"])
    Transition.objects.create(
        dossier=dossier,
        at=moment,
        action="file_at_counter",
        from_state=dossier.state,
        to_state=dossier.state,
        actor_kind=actor.kind,
        account_id=actor.account_id,
        official_id=official_of(actor),
        reason=note_entered(draft, dossier, actor=actor, now=now),
        data=written(moment, now),
    )
    as_of = {"as_of": moment} if moment != now else {}
    record(dossier, "dossiers.file_at_counter", actor=actor, now=now, **as_of)
    return filed


def _filer(actor: Actor, applicant: Applicant) -> Filer:
    """Describe the applicant as filing knows who files; the account is the official's till then."""
    person, ends = applicant.person, (applicant.number, applicant.phone)
    assert actor.account_id is not None
    return Filer(
        account_id=actor.account_id,
        person_id=person.pk,
        name=person.full_name,
        search=search_document(person.full_name),
        phone=applicant.phone,
        email=applicant.email,
        language="vi",
        last_fours=tuple(sorted({end[-_DIGITS:].upper() for end in ends if len(end) >= _DIGITS})),
        is_invented=person.is_invented,
    )


@transaction.atomic
def attach_scanned(*, draft: Draft, paper_code: str, file: StoredFile, now: datetime) -> Upload:
    """Put a scanned file to a paper of a counter's draft; the same content again is one.

    Raises `DossierNotFound` where the paper is not asked, `FileLimit`, `DraftGone`.
    """
    keeper = Actor("system", account_id=draft.account_id)
    return attach_file(
        actor=keeper, draft_id=draft.public_id, paper_code=paper_code, file=file, now=now
    )

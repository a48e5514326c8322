"""Officials: appointed, posted with a role, transferred, granted more, and gone; all on a day."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.models import Q

from motcua.agencies.actions.succession import keeping_administered
from motcua.agencies.errors import (
    CodeTaken,
    MadeYou,
    NotYourself,
    OfficialKnown,
    PostingOverlaps,
    UnitElsewhere,
)
from motcua.agencies.models import Agency, Grant, Official, Posting, Unit
from motcua.agencies.queries.humans import identity_index, is_second_person
from motcua.agencies.queries.standing import chain_of
from motcua.kernel import audit
from motcua.kernel.text import search_document

if TYPE_CHECKING:
    from datetime import date, datetime

    from motcua.kernel.actors import Actor


@dataclass(frozen=True, slots=True)
class OfficialFacts:
    """What is known of an official; `staff_code` is unique in the agency.

    Of `identity_number` only a blind index is kept, by which a second record of him is found.
    """

    staff_code: str
    full_name: str
    title: str = ""
    email: str = ""
    is_invented: bool = False
    identity_number: str = field(default="", repr=False)


@transaction.atomic
def appoint_official(
    *,
    actor: Actor,
    agency: Agency,
    facts: OfficialFacts,
    now: datetime,
    valid_from: date,
) -> Official:
    """Take an official into an agency from a day.

    Raises `NotAllowed`, `CodeTaken`, `OfficialKnown` where the same identity number or address
    serves in the agency already, and `NotYourself` for who would take himself in once more.
    """
    _require_administrator(actor, agency.pk)
    _refuse_own_address(actor, facts.email)
    known = identity_index(facts.identity_number)
    _refuse_known(agency, facts.email, known, valid_from)
    try:
        with transaction.atomic():
            official = Official.objects.create(
                agency=agency,
                staff_code=facts.staff_code,
                full_name=facts.full_name,
                title=facts.title,
                email=facts.email.lower(),
                identity_index=known,
                search_text=search_document(facts.full_name, facts.staff_code),
                valid_from=valid_from,
                is_invented=facts.is_invented,
            )
    except IntegrityError:
        raise CodeTaken(code=facts.staff_code) from None
    _record("appoint_official", official, actor=actor, now=now)
    return official


@transaction.atomic
def post_official(
    *, actor: Actor, official: Official, unit: Unit, role: str, now: datetime, valid_from: date
) -> Posting:
    """Give an official a role in a unit of his agency from a day.

    Raises `NotAllowed`, `NotYourself`, `MadeYou`, `UnitElsewhere`, `PostingOverlaps`.
    """
    _require_administrator(actor, unit.agency_id)
    _refuse_himself(actor, official)
    _refuse_who_made_him(actor, official.pk, now)
    if unit.agency_id != official.agency_id:
        raise UnitElsewhere
    Official.objects.select_for_update().get(pk=official.pk)
    running = Posting.objects.filter(
        _holds_after(valid_from), official=official, unit=unit, role=role
    )
    if running.exists():
        raise PostingOverlaps
    posting = Posting.objects.create(
        official=official,
        unit=unit,
        role=role,
        valid_from=valid_from,
        posted_by_id=actor.official_id,
        posted_at=now,
    )
    _record("post_official", official, actor=actor, now=now, role=role, unit=unit.pk)
    return posting


@transaction.atomic
def end_posting(*, actor: Actor, posting: Posting, on: date, now: datetime) -> None:
    """End a posting on a day; one that would not have held a single day is removed.

    Raises `NotAllowed`, `MadeYou`, `LastAdministrator`.
    """
    _require_administrator(actor, posting.unit.agency_id)
    _refuse_who_made_him(actor, posting.official_id, now)
    with keeping_administered(posting.unit.agency_id, on):
        _cut(posting, on)
    _record("end_posting", posting.official, actor=actor, now=now, role=posting.role)


@transaction.atomic
def transfer_official(
    *, actor: Actor, official: Official, unit: Unit, role: str, now: datetime, on: date
) -> Posting:
    """End all postings of an official on a day and post him elsewhere from that day.

    Raises as `post_official` and `end_posting` do.
    """
    _require_administrator(actor, official.agency_id)
    _refuse_who_made_him(actor, official.pk, now)
    with keeping_administered(official.agency_id, on):
        for posting in Posting.objects.filter(_holds_after(on), official=official):
            _cut(posting, on)
        return post_official(
            actor=actor, official=official, unit=unit, role=role, now=now, valid_from=on
        )


@transaction.atomic
def depart_official(*, actor: Actor, official: Official, on: date, now: datetime) -> None:
    """Let an official go on a day: his postings and grants end with him.

    Raises `NotAllowed`, `MadeYou`, `LastAdministrator`.
    """
    _require_administrator(actor, official.agency_id)
    _refuse_who_made_him(actor, official.pk, now)
    with keeping_administered(official.agency_id, on):
        for posting in Posting.objects.filter(_holds_after(on), official=official):
            _cut(posting, on)
    for grant in Grant.objects.filter(_holds_after(on), official=official):
        _cut(grant, on)
    official.valid_to = on
    official.save(update_fields=["valid_to"])
    _record("depart_official", official, actor=actor, now=now)


@dataclass(frozen=True, slots=True)
class GrantTerms:
    """What a grant gives: `kind` of `GrantKind`, an agency or a unit of it, days and the reason."""

    kind: str
    reason: str
    valid_from: date
    valid_to: date | None = None


@transaction.atomic
def grant_access(
    *,
    actor: Actor,
    official: Official,
    agency: Agency,
    terms: GrantTerms,
    now: datetime,
    unit: Unit | None = None,
) -> Grant:
    """Let an official act in another agency or unit for some days.

    Raises `NotAllowed`, `NotYourself`.
    """
    _require_administrator(actor, agency.pk)
    _refuse_himself(actor, official)
    grant = Grant.objects.create(
        official=official,
        agency=agency,
        unit=unit,
        kind=terms.kind,
        reason=terms.reason,
        valid_from=terms.valid_from,
        valid_to=terms.valid_to,
        granted_by_id=actor.official_id,
    )
    _record("grant_access", official, actor=actor, now=now, kind=terms.kind, agency=agency.pk)
    return grant


@transaction.atomic
def revoke_grant(*, actor: Actor, grant: Grant, on: date, now: datetime) -> None:
    """End a grant on a day."""
    _require_administrator(actor, grant.agency_id)
    _cut(grant, on)
    _record("revoke_grant", grant.official, actor=actor, now=now, kind=grant.kind)


def _holds_after(on: date) -> Q:
    """Keep what holds on a day or begins later."""
    return Q(valid_to__isnull=True) | Q(valid_to__gt=on)


def _cut(dated: Posting | Grant, on: date) -> None:
    if dated.valid_from >= on:
        dated.delete()
        return
    dated.valid_to = on
    dated.save(update_fields=["valid_to"])


def _require_administrator(actor: Actor, agency_id: int) -> None:
    if actor.kind != "system":
        actor.require_role("administrator", agency_id=agency_id)


def _refuse_himself(actor: Actor, official: Official) -> None:
    if actor.official_id is not None and not is_second_person(actor.official_id, official.pk):
        raise NotYourself


def _refuse_who_made_him(actor: Actor, official_id: int, now: datetime) -> None:
    """Refuse a new administrator who would change what those hold who made him one."""
    own = actor.official_id
    if own is not None and official_id != own and official_id in chain_of(own, now):
        raise MadeYou


def _refuse_known(agency: Agency, email: str, known: bytes | None, on: date) -> None:
    """Refuse a second record in one agency of who serves there; elsewhere he may serve besides."""
    same = Q(identity_index=known) if known else Q(pk=None)
    if email:
        same |= Q(email=email.lower())
    if Official.objects.filter(_holds_after(on), same, agency=agency).exists():
        raise OfficialKnown


def _refuse_own_address(actor: Actor, email: str) -> None:
    """Refuse a second official with the actor's own address, who could be posted as a stranger."""
    own = Official.objects.filter(pk=actor.official_id or -1, email__iexact=email)
    if email and own.exists():
        raise NotYourself


def _record(act: str, official: Official, *, actor: Actor, now: datetime, **data: object) -> None:
    audit.record(
        actor=actor,
        action=f"agencies.{act}",
        subject=("official", str(official.public_id)),
        agency_id=official.agency_id,
        now=now,
        data=data,
    )

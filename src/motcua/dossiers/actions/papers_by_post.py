"""What is prepared online and sent by post: said before filing, awaited, taken in at the office."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from django.db import transaction

from motcua.agencies.enums import Role
from motcua.deliveries.actions import receive_parcel
from motcua.deliveries.base import Address
from motcua.deliveries.enums import ParcelState
from motcua.dossiers.actions.authorising import official_of, require_role
from motcua.dossiers.actions.drafting import lock_draft, throw_away
from motcua.dossiers.actions.moving import happen, lock, record, written
from motcua.dossiers.actions.papers import replace_papers
from motcua.dossiers.actions.posting import ask_collection, give_up_collection
from motcua.dossiers.enums import ErrandKind, State
from motcua.dossiers.errors import NothingPosted, OfferingClosed, PapersNotHere
from motcua.dossiers.models import Draft, PostedPapers
from motcua.dossiers.queries.errands import errand_of, parcel_of, rate_of
from motcua.dossiers.queries.papers_by_post import is_postable
from motcua.dossiers.queries.uploads import uploads_of
from motcua.procedures.enums import Channel

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime
    from uuid import UUID

    from motcua.dossiers.models import Dossier
    from motcua.kernel.actors import Actor


@transaction.atomic
def send_by_post(
    *, actor: Actor, draft_id: UUID, address: Address | None, now: datetime
) -> PostedPapers:
    """Say before filing that papers come by post: fetched at a door, or brought there by oneself.

    Limit and fees are those of that way from now on; the last word counts. Raises
    `DossierNotFound`, `DraftGone`, `OfferingClosed` where the office takes nothing by post,
    `NoRate` where the post does not go.
    """
    draft = lock_draft(actor, draft_id)
    if not is_postable(draft):
        raise OfferingClosed
    if address is not None:
        rate_of(draft.offering.agency, ErrandKind.COLLECT, address.place, now)
    _go_by(draft, Channel.POST, now)
    said = {"address": asdict(address) if address else None, "chosen_at": now}
    posted, _made = PostedPapers.objects.update_or_create(draft=draft, defaults=said)
    return posted


@transaction.atomic
def send_files(*, actor: Actor, draft_id: UUID, now: datetime) -> Draft:
    """Say before filing that papers are sent as files after all.

    Raises `DossierNotFound`, `DraftGone`.
    """
    draft = lock_draft(actor, draft_id)
    if PostedPapers.objects.filter(draft=draft).delete()[0]:
        _go_by(draft, Channel.ONLINE, now)
    return draft


def _go_by(draft: Draft, channel: Channel, now: datetime) -> None:
    draft.channel, draft.saved_at = channel, now
    draft.save(update_fields=["channel", "saved_at"])


def await_papers(
    posted: PostedPapers,
    codes: Collection[str],
    *,
    actor: Actor,
    dossier_id: int,
    now: datetime,
) -> None:
    """Note, in the transaction that files it, what a dossier still waits for; ask the post for it.

    Raises `NoRate`.
    """
    posted.dossier_id, posted.codes = dossier_id, list(codes)
    posted.save(update_fields=["dossier", "codes"])
    if posted.address:
        door = Address(**posted.address)
        ask_collection(actor=actor, dossier_id=dossier_id, address=door, now=now)


@transaction.atomic
def note_arrival(*, actor: Actor, dossier_id: int, at: datetime, now: datetime) -> bool:
    """Note, once, when the papers of a dossier came: from then on its limit counts.

    Says whether there was something to note. Source: Decree 61/2018, Article 17 (receipt of what
    comes by post; carried into Decree 118/2025).
    """
    dossier = lock(dossier_id)
    posted = PostedPapers.objects.filter(dossier=dossier, arrived_at=None).first()
    if posted is None:
        return False
    posted.arrived_at = max(at, dossier.submitted_at)
    posted.save(update_fields=["arrived_at"])
    moment = posted.arrived_at
    said: dict[str, Any] = dict(written(moment, now))
    happen(dossier, "papers_arrived", actor=actor, now=moment, **said)
    return True


def require_papers(dossier: Dossier) -> None:
    """Demand that what comes by post is there. Raises `PapersNotHere`."""
    if dossier.channel != Channel.POST:
        return
    if PostedPapers.objects.filter(dossier=dossier, arrived_at=None).exists():
        raise PapersNotHere


@transaction.atomic
def receive_papers(*, actor: Actor, dossier_id: int, now: datetime) -> None:
    """Note that an official holds the envelope of a dossier; a second call changes nothing.

    Raises `DossierNotFound`, `NotAllowed`, `NothingPosted`.
    """
    dossier, _posted = _locked(actor, dossier_id, Role.RECEPTIONIST, Role.CLERK)
    _hold_parcel(dossier, actor=actor, now=now)
    note_arrival(actor=actor, dossier_id=dossier.pk, at=now, now=now)


@transaction.atomic
def start_taking(*, actor: Actor, dossier_id: int, now: datetime) -> Draft:
    """Begin to take in what came for a dossier, or go on with it; it is there from now on.

    Raises `DossierNotFound`, `NotAllowed`, `NothingPosted`.
    """
    receive_papers(actor=actor, dossier_id=dossier_id, now=now)
    dossier, posted = _locked(actor, dossier_id, Role.RECEPTIONIST)
    assert actor.account_id is not None
    if posted.taking is None:
        posted.taking = Draft.objects.create(
            account_id=actor.account_id,
            offering_id=dossier.offering_id,
            version_id=dossier.version_id,
            channel=Channel.POST,
            language=dossier.language,
            answers=dossier.answers,
            started_at=now,
            saved_at=now,
        )
        PostedPapers.objects.filter(pk=posted.pk).update(taking=posted.taking)
    elif posted.taking.account_id != actor.account_id:
        posted.taking.account_id = actor.account_id
        posted.taking.save(update_fields=["account"])
        posted.taking.uploads.update(account=actor.account_id)
    return posted.taking


@transaction.atomic
def take_papers(*, actor: Actor, dossier_id: int, now: datetime) -> Dossier:
    """Put what was scanned of an envelope among a dossier's papers; a second call does nothing.

    Raises `DossierNotFound`, `NotAllowed`, `NothingPosted`.
    """
    dossier, posted = _locked(actor, dossier_id, Role.RECEPTIONIST)
    if posted.taking is None:
        raise NothingPosted
    uploads: dict[str, list[UUID]] = {}
    for row in uploads_of(posted.taking):
        uploads.setdefault(row.paper_code, []).append(row.public_id)
    replace_papers(dossier, uploads, account_id=actor.account_id, now=now)
    taking, posted.taking = posted.taking, None
    posted.taken_at, posted.taken_by_id = now, official_of(actor)
    posted.save(update_fields=["taking", "taken_at", "taken_by"])
    throw_away(taking)
    record(dossier, "dossiers.papers_taken", actor=actor, now=now, papers=sorted(uploads))
    return dossier


def _locked(actor: Actor, dossier_id: int, *roles: Role) -> tuple[Dossier, PostedPapers]:
    dossier = lock(dossier_id)
    require_role(actor, dossier, *roles)
    posted = (
        PostedPapers.objects.select_related("taking").filter(dossier=dossier, taken_at=None).first()
    )
    if posted is None or dossier.state != State.FILED:
        raise NothingPosted
    return dossier, posted


def _hold_parcel(dossier: Dossier, *, actor: Actor, now: datetime) -> None:
    """Note that an official holds the parcel in which the papers came, where the post had one."""
    errand = errand_of(dossier, ErrandKind.COLLECT)
    parcel = parcel_of(errand) if errand else None
    if parcel is not None and parcel.state in {ParcelState.BOOKED, ParcelState.IN_TRANSIT}:
        receive_parcel(actor=actor, parcel_id=parcel.pk, now=now)
    give_up_collection(actor=actor, dossier_id=dossier.pk, now=now)

"""Filing for another online: in his name, by the helper, who is named beside him."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction

from motcua.agencies.enums import Role
from motcua.dossiers.actions.authorising import require_role
from motcua.dossiers.actions.drafting import begin_draft, throw_away
from motcua.dossiers.actions.moving import lock, record
from motcua.dossiers.actions.submitting import Submitted, submit_draft, submit_draft_for
from motcua.dossiers.errors import DossierNotFound
from motcua.dossiers.models import Draft, Helping, Paper
from motcua.dossiers.queries.papers_by_post import papers_to_post
from motcua.dossiers.queries.wording import AUTHORITY
from motcua.identity.errors import MandateNotInForce
from motcua.identity.queries import (
    Filer,
    account_of_person,
    current_identifier,
    filer as filer_of_account,
    language_of_person,
)
from motcua.identity.queries.mandates import mandate_in_force
from motcua.kernel.text import search_document
from motcua.notifications.actions import Recipient, notify

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from motcua.dossiers.models import Dossier
    from motcua.identity.models import Mandate
    from motcua.kernel.actors import Actor

_DIGITS = 4


@transaction.atomic
def start_draft_for(
    *, actor: Actor, offering_id: int, mandate_id: UUID, language: str, now: datetime
) -> Draft:
    """Begin a form in another's name; or go on with the one begun for him.

    Raises `NotFound`, `MandateNotInForce`, and what beginning a form raises.
    """
    mandate = mandate_in_force(actor, mandate_id)
    begun = Helping.objects.filter(
        mandate=mandate,
        draft__offering=offering_id,
        draft__account=actor.account_id,
        draft__dossier=None,
        draft__supplement=None,
    ).first()
    if begun is not None and begun.draft is not None:
        return begun.draft
    draft = begin_draft(actor=actor, offering_id=offering_id, language=language, now=now)
    Helping.objects.create(mandate=mandate, draft=draft)
    return draft


def submit_own_or_for(*, actor: Actor, draft_id: UUID, now: datetime) -> Submitted:
    """File one's draft, in another's name where it was begun for him; he is told.

    Raises as `submit_draft`, and `MandateNotInForce` once one of the two ended it.
    """
    helping = (
        Helping.objects.select_related("mandate__owner", "mandate__helper", "draft")
        .filter(draft__public_id=draft_id, draft__account=actor.account_id or -1)
        .first()
    )
    if helping is None or helping.draft is None or helping.draft.dossier_id is not None:
        return submit_draft(actor=actor, draft_id=draft_id, now=now)
    mandate = helping.mandate
    if not mandate.is_in_force:
        raise MandateNotInForce
    with transaction.atomic():
        filed = submit_draft_for(
            actor=actor,
            draft=helping.draft,
            filer=_filer(actor, mandate),
            lacking=frozenset(row.code for row in papers_to_post(helping.draft, now)),
            now=now,
        )
        if filed.is_new:
            helping.dossier_id = filed.dossier_id
            helping.save(update_fields=["dossier"])
            dossier = lock(filed.dossier_id)
            _lay_authority(dossier, mandate, now)
            record(
                dossier,
                "dossiers.file_for_another",
                actor=actor,
                now=now,
                mandate=str(mandate.public_id),
            )
            _tell_owner(mandate, filed.code, now=now)
    return filed


@transaction.atomic
def note_helper(
    *,
    actor: Actor,
    dossier_id: int,
    mandate: Mandate,
    phone: str,
    now: datetime,
) -> Helping:
    """Write beside a dossier filed at a counter who came for its owner, with his paper; tell both.

    The dossier stays its owner's: the helper follows it by its code only. Raises
    `DossierNotFound`, `NotAllowed`.
    """
    dossier = lock(dossier_id)
    require_role(actor, dossier, Role.RECEPTIONIST)
    helping = Helping.objects.create(mandate=mandate, dossier=dossier)
    _lay_authority(dossier, mandate, now)
    record(
        dossier, "dossiers.file_for_another", actor=actor, now=now, mandate=str(mandate.public_id)
    )
    _tell_owner(mandate, dossier.code, now=now)
    notify(
        key=f"helper:{dossier.code}",
        recipient=Recipient(
            phone or str(mandate.helper.phone or ""), "", language_of_person(mandate.helper_id)
        ),
        template="helper-filed",
        context={"owner": mandate.owner.full_name, "code": dossier.code},
        agency_id=dossier.agency_id,
        now=now,
    )
    return helping


@transaction.atomic
def hand_back(*, actor: Actor, mandate: Mandate, now: datetime) -> int:
    """Take what was filed by an ended mandate from the helper, and give it to its owner's account.

    From then on only the owner is told of them. Drafts that were not filed are thrown away. Gives
    the number of dossiers.
    """
    account = account_of_person(mandate.owner_id)
    email = account.email if account else str(mandate.owner.email or "")
    told = {"phone": str(mandate.phone or mandate.owner.phone or ""), "email": email}
    handed = 0
    rows = Helping.objects.filter(mandate=mandate).select_related("draft")
    for helping in rows.select_for_update(of=("self",)):
        if helping.dossier_id is not None:
            dossier = lock(helping.dossier_id)
            dossier.account_id = account.pk if account else None
            dossier.contact = dossier.contact | told
            dossier.save(update_fields=["account", "contact"])
            record(dossier, "dossiers.hand_back", actor=actor, now=now)
            handed += 1
        elif helping.draft is not None:
            throw_away(helping.draft)
    return handed


def _lay_authority(dossier: Dossier, mandate: Mandate, now: datetime) -> None:
    """Put the paper by which somebody files beside the dossier's own, where there is one."""
    if mandate.authority is not None:
        Paper.objects.create(dossier=dossier, code=AUTHORITY, file=mandate.authority, added_at=now)


def _filer(actor: Actor, mandate: Mandate) -> Filer:
    """Describe the owner as filing knows who files; the account stays the helper's."""
    if actor.account_id is None:
        raise DossierNotFound
    helper, owner = filer_of_account(actor.account_id), mandate.owner
    document, phone = current_identifier(owner), str(mandate.phone or "")
    ends = (str(document.number) if document else "", phone)
    own = {end[-_DIGITS:].upper() for end in ends if len(end) >= _DIGITS}
    return Filer(
        account_id=actor.account_id,
        person_id=owner.pk,
        name=owner.full_name,
        search=search_document(owner.full_name),
        phone=phone or helper.phone,
        email=helper.email,
        language=helper.language,
        last_fours=tuple(sorted(own | set(helper.last_fours))),
        is_invented=owner.is_invented,
    )


def _tell_owner(mandate: Mandate, code: str, *, now: datetime) -> None:
    account = account_of_person(mandate.owner_id)
    notify(
        key=f"helped:{code}",
        recipient=Recipient(
            str(mandate.phone or ""),
            str(mandate.owner.email or ""),
            account.language if account else "vi",
            account.pk if account else None,
            mandate.owner_id,
        ),
        template="helped-filing",
        context={
            "helper": mandate.helper.full_name,
            "code": code,
            "link": f"{settings.PORTAL_URL}/helping/end",
        },
        agency_id=None,
        now=now,
    )

"""Acting for another: asked by the helper, consented to by the owner's code, ended by either."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.db import transaction

from motcua.identity.actions.people import IdentifierFacts, PersonFacts, register_person
from motcua.identity.errors import MandateCodeWrong, MandateOfOneself
from motcua.identity.models import Mandate, Person
from motcua.identity.queries.people import language_of_person, person_by_identifier
from motcua.kernel import audit, ratelimits
from motcua.kernel.errors import NotAllowed, NotFound
from motcua.kernel.sealed import blind_index, blind_indexes, is_indexed, normal_form
from motcua.kernel.text import nfc
from motcua.notifications.actions import Recipient, notify

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from motcua.kernel.actors import Actor
    from motcua.kernel.models import StoredFile

CODE_LASTS: Final = timedelta(minutes=10)
ASKED_A_DAY, TRIES, ENDINGS_AN_HOUR = 10, 5, 10
# No 0/O, 1/I: somebody types it from a text message.
_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_ENDING_LENGTH = 10
_CODE = "mandate.code"


@dataclass(frozen=True, slots=True)
class OwnerFacts:
    """For whom one files: name, number of a document, phone (may be empty), how one is related."""

    full_name: str
    type: str
    number: str = field(repr=False)
    phone: str = field(repr=False)
    relation: str


def ask_mandate(*, actor: Actor, owner: OwnerFacts, now: datetime) -> Mandate:
    """Ask to file for another; he is sent a one-time code, and a code by which he ends it.

    The code goes to the phone that is known of him, whatever was typed. Where none was typed it
    holds by a paper of authorisation, and who is known is told. The answer is the same whether he
    is known or not, and shows of him only what was typed: a number is no way to a name. Raises
    `NotAllowed`, `IdentifierMalformed`, `MandateOfOneself`, `TooManyRequests` past ten a day.
    """
    if actor.person_id is None:
        raise NotAllowed
    ratelimits.hit(
        "identity.mandate", str(actor.account_id), limit=ASKED_A_DAY, seconds=86400, now=now
    )
    with transaction.atomic():
        known = person_by_identifier(owner.type, owner.number)
        if known is not None and known.pk == actor.person_id:
            raise MandateOfOneself
        person = _owner(actor, owner, known, now)
        phone = str(person.phone or "")
        code, ending = f"{secrets.randbelow(10**6):06d}", _new_ending()
        mandate = Mandate(
            helper_id=actor.person_id,
            owner=person,
            relation=owner.relation.strip()[:60],
            called=nfc(" ".join(owner.full_name.split())),
            phone=phone,
            asked_at=now,
            is_by_paper=not phone,
            ending=blind_index("mandate.ending", ending),
        )
        if phone:
            mandate.digest = blind_index(_CODE, _spoken(mandate, code))
            mandate.expires_at = now + CODE_LASTS
        mandate.save()
        _record("ask_mandate", mandate, actor=actor, now=now)
        if phone:
            said = {"code": code, "ending": ending}
            _tell(mandate, "mandate-code", said, now=now)
        elif known is not None:
            _tell(mandate, "mandate-claimed", {"ending": ending}, now=now, owner=known)
    return mandate


@transaction.atomic
def give_authority(*, actor: Actor, mandate_id: UUID, file: StoredFile, now: datetime) -> Mandate:
    """Let it hold by a paper of authorisation, where its owner has no telephone.

    An official looks at the paper of each dossier that is filed by it. A later paper takes the
    place of an earlier one. Raises `NotFound`.
    """
    mandate = _own(actor, mandate_id)
    if not mandate.is_by_paper or mandate.ended_at is not None:
        raise NotFound
    mandate.authority = file
    mandate.save(update_fields=["authority"])
    _record("give_authority", mandate, actor=actor, now=now)
    return mandate


@transaction.atomic
def note_mandate_on_paper(
    *,
    actor: Actor,
    helper: Person,
    owner: Person,
    relation: str,
    authority: StoredFile,
    now: datetime,
) -> Mandate:
    """Note that an official saw by which paper somebody acts for another; the owner is told.

    One that holds between the two already is that one. The caller has authorised the official.
    Raises `MandateOfOneself`.
    """
    if helper.pk == owner.pk:
        raise MandateOfOneself
    held = Mandate.objects.filter(helper=helper, owner=owner, is_by_paper=True, ended_at=None)
    before = held.select_for_update().first()
    if before is not None:
        before.authority = authority
        before.save(update_fields=["authority"])
        return before
    ending = _new_ending()
    mandate = Mandate.objects.create(
        helper=helper,
        owner=owner,
        relation=relation.strip()[:60],
        phone=str(owner.phone or ""),
        asked_at=now,
        is_by_paper=True,
        authority=authority,
        ending=blind_index("mandate.ending", ending),
    )
    _record("note_mandate_on_paper", mandate, actor=actor, now=now)
    _tell(mandate, "mandate-paper", {"ending": ending}, now=now)
    return mandate


def confirm_mandate(*, actor: Actor, mandate_id: UUID, code: str, now: datetime) -> Mandate:
    """Note the owner's consent by the code he was sent. Raises `NotFound`, `MandateCodeWrong`."""
    if not _is_right(actor, mandate_id, code, now):
        raise MandateCodeWrong
    with transaction.atomic():
        mandate = _own(actor, mandate_id)
        if mandate.consented_at is None:
            mandate.consented_at, mandate.digest = now, None
            mandate.save(update_fields=["consented_at", "digest"])
            _record("confirm_mandate", mandate, actor=actor, now=now)
    return mandate


@transaction.atomic
def end_mandate(*, actor: Actor, mandate_id: UUID, now: datetime) -> Mandate:
    """End it, as the owner or the helper; a second time changes nothing. Raises `NotFound`."""
    mandate = Mandate.objects.select_for_update().filter(public_id=mandate_id).first()
    people = {mandate.helper_id, mandate.owner_id} if mandate else set()
    if mandate is None or actor.person_id not in people:
        raise NotFound
    return _end(mandate, actor=actor, now=now)


def end_mandate_by_code(*, actor: Actor, code: str, address: str, now: datetime) -> Mandate:
    """End it by the code that the owner was sent; he needs no account.

    `address` is whose tries are counted. Raises `MandateCodeWrong`, `TooManyRequests`.
    """
    ratelimits.hit("identity.mandate-ending", address, limit=ENDINGS_AN_HOUR, seconds=3600, now=now)
    typed = "".join(code.split()).upper()
    with transaction.atomic():
        mandate = (
            Mandate.objects.select_for_update()
            .filter(ending__in=blind_indexes("mandate.ending", typed))
            .first()
        )
        if mandate is None:
            raise MandateCodeWrong
        return _end(mandate, actor=actor, now=now)


def _end(mandate: Mandate, *, actor: Actor, now: datetime) -> Mandate:
    if mandate.ended_at is None:
        mandate.ended_at, mandate.digest = now, None
        mandate.save(update_fields=["ended_at", "digest"])
        _record("end_mandate", mandate, actor=actor, now=now)
    return mandate


def _owner(actor: Actor, owner: OwnerFacts, known: Person | None, now: datetime) -> Person:
    """Give the person a confirmed document names where he can be asked; else what was said.

    What was said is a claim, and tells nothing of whoever has the number.
    """
    phone = normal_form("phone", owner.phone)
    if known is not None and known.phone and phone:
        return known
    facts = PersonFacts(full_name=owner.full_name, phone=phone)
    identifiers = (IdentifierFacts(owner.type, owner.number),)
    return register_person(
        actor=actor, facts=facts, identifiers=identifiers, is_invented=settings.DEMO, now=now
    )


def _is_right(actor: Actor, mandate_id: UUID, code: str, now: datetime) -> bool:
    """Compare the code in a transaction of its own, so that a wrong try counts."""
    with transaction.atomic():
        mandate = _own(actor, mandate_id)
        if mandate.consented_at is not None:
            return mandate.ended_at is None
        if mandate.digest is None or mandate.expires_at is None or mandate.ended_at is not None:
            return False
        if now > mandate.expires_at or mandate.tries >= TRIES:
            return False
        mandate.tries += 1
        mandate.save(update_fields=["tries"])
        return is_indexed(_CODE, _spoken(mandate, "".join(code.split())), [mandate.digest])


def _own(actor: Actor, mandate_id: UUID) -> Mandate:
    mandate = (
        Mandate.objects.select_for_update()
        .filter(public_id=mandate_id, helper_id=actor.person_id or -1)
        .first()
    )
    if mandate is None:
        raise NotFound
    return mandate


def _spoken(mandate: Mandate, code: str) -> str:
    return f"{mandate.public_id}{code}"


def _new_ending() -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(_ENDING_LENGTH))


def _tell(
    mandate: Mandate,
    template: str,
    said: dict[str, str],
    *,
    now: datetime,
    owner: Person | None = None,
) -> None:
    """Tell the owner, or who has his number, who asks and how he ends it."""
    told = owner or mandate.owner
    notify(
        key=f"mandate:{mandate.public_id}:{template}",
        recipient=Recipient(
            str(told.phone or ""), str(told.email or ""), language_of_person(told.pk)
        ),
        template=template,
        context={
            **said,
            "helper": mandate.helper.full_name,
            "link": f"{settings.PORTAL_URL}/helping/end",
        },
        agency_id=None,
        now=now,
    )


def _record(act: str, mandate: Mandate, *, actor: Actor, now: datetime) -> None:
    audit.record(
        actor=actor,
        action=f"identity.{act}",
        subject=("mandate", str(mandate.public_id)),
        agency_id=audit.NODE,
        now=now,
    )

"""Persons, their documents and their organisations."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from motcua.agencies.enums import Role
from motcua.identity.enums import IdentifierType, SubjectKind
from motcua.identity.errors import IdentifierMalformed, IdentifierTaken
from motcua.identity.models import Identifier, Organisation, Person
from motcua.kernel import audit
from motcua.kernel.errors import NotAllowed
from motcua.kernel.sealed import blind_index, normal_form
from motcua.kernel.search import search_columns
from motcua.kernel.text import nfc, search_document, without_unseen

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from motcua.kernel.actors import Actor

# What the numbers look like once separators are gone and letters are capital.
_FORMS: dict[str, re.Pattern[str]] = {
    IdentifierType.CITIZEN_NUMBER: re.compile(r"0\d{11}"),
    IdentifierType.OLD_ID: re.compile(r"\d{9}"),
    IdentifierType.PASSPORT: re.compile(r"[A-Z0-9]{5,20}"),
    IdentifierType.RESIDENCE_CARD: re.compile(r"[A-Z0-9]{5,20}"),
    IdentifierType.TAX_CODE: re.compile(r"\d{10}(\d{3})?"),
}
_COUNTRY = re.compile(r"[A-Z]{2}")
_CONFIRMING = (Role.RECEPTIONIST, Role.SPECIALIST, Role.ADMINISTRATOR)


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """What is known of a person.

    `nationality` is ISO 3166-1 alpha-2, `ethnicity` a code of the list `ethnicities`, `place_code`
    a commune.
    """

    full_name: str
    birth_date: date | None = None
    sex: str = ""
    nationality: str = "VN"
    ethnicity: str = ""
    place_code: str = ""
    address: str = field(default="", repr=False)
    household: UUID | None = None
    phone: str = field(default="", repr=False)
    email: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class IdentifierFacts:
    """A document: `type` of `IdentifierType`, the number as written on it, the issuing country."""

    type: str
    number: str = field(repr=False)
    country: str = "VN"


@dataclass(frozen=True, slots=True)
class OrganisationFacts:
    """What is known of an organisation; `kind` of `SubjectKind`, `tax_code` of 10 or 13 digits."""

    name: str
    tax_code: str
    kind: str = SubjectKind.ENTERPRISE
    place_code: str = ""
    address: str = ""


@transaction.atomic
def register_person(
    *,
    actor: Actor,
    facts: PersonFacts,
    now: datetime,
    identifiers: tuple[IdentifierFacts, ...] = (),
    is_invented: bool = False,
) -> Person:
    """Write down a person with documents.

    What the node itself or an official of the one door writes is confirmed; what people say of
    themselves is a claim. Raises `IdentifierMalformed` and, for confirmed documents only,
    `IdentifierTaken`.
    """
    name = nfc(without_unseen(facts.full_name))
    person = Person.objects.create(
        full_name=name,
        birth_date=facts.birth_date,
        sex=facts.sex,
        nationality=facts.nationality,
        ethnicity=facts.ethnicity,
        place_code=facts.place_code,
        address=nfc(facts.address),
        household=facts.household,
        phone=normal_form("phone", facts.phone),
        phone_index=blind_index("phone", facts.phone) if facts.phone else None,
        email=normal_form("email", facts.email),
        **search_columns(name),
        is_invented=is_invented,
    )
    for identifier in identifiers:
        _attach(actor, person, identifier, now)
    _record("register_person", person, actor=actor, now=now)
    return person


@transaction.atomic
def attach_identifier(
    *, actor: Actor, person: Person, facts: IdentifierFacts, now: datetime
) -> Identifier:
    """Add a document to a person; confirmed as in `register_person`.

    People add to themselves only (`NotAllowed`). Raises `IdentifierMalformed` and, for confirmed
    documents only, `IdentifierTaken`.
    """
    if not _may_confirm(actor) and actor.person_id != person.pk:
        raise NotAllowed
    identifier = _attach(actor, person, facts, now)
    _record("attach_identifier", person, actor=actor, now=now, type=facts.type)
    return identifier


@transaction.atomic
def confirm_identifier(*, actor: Actor, identifier: Identifier, now: datetime) -> Identifier:
    """Note that an official of the one door has seen the document that a person claimed.

    Raises `NotAllowed`, and `IdentifierTaken` when the number is another person's: the two records
    are then one human being, or one of the documents is false, and an official has to find out.
    """
    if not _may_confirm(actor):
        raise NotAllowed
    locked = Identifier.objects.select_for_update().get(pk=identifier.pk)
    if locked.confirmed_at is None:
        locked.confirmed_at = now
        _save_or_taken(locked)
        _record("confirm_identifier", locked.person, actor=actor, now=now, type=locked.type)
    return locked


@transaction.atomic
def register_organisation(
    *,
    actor: Actor,
    facts: OrganisationFacts,
    representative: Person,
    now: datetime,
    is_invented: bool = False,
) -> Organisation:
    """Write down an organisation. Raises `IdentifierMalformed`, `IdentifierTaken`, `NotAllowed`."""
    if not _may_confirm(actor):
        raise NotAllowed
    tax_code = check_identifier(IdentifierFacts(IdentifierType.TAX_CODE, facts.tax_code))
    try:
        with transaction.atomic():
            organisation = Organisation.objects.create(
                kind=facts.kind,
                name=nfc(facts.name),
                tax_code=tax_code,
                place_code=facts.place_code,
                address=nfc(facts.address),
                representative=representative,
                search_text=search_document(facts.name, tax_code),
                is_invented=is_invented,
            )
    except IntegrityError:
        raise IdentifierTaken from None
    audit.record(
        actor=actor,
        action="identity.register_organisation",
        subject=("organisation", str(organisation.public_id)),
        agency_id=audit.NODE,
        now=now,
    )
    return organisation


def check_identifier(facts: IdentifierFacts) -> str:
    """Give a number in its normal form. Raises `IdentifierMalformed` when its kind differs."""
    number = normal_form(facts.type, facts.number)
    form = _FORMS.get(facts.type)
    if form is None or not form.fullmatch(number) or not _COUNTRY.fullmatch(facts.country):
        raise IdentifierMalformed(type=facts.type if form else "")
    return number


def _attach(actor: Actor, person: Person, facts: IdentifierFacts, now: datetime) -> Identifier:
    number = check_identifier(facts)
    known = Identifier(
        person=person,
        type=facts.type,
        country=facts.country,
        number=number,
        blind_index=blind_index(facts.type, number),
        confirmed_at=now if _may_confirm(actor) else None,
    )
    return _save_or_taken(known)


def _save_or_taken(identifier: Identifier) -> Identifier:
    # The constraint decides, not a look beforehand: of two who come at once, one is second.
    try:
        with transaction.atomic():
            identifier.save()
    except IntegrityError:
        raise IdentifierTaken from None
    return identifier


def _may_confirm(actor: Actor) -> bool:
    return actor.kind == "system" or any(actor.has_role(role) for role in _CONFIRMING)


def _record(act: str, person: Person, *, actor: Actor, now: datetime, **data: object) -> None:
    audit.record(
        actor=actor,
        action=f"identity.{act}",
        subject=("person", str(person.public_id)),
        agency_id=audit.NODE,
        now=now,
        data=data,
    )

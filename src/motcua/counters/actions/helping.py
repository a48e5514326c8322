"""Somebody comes to a counter for another: who he is, his paper of authority, both are told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction

from motcua.counters.errors import HelperUnfit, NameDiffers
from motcua.counters.queries.knowing import helper_of, name_on_record
from motcua.dossiers.actions.helping import note_helper
from motcua.identity.actions import IdentifierFacts, PersonFacts, register_person
from motcua.identity.actions.mandates import note_mandate_on_paper
from motcua.identity.queries import person_by_identifier

if TYPE_CHECKING:
    from datetime import datetime

    from motcua.counters.models import CounterFiling
    from motcua.counters.queries.knowing import Who
    from motcua.identity.models import Person
    from motcua.kernel.actors import Actor


def owner_person(actor: Actor, filing: CounterFiling, who: Who, now: datetime) -> Person:
    """Give in whose name is filed: whom a seen document names, else somebody nobody knows yet.

    A paper of authority that was seen names him as his own document would. Raises `NameDiffers`
    where he is on record under another name and nobody said that he is the same.
    """
    is_named = bool(filing.helper) and filing.authority_id is not None
    if name_on_record(who, is_named=is_named) and who.same_as != who.number:
        raise NameDiffers
    if is_named:
        known = person_by_identifier(who.type, who.number)
        if known is not None:
            return known
    return person_named(actor, who, now)


def person_named(actor: Actor, who: Who, now: datetime) -> Person:
    """Give the person a seen document names; one that was not seen names nobody known."""
    found = person_by_identifier(who.type, who.number) if who.is_seen else None
    if found is not None:
        return found
    seen = (IdentifierFacts(who.type, who.number),) if who.is_seen else ()
    facts = PersonFacts(
        full_name=who.full_name,
        birth_date=who.born_on,
        sex=who.sex,
        address=who.address,
        phone=who.phone,
        email=who.email,
    )
    return register_person(
        actor=actor, facts=facts, identifiers=seen, is_invented=settings.DEMO, now=now
    )


@transaction.atomic
def note_help(*, actor: Actor, filing: CounterFiling, owner: Person, now: datetime) -> None:
    """Write beside a dossier that was just filed who filed it for its owner, and tell both.

    Raises `HelperUnfit` without his paper of authority or where nobody saw his document,
    `NameDiffers` where he is on record under another name and nobody said that he is the same, and
    `MandateOfOneself`.
    """
    helper = helper_of(filing)
    if helper is None:
        return
    if filing.authority is None or not helper.who.is_seen:
        raise HelperUnfit
    if name_on_record(helper.who) and helper.who.same_as != helper.who.number:
        raise NameDiffers
    assert filing.dossier_id is not None
    mandate = note_mandate_on_paper(
        actor=actor,
        helper=person_named(actor, helper.who, now),
        owner=owner,
        relation=helper.relation,
        authority=filing.authority,
        now=now,
    )
    note_helper(
        actor=actor,
        dossier_id=filing.dossier_id,
        mandate=mandate,
        phone=helper.who.phone,
        now=now,
    )

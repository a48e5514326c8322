"""Persons and their accounts, found by sealed numbers through blind indexes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from motcua.identity.enums import IdentifierType
from motcua.identity.models import Account, Identifier, Organisation, Person
from motcua.kernel.sealed import blind_indexes

if TYPE_CHECKING:
    from collections.abc import Iterable

_SHOWN = 4


@dataclass(frozen=True, slots=True)
class ShownIdentifier:
    """An identity document as a page may show it: the kind, the country, the last four signs."""

    type: IdentifierType
    country: str
    masked: str
    is_confirmed: bool


def person_by_identifier(type_: str, number: str, country: str = "VN") -> Person | None:
    """Find the person whom a confirmed document names; claims find nobody.

    `number` as written on the document, separators allowed; `country` is ISO 3166-1 alpha-2. One
    statement, whether the person exists or not.
    """
    return Person.objects.filter(
        identifiers__type=type_,
        identifiers__country=country,
        identifiers__blind_index__in=blind_indexes(type_, number),
        identifiers__confirmed_at__isnull=False,
    ).first()


def current_identifier(person: Person) -> Identifier | None:
    """Give the document a person goes by now: confirmed before claimed, the latest first."""
    current = person.identifiers.filter(is_current=True)
    return current.order_by("confirmed_at", "-pk").first()


def household_of(person: Person) -> list[Person]:
    """Give the others who are registered in a person's household, the eldest first."""
    if person.household is None:
        return []
    others = Person.objects.filter(household=person.household).exclude(pk=person.pk)
    return list(others.order_by("birth_date", "pk"))


def organisation_of(person: Person) -> Organisation | None:
    """Give the organisation a person represents, where it is just one."""
    represented = person.represents.select_related("representative").order_by("pk")[:2]
    return represented[0] if len(represented) == 1 else None


def organisation_numbered(number: str) -> Organisation | None:
    """Give the organisation with a tax code, written with blanks or without."""
    return Organisation.objects.filter(tax_code="".join(number.split())).first()


def shown_identifiers(person: Person) -> tuple[ShownIdentifier, ...]:
    """List a person's current documents for display, numbers masked."""
    return tuple(
        ShownIdentifier(
            type=IdentifierType(row.type),
            country=row.country,
            masked=mask(row.number),
            is_confirmed=row.confirmed_at is not None,
        )
        for row in person.identifiers.filter(is_current=True).order_by("pk")
    )


def home_of(person_id: int) -> str:
    """Give the code of the commune a person lives in; empty where it is not known."""
    return Person.objects.filter(pk=person_id).values_list("place_code", flat=True).first() or ""


def mask(number: str) -> str:
    """Hide all but the last four signs: `*******1234`; a number of up to four signs wholly."""
    hidden = max(len(number) - _SHOWN, 0)
    return "*" * hidden + number[hidden:] if hidden else "*" * len(number)


def account_of_person(person_id: int) -> Account | None:
    """Give the account a person signs in with."""
    return Account.objects.filter(person_id=person_id).first()


def language_of_person(person_id: int) -> str:
    """Give the language of the account a person signs in with; Vietnamese for who has none."""
    account = account_of_person(person_id)
    return account.language if account else "vi"


def languages_of_officials(official_ids: Iterable[int]) -> dict[int, str]:
    """Give the languages of the accounts that officials sign in with; who has none is left out."""
    rows = Account.objects.filter(official_id__in=list(official_ids))
    return dict(rows.values_list("official_id", "language"))


def account_of_official(official_id: int) -> Account | None:
    """Give the account an official signs in with."""
    return Account.objects.filter(official_id=official_id).first()

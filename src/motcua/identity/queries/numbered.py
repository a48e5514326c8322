"""Whom a number names that somebody typed: a person by a document, or an organisation."""

from __future__ import annotations

from dataclasses import dataclass

from motcua.identity.enums import IdentifierType
from motcua.identity.models import Account, Identifier, Organisation
from motcua.kernel.sealed import blind_indexes

_OF_DIGITS = {12: IdentifierType.CITIZEN_NUMBER, 9: IdentifierType.OLD_ID}


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose number it is: the account of a person, or an organisation."""

    account_id: int | None = None
    organisation_id: int | None = None


def holder_of(number: str) -> Holder | None:
    """Find who has a number: 12 or 9 digits of a person, 10 or 13 of an organisation.

    A person by a confirmed document only. None where it is no such number, or nobody's.
    """
    kind = _OF_DIGITS.get(len(number))
    if kind is not None:
        account = Account.objects.filter(
            person__in=Identifier.objects.filter(
                type=kind,
                country="VN",
                blind_index__in=blind_indexes(kind, number),
                confirmed_at__isnull=False,
            ).values("person")
        )
        found = account.values_list("pk", flat=True).first()
        return Holder(account_id=found) if found else None
    if len(number) in {10, 13}:
        organisation = Organisation.objects.filter(tax_code__in=(number, _with_dash(number)))
        first = organisation.values_list("pk", flat=True).first()
        return Holder(organisation_id=first) if first else None
    return None


def _with_dash(number: str) -> str:
    return f"{number[:10]}-{number[10:]}" if len(number) > 10 else number

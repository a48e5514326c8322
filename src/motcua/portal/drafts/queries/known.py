"""What the account already knows of its person, by the names that forms ask it with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from motcua.agencies.queries.finding import place_on
from motcua.identity.enums import IdentifierType
from motcua.identity.queries import current_identifier

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from motcua.identity.models import Account, Person


def known_of(account: Account, day: date) -> Mapping[str, Any]:
    """Give the answers an account may put into a form, in the shapes of answers."""
    person = account.person
    if person is None:
        return {}
    document = current_identifier(person)
    is_citizen = document is not None and document.type == IdentifierType.CITIZEN_NUMBER
    return {
        "person.full_name": person.full_name,
        "person.birth_date": person.birth_date.isoformat() if person.birth_date else None,
        "person.sex": person.sex,
        "person.ethnicity": person.ethnicity,
        "person.nationality": person.nationality,
        "person.phone": str(person.phone or ""),
        "person.email": str(person.email or "") or account.email,
        "person.address": _address(person, day),
        "person.citizen_number": str(document.number) if document and is_citizen else None,
        "person.document": (
            {"type": document.type, "number": str(document.number), "country": document.country}
            if document
            else None
        ),
    }


def _address(person: Person, day: date) -> dict[str, str] | None:
    place = place_on(person.place_code, day) if person.place_code else None
    if place is None or place.parent is None:
        return None
    return {"line": person.address, "province": place.parent.code, "commune": place.code}

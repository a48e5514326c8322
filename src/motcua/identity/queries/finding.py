"""Finding people by a number of theirs, for officials who search among the dossiers they see."""

from __future__ import annotations

import re

from motcua.identity.enums import IdentifierType
from motcua.identity.models import Identifier, Person
from motcua.kernel.sealed import blind_indexes

_DIGITS = re.compile(r"[\d\s.+()-]+")
_BY_LENGTH = {12: IdentifierType.CITIZEN_NUMBER, 9: IdentifierType.OLD_ID}
_MOST = 50


def is_number(words: str) -> bool:
    """Say whether a text is a number of somebody: of his identity paper, or his telephone."""
    digits = re.sub(r"\D", "", words)
    return bool(_DIGITS.fullmatch(words.strip())) and 9 <= len(digits) <= 13


def persons_with(number: str) -> tuple[int, ...]:
    """Give the ids of the persons with an identity number or telephone, exactly as written.

    Numbers they say they have count too: it finds their dossiers, and proves nothing.
    """
    digits = re.sub(r"\D", "", number)
    found = set(
        Person.objects.filter(phone_index__in=blind_indexes("phone", number)).values_list(
            "pk", flat=True
        )[:_MOST]
    )
    kind = _BY_LENGTH.get(len(digits))
    if kind is not None:
        named = Identifier.objects.filter(
            type=kind, country="VN", blind_index__in=blind_indexes(kind, digits)
        )
        found |= set(named.values_list("person_id", flat=True)[:_MOST])
    return tuple(sorted(found))

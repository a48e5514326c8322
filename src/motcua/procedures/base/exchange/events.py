"""Life events and business events, by which services are grouped."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from motcua.procedures.enums import Subject

if TYPE_CHECKING:
    from collections.abc import Sequence

    from motcua.procedures.base.exchange.vocabulary import Node

_PEOPLE = frozenset({Subject.CITIZEN, Subject.OVERSEAS_VIETNAMESE, Subject.FOREIGNER})


def event_of(code: str, subjects: Sequence[Subject], name: str) -> Node:
    """Give an event under a name (an address); one of people's lives where people may ask."""
    kind = "LifeEvent" if _PEOPLE & set(subjects) else "BusinessEvent"
    return {"@id": name, "@type": ["Event", kind], "identifier": code, "title": _title(code)}


@cache
def _title(code: str) -> dict[str, str]:
    return {"en": code.replace("-", " ").capitalize()}

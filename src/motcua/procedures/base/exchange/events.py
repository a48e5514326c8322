"""Life events and business events, by which services are grouped."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from motcua.procedures.base.life_events import shipped_life_events
from motcua.procedures.enums import Subject

if TYPE_CHECKING:
    from collections.abc import Iterator

    from motcua.procedures.base.exchange.vocabulary import Node
    from motcua.procedures.base.packs import Facts

_PEOPLE = frozenset({Subject.CITIZEN, Subject.OVERSEAS_VIETNAMESE, Subject.FOREIGNER})


def events_of(facts: Facts) -> Iterator[Node]:
    """Yield the events a procedure goes with, without their addresses.

    Those that the pack names, and those that life-event pages lead to it from; of people's lives
    where people may ask.
    """
    kind = "LifeEvent" if _PEOPLE & set(facts.subjects) else "BusinessEvent"
    for code in dict.fromkeys((*facts.life_events, *_leading().get(facts.code, ()))):
        yield {"@type": ["Event", kind], "identifier": code, "title": _title(code)}


@cache
def _leading() -> dict[str, tuple[str, ...]]:
    """Give the events that lead to each procedure, by its code."""
    found: dict[str, tuple[str, ...]] = {}
    for event in shipped_life_events():
        for group in event.groups:
            for code in group.codes:
                found[code] = (*found.get(code, ()), event.code)
    return found


@cache
def _title(code: str) -> dict[str, str]:
    names = {event.code: dict(event.name) for event in shipped_life_events()}
    return names.get(code) or {"en": code.replace("-", " ").capitalize()}

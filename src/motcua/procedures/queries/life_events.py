"""The procedures that what happens in life brings with it, as far as they are in force here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from motcua.procedures.base.life_events import shipped_life_events
from motcua.procedures.base.texts import say
from motcua.procedures.queries.browsing import in_force_on
from motcua.procedures.queries.words import words_now

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from motcua.procedures.base.life_events import EventGroup, LifeEvent


@dataclass(frozen=True, slots=True)
class EventCard:
    """An event as lists show it, with how many procedures of it there are here."""

    code: str
    name: str
    sentence: str
    icon: str
    procedures: int


def life_events_on(day: date, language: str) -> tuple[EventCard, ...]:
    """Give every event with how many of its procedures are in force."""
    more = codes_by_life_event()
    return tuple(
        EventCard(
            code=event.code,
            name=say(event.name, language),
            sentence=say(event.sentence, language),
            icon=event.icon,
            procedures=sum(len(codes) for _group, codes in groups_on(event, day, more)),
        )
        for event in shipped_life_events()
    )


def codes_by_life_event() -> dict[str, list[str]]:
    """Give the codes of the procedures that name each life event themselves."""
    events: dict[str, list[str]] = {}
    for code, facets in words_now().facets.items():
        for event in sorted(facets.life_events):
            events.setdefault(event, []).append(code)
    return events


def groups_on(
    event: LifeEvent, day: date, more: Mapping[str, list[str]]
) -> list[tuple[EventGroup | None, list[str]]]:
    """Give the groups with the codes in force; last, what packs themselves name with the event."""
    there, shown = in_force_on(day), set[str]()
    groups: list[tuple[EventGroup | None, list[str]]] = []
    for group in event.groups:
        groups.append((group, [code for code in group.codes if code in there]))
        shown.update(group.codes)
    rest = [code for code in more.get(event.code, ()) if code in there and code not in shown]
    return [(group, codes) for group, codes in [*groups, (None, rest)] if codes]

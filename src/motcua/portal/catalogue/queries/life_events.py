"""What happens in life, and the procedures it brings, in the order they are met."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from motcua.kernel.errors import NotFound
from motcua.portal.catalogue.queries.finding import Hit, hits_of
from motcua.procedures.base.life_events import EventGroup as Group, LifeEvent, shipped_life_events
from motcua.procedures.base.texts import say
from motcua.procedures.queries import codes_by_life_event
from motcua.procedures.queries.browsing import in_force_on

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from motcua.procedures.queries import Near


@dataclass(frozen=True, slots=True)
class EventCard:
    """An event as lists show it, with how many procedures of it there are here."""

    code: str
    name: str
    sentence: str
    icon: str
    procedures: int


@dataclass(frozen=True, slots=True)
class EventGroup:
    """Procedures that are met together; `note` says when or in which case."""

    name: str
    note: str
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class EventPage:
    """An event with its groups; those without a procedure here are left out."""

    name: str
    sentence: str
    groups: tuple[EventGroup, ...]


def life_events_on(day: date, language: str) -> tuple[EventCard, ...]:
    """Give every event with how many of its procedures are in force."""
    more = codes_by_life_event()
    return tuple(
        EventCard(
            code=event.code,
            name=say(event.name, language),
            sentence=say(event.sentence, language),
            icon=event.icon,
            procedures=sum(len(codes) for _group, codes in _groups(event, day, more)),
        )
        for event in shipped_life_events()
    )


def life_event_page(code: str, near: Near, day: date, language: str) -> EventPage:
    """Give the page of an event. Raises `NotFound`."""
    event = next((each for each in shipped_life_events() if each.code == code), None)
    if event is None:
        raise NotFound
    groups = []
    for group, codes in _groups(event, day, codes_by_life_event()):
        name = say(group.name, language) if group else _("Thủ tục khác cùng việc này")
        note = say(group.note, language) if group and group.note else ""
        groups.append(EventGroup(name, note, hits_of(codes, near, day, language)))
    return EventPage(say(event.name, language), say(event.sentence, language), tuple(groups))


def _groups(
    event: LifeEvent, day: date, more: Mapping[str, list[str]]
) -> list[tuple[Group | None, list[str]]]:
    """Give the groups with the codes in force; last, what packs themselves name with the event."""
    there, shown = in_force_on(day), set[str]()
    groups: list[tuple[Group | None, list[str]]] = []
    for group in event.groups:
        groups.append((group, [code for code in group.codes if code in there]))
        shown.update(group.codes)
    rest = [code for code in more.get(event.code, ()) if code in there and code not in shown]
    return [(group, codes) for group, codes in [*groups, (None, rest)] if codes]

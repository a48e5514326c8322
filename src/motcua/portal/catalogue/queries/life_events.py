"""The page of something that happens in life: its procedures in the order they are met."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from motcua.kernel.errors import NotFound
from motcua.portal.catalogue.queries.finding import Hit, hits_of
from motcua.procedures.base.life_events import shipped_life_events
from motcua.procedures.base.texts import say
from motcua.procedures.queries import codes_by_life_event, groups_on

if TYPE_CHECKING:
    from datetime import date

    from motcua.procedures.queries import Near


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


def life_event_page(code: str, near: Near, day: date, language: str) -> EventPage:
    """Give the page of an event. Raises `NotFound`."""
    event = next((each for each in shipped_life_events() if each.code == code), None)
    if event is None:
        raise NotFound
    groups = []
    for group, codes in groups_on(event, day, codes_by_life_event()):
        name = say(group.name, language) if group else _("Thủ tục khác cùng việc này")
        note = say(group.note, language) if group and group.note else ""
        groups.append(EventGroup(name, note, hits_of(codes, near, day, language)))
    return EventPage(say(event.name, language), say(event.sentence, language), tuple(groups))

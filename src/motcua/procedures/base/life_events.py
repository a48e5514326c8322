"""What happens in life and brings procedures with it: a list that packs share."""

from __future__ import annotations

from functools import cache

from motcua.procedures.base.forms.questions import Spec
from motcua.procedures.base.shared import shared_file
from motcua.procedures.base.texts import Text


class EventGroup(Spec):
    """Procedures that are met together, by their codes; `note` says in which case."""

    name: Text
    note: Text | None = None
    codes: tuple[str, ...]


class LifeEvent(Spec):
    """An event, with its groups in the order they are met."""

    code: str
    name: Text
    sentence: Text
    icon: str
    groups: tuple[EventGroup, ...]


@cache
def shipped_life_events() -> tuple[LifeEvent, ...]:
    """Give every event in the order of the list."""
    return tuple(
        LifeEvent.model_validate({**content, "code": code})
        for code, content in shared_file("life_events")["events"].items()
    )

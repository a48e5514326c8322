"""Read back what a page of questions posts: values in the shapes of `motcua.ui.fields`."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING
from uuid import UUID

from motcua.ui.fields import (
    AddressParts,
    Cluster,
    DateParts,
    Field,
    Kind,
    PlaceParts,
    PointParts,
    Press,
    Value,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from django.http import QueryDict

    from motcua.ui.fields import Question, Section


SENDING = "_sending"
_SENDING = re.compile(r"([0-9a-z]{1,40})\.([0-9]{1,9})")
_TOKEN = re.compile(r"[0-9A-Za-z_-]{1,64}")
_MOST_OPENED = 5
_Parts = DateParts | PlaceParts | AddressParts | PointParts
_PARTS: dict[Kind, tuple[tuple[str, ...], type[_Parts]]] = {
    Kind.DATE: (("day", "month", "year"), DateParts),
    Kind.PLACE: (("province", "commune", "era"), PlaceParts),
    Kind.ADDRESS: (("line", "province", "commune", "era"), AddressParts),
    Kind.MAP_POINT: (("system", "north", "east", "meridian", "words"), PointParts),
}


@dataclass(frozen=True, slots=True)
class Pressed:
    """The submit button that sent the form, and what it is about (`target`, may be empty)."""

    press: Press
    target: str


@dataclass(frozen=True, slots=True)
class Sending:
    """The turn in which an opened page sent what it holds: later ones say more."""

    opened: str
    turn: int

    def is_before(self, kept: Mapping[str, int]) -> bool:
        """Say whether the same opened page sent something later; `kept` are the turns by page."""
        return kept.get(self.opened, 0) > self.turn

    def beside(self, kept: Mapping[str, int]) -> dict[str, int]:
        """Give the turns of the pages opened last, with this one."""
        others = [row for row in kept.items() if row[0] != self.opened]
        return {**dict(others[1 - _MOST_OPENED :]), self.opened: self.turn}


def sending_of(data: QueryDict) -> Sending | None:
    """Read when a page sent this; nothing where no script said so."""
    found = _SENDING.fullmatch(data.get(SENDING, ""))
    return Sending(found[1], int(found[2])) if found else None


def form_token() -> str:
    """Give a form a token of its own, by which it is known when it is sent twice."""
    return secrets.token_urlsafe(16)


def token_of(data: Mapping[str, str]) -> str:
    """Return the token of the form that was posted; empty where it has none, or none of ours."""
    token = data.get("token", "")
    return token if _TOKEN.fullmatch(token) else ""


def uuid_of(text: str) -> UUID | None:
    """Read a public id that a button names; None for what is none."""
    try:
        return UUID(text)
    except ValueError:
        return None


def pressed(data: QueryDict) -> Pressed:
    """Return the button that sent the form; Enter in a field counts as `Press.NEXT`."""
    for press in Press:
        if press in data and press is not Press.NEXT:
            return Pressed(press, data.get(press, ""))
    return Pressed(Press.NEXT, data.get(Press.NEXT, ""))


def value_of(name: str, kind: Kind, data: QueryDict) -> Value:
    """Return the value posted for the question `name`, trimmed, in the shape of its kind.

    Files, notices and what is calculated post no value of their own and give the empty string.
    """
    if shape := _PARTS.get(kind):
        parts, build = shape
        return build(*(data.get(f"{name}.{part}", "").strip() for part in parts))
    if kind is Kind.CHOICES:
        return tuple(data.getlist(name))
    if kind in {Kind.FILES, Kind.NOTICE, Kind.CALCULATED}:
        return ""
    return data.get(name, "").strip()


def controls_of(section: Section) -> dict[str, str | list[str]]:
    """Give what the controls of a section hold as it is drawn, by their names, as it is posted."""
    found: dict[str, str | list[str]] = {}
    for question in section.fields:
        for field in _fields(question):
            if shape := _PARTS.get(field.kind):
                names = shape[0]
                found |= {f"{field.name}.{part}": getattr(field.value, part, "") for part in names}
            elif field.kind is Kind.CHOICES:
                found[field.name] = [str(one) for one in field.value]  # type: ignore[union-attr]
            elif field.kind not in {Kind.FILES, Kind.NOTICE, Kind.CALCULATED}:
                found[field.name] = str(field.value)
    return found


def _fields(question: Question) -> Iterator[Field]:
    if isinstance(question, Field):
        yield question
        return
    parts = question.fields if isinstance(question, Cluster) else chain(*question.items)
    for part in parts:
        yield from _fields(part)


def item_count(name: str, data: QueryDict) -> int:
    """Return how many items of the group `name` were posted (its hidden `NAME.count`), 0–999."""
    text = data.get(f"{name}.count", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 3 else 0

"""What people are told of: each occasion with the places its wordings may name, read from data.

Every room lists its own in `data/messages.yaml`; `data/places.yaml` here says what places hold.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml
from django.apps import apps

from motcua.notifications.enums import Kind, Topic

if TYPE_CHECKING:
    from collections.abc import Mapping

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_ANY = "*"


@dataclass(frozen=True, slots=True)
class Place:
    """A place of a wording: what it holds, in words, and what stands there in an example.

    `personal` is empty, or says why it needs care: `name`, `words` (typed freely), `secret`.
    """

    name: str
    label: Mapping[str, str]
    example: Mapping[str, str]
    personal: str = ""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A sentence chosen by the value of a place: `words[value][language][medium]`."""

    name: str
    label: Mapping[str, str]
    of: str
    words: Mapping[str, Mapping[str, Mapping[str, str]]]

    def said(self, value: str, language: str, medium: str) -> str:
        """Give the sentence for a value, else that in Vietnamese; it may be empty."""
        found = self.words.get(value) if value in self.words else self.words.get(_ANY, {})
        told = (found or {}).get(language) or (found or {}).get("vi") or {}
        return told.get(medium, "")

    @property
    def variants(self) -> tuple[str, ...]:
        """The values that are told apart; `*` stands for any other."""
        return tuple(self.words)


@dataclass(frozen=True, slots=True, eq=False)
class Occasion:
    """What a message is about. `needs` are the places that every wording of it must name.

    `topic` is what people choose ways for, `kind` how it is sent: before what, and when not at all.
    """

    name: str
    title: Mapping[str, str]
    topic: Topic
    kind: Kind
    places: Mapping[str, Place]
    phrases: Mapping[str, Phrase]
    needs: tuple[str, ...]
    is_in_inbox: bool
    folder: Path

    def title_in(self, language: str) -> str:
        """Give its name in a language."""
        return self.title.get(language) or self.title["vi"]


@cache
def occasions() -> Mapping[str, Occasion]:
    """Give every occasion of every room by its name."""
    known = places()
    found: dict[str, Occasion] = {}
    for app in apps.get_app_configs():
        file = Path(app.path) / "data" / "messages.yaml"
        if not file.exists():
            continue
        folder = Path(app.path) / "templates" / "notifications"
        for name, said in yaml.load(file.read_text(encoding="utf-8"), _LOADER).items():  # noqa: S506 - a safe loader
            found[name] = _occasion(name, said, known, folder)
    return found


@cache
def places() -> Mapping[str, Place]:
    """Give every place by its name."""
    file = Path(__file__).parents[1] / "data" / "places.yaml"
    rows: dict[str, dict[str, Any]] = yaml.load(file.read_text(encoding="utf-8"), _LOADER)  # noqa: S506 - a safe loader
    return {name: Place(name, **row) for name, row in rows.items()}


def _occasion(
    name: str, said: Mapping[str, Any], known: Mapping[str, Place], folder: Path
) -> Occasion:
    phrases = {one: Phrase(one, **row) for one, row in said.get("phrases", {}).items()}
    return Occasion(
        name=name,
        title=said["title"],
        topic=Topic(said["topic"]),
        kind=Kind[said.get("kind", "notice").upper()],
        places={place: known[place] for place in said["places"]},
        phrases=phrases,
        needs=tuple(said["needs"]),
        is_in_inbox=said.get("inbox", True),
        folder=folder,
    )

"""Texts with named places and nothing else: no tags, no attributes, no code of any kind.

A place is written `{{ name }}`. What is filled in is never read for places again.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from django.conf import settings

from motcua.notifications.base.languages import in_one
from motcua.notifications.enums import Medium

if TYPE_CHECKING:
    from collections.abc import Mapping

    from motcua.notifications.base.languages import Words
    from motcua.notifications.base.occasions import Occasion

PLACE = re.compile(r"\{\{ ?([a-z][a-z_]*) ?\}\}")
_GAP = re.compile(r"\n{3,}")
_EXAMPLE_PORTAL = "https://dichvucong.example"
# A citizen's number that an official typed into a reason is nobody's business on the way.
_NUMBER = re.compile(r"(?<!\d)0\d{11}(?!\d)")
_DOT = re.compile(r"(?<=[^\W\d_]{2})\.(?=[^\W\d_]{2})")


@dataclass(frozen=True, slots=True)
class Text:
    """A wording: one language, one medium."""

    language: str
    medium: str
    subject: str
    text: str


def named_in(text: str) -> tuple[str, ...]:
    """Give the places a text names, in order, each once."""
    return tuple(dict.fromkeys(PLACE.findall(text)))


def fill(text: Text, occasion: Occasion, context: Mapping[str, Words]) -> tuple[str, str]:
    """Give subject and text with every place filled; text messages come as one line.

    A place that the message does not have stays empty, and a line of nothing but empty places goes.
    """
    values = _values(occasion, context, text.language)

    def put(found: re.Match[str]) -> str:
        phrase = occasion.phrases.get(found[1])
        if phrase is None:
            return values.get(found[1], "")
        said = phrase.said(values.get(phrase.of, ""), text.language, _spoken(text.medium))
        return PLACE.sub(lambda inner: values.get(inner[1], ""), said)

    if text.medium == Medium.SMS:
        return "", " ".join(PLACE.sub(put, text.text).split())
    lines = [(line, PLACE.sub(put, line)) for line in text.text.split("\n")]
    kept = [said for line, said in lines if said.strip() or not line.strip()]
    body = _GAP.sub("\n\n", "\n".join(kept)).strip() + "\n"
    return " ".join(PLACE.sub(put, text.subject).split()), body


def example_of(occasion: Occasion, language: str) -> dict[str, str]:
    """Give what stands in each place of an example; its links are this node's."""
    return {
        name: place.example.get(language, place.example["vi"]).replace(
            _EXAMPLE_PORTAL, settings.PORTAL_URL
        )
        for name, place in occasion.places.items()
    }


def only_declared(occasion: Occasion, context: Mapping[str, Words]) -> dict[str, Words]:
    """Leave out of what a message is given all that its occasion has no place for."""
    return {name: value for name, value in context.items() if name in occasion.places}


@cache
def shipped(occasion: Occasion, language: str, medium: str) -> Text | None:
    """Give the text that comes with motcua, or None where there is none in this language."""
    file = occasion.folder / f"{occasion.name}.{language}.{medium}.txt"
    if not language.isalpha() or not file.exists():
        return None
    said = file.read_text(encoding="utf-8")
    if medium == Medium.SMS:
        return Text(language, medium, "", said.strip())
    subject, _, body = said.partition("\n")
    return Text(language, medium, subject.strip(), body.strip() + "\n")


def _values(occasion: Occasion, context: Mapping[str, Words], language: str) -> dict[str, str]:
    said = {name: in_one(words, language) for name, words in context.items()}
    return {name: _shown(value, _personal(occasion, name)) for name, value in said.items()}


def _shown(value: str, personal: str) -> str:
    if personal == "words":
        return _masked(value)
    # Phones make a link of "an.com": nobody's name leads anywhere.
    return _DOT.sub(". ", value) if personal == "name" else value


def _personal(occasion: Occasion, name: str) -> str:
    place = occasion.places.get(name)
    return place.personal if place is not None else ""


def _masked(value: str) -> str:
    return _NUMBER.sub(lambda found: "•" * 8 + found[0][-4:], value)


def _spoken(medium: str) -> str:
    return Medium.SMS if medium == Medium.SMS else Medium.EMAIL

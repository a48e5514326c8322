"""What the pages of messages show: texts with their examples, lengths and differences."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import ndiff
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from motcua.kernel import clock
from motcua.kernel.errors import NotFound
from motcua.notifications.base.filling import PLACE, example_of
from motcua.notifications.base.languages import LANGUAGES
from motcua.notifications.base.letters import as_html
from motcua.notifications.base.linting import example
from motcua.notifications.base.occasions import occasions
from motcua.notifications.base.segments import length, plain
from motcua.notifications.enums import Medium, Topic
from motcua.notifications.queries import has_carrier, sms_gateway
from motcua.notifications.queries.rules import price_of_a_segment
from motcua.notifications.queries.wordings import WRITTEN_MEDIA, languages_written, shelves
from motcua.ui.language import page_language
from motcua.ui.numbers import money

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from motcua.notifications.base.filling import Text
    from motcua.notifications.base.occasions import Occasion

_WORDS = {"own": "done", "waits": "soon", "shipped": "plain"}


@dataclass(frozen=True, slots=True)
class Cell:
    """One text in the list: where it is, what it is called, and whether the node touched it."""

    language: str
    medium: str
    label: str
    state: str


@dataclass(frozen=True, slots=True)
class Line:
    """An occasion in the list, with its texts."""

    name: str
    title: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A place that may be named: how it is written, what it holds, an example, whether it must."""

    written: str
    label: str
    example: str
    must: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """A text as a reader gets it: the plain form, and for mail the one with links to press.

    A text message is shown without its marks, as telephones get it unless an agency keeps them;
    `marked` is it with them then. `lengths` say what either takes and costs.
    """

    subject: str
    text: str
    html: str
    lengths: tuple[str, ...]
    marked: str = ""


def listing(now: datetime, language: str) -> Sequence[tuple[str, Sequence[Line]]]:
    """Give every occasion below its topic, with the texts it has or may have."""
    touched = shelves(now)
    spoken = [code for code, _name in settings.LANGUAGES]
    spoken += sorted(languages_written(now) - set(spoken))
    found = []
    for topic in Topic:
        lines = [
            Line(one.name, one.title_in(language), tuple(_cells(one, spoken, touched)))
            for one in occasions().values()
            if one.topic == topic
        ]
        found.append((str(topic.label), lines))
    return found


def _cells(occasion: Occasion, spoken: Sequence[str], touched: object) -> Iterator[Cell]:
    states = dict(touched)  # type: ignore[call-overload]
    for language in spoken:
        for medium in media_of(occasion):
            label = f"{Medium(medium).label}, {LANGUAGES[language]}"
            state = states.get((occasion.name, language, medium), "")
            yield Cell(language, medium, label, state)


def media_of(occasion: Occasion) -> tuple[str, ...]:
    """Give the media that an occasion has texts for."""
    return WRITTEN_MEDIA if occasion.topic != Topic.ACCOUNT else (Medium.EMAIL,)


def require_place(occasion: Occasion, language: str, medium: str) -> None:
    """Raise `NotFound` for a language or a medium in which nothing is written."""
    if language not in LANGUAGES or medium not in media_of(occasion):
        raise NotFound


def named_places(occasion: Occasion, language: str) -> Sequence[NamedPlace]:
    """Give the places a text of an occasion may name, those it must first."""
    shown = example_of(occasion, language)
    rows = [
        NamedPlace(
            f"{{{{ {name} }}}}",
            place.label.get(language, place.label["vi"]),
            shown[name],
            name in occasion.needs,
        )
        for name, place in occasion.places.items()
        if shown[name]
    ]
    rows += [
        NamedPlace(
            f"{{{{ {name} }}}}",
            phrase.label.get(language, phrase.label["vi"]),
            PLACE.sub(
                lambda found: shown.get(found[1], ""),
                phrase.said(shown.get(phrase.of, ""), language, Medium.EMAIL),
            ),
            name in occasion.needs,
        )
        for name, phrase in occasion.phrases.items()
    ]
    return sorted(rows, key=lambda row: not row.must)


def previewed(text: Text, occasion: Occasion) -> Preview:
    """Fill a text with its example."""
    subject, said = example(text, occasion)
    if text.medium == Medium.SMS:
        bare = plain(said)
        return Preview(subject, bare, "", _lengths(said), said if said != bare else "")
    whole = as_html(subject, said, text.language)
    inside = whole.partition("<body")[2].partition(">")[2].partition("</body>")[0]
    return Preview(subject, said, mark_safe(inside), ())  # noqa: S308 - escaped where it is written


def _lengths(said: str) -> tuple[str, ...]:
    """Say what a text message takes and costs, without its marks and with them."""
    gateway = sms_gateway().name if has_carrier(Medium.SMS) else ""
    price = price_of_a_segment(gateway, clock.now()) if gateway else 0
    forms = ((_("Bỏ dấu"), plain(said)), (_("Giữ dấu"), said))
    return tuple(_length(name, form, price) for name, form in forms)


def _length(name: str, said: str, price: int) -> str:
    found = length(said)
    kind = {"gsm7": "GSM 7-bit", "ucs2": "UCS-2"}[found.alphabet]
    words = {
        "name": name,
        "units": found.units,
        "kind": kind,
        "segments": found.segments,
        "cost": money(found.segments * price, page_language()),
    }
    return _("%(name)s: %(units)s ký tự, %(kind)s, %(segments)s phần, %(cost)s") % words


def difference(before: Text, after: Text) -> Sequence[tuple[str, str]]:
    """Give the lines of two texts, each with what became of it: `gone`, `came` or nothing."""
    old, new = (f"{one.subject}\n{one.text}".strip().splitlines() for one in (before, after))
    signs = {"- ": _("bỏ"), "+ ": _("thêm"), "  ": ""}
    return [(signs[row[:2]], row[2:]) for row in ndiff(old, new) if row[:2] in signs]

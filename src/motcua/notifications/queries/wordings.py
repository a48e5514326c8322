"""Which text holds for an occasion at a moment, and what was written before it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from motcua.kernel.errors import NotFound
from motcua.notifications.base.filling import Text, fill, shipped
from motcua.notifications.base.occasions import occasions
from motcua.notifications.enums import Medium
from motcua.notifications.models import Publication, Withdrawal, Wording

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from django.db.models import QuerySet

    from motcua.notifications.base.languages import Words
    from motcua.notifications.base.occasions import Occasion

WRITTEN_MEDIA = (Medium.EMAIL, Medium.SMS)
"""Media with texts of their own; the others show the subject of the e-mail, or a template's own."""
_LAST = "vi"


@dataclass(frozen=True, slots=True)
class Shelf:
    """One text of a node: occasion, language and medium, and which holds now.

    `holds` is the node's own wording, None where the shipped one does; `waits` is a proposal
    that nobody published or withdrew yet; `comes` a publication whose moment is still to come.
    """

    occasion: Occasion
    language: str
    medium: str
    holds: Wording | None
    waits: Wording | None
    comes: Publication | None


def occasion_named(name: str) -> Occasion:
    """Give an occasion. Raises `NotFound`."""
    found = occasions().get(name)
    if found is None:
        raise NotFound
    return found


class Published:
    """What was ever published, looked up once for each occasion, language and medium of a batch."""

    def __init__(self) -> None:
        self._rows: dict[tuple[str, str, str], list[Publication]] = {}

    def at(self, occasion: str, language: str, medium: str, at: datetime) -> Publication | None:
        """Give the decision that held at a moment, None where there was none."""
        which = (occasion, language, medium)
        if which not in self._rows:
            self._rows[which] = list(_decisions(*which))
        return next((row for row in self._rows[which] if row.holds_from <= at), None)


def text_for(
    occasion: Occasion,
    language: str,
    medium: str,
    at: datetime,
    published: Published | None = None,
) -> Text:
    """Give the text that holds at a moment; in Vietnamese where the language has none of its own.

    Raises `NotFound` where there is none for this medium at all.
    """
    for spoken in dict.fromkeys((language, _LAST)):
        found = _in(occasion, spoken, medium, at, published or Published())
        if found is not None:
            return found
    raise NotFound


def written(
    name: str,
    language: str,
    medium: str,
    context: Mapping[str, Words],
    at: datetime,
    published: Published | None = None,
) -> Text:
    """Give what somebody is told of an occasion: the text that held at `at`, filled.

    Raises `NotFound` for an occasion or a medium without words.
    """
    occasion = occasion_named(name)
    text = text_for(occasion, language, medium, at, published)
    subject, said = fill(text, occasion, context)
    return Text(text.language, text.medium, subject, said)


def _in(
    occasion: Occasion, language: str, medium: str, at: datetime, published: Published
) -> Text | None:
    row = published.at(occasion.name, language, medium, at)
    if row is None or row.wording is None:
        return shipped(occasion, language, medium)
    return as_text(row.wording)


def _decisions(occasion: str, language: str, medium: str) -> QuerySet[Publication]:
    own = Publication.objects.filter(occasion=occasion, language=language, medium=medium)
    return own.select_related("wording").order_by("-id")


def as_text(wording: Wording) -> Text:
    """Give a wording as a text to fill."""
    return Text(wording.language, wording.medium, wording.subject, wording.text)


def shelf(occasion: Occasion, language: str, medium: str, now: datetime) -> Shelf:
    """Give where one text of the node stands."""
    own = {"occasion": occasion.name, "language": language, "medium": medium}
    decided = Publication.objects.filter(**own).select_related("wording").order_by("-id")
    holds = decided.filter(holds_from__lte=now).first()
    last = decided.first()
    newest = Wording.objects.filter(**own).order_by("-number").first()
    is_open = newest is not None and not (newest.publications.exists() or is_withdrawn(newest))
    waits = newest if is_open else None
    return Shelf(
        occasion,
        language,
        medium,
        holds.wording if holds else None,
        waits,
        last if last and last.holds_from > now else None,
    )


def is_withdrawn(wording: Wording) -> bool:
    """Say whether a proposal was taken back."""
    return Withdrawal.objects.filter(wording=wording).exists()


def shelves(now: datetime) -> Mapping[tuple[str, str, str], str]:
    """Say of each text that a node has touched how it stands: `own`, `shipped`, `waits`."""
    found: dict[tuple[str, str, str], str] = {}
    rows = Publication.objects.filter(holds_from__lte=now).order_by("id")
    for row in rows.values_list("occasion", "language", "medium", "wording_id"):
        found[row[:3]] = "own" if row[3] else "shipped"
    waiting = Wording.objects.order_by("number").values_list(
        "occasion", "language", "medium", "publications", "withdrawal"
    )
    settled = {row[:3]: any(row[3:]) for row in waiting}
    return found | {key: "waits" for key, is_settled in settled.items() if not is_settled}


def history(occasion: Occasion, language: str, medium: str) -> Sequence[Wording]:
    """Give every wording a node wrote, the newest first, each with its publications."""
    own = Wording.objects.filter(occasion=occasion.name, language=language, medium=medium)
    rows = own.select_related("written_by", "withdrawal__withdrawn_by").order_by("-number")
    return list(rows.prefetch_related("publications__published_by"))


def decisions(occasion: Occasion, language: str, medium: str) -> Sequence[Publication]:
    """Give every decision on what holds, the latest first."""
    own = Publication.objects.filter(occasion=occasion.name, language=language, medium=medium)
    return list(own.select_related("wording", "published_by").order_by("-id"))


def languages_written(now: datetime) -> frozenset[str]:
    """Give the languages in which this node has published words of its own."""
    rows = Publication.objects.filter(holds_from__lte=now, wording__isnull=False)
    return frozenset(rows.values_list("language", flat=True).distinct())

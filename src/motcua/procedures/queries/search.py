"""Finding a procedure in people's own words, with or without marks, with a letter wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import F

from motcua.procedures.base.everyday import folded
from motcua.procedures.base.finding import read_query
from motcua.procedures.base.searching import known_words, search
from motcua.procedures.errors import VersionNotPublished
from motcua.procedures.models import Procedure
from motcua.procedures.queries.rules import pack_of, version_on
from motcua.procedures.queries.words import words_now

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from motcua.procedures.base.packs import Pack

_MOST = 5000


@dataclass(frozen=True, slots=True)
class Found:
    """A procedure that was found, with the pack of the day."""

    code: str
    version_id: int
    pack: Pack


def find_procedures(words: str, day: date, *, limit: int = 20) -> list[Found]:
    """Find procedures by code, name, keywords or everyday words, best first; no words give all."""
    return _published(find_codes(words, limit=limit), day)


def find_codes(words: str, *, limit: int = _MOST) -> list[str]:
    """Give the codes of what is found, best first; else what has the words in papers or results.

    No words give everything, by code.
    """
    catalogue = words_now()
    if words.strip() in catalogue.numbers:
        return [words.strip()]
    asked = read_query(words, catalogue.everyday)
    if not asked.words:
        return sorted(catalogue.numbers)[:limit]
    found = [catalogue.codes[number] for number, _score in search(catalogue.index, asked)[:limit]]
    return found or _by_every_word([asked.words[at] for at in asked.telling] or asked.words, limit)


def likely_words(words: str) -> str:
    """Give the words with those spelt right that the catalogue does not know; empty if none is."""
    catalogue = words_now()
    asked = read_query(words, catalogue.everyday)
    likely = known_words(catalogue.index, asked)
    return " ".join(likely) if tuple(likely) != asked.words else ""


def procedures_by_life_event(day: date) -> dict[str, list[Found]]:
    """Give the procedures of each life event."""
    events: dict[str, list[Found]] = {}
    holding = Procedure.objects.filter(versions__content__has_key="life_events").distinct()
    for found in _published(holding.order_by("code").values_list("code", flat=True), day):
        for event in found.pack.life_events:
            events.setdefault(event, []).append(found)
    return events


def _by_every_word(words: Sequence[str], limit: int) -> list[str]:
    """Search everything else that is kept of a procedure, such as its papers."""
    # Words are folded and hold no signs, so that nothing in them is an operator.
    every = SearchQuery(
        " & ".join(f"'{word}':*" for word in folded(words)), search_type="raw", config="simple"
    )
    rows = Procedure.objects.filter(search=every).annotate(score=SearchRank(F("search"), every))
    return list(rows.order_by("-score", "code").values_list("code", flat=True)[:limit])


def _published(codes: Iterable[str], day: date) -> list[Found]:
    found = []
    for code in codes:
        try:
            version = version_on(code, day)
        except VersionNotPublished:
            continue  # announced for later, or withdrawn
        found.append(Found(code, version, pack_of(version)))
    return found

"""Finding a procedure in people's own words, with or without marks, with a letter wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import F

from motcua.procedures.base.finding.everyday import folded
from motcua.procedures.base.finding.meaning import Held, meaning_of
from motcua.procedures.base.finding.reading import is_code, read_query
from motcua.procedures.base.finding.requests import asked_for, joined
from motcua.procedures.base.finding.searching import known_words, search
from motcua.procedures.errors import VersionNotPublished
from motcua.procedures.models import Procedure
from motcua.procedures.queries.rules import pack_of, version_on
from motcua.procedures.queries.words import words_now

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from motcua.procedures.base.packs import Pack
    from motcua.procedures.queries.words import CatalogueWords

_MOST = 10_000


@dataclass(frozen=True, slots=True)
class Found:
    """A procedure that was found, with the pack of the day."""

    code: str
    version_id: int
    pack: Pack


@dataclass(frozen=True, slots=True)
class Sought:
    """What a search gave: codes with how well they meet the words, the best first.

    `meant` are those that can be meant; `is_elsewhere` where the words ask for a procedure of the
    country that this node does not have.
    """

    scores: dict[str, float]
    meant: frozenset[str]
    is_elsewhere: bool

    @property
    def shown(self) -> dict[str, float]:
        """Give what a list shows: what can be meant; all where nothing is known of that."""
        kept = {code: score for code, score in self.scores.items() if code in self.meant}
        return kept if kept or self.is_elsewhere else self.scores


def find_procedures(words: str, day: date, *, limit: int = 20) -> list[Found]:
    """Find procedures by code, name, keywords or everyday words, best first; no words give all."""
    return _published(find_codes(words, limit=limit), day)


def find_codes(words: str, *, limit: int = _MOST) -> list[str]:
    """Give the codes of what is found, best first; no words give everything, by name."""
    scored = scored_codes(words)
    return list(words_now().by_name if scored is None else scored)[:limit]


def scored_codes(words: str) -> dict[str, float] | None:
    """Give what is found with how well it meets the words, best first; nothing for no words.

    Where no name meets them, what has them in its papers or results.
    """
    sought = seek(words)
    return sought.scores if sought else None


def seek(words: str) -> Sought | None:
    """Search, and tell of what is found what can be meant; nothing for no words."""
    catalogue = words_now()
    if is_code(words):
        return _by_code(words.strip(), catalogue)
    asked = read_query(words, catalogue.everyday)
    if not asked.words:
        return None
    met = search(catalogue.index, asked)
    by_words = {catalogue.codes[number]: score for number, score in met.rows}
    wanted = asked_for(catalogue.requests, asked)
    by_requests = {code: alike for code, alike in wanted.items() if code in catalogue.numbers}
    found = joined(by_words, by_requests, is_in_names=met.is_in_names)
    if not found:
        every = [asked.words[at] for at in asked.telling] or asked.words
        found = dict.fromkeys(_by_every_word(every), 1.0)
    held = Held(catalogue.index, catalogue.codes, catalogue.requests, catalogue.said)
    meaning = meaning_of(held, asked, dict(met.rows), wanted)
    is_elsewhere = bool(catalogue.numbers) and meaning.is_elsewhere
    return Sought(found, meaning.near if is_elsewhere else meaning.codes, is_elsewhere)


def _by_code(code: str, catalogue: CatalogueWords) -> Sought:
    beginning = sorted(each for each in catalogue.numbers if each.startswith(code))
    is_elsewhere = not beginning and code in catalogue.requests.procedures
    return Sought(dict.fromkeys(beginning, 1.0), frozenset(beginning), is_elsewhere)


def likely_words(words: str) -> str:
    """Give the words with those spelt right that the catalogue does not know; empty if none is."""
    catalogue = words_now()
    asked = read_query(words, catalogue.everyday)
    likely = known_words(catalogue.index, asked, catalogue.said)
    return " ".join(likely) if tuple(likely) != asked.words else ""


def _by_every_word(words: Sequence[str]) -> list[str]:
    """Search everything else that is kept of a procedure, such as its papers."""
    # Words are folded and hold no signs, so that nothing in them is an operator.
    every = SearchQuery(
        " & ".join(f"'{word}':*" for word in folded(words)), search_type="raw", config="simple"
    )
    rows = Procedure.objects.filter(search=every).annotate(score=SearchRank(F("search"), every))
    return list(rows.order_by("-score", "code").values_list("code", flat=True)[:_MOST])


def _published(codes: Iterable[str], day: date) -> list[Found]:
    found = []
    for code in codes:
        try:
            version = version_on(code, day)
        except VersionNotPublished:
            continue  # announced for later, or withdrawn
        found.append(Found(code, version, pack_of(version)))
    return found

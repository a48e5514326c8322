"""Finding a procedure in people's own words, with or without marks, with a letter wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import F

from motcua.procedures.base.finding.everyday import folded
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

_MOST = 10_000


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
    """Give the codes of what is found, best first; no words give everything, by name."""
    scored = scored_codes(words)
    return list(words_now().by_name if scored is None else scored)[:limit]


def scored_codes(words: str) -> dict[str, float] | None:
    """Give what is found with how well it meets the words, best first; nothing for no words.

    Where no name meets them, what has them in its papers or results.
    """
    catalogue = words_now()
    if is_code(words):
        beginning = sorted(code for code in catalogue.numbers if code.startswith(words.strip()))
        return dict.fromkeys(beginning, 1.0)
    asked = read_query(words, catalogue.everyday)
    if not asked.words:
        return None
    met = search(catalogue.index, asked)
    by_words = {catalogue.codes[number]: score for number, score in met.rows}
    wanted = asked_for(catalogue.requests, asked)
    by_requests = {code: alike for code, alike in wanted.items() if code in catalogue.numbers}
    found = joined(by_words, by_requests, is_in_names=met.is_in_names)
    if found:
        return found
    every = [asked.words[at] for at in asked.telling] or asked.words
    return dict.fromkeys(_by_every_word(every), 1.0)


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

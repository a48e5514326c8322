"""Finding a procedure in people's own words, with or without diacritics."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.postgres.search import SearchQuery, SearchRank, TrigramWordSimilarity
from django.db.models import Case, F, FloatField, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from motcua.kernel.text import search_document
from motcua.procedures.errors import VersionNotPublished
from motcua.procedures.models import Procedure
from motcua.procedures.queries.rules import pack_of, version_on

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from motcua.procedures.base.packs import Pack

_MOST_WORDS = 12
_LONGEST_PHRASE = 6


@dataclass(frozen=True, slots=True)
class Found:
    """A procedure that was found, with the pack of the day."""

    code: str
    version_id: int
    pack: Pack


def find_procedures(words: str, day: date, *, limit: int = 20) -> list[Found]:
    """Find procedures by name, code or everyday words, best first; no words give all.

    First the code, then names and keywords that stand in the words as they are, then procedures
    that hold every word or its beginning; where there is none, what is spelt alike, and at last
    what holds some of the words.
    """
    known = search_document(words[:300]).split()[:_MOST_WORDS]
    if not known:
        return _published(_codes(Procedure.objects.order_by("code"), limit), day)
    for search in (_as_said, _spelt_alike, _by_some_words):
        codes = _codes(search(words, known), limit)
        if codes:
            return _published(codes, day)
    return []


def procedures_by_life_event(day: date) -> dict[str, list[Found]]:
    """Give the procedures of each life event."""
    events: dict[str, list[Found]] = {}
    for found in _published(_codes(Procedure.objects.order_by("code")), day):
        for event in found.pack.life_events:
            events.setdefault(event, []).append(found)
    return events


def _as_said(words: str, known: Sequence[str]) -> QuerySet[Procedure]:
    every = _query(known, " & ")
    phrases = list(_phrases(known))
    whole = Case(
        When(code=words.strip(), then=Value(100.0)),
        *(
            When(search_text__contains=f"|{phrase}|", then=Value(10.0 * len(phrase.split())))
            for phrase in phrases
        ),
        default=Value(0.0),
        output_field=FloatField(),
    )
    has_phrase = Q()
    for phrase in phrases:
        has_phrase |= Q(search_text__contains=f"|{phrase}|")
    return (
        Procedure.objects.filter(Q(code=words.strip()) | Q(search=every) | has_phrase)
        .annotate(score=whole + Coalesce(SearchRank(F("search"), every), Value(0.0)))
        .order_by("-score", "code")
    )


def _spelt_alike(_words: str, known: Sequence[str]) -> QuerySet[Procedure]:
    text = " ".join(known)
    return (
        Procedure.objects.filter(search_text__trigram_word_similar=text)
        .annotate(score=TrigramWordSimilarity(text, "search_text"))
        .order_by("-score", "code")
    )


def _by_some_words(_words: str, known: Sequence[str]) -> QuerySet[Procedure]:
    some = _query(known, " | ")
    return (
        Procedure.objects.filter(search=some)
        .annotate(score=SearchRank(F("search"), some))
        .order_by("-score", "code")
    )


def _phrases(known: Sequence[str]) -> Iterator[str]:
    """Give the runs of words that may be a keyword, the longest first; a lone word only alone."""
    shortest = min(2, len(known))
    for length in range(min(len(known), _LONGEST_PHRASE), shortest - 1, -1):
        for start in range(len(known) - length + 1):
            yield " ".join(known[start : start + length])


def _query(known: Sequence[str], joint: str) -> SearchQuery:
    # Words are folded and hold no signs, so that nothing in them is an operator.
    return SearchQuery(
        joint.join(f"'{word}':*" for word in known), search_type="raw", config="simple"
    )


def _codes(rows: QuerySet[Procedure], limit: int | None = None) -> list[str]:
    return list(rows.values_list("code", flat=True)[:limit])


def _published(codes: Iterable[str], day: date) -> list[Found]:
    found = []
    for code in codes:
        try:
            version = version_on(code, day)
        except VersionNotPublished:
            continue  # announced for later, or withdrawn
        found.append(Found(code, version, pack_of(version)))
    return found

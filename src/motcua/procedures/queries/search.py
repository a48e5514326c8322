"""Finding a procedure in people's own words, with or without diacritics, with a letter wrong."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db import connection
from django.db.models import F

from motcua.kernel.caching import remembered
from motcua.procedures.base.finding import Asked, closeness, is_one_apart, near, read_query
from motcua.procedures.errors import VersionNotPublished
from motcua.procedures.models import Procedure, Vocabulary
from motcua.procedures.queries.rules import pack_of, version_on

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from motcua.procedures.base.packs import Pack

# How much a word counts that was not typed as it stands: spelt nearly alike where the typed one is
# a word too, and where it is none; begun, as one types.
_ALIKE, _MISSPELT, _BEGUN = 0.5, 0.6, 0.4
# Groups: every word typed, those that tell something, whole phrases, and the official ones.
_TYPED, _TELLING, _WHOLE, _FIRST_OFFICIAL = 0, 1, 2, 3
_OFFICIAL = 1.3
_MOST_ALIKE, _MOST_BEGUN = 60, 20
_SHORTEST_BEGUN = 2
_LOOKED_AT = 300
# Beside the best, what meets so little of the words is no answer.
_FAINT = 0.001

# Of each group of words (those typed, each official phrase they may stand for), what a procedure
# meets, far more than in proportion to how much of the group; the best group counts.
_SCORED = """
WITH asked AS (
    SELECT * FROM unnest(%(groups)s::int[], %(places)s::int[], %(words)s::text[],
        %(shares)s::float[], %(rarities)s::float[]) AS a (part, place, word, share, rarity)
), size AS (
    SELECT * FROM unnest(%(parts)s::int[], %(sizes)s::int[]) AS s (part, places)
), met AS (
    SELECT s.procedure_id, a.part, a.place, max(a.share) AS share,
        max(a.share * a.rarity * s.weight) AS score
    FROM asked a JOIN procedures_searchword s ON s.word = a.word
    GROUP BY s.procedure_id, a.part, a.place
), parts AS (
    SELECT procedure_id, part, sum(score) * power(sum(share) / min(size.places), 16) AS score
    FROM met JOIN size USING (part) GROUP BY procedure_id, part
), best AS (
    SELECT procedure_id, max(score) + 0.1 * (sum(score) - max(score)) AS score
    FROM parts GROUP BY procedure_id
)
SELECT p.code, p.search_text, best.score
FROM best JOIN procedures_procedure p ON p.id = best.procedure_id
ORDER BY best.score DESC, p.code LIMIT %(limit)s
"""


@dataclass(frozen=True, slots=True)
class Found:
    """A procedure that was found, with the pack of the day."""

    code: str
    version_id: int
    pack: Pack


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A word that is looked for: the group and place it stands for.

    `share`: how much of the typed word it is, 1 for that itself; `rarity`: how much that tells.
    """

    part: int
    place: int
    word: str
    share: float
    rarity: float


def find_procedures(words: str, day: date, *, limit: int = 20) -> list[Found]:
    """Find procedures by code, name, keywords or everyday words, best first; no words give all."""
    return _published(find_codes(words, limit=limit), day)


def find_codes(words: str, *, limit: int = 20) -> list[str]:
    """Give the codes of what is found, best first; else what has the words in papers or results."""
    code = Procedure.objects.filter(code=words.strip().replace("\0", "")).values_list(
        "code", flat=True
    )
    if exact := list(code):
        return exact
    asked = read_query(words)
    if not asked.words:
        return list(Procedure.objects.order_by("code").values_list("code", flat=True)[:limit])
    return _scored(asked, limit) or _by_every_word(asked.telling or asked.words, limit)


def procedures_by_life_event(day: date) -> dict[str, list[Found]]:
    """Give the procedures of each life event."""
    events: dict[str, list[Found]] = {}
    holding = Procedure.objects.filter(versions__content__has_key="life_events").distinct()
    for found in _published(holding.order_by("code").values_list("code", flat=True), day):
        for event in found.pack.life_events:
            events.setdefault(event, []).append(found)
    return events


def _scored(asked: Asked, limit: int) -> list[str]:
    wanted = list(_wanted(asked))
    sizes = {_TYPED: len(asked.words), _TELLING: len(asked.telling), _WHOLE: 1}
    sizes |= {part: len(words) for part, words in enumerate(asked.official, _FIRST_OFFICIAL)}
    columns: dict[str, Any] = {
        "groups": [each.part for each in wanted],
        "places": [each.place for each in wanted],
        "words": [each.word for each in wanted],
        "shares": [each.share for each in wanted],
        "rarities": [each.rarity for each in wanted],
        "parts": list(sizes),
        "sizes": list(sizes.values()),
        "limit": max(limit, _LOOKED_AT),
    }
    with connection.cursor() as cursor:
        cursor.execute(_SCORED, columns)
        rows = cursor.fetchall()
    meant = [
        frozenset(each.word for each in wanted if (each.part, each.place) == (_TYPED, place))
        for place in range(len(asked.words))
    ]
    scores = {row[0]: row[2] * closeness(row[1].split(), meant) ** 2 for row in rows}
    best = max(scores.values(), default=0.0)
    closest = sorted(scores, key=lambda code: (-scores[code], code))
    return [code for code in closest if scores[code] >= _FAINT * best][:limit]


def _wanted(asked: Asked) -> Iterator[_Wanted]:
    """Give the typed words and what they may be, whole phrases, and official ones.

    A word counts by its rarity; what it may be instead counts by the typed one's, where that is a
    word: a rare word that is only like the typed one says nothing.
    """
    rarity, alike = _vocabulary()
    usual = sum(rarity.values()) / max(1, len(rarity))
    groups = [
        (_TYPED, asked.words, 1.0),
        (_TELLING, asked.telling if asked.telling != asked.words else (), 1.0),
        *((part, words, _OFFICIAL) for part, words in enumerate(asked.official, _FIRST_OFFICIAL)),
    ]
    for part, words, worth in groups:
        for place, word in enumerate(words):
            yield _Wanted(part, place, word, 1.0, worth * rarity.get(word, usual))
    for place, word in enumerate(asked.words):
        share = _ALIKE if word in rarity else _MISSPELT
        for other in _spelt_alike(word, alike)[:_MOST_ALIKE]:
            yield _Wanted(_TYPED, place, other, share, rarity.get(word, usual))
    for other in _begun(asked.words[-1], rarity):
        yield _Wanted(_TYPED, len(asked.words) - 1, other, _BEGUN, usual)
    for run in asked.runs:
        yield _Wanted(_WHOLE, 0, run, 1.0, usual)


def _begun(word: str, rarity: Mapping[str, float]) -> list[str]:
    """Give words of the vocabulary that begin with what is being typed."""
    if len(word) < _SHORTEST_BEGUN:
        return []
    return sorted(each for each in rarity if each.startswith(word) and each != word)[:_MOST_BEGUN]


@remembered(60)
def _vocabulary() -> tuple[dict[str, float], dict[str, list[str]]]:
    """Give the rarity of every single word, and the words by what is left without a letter."""
    rows = Vocabulary.objects.exclude(word__contains=" ").values_list("word", "rarity")
    rarity, alike = dict(rows), defaultdict(list)
    for word in rarity:
        for part in near(word):
            alike[part].append(word)
    return rarity, dict(alike)


def _spelt_alike(word: str, alike: Mapping[str, list[str]]) -> list[str]:
    """Give the words of the vocabulary that are one letter apart."""
    known = {other for part in near(word) for other in alike.get(part, ())}
    return sorted(other for other in known if is_one_apart(word, other))


def _by_every_word(words: Sequence[str], limit: int) -> list[str]:
    """Search everything else that is kept of a procedure, such as its papers."""
    # Words are folded and hold no signs, so that nothing in them is an operator.
    every = SearchQuery(
        " & ".join(f"'{word}':*" for word in words), search_type="raw", config="simple"
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

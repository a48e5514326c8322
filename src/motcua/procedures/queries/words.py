"""The catalogue's words as this process holds them, read anew whenever they changed."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING, Any

from django.db import connection

from motcua.kernel.text import collation_key
from motcua.procedures.base.finding.everyday import (
    Everyday,
    everyday_of,
    shipped_ignored,
    shipped_phrases,
)
from motcua.procedures.base.finding.reading import is_code
from motcua.procedures.base.finding.requests import Requests, requests_of, shipped_requests
from motcua.procedures.base.finding.searching import Index, index_of
from motcua.procedures.models import Procedure, SearchState, Synonym

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from uuid import UUID

_WORDS = """
SELECT word, array_agg(procedure_id), array_agg(weight) FROM procedures_searchword GROUP BY word
"""


@dataclass(frozen=True, slots=True)
class Facets:
    """By what a list of procedures is narrowed: who may ask, field, tier; and its life events."""

    subjects: frozenset[str]
    field: frozenset[str]
    tier: frozenset[str]
    life_events: frozenset[str]


@dataclass(frozen=True, slots=True, eq=False)
class CatalogueWords:
    """The words of all procedures that are indexed, their codes both ways, and their facets.

    `said`: folded words that people use, although the catalogue may not.
    """

    index: Index
    everyday: Everyday
    requests: Requests
    said: frozenset[str]
    codes: Mapping[int, str]
    numbers: Mapping[str, int]
    facets: Mapping[str, Facets]
    by_name: Sequence[str]
    field_names: Mapping[str, Mapping[str, str]]


def words_now() -> CatalogueWords:
    """Give the words as they are now; reading five thousand procedures takes half a second."""
    stamp = SearchState.objects.values_list("stamp", flat=True).first()
    held = _held.get(stamp) if stamp else None
    if held is None:
        with _reading:
            held = (_held.get(stamp) if stamp else None) or _read()
            _held.clear()
            if stamp:
                _held[stamp] = held
    return held


_held: dict[UUID, CatalogueWords] = {}
_reading = Lock()


def _read() -> CatalogueWords:
    rows = list(Procedure.objects.exclude(names=[]).values_list("pk", "code", "names", "facets"))
    names = {
        number: tuple(tuple(map(sys.intern, name.split())) for name in spelled)
        for number, _code, spelled, _facets in rows
    }
    with connection.cursor() as cursor:
        cursor.execute(_WORDS)
        found = {word: dict(zip(numbers, tells, strict=True)) for word, numbers, tells in cursor}
    changed = dict(Synonym.objects.values_list("phrase", "official"))
    everyday, requests = _everyday(changed), _requests_with(changed)
    return CatalogueWords(
        index_of(found, names),
        everyday,
        requests,
        everyday.known | requests.spellings.keys(),
        {number: code for number, code, *_more in rows},
        {code: number for number, code, *_more in rows},
        {code: _facets(facets) for _number, code, _names, facets in rows},
        sorted((row[1] for row in rows), key=_place_of({row[1]: row[2][0] for row in rows})),
        {facets["field"]["code"]: facets["field"]["name"] for *_more, facets in rows},
    )


def _place_of(names: Mapping[str, str]) -> Callable[[str], tuple[str, str]]:
    return lambda code: (collation_key(names[code]), code)


def _facets(row: Mapping[str, Any]) -> Facets:
    return Facets(
        frozenset(row["subjects"]),
        frozenset({row["field"]["code"]}),
        frozenset({row["tier"]}),
        frozenset(row.get("life_events", ())),
    )


def _everyday(changed: Mapping[str, Sequence[str]]) -> Everyday:
    """Give the shipped table of everyday words with what administrators changed in it."""
    phrases = dict(shipped_phrases())
    for phrase, official in changed.items():
        phrases.pop(phrase, None)
        if words := [text for text in official if not is_code(text)]:
            phrases[phrase] = tuple(words)
    return everyday_of(phrases, shipped_ignored())


def _requests_with(changed: Mapping[str, Sequence[str]]) -> Requests:
    """Give the shipped requests with those that administrators set for procedures' codes."""
    shipped = shipped_requests()
    codes = {phrase: tuple(filter(is_code, official)) for phrase, official in changed.items()}
    return _requests(frozenset(row for row in codes.items() if row[1] or row[0] in shipped))


@lru_cache(maxsize=1)
def _requests(changed: frozenset[tuple[str, tuple[str, ...]]]) -> Requests:
    """Build the table; it is large, and changes seldom."""
    return requests_of({**shipped_requests(), **dict(changed)})

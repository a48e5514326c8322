"""How people ask for a procedure in their own words, and for which a query asks most alike.

A table says of each procedure what somebody might type who has never read its name. A query is held
against each of these requests, and against all that are made for one procedure together.
"""

from __future__ import annotations

import math
from array import array
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from heapq import nlargest
from operator import itemgetter
from typing import TYPE_CHECKING

from motcua.kernel.text import fold
from motcua.procedures.base.finding.everyday import folded, shipped_phrases, words_in
from motcua.procedures.base.finding.reading import is_one_apart
from motcua.procedures.base.shared import shared_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from motcua.procedures.base.finding.reading import Asked

Table = dict[str, tuple[str, ...]]

# What a word with other marks than typed is worth, and one with a letter wrong.
_OTHER_MARKS, _ALIKE, _SHORTEST_MENDED = 0.3, 0.6, 3
# A word that half of a procedure's requests have tells little more than one that few have.
_OFTEN = 2.0
# Rarer words than these decide alone, where there are any.
_COMMON, _USED_OFTEN = 3.2, 2.0
_MOST, _LEAST_OF_BEST = 20, 0.5
_SAME = 3.0
# Requests as alike as this are what is meant; others come behind five that a name speaks for.
_NEAR, _BESIDE_NAMES = 1.0, 0.19


@dataclass(frozen=True, slots=True)
class Requests:
    """A table of requests by their words as they are spelt.

    `codes`: the procedures of each request; `lengths`: the square root of the sum of what its words
    tell, squared; `having`: the requests that have a word; `procedures`: the codes that `told`
    counts by, which has for each word the procedures asked for with it and how steadily (0 to 1);
    `spellings` of folded words; `same`: the procedures of whole requests, folded.
    """

    codes: Sequence[tuple[str, ...]]
    lengths: Sequence[float]
    having: Mapping[str, Sequence[int]]
    procedures: Sequence[str]
    told: Mapping[str, tuple[Sequence[int], Sequence[float]]]
    spellings: Mapping[str, Sequence[str]]
    same: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, eq=False)
class _Heard:
    """A word of the query: the spelled words it may be, with what each is worth, and its rarity."""

    shares: Mapping[str, float]
    rarity: float


def requests_of(table: Mapping[str, tuple[str, ...]]) -> Requests:
    """Build the table from requests and the codes of the procedures that each is made for."""
    rows = [(frozenset(words_in(text)), codes) for text, codes in table.items() if codes]
    having: dict[str, array[int]] = defaultdict(lambda: array("I"))
    counts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for place, (words, codes) in enumerate(rows):
        for word in words:
            having[word].append(place)
            for code in codes:
                counts[word][code] += 1
    procedures = sorted({code for _words, codes in rows for code in codes})
    places = {code: place for place, code in enumerate(procedures)}
    lengths = array("f", (_length(words, having, len(rows)) for words, _codes in rows))
    spellings: dict[str, list[str]] = defaultdict(list)
    for word in having:
        spellings[fold(word)].append(word)
    told = {word: _told(found, places) for word, found in counts.items()}
    same: dict[str, tuple[str, ...]] = {}
    for text, codes in table.items():
        key = " ".join(folded(words_in(text)))
        same[key] = (*same.get(key, ()), *codes)
    codes_of = [codes for _words, codes in rows]
    return Requests(codes_of, lengths, dict(having), procedures, told, dict(spellings), same)


def asked_for(requests: Requests, asked: Asked) -> dict[str, float]:
    """Give the procedures that people ask for in words like these, and how alike they are.

    0 to 2; a request of just these words stands above all others.
    """
    heard = list(_heard(requests, asked))
    found = _by_procedure(requests, heard)
    nearest: dict[str, float] = {}
    for number, score in _by_request(requests, heard).items():
        for code in requests.codes[number]:
            if nearest.get(code, 0.0) < score:
                nearest[code] = score
    for code, score in nearest.items():
        found[code] = found.get(code, 0.0) + score
    for code in requests.same.get(" ".join(folded(asked.words)), ()):
        found[code] = found.get(code, 0.0) + _SAME
    likely = nlargest(_MOST, found.items(), key=itemgetter(1))
    return {code: score for code, score in likely if score >= _LEAST_OF_BEST * likely[0][1]}


def joined(
    by_words: Mapping[str, float], by_requests: Mapping[str, float], *, is_in_names: bool
) -> dict[str, float]:
    """Give one order of what was found by words and by requests, the best first.

    Each counts by how many are better in its own order. What a name says as it was typed stands
    before requests that are not near.
    """
    best = max(by_requests.values(), default=0.0)
    found = _by_place(by_words)
    worth = _BESIDE_NAMES if is_in_names and best < _NEAR else 1.0 if best < _SAME else _SAME
    for code, score in _by_place(by_requests).items():
        found[code] = found.get(code, 0.0) + worth * score
    return dict(sorted(found.items(), key=lambda row: (-row[1], row[0])))


def _by_place(scores: Mapping[str, float]) -> dict[str, float]:
    """Give 1 for the best, less for each that is behind; what is as good has the same place."""
    found: dict[str, float] = {}
    place, last = 0, math.inf
    ordered = sorted(scores.items(), key=lambda row: (-row[1], row[0]))
    for count, (code, score) in enumerate(ordered):
        if score < last:
            place, last = count, score
        found[code] = 1 / (1 + place)
    return found


def _length(words: Iterable[str], having: Mapping[str, Sequence[int]], count: int) -> float:
    return math.sqrt(sum(_rarity(count, len(having[word])) ** 2 for word in words)) or 1.0


def _rarity(count: int, having: int) -> float:
    return math.log(1 + count / max(1, having))


def _told(
    counts: Mapping[str, int], places: Mapping[str, int]
) -> tuple[Sequence[int], Sequence[float]]:
    steady = array("f", (count / (count + _OFTEN) for count in counts.values()))
    return array("I", (places[code] for code in counts)), steady


def _heard(requests: Requests, asked: Asked) -> Iterator[_Heard]:
    """Give the words of the query; one that nobody uses has no spelling, and is rarest of all."""
    for word in dict.fromkeys(asked.words):
        shares = _shares(requests, word, asked)
        meant = [each for each, share in shares.items() if share > _OTHER_MARKS]
        having = sum(len(requests.having[each]) for each in meant or shares)
        yield _Heard(shares, _rarity(len(requests.codes), having))


def _shares(requests: Requests, word: str, asked: Asked) -> dict[str, float]:
    plain = fold(word)
    spellings = requests.spellings.get(plain)
    if spellings is not None:
        exact = {each for each in spellings if not asked.has_marks or each == word}
        return {each: 1.0 if each in exact else _OTHER_MARKS for each in spellings}
    if len(plain) < _SHORTEST_MENDED:
        return {}
    alike = (other for other in requests.spellings if is_one_apart(plain, other))
    return {each: _ALIKE for other in alike for each in requests.spellings[other]}


def _by_request(requests: Requests, heard: Sequence[_Heard]) -> dict[int, float]:
    """Score requests by the angle between their words and the query's."""
    length = math.sqrt(sum(word.rarity**2 for word in heard)) or 1.0
    scores: dict[int, float] = {}
    for word in sorted(heard, key=lambda word: -word.rarity):
        if scores and word.rarity < _COMMON:
            break
        best: dict[int, float] = {}
        for each, share in word.shares.items():
            for number in requests.having[each]:
                if best.get(number, 0.0) < share:
                    best[number] = share
        for number, share in best.items():
            scores[number] = scores.get(number, 0.0) + share * word.rarity**2
    return {number: score / (length * requests.lengths[number]) for number, score in scores.items()}


def _by_procedure(requests: Requests, heard: Sequence[_Heard]) -> dict[str, float]:
    """Score procedures by how steadily the query's words are used to ask for them."""
    rarity = {
        word: _rarity(len(requests.procedures), _asked_with(requests, word)) for word in heard
    }
    total = sum(rarity.values()) or 1.0
    scores: dict[int, float] = {}
    for word in sorted(heard, key=lambda word: -rarity[word]):
        if scores and rarity[word] < _USED_OFTEN:
            break
        best: dict[int, float] = {}
        for each, share in word.shares.items():
            for place, steady in zip(*requests.told[each], strict=True):
                if best.get(place, 0.0) < share * steady:
                    best[place] = share * steady
        for place, steady in best.items():
            scores[place] = scores.get(place, 0.0) + rarity[word] * steady
    return {requests.procedures[place]: score / total for place, score in scores.items()}


def _asked_with(requests: Requests, word: _Heard) -> int:
    return sum(
        len(requests.told[each][0]) for each, share in word.shares.items() if share > _OTHER_MARKS
    )


@cache
def shipped_requests() -> Table:
    """Give the requests that the program brings, each with the codes it is made for."""
    table: dict[str, dict[str, None]] = {}
    for line in shared_text("requests.txt").splitlines():
        codes, _tab, said = line.partition("\t")
        for text in said.split("|") if not line.startswith("#") else ():
            table.setdefault(" ".join(text.split()), {}).update(dict.fromkeys(codes.split()))
    return {text: tuple(codes) for text, codes in table.items() if text}


def shipped_sayings() -> dict[str, tuple[str, ...]]:
    """Give all that the program brings of how people say things: phrases, and whole requests.

    Each with the official words or the codes that it stands for.
    """
    return {**shipped_requests(), **shipped_phrases()}

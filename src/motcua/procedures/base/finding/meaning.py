"""Which of what was found can be meant by the words, and whether they ask for what is not here.

The table of requests covers the whole country, a node's catalogue often a part of it. What people
ask for most alike may therefore not be here, and what is found by letters alone is then noise.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from motcua.kernel.text import fold
from motcua.procedures.base.finding.searching import alikes

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from motcua.procedures.base.finding.reading import Asked
    from motcua.procedures.base.finding.requests import Requests
    from motcua.procedures.base.finding.searching import Index

# Requests so near to the best are most alike; below the least, none is alike at all.
_MOST_ALIKE, _STILL_NEAR, _LEAST = 0.85, 0.7, 0.6
# A procedure with less of the words, by how rare they are, is found by letters alone.
_SHARE = 0.6
_OWN_WORDS, _SURE = 1.0, 1.0
# Beside a name that has all of the words, what meets them so little is no answer.
_FAINT = 0.001


@dataclass(frozen=True, slots=True)
class Meaning:
    """What the words can mean: codes of this node, the nearest of them, and whether none is it."""

    codes: frozenset[str]
    near: frozenset[str]
    is_elsewhere: bool


@dataclass(frozen=True, slots=True, eq=False)
class Held:
    """What a query is held against: the words of this node, its codes, and the requests."""

    index: Index
    codes: Mapping[int, str]
    requests: Requests
    said: Collection[str]


def meaning_of(
    held: Held, asked: Asked, by_words: Mapping[int, float], wanted: Mapping[str, float]
) -> Meaning:
    """Tell what of that which was found by words and by requests can be meant."""
    here = {code: number for number, code in held.codes.items()}
    best = max(wanted.values(), default=0.0)
    asked_here = {code: score for code, score in wanted.items() if code in here}
    telling = dict.fromkeys([asked.words[at] for at in asked.telling] or asked.words)
    typed = {word: frozenset(_spellings(held, asked, word)) for word in telling}
    whole = {number for number in by_words if _is_whole(held.index, asked, typed, number)}
    whole |= by_words.keys() & _with_keyword(held.index, list(telling)).keys()
    is_asked_here = any(score >= _MOST_ALIKE * best for score in asked_here.values())
    near = {code for code, score in asked_here.items() if score >= _STILL_NEAR * best}
    least = _FAINT * max((by_words[number] for number in whole), default=0.0)
    shares = _shares(held.index, typed)
    close = {number for number in by_words if shares.get(number, 0.0) >= _SHARE} | whole
    near |= {held.codes[number] for number in close if by_words[number] >= least}
    is_elsewhere = not whole and not is_asked_here and best >= _LEAST
    return Meaning(frozenset(near | asked_here.keys()), frozenset(near), is_elsewhere)


def _spellings(held: Held, asked: Asked, word: str) -> Iterator[str]:
    """Give what a word is in the catalogue: only one that nobody uses is taken as misspelt."""
    index, plain = held.index, fold(word)
    if asked.has_marks and (word in index.words or word in held.requests.having):
        yield word
        return
    yield from index.spellings.get(plain, ())
    if plain not in index.spellings and plain not in held.said:
        for other in alikes(index, plain):
            yield from index.spellings[other]


def _shares(index: Index, typed: Mapping[str, frozenset[str]]) -> dict[int, float]:
    """Give how much of the words each procedure has in its names and keywords, the rare first."""
    rarity = {word: _rarity(index, word) for word in typed}
    total = sum(rarity.values()) or 1.0
    found: dict[int, float] = {}
    for word, spellings in typed.items():
        rows = (row for spelled in spellings for row in index.words.get(spelled, {}).items())
        for number in {number for number, tells in rows if tells > _OWN_WORDS}:
            found[number] = found.get(number, 0.0) + rarity[word] / total
    return found


def _rarity(index: Index, word: str) -> float:
    return index.rarity.get(word, index.rarity.get(fold(word), index.usual))


def _is_whole(index: Index, asked: Asked, typed: Mapping[str, frozenset[str]], number: int) -> bool:
    """Say whether a name has all that was typed, or all of what it surely stands for."""
    sure = [set(meant.words) for meant in asked.official if meant.sure >= _SURE]
    for name in map(set, index.names.get(number, ())):
        if all(spellings & name for spellings in typed.values()):
            return True
        if any(words <= name for words in sure):
            return True
    return False


def _with_keyword(index: Index, words: Sequence[str]) -> Mapping[int, float]:
    """Give the procedures with a keyword, or a short name, that is just these words."""
    if len(words) > 1:
        return index.phrases.get(fold(" ".join(words)), {})
    found = (index.words.get(word, {}) for word in words)
    return {number: tells for row in found for number, tells in row.items() if tells > _OWN_WORDS}

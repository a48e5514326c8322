"""Words by which a procedure is found, and what somebody's words may mean.

All words are folded: no diacritics, no capitals (`kernel.text.search_document`).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from motcua.kernel.text import search_document
from motcua.procedures.base.shared import shared_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from motcua.procedures.base.packs import Pack

MOST_WORDS = 12
LONGEST_PHRASE = 6
_LONGEST_QUERY = 300
_NAME, _KEYWORD, _FIELD, _AGENCY = 4.0, 3.0, 1.0, 0.5
_WHOLE = 6.0
# A short name that holds the words is nearer to them than a long one.
_USUAL_LENGTH = 40


@dataclass(frozen=True, slots=True)
class Asked:
    """A query: its words, those of them that tell something, its runs, what it may stand for.

    A word that says nothing as people talk may be one that matters once its signs are gone: `cần`
    and `cân`. So all of them are looked for, and those that tell something by themselves as well.
    """

    words: tuple[str, ...]
    telling: tuple[str, ...]
    runs: tuple[str, ...]
    official: tuple[tuple[str, ...], ...]


def read_query(text: str) -> Asked:
    """Read what somebody typed."""
    known = search_document(text[:_LONGEST_QUERY]).split()[:MOST_WORDS]
    synonyms, runs = _synonyms(), list(_runs(known))
    met: list[str] = []
    for run in (*runs, *known):
        if run in synonyms and not any(f" {run} " in f" {longer} " for longer in met):
            met.append(run)
    official = dict.fromkeys(phrase for run in met for phrase in synonyms[run])
    telling = _without_ignored(known)
    whole = dict.fromkeys([*runs, " ".join(telling), *(known if len(known) == 1 else ())])
    return Asked(tuple(known), tuple(telling), tuple(whole), tuple(official))


def words_of(pack: Pack) -> dict[str, float]:
    """Give the words and whole phrases by which a procedure is found, and how much each tells."""
    names = [search_document(name).split() for name in pack.name.values()]
    keywords = [search_document(word) for words in pack.keywords.values() for word in words]
    found: dict[str, float] = {}
    for agency in pack.authority.name.values():
        _add(found, search_document(agency).split(), _AGENCY)
    for field in pack.field.name.values():
        _add(found, search_document(field).split(), _FIELD)
    for keyword in keywords:
        _add(found, keyword.split(), _KEYWORD)
    for name in names:
        _add(found, name, _NAME * _USUAL_LENGTH / (_USUAL_LENGTH + len(name)))
    whole = [" ".join(name) for name in names if len(name) <= LONGEST_PHRASE]
    for phrase in (*keywords, *whole, search_document(pack.code)):
        found[phrase] = max(found.get(phrase, 0.0), _WHOLE * len(phrase.split()) ** 0.5)
    found.pop("", None)
    return found


def near(word: str) -> list[str]:
    """Give a word and what is left of it without any one letter.

    Two words that share one of these are at most two letters apart.
    """
    return [word, *dict.fromkeys(word[:at] + word[at + 1 :] for at in range(len(word)))]


def is_one_apart(one: str, other: str) -> bool:
    """Say whether one letter changed, added, left out, or swapped with the next makes the other."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    short, long = sorted((one, other), key=len)
    start = next((at for at, letter in enumerate(short) if letter != long[at]), len(short))
    if len(short) < len(long):
        return short[start:] == long[start + 1 :]
    swapped = short[start : start + 2][::-1] + short[start + 2 :]
    return short[start + 1 :] == long[start + 1 :] or swapped == long[start:]


def closeness(name: Sequence[str], meant: Sequence[frozenset[str]]) -> float:
    """Say how well a name holds the words in their order and near to each other: from 1 to 4.

    `meant` has for each typed word what it may be.
    """
    shortest = min((_span(name, meant, start) for start in range(len(name))), default=_FAR)
    return 1 + 3 * len(meant) / shortest if shortest < _FAR else 1.0


def _span(name: Sequence[str], meant: Sequence[frozenset[str]], start: int) -> int:
    """Give the words from a start to the last of those meant, met in their order."""
    if name[start] not in meant[0]:
        return _FAR
    at = start
    for words in meant[1:]:
        at = next((place for place in range(at + 1, len(name)) if name[place] in words), _FAR)
        if at == _FAR:
            return _FAR
    return at - start + 1


_FAR = 1_000_000


def _add(found: dict[str, float], words: Sequence[str], weight: float) -> None:
    for word in words:
        found[word] = max(found.get(word, 0.0), weight)


def _runs(known: Sequence[str]) -> Iterator[str]:
    """Give the runs of two to six words, the longest first."""
    for length in range(min(len(known), LONGEST_PHRASE), 1, -1):
        for start in range(len(known) - length + 1):
            yield " ".join(known[start : start + length])


def _without_ignored(known: Sequence[str]) -> list[str]:
    text = f" {' '.join(known)} "
    for phrase in _ignored():
        text = text.replace(f" {phrase} ", " ").replace(f" {phrase} ", " ")
    return text.split()


@cache
def _ignored() -> tuple[str, ...]:
    phrases = {search_document(phrase) for phrase in shared_file("synonyms")["ignored"]}
    return tuple(sorted(phrases, key=len, reverse=True))


@cache
def _synonyms() -> Mapping[str, tuple[tuple[str, ...], ...]]:
    return {
        search_document(phrase): tuple(tuple(search_document(words).split()) for words in official)
        for phrase, official in shared_file("synonyms")["phrases"].items()
    }

"""Words by which a procedure is found, and what somebody's words may mean.

Words are kept as they are spelt: who types with marks means them, who types without means any.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from motcua.kernel.text import spelled_document
from motcua.procedures.base.finding.everyday import folded

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from motcua.procedures.base.finding.everyday import Everyday, Phrase, Words
    from motcua.procedures.base.packs import Pack

MOST_WORDS = 16
_CODE = re.compile(r"\d\.\d[\d.]*(-Xoa)?")
LONGEST_PHRASE = 6
LONGEST_WORD = 300
"""Characters of a word or phrase that a procedure is found by; nobody types longer ones."""
_LONGEST_QUERY = 300
_NAME, _KEYWORD, _FIELD, _AGENCY = 4.0, 3.0, 1.0, 0.5
_WHOLE = 6.0
# A short name that holds the words is nearer to them than a long one.
_USUAL_LENGTH = 40
# How sure it is that an everyday phrase is meant: met as it stands, with other marks, its words
# somewhere in the query, one word without marks; more with every word it has.
_MET, _OTHER_MARKS, _SCATTERED, _BARE = 1.0, 0.5, 0.55, 0.4
_EVERY_WORD = 0.15
_TYPING, _SHORTEST_BEGUN, _MOST_BEGUN = 0.9, 4, 5
# One word says little of a longer query.
_SHORT, _AMONG_OTHERS = 2, 0.6


@dataclass(frozen=True, slots=True)
class Meant:
    """Official words that may be meant, how sure that is, and the places they stand for."""

    words: Words
    sure: float
    places: frozenset[int]


@dataclass(frozen=True, slots=True)
class Asked:
    """A query: its words, whether they have marks, which of them tell something, what they mean."""

    words: Words
    has_marks: bool
    telling: tuple[int, ...]
    runs: tuple[str, ...]
    official: tuple[Meant, ...]


def is_code(text: str) -> bool:
    """Say whether a text is the code of a procedure, or the beginning of one."""
    return _CODE.fullmatch(text.strip()) is not None


def read_query(text: str, everyday: Everyday) -> Asked:
    """Read what somebody typed."""
    words = tuple(spelled_document(text[:_LONGEST_QUERY]).split()[:MOST_WORDS])
    has_marks = words != folded(words)
    runs = [" ".join(words[start:end]) for start, end in _runs(len(words))]
    return Asked(
        words,
        has_marks,
        _telling(words, has_marks, everyday),
        tuple(runs if len(words) > 1 else words),
        tuple(_official(words, has_marks, everyday)),
    )


def words_of(pack: Pack) -> dict[str, float]:
    """Give the words and whole phrases by which a procedure is found, and how much each tells."""
    names = [spelled_document(name).split() for name in pack.name.values()]
    keywords = [spelled_document(word) for words in pack.keywords.values() for word in words]
    found: dict[str, float] = {}
    for agency in pack.authority.name.values():
        _add(found, spelled_document(agency).split(), _AGENCY)
    for field in pack.field.name.values():
        _add(found, spelled_document(field).split(), _FIELD)
    for keyword in keywords:
        _add(found, keyword.split(), _KEYWORD)
    for name in names:
        _add(found, name, _NAME * _USUAL_LENGTH / (_USUAL_LENGTH + len(name)))
    whole = [" ".join(name) for name in names if len(name) <= LONGEST_PHRASE]
    for phrase in (*keywords, *whole):
        found[phrase] = max(found.get(phrase, 0.0), _WHOLE * len(phrase.split()) ** 0.5)
    return {word: tells for word, tells in found.items() if 0 < len(word) <= LONGEST_WORD}


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


def _add(found: dict[str, float], words: Sequence[str], weight: float) -> None:
    for word in words:
        found[word] = max(found.get(word, 0.0), weight)


def _runs(count: int) -> Iterator[tuple[int, int]]:
    """Give start and end of the runs of one to six words, the longest first."""
    for length in range(min(count, LONGEST_PHRASE), 0, -1):
        for start in range(count - length + 1):
            yield start, start + length


def _official(words: Words, has_marks: bool, everyday: Everyday) -> list[Meant]:  # noqa: FBT001 - a fact of the words
    """Give what the everyday phrases met may stand for; each once, where it is surest."""
    found: dict[Words, Meant] = {}
    taken: list[frozenset[int]] = []
    for phrase, start, end in _met(words, everyday):
        places = frozenset(range(start, end))
        if any(places < longer for longer in taken):
            continue
        sure = _sure(phrase, words[start:end] if has_marks else None)
        if len(phrase.spelled) == 1 and len(words) > _SHORT:
            sure *= _AMONG_OTHERS
        _keep(found, phrase, sure, places)
        if sure >= _MET:
            taken.append(places)
    for phrase, places in _scattered(words, has_marks, everyday):
        if not any(places <= longer for longer in taken):
            _keep(found, phrase, _SCATTERED, places)
    for phrase in _begun(words, everyday):
        _keep(found, phrase, _TYPING, frozenset(range(len(words))))
    return list(found.values())


def _met(words: Words, everyday: Everyday) -> Iterator[tuple[Phrase, int, int]]:
    """Give the phrases that stand in the query with where they do, the longest first."""
    bare = folded(words)
    for start, end in _runs(len(words)):
        for phrase in everyday.phrases.get(bare[start:end], ()):
            yield phrase, start, end


def _begun(words: Words, everyday: Everyday) -> Iterator[Phrase]:
    """Give the phrases of which the query is the beginning, its last word not yet whole."""
    text = " ".join(folded(words))
    if len(text) < _SHORTEST_BEGUN:
        return
    for key in everyday.begun(text, _MOST_BEGUN):
        if " ".join(key)[len(text) :][:1].strip():
            yield from everyday.phrases[key]


def _sure(phrase: Phrase, typed: Words | None) -> float:
    if len(phrase.spelled) == 1:
        return _BARE if typed is None else float(typed == phrase.spelled)
    return _OTHER_MARKS if typed is not None and typed != phrase.spelled else _MET


def _keep(found: dict[Words, Meant], phrase: Phrase, sure: float, places: frozenset[int]) -> None:
    sure *= 1 + _EVERY_WORD * (len(phrase.spelled) - 1)
    for words in phrase.official if sure else ():
        if words not in found or found[words].sure < sure:
            found[words] = Meant(words, sure, places)


def _scattered(
    words: Words,
    has_marks: bool,  # noqa: FBT001 - a fact of the words
    everyday: Everyday,
) -> Iterator[tuple[Phrase, frozenset[int]]]:
    """Give the phrases of several words that are all somewhere in the query, in any order."""
    bare = folded(words)
    held, spelled = frozenset(bare), frozenset(words)
    keys = (key for word in dict.fromkeys(bare) for key in everyday.by_word.get(word, ()))
    for key in keys:
        if not held.issuperset(key):
            continue
        places = frozenset(at for at, word in enumerate(bare) if word in key)
        for phrase in everyday.phrases[key]:
            if not has_marks or spelled.issuperset(phrase.spelled):
                yield phrase, places


def _telling(words: Words, has_marks: bool, everyday: Everyday) -> tuple[int, ...]:  # noqa: FBT001 - a fact of the words
    """Give the places of the words that are left without those that say nothing."""
    bare, out = folded(words), set[int]()
    for start, end in _runs(len(words)):
        ignored = everyday.ignored.get(bare[start:end], ())
        if ignored and (not has_marks or words[start:end] in ignored):
            out.update(range(start, end))
    return tuple(at for at in range(len(words)) if at not in out)

"""The words of the whole catalogue in memory, and what among them a query is nearest to.

A procedure scores by the groups of words it meets: those typed, whole phrases of them, official
phrases they may stand for. Where its name holds a group in its order, that counts most, by how
likely somebody who wants this procedure types just these words of its name: a short name that has
them together before a long one that has them scattered.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import IntEnum
from heapq import nlargest
from itertools import pairwise
from typing import TYPE_CHECKING

from motcua.kernel.text import fold
from motcua.procedures.base.finding.reading import is_one_apart, near

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping, Sequence

    from motcua.procedures.base.finding.everyday import Words
    from motcua.procedures.base.finding.reading import Asked, Meant

Scores = dict[int, float]


class _Kind(IntEnum):
    """How a word of the catalogue stands to the typed one."""

    EXACT = 0
    OTHER_MARKS = 1
    ALIKE = 2  # a letter changed, or two swapped
    LONGER = 3  # a letter too many or too few
    BEGUN = 4


# What a word of each kind tells, and how likely it was meant: that two of three words are wrong is
# far less likely than that one is.
_TELLS = (1.0, 0.25, 0.4, 0.35, 0.3)
_CHANCE = (1.0, 0.3, 0.005, 0.001, 0.0005)
_OFFICIAL, _REST = 2.0, 1.5
# Less where a name says it as it was typed.
_SAID_AS_IT_IS, _VERBATIM, _BEST = 0.3, 3, 20
_NEAREST = 10_000.0
# Of words of which none has all, far more than in proportion to how much is met.
_STEEP = 6
_LEAST, _LEAST_OF_BEST = 0.34, 0.6
_SURE = 1.0
_SHORT, _SHORTEST_BEGUN, _MOST_BEGUN = 4, 2, 20
_LOOKED_AT = 800
# Beyond the first page, what is so far from the best is no answer.
_FAINT = 0.001
_SHORTEST_MENDED = 3
_TELLING_LITTLE = 2000


@dataclass(frozen=True, slots=True)
class Index:
    """The catalogue's words.

    `words`: the procedures each word finds, with what it tells of them; `phrases`: the same of
    whole phrases, folded; `names`: the words of each procedure's names in their order; `rarity` of
    words as spelt and folded; `spellings` of folded words; `alike`: folded words by what is left of
    them without a letter.
    """

    words: Mapping[str, Mapping[int, float]]
    phrases: Mapping[str, Mapping[int, float]]
    names: Mapping[int, tuple[Words, ...]]
    rarity: Mapping[str, float]
    spellings: Mapping[str, Sequence[str]]
    alike: Mapping[str, Sequence[str]]
    usual: float


@dataclass(frozen=True, slots=True)
class _Place:
    """A typed word: what it may be, the procedures any of that finds, how rare it is."""

    meanings: Mapping[str, _Kind]
    found: Mapping[int, float]
    rarity: float


def index_of(
    found: Mapping[str, Mapping[int, float]], names: Mapping[int, tuple[Words, ...]]
) -> Index:
    """Build the index of a catalogue from its words, and phrases, and its names."""
    total = max(1, len(names))
    spellings, alike = defaultdict(list), defaultdict(list)
    phrases: dict[str, Scores] = defaultdict(dict)
    words, rarity = {}, {}
    for word, numbers in found.items():
        phrases[fold(word)].update(numbers)
        if " " not in word:
            words[word] = numbers
            rarity[word] = math.log(1 + total / max(1, len(numbers)))
            spellings[fold(word)].append(word)
    for plain, spelled in spellings.items():
        having = set[int]().union(*(words[word] for word in spelled))
        rarity[plain] = math.log(1 + total / max(1, len(having)))
        for part in near(plain):
            alike[part].append(plain)
    return Index(
        words, dict(phrases), names, rarity, dict(spellings), dict(alike), math.log(1 + total)
    )


@dataclass(frozen=True, slots=True)
class Met:
    """The procedures that meet a query, and how well, the best first.

    `is_in_names`: whether a name among them has all that was typed, in its order.
    """

    rows: Sequence[tuple[int, float]]
    is_in_names: bool


def search(index: Index, asked: Asked) -> Met:
    """Find the procedures that meet the query."""
    scores: Scores = {}
    places = _places(index, asked)
    typed, is_in_names = _by_names(index, places)
    _better(scores, typed)
    if not is_in_names and 0 < len(asked.telling) < len(places):
        told, _ = _by_names(index, [places[at] for at in asked.telling])
        _better(scores, told)
    whole = " ".join(asked.words)
    for run in asked.runs:
        numbers = index.phrases.get(fold(run), {}) if " " in run or len(places) == 1 else {}
        # A keyword or name that is just what was typed is met as nearly as any name can be.
        worth = index.usual * (_NEAREST if run == whole else 1.0)
        _better(scores, {number: tells * worth for number, tells in numbers.items()})
    worth = _SAID_AS_IT_IS if _is_said_as_it_is(index, typed, asked) else 1.0
    for meant in asked.official:
        if meant.sure >= _SURE or not is_in_names:
            _better(scores, _officially(index, meant, asked, places, worth))
    found = sorted(scores.items(), key=lambda row: (-row[1], row[0]))
    least = _FAINT * found[0][1] if found else 0.0
    return Met([row for at, row in enumerate(found) if at < _BEST or row[1] >= least], is_in_names)


def _is_said_as_it_is(index: Index, typed: Scores, asked: Asked) -> bool:
    """Say whether a name among the best has three words or more just as they were typed."""
    if len(asked.words) < _VERBATIM:
        return False
    wanted = f" {' '.join(asked.words)} "
    for number in nlargest(_BEST, typed, key=typed.__getitem__):
        for name in index.names.get(number, ()):
            text = f" {' '.join(name)} "
            if wanted in (text if asked.has_marks else fold(text).join("  ")):
                return True
    return False


def known_words(index: Index, asked: Asked, everyday: Container[str]) -> list[str]:
    """Give the typed words, those that nobody knows by the likest word of the catalogue.

    `everyday`: folded words that are known although the catalogue does not use them.
    """
    return [
        word if fold(word) in everyday else _likest(index, asked.words, at)
        for at, word in enumerate(asked.words)
    ]


def _likest(index: Index, words: Words, at: int) -> str:
    """Give the word that stands beside the same neighbours in a name, and is spelt most alike."""
    word = words[at]
    if fold(word) in index.spellings or len(word) < _SHORTEST_MENDED:
        return word
    options = {
        spelled
        for other in alikes(index, fold(word))
        for spelled in index.spellings[other]
        if len(other) > 1
    }
    beside = _beside(index, options, words[max(0, at - 1) : at], words[at + 1 : at + 2])
    is_marked = word != fold(word)

    def likeness(each: str) -> tuple[int, float, bool, int, str]:
        marks = SequenceMatcher(None, word, each).ratio() if is_marked else 0.0
        same_length = len(fold(each)) == len(word)
        return beside.get(each, 0), marks, same_length, len(index.words[each]), each

    return max(options, key=likeness, default=word)


def _beside(index: Index, options: Container[str], before: Words, after: Words) -> dict[str, int]:
    """Give at how many sides each option has the same neighbour somewhere in a name."""
    firsts = {each for word in before for each in index.spellings.get(fold(word), ())}
    lasts = {each for word in after for each in index.spellings.get(fold(word), ())}
    found: set[tuple[str, bool]] = set()
    for names in index.names.values():
        for one, other in (pair for name in names for pair in pairwise(name)):
            if one in firsts and other in options:
                found.add((other, True))
            if other in lasts and one in options:
                found.add((one, False))
    return Counter(each for each, _side in found)


def _places(index: Index, asked: Asked) -> list[_Place]:
    is_short = len(asked.words) <= _SHORT
    made = []
    for at, word in enumerate(asked.words):
        plain = fold(word)
        is_known = plain in index.spellings
        meanings: dict[str, _Kind] = {}
        if at == len(asked.words) - 1 and (is_short or not is_known):
            meanings.update(dict.fromkeys(_begun(index, plain), _Kind.BEGUN))
        if is_short or not is_known:
            for other in alikes(index, plain):
                kind = _Kind.ALIKE if len(other) == len(plain) else _Kind.LONGER
                meanings.update(dict.fromkeys(index.spellings[other], kind))
        for spelled in index.spellings.get(plain, ()):
            is_other = asked.has_marks and spelled != word
            meanings[spelled] = _Kind.OTHER_MARKS if is_other else _Kind.EXACT
        key = word if asked.has_marks and word in index.rarity else plain
        made.append(_place(index, meanings, index.rarity.get(key, index.usual)))
    return made


def _place(index: Index, meanings: Mapping[str, _Kind], rarity: float) -> _Place:
    best: Scores = {}
    for word, kind in meanings.items():
        share = _TELLS[kind]
        for number, weight in index.words.get(word, {}).items():
            tells = share * weight
            if best.get(number, 0.0) < tells:
                best[number] = tells
    return _Place(meanings, best, rarity)


def alikes(index: Index, plain: str) -> list[str]:
    """Give the folded words of the catalogue that are one letter apart."""
    known = {other for part in near(plain) for other in index.alike.get(part, ())}
    return sorted(other for other in known if is_one_apart(plain, other))


def _begun(index: Index, plain: str) -> list[str]:
    if len(plain) < _SHORTEST_BEGUN:
        return []
    begun = sorted(each for each in index.spellings if each.startswith(plain) and each != plain)
    return [spelled for each in begun[:_MOST_BEGUN] for spelled in index.spellings[each]]


def _officially(
    index: Index, meant: Meant, asked: Asked, places: Sequence[_Place], worth: float
) -> Scores:
    """Score what the official words find, more where it meets the rest of the query too."""
    official = [
        _Place({word: _Kind.EXACT}, index.words.get(word, {}), index.rarity.get(word, index.usual))
        for word in meant.words
    ]
    found, _ = _by_names(index, official)
    rest = [places[at] for at in asked.telling if at not in meant.places]
    total = sum(place.rarity for place in rest) or 1.0
    more: Scores = {}
    for place in rest:
        if len(place.found) < _TELLING_LITTLE:
            for number, tells in place.found.items():
                more[number] = more.get(number, 0.0) + place.rarity / total * min(1.0, tells)
    worth *= _OFFICIAL * meant.sure
    return {
        number: worth * score * (1 + _REST * more.get(number, 0.0))
        for number, score in found.items()
    }


def _better(scores: Scores, others: Mapping[int, float]) -> None:
    """Keep of two scores the better, and a little of the other."""
    for number, score in others.items():
        low, high = sorted((scores.get(number, 0.0), score))
        scores[number] = high + 0.1 * low


def _by_names(index: Index, places: Sequence[_Place]) -> tuple[Scores, bool]:
    """Score what meets a group of words; say whether any name has all of them in their order."""
    met = _having_all(places) or _having_most(places)
    nearness = _nearness(index, places, met)
    scores = {number: score * nearness.get(number, 1.0) for number, score in met.items()}
    return scores, bool(nearness)


def _having_all(places: Sequence[_Place]) -> Scores:
    order = sorted(places, key=lambda place: len(place.found))
    numbers = set(order[0].found)
    for place in order[1:]:
        numbers &= place.found.keys()
    return {
        number: sum(place.rarity * place.found[number] for place in places) for number in numbers
    }


def _having_most(places: Sequence[_Place]) -> Scores:
    """Score by what is met of the words; the rarest decide what is looked at."""
    order = sorted(places, key=lambda place: -place.rarity)
    deciding = max(2, (len(order) + 1) // 2)
    scores: Scores = {}
    met: Scores = {}
    for turn, place in enumerate(order):
        numbers: Iterable[int] = place.found
        if turn >= deciding:
            numbers = scores.keys() & place.found.keys()
        for number in numbers:
            tells = place.found[number]
            scores[number] = scores.get(number, 0.0) + place.rarity * tells
            met[number] = met.get(number, 0.0) + place.rarity * min(1.0, tells)
    total = sum(place.rarity for place in places)
    least = max(_LEAST * total, _LEAST_OF_BEST * max(met.values(), default=0.0))
    return {
        number: score * (met[number] / total) ** _STEEP
        for number, score in scores.items()
        if met[number] >= least
    }


def _nearness(index: Index, places: Sequence[_Place], met: Mapping[int, float]) -> Scores:
    """Give the factor of the names that hold the words in their order."""
    wanted: dict[str, list[tuple[int, float]]] = {}
    for at in range(len(places) - 1, -1, -1):
        for word, kind in places[at].meanings.items():
            wanted.setdefault(word, []).append((at, _CHANCE[kind]))
    found: Scores = {}
    for number in nlargest(_LOOKED_AT, met, key=met.__getitem__):
        names = index.names.get(number, ())
        chance = max((_chance(name, wanted, len(places)) for name in names), default=0.0)
        if chance:
            found[number] = chance
    most = max(found.values(), default=1.0)
    return {number: 1 + _NEAREST * chance / most for number, chance in found.items()}


def _chance(name: Words, wanted: Mapping[str, Sequence[tuple[int, float]]], count: int) -> float:
    """Give the chance that somebody takes these words from a name: together, or scattered."""
    if len(name) < count:
        return 0.0
    scattered, together, whole = [1.0] + [0.0] * count, [0.0] * (count + 1), 0.0
    nothing = [0.0] * (count + 1)
    for word in name:
        places = wanted.get(word)
        if places is None:
            together = nothing
            continue
        longer = [0.0] * (count + 1)
        for at, share in places:
            scattered[at + 1] += scattered[at] * share
            longer[at + 1] = (together[at] if at else 1.0) * share
        together = longer
        whole += longer[count]
    return (whole / (len(name) - count + 1) + scattered[count] / math.comb(len(name), count)) / 2

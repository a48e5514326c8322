"""How people say what the catalogue says otherwise: a table of phrases and what they stand for."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from motcua.kernel.text import fold, spelled_document
from motcua.procedures.base.shared import shared_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Phrase:
    """An everyday phrase as it is spelt, and the official words it may stand for."""

    spelled: Words
    official: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Everyday:
    """The table: phrases, and what says nothing of the matter, both by their folded words.

    `by_word`: phrases of several words by the longest of them; `known`: every word of a phrase;
    `in_order`: the phrases as texts, sorted, to find those that begin with something.
    """

    phrases: Mapping[Words, tuple[Phrase, ...]]
    ignored: Mapping[Words, tuple[Words, ...]]
    by_word: Mapping[str, Sequence[Words]]
    known: frozenset[str]
    in_order: tuple[str, ...]

    def begun(self, text: str, most: int) -> list[Words]:
        """Give the first phrases, by their folded words, that begin with a folded text."""
        start = bisect_left(self.in_order, text)
        found = self.in_order[start : start + most]
        return [tuple(each.split()) for each in found if each.startswith(text)]


def everyday_of(phrases: Mapping[str, Iterable[str]], ignored: Iterable[str]) -> Everyday:
    """Build the table from texts: what each phrase stands for, and what says nothing."""
    found: dict[Words, tuple[Phrase, ...]] = {}
    for text, official in phrases.items():
        spelled = words_in(text)
        phrase = Phrase(spelled, tuple(words_in(each) for each in official))
        found[folded(spelled)] = (*found.get(folded(spelled), ()), phrase)
    nothing: dict[Words, tuple[Words, ...]] = {}
    for text in ignored:
        spelled = words_in(text)
        nothing[folded(spelled)] = (*nothing.get(folded(spelled), ()), spelled)
    by_word: dict[str, list[Words]] = {}
    for words in found:
        if len(words) > 1:
            by_word.setdefault(max(words, key=len), []).append(words)
    known = frozenset(word for words in found for word in words)
    in_order = tuple(sorted(" ".join(words) for words in found))
    return Everyday(found, nothing, by_word, known, in_order)


def words_in(text: str) -> Words:
    """Give the words of a text as they are spelt."""
    return tuple(spelled_document(text).split())


def folded(words: Iterable[str]) -> Words:
    """Take the marks off words."""
    return tuple(map(fold, words))


@cache
def shipped_phrases() -> Mapping[str, tuple[str, ...]]:
    """Give the phrases that the program brings, each with what it stands for."""
    phrases = _shipped()["phrases"]
    return {str(phrase): tuple(official) for phrase, official in phrases.items()}


@cache
def shipped_ignored() -> tuple[str, ...]:
    """Give what the program takes to say nothing of the matter."""
    return tuple(map(str, _shipped()["ignored"]))


@cache
def _shipped() -> Mapping[str, Any]:
    return shared_file("synonyms")

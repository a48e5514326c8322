"""Which procedures some words name, of those that dossiers were filed for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from motcua.kernel.caching import remembered
from motcua.kernel.text import search_document
from motcua.procedures.queries.offered_words import words_of_offered

if TYPE_CHECKING:
    from collections.abc import Sequence

_MOST = 12
_SHORTEST = 2
_LEAST = 2
"""So many words must name the procedure before the others are taken for the filer's."""


def procedures_named(terms: Sequence[str]) -> list[tuple[str, tuple[str, ...]]]:
    """Give (code, other words) of the procedures that words name, those named in full first."""
    found: list[tuple[str, tuple[str, ...]]] = []
    # A single letter begins the words of a third of all procedures.
    if all(len(term) < _SHORTEST for term in terms):
        return found
    for code, words in _words_of_procedures():
        left = tuple(term for term in terms if not any(word.startswith(term) for word in words))
        if len(terms) - len(left) >= min(_LEAST, len(terms)):
            found.append((code, left))
    found.sort(key=lambda pair: (len(pair[1]), pair[0]))
    least = len(found[0][1]) if found else 0
    return [pair for pair in found if len(pair[1]) == least][:_MOST]


@remembered(300)
def _words_of_procedures() -> tuple[tuple[str, frozenset[str]], ...]:
    """Give the words of each procedure's name and code, as of at most five minutes ago."""
    return tuple(
        (code, frozenset(search_document(code, words).split()))
        for code, words in words_of_offered()
    )

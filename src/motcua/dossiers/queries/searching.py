"""Finding dossiers by code, by the filer's name with or without diacritics, or by his number.

Whole words count before unfinished ones: looking up words is quick and the planner knows how many
there are of each, while a beginning has every word that begins so read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from django.db.models import Q

from motcua.dossiers.queries.found import by_procedure
from motcua.identity.queries.numbered import Holder, holder_of
from motcua.kernel.search import Unfinished, resembling, search
from motcua.kernel.text import search_document

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from django.db.models import QuerySet

    from motcua.dossiers.models import Dossier
    from motcua.dossiers.queries.queues import Order

    Way = Callable[[QuerySet[Dossier]], QuerySet[Dossier]]

MOST_SIGNS = 80
MOST_FOUND = 200
"""So many of what words match are shown, the first of the list; who wants others adds a word."""
# A single letter begins a third of all words.
_SHORTEST = 2
_CODE = re.compile(r"[A-Z0-9][A-Z0-9.]*-[0-9-]*")
_NUMBER = re.compile(r"[0-9][0-9 .\-]{7,24}")
_SEPARATORS = str.maketrans("", "", " .-")


@dataclass(frozen=True, slots=True)
class Found:
    """What words match: all of it, and the numbers of the first in the order of the list."""

    part: QuerySet[Dossier]
    numbers: tuple[int, ...]
    is_cut: bool


def found_by(scope: QuerySet[Dossier], words: str, order: Order) -> Found:
    """Find the dossiers whose code, filer's number or name, gist or procedure is what was typed.

    A code may be unfinished; a number of a person or an enterprise is whole. Of a name every word
    counts, and the last or all of them may be unfinished where nobody has them whole; diacritics,
    case and order do not matter. A text in which there is nothing to search for matches nothing.
    """
    found = Found(scope.none(), (), is_cut=False)
    for kept in _ways(words):
        found = _first(kept(scope), order)
        if found.numbers:
            break
    return found


def alike(scope: QuerySet[Dossier], words: str) -> QuerySet[Dossier]:
    """Keep the dossiers whose filer's name is spelt much like what was typed, closest first."""
    text = _readable(words)
    return resembling(scope, text) if search_document(text) else scope.none()


def _first(part: QuerySet[Dossier], order: Order) -> Found:
    sign = "-" if order.newest_first else ""
    numbers = part.order_by(f"{sign}{order.field}", f"{sign}id").values_list("pk", flat=True)
    first = tuple(numbers[: MOST_FOUND + 1])
    return Found(part, first[:MOST_FOUND], is_cut=len(first) > MOST_FOUND)


def _ways(words: str) -> Iterator[Way]:
    """Give the ways of reading what was typed, likelier ones first."""
    text = _readable(words)
    if _CODE.fullmatch(text.upper()):
        yield _keeping(Q(code__startswith=text.upper()))
    elif _NUMBER.fullmatch(text) and (holder := holder_of(text.translate(_SEPARATORS))):
        yield _keeping(_of(holder))
    elif terms := search_document(text).split():
        yield from (partial(search, words=text, unfinished=one) for one in _unfinished(terms))
        yield partial(by_procedure, words=text)


def _keeping(wanted: Q) -> Way:
    return lambda scope: scope.filter(wanted)


def _unfinished(terms: Sequence[str]) -> Iterator[Unfinished]:
    yield Unfinished.NONE
    if len(terms[-1]) >= _SHORTEST:
        yield Unfinished.LAST
    if any(len(term) >= _SHORTEST for term in terms):
        yield Unfinished.ALL


def _of(holder: Holder) -> Q:
    wanted = Q()
    if holder.account_id:
        wanted |= Q(account_id=holder.account_id)
    if holder.organisation_id:
        wanted |= Q(organisation_id=holder.organisation_id)
    return wanted


def _readable(words: str) -> str:
    # The database takes no NUL.
    return words.replace("\0", " ")[:MOST_SIGNS].strip()

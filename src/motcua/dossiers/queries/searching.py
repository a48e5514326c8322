"""Finding dossiers by code, by the filer's name with or without diacritics, or by his number.

Whole words count before unfinished ones: looking up words is quick and the planner knows how many
there are of each, while a beginning has every word that begins so read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from motcua.dossiers.models import Dossier
from motcua.dossiers.queries.found import by_procedure
from motcua.dossiers.queries.queues import may_open, order_of, standing_in
from motcua.identity.queries.numbered import Holder, holder_of
from motcua.kernel.composed import MOST_KEPT, Composed, composed
from motcua.kernel.errors import NotAllowed
from motcua.kernel.search import Unfinished, query_of
from motcua.kernel.text import search_document

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime

    from django.db.models import QuerySet

    from motcua.dossiers.queries.queues import Order, Queue
    from motcua.kernel.actors import Actor

    Way = Callable[[QuerySet[Dossier], Any], QuerySet[Dossier]]

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
    """What words match: all of it, and the numbers of the first in the order of the list.

    `part` composes the read of all of it, for who wants to count.
    """

    part: Callable[[], QuerySet[Dossier]]
    numbers: tuple[int, ...]
    is_cut: bool


@dataclass(frozen=True, slots=True)
class WholeQueue:
    """A queue of which nothing is left out: what is sought in it is composed once for its official.

    `leads` are the agencies of `scopes.leads_in`.
    """

    actor: Actor
    leads: tuple[int, ...]
    queue: Queue
    now: datetime

    def first(self, way: Way, value: str) -> list[int]:
        """Give the numbers of the first that match, and of one more than are shown."""
        read = _matching(self.actor, self.leads, self.queue, way, MOST_FOUND + 1)
        return read(now=self.now, value=value)


def found_by(
    scope: Callable[[], QuerySet[Dossier]],
    words: str,
    order: Order,
    whole: WholeQueue | None = None,
) -> Found:
    """Find the dossiers whose code, filer's number or name, gist or procedure is what was typed.

    A code may be unfinished; a number of a person or an enterprise is whole. Of a name every word
    counts, and the last or all of them may be unfinished where nobody has them whole; diacritics,
    case and order do not matter. A text in which there is nothing to search for matches nothing.
    `scope` composes what is searched; `whole` is that as a queue, where it is one.
    """
    for way, value in _ways(words):
        part = partial(_kept, way, scope, value)
        if whole is not None and way in _COMPOSED:
            first = whole.first(way, value)
        else:
            first = list(_sorted(part(), order)[: MOST_FOUND + 1])
        if first:
            return Found(part, tuple(first[:MOST_FOUND]), is_cut=len(first) > MOST_FOUND)
    return Found(Dossier.objects.none, (), is_cut=False)


def name_in(words: str) -> str:
    """Give what was typed as a name is kept for searching; empty where it is a code or number."""
    text = _readable(words)
    is_name = not (_CODE.fullmatch(text.upper()) or _NUMBER.fullmatch(text))
    return search_document(text) if is_name else ""


@lru_cache(MOST_KEPT)
def _matching(
    actor: Actor, _leads: tuple[int, ...], queue: Queue, way: Way, most: int
) -> Composed[int]:
    """Compose the read of what matches in a queue, the same while the official's powers are."""
    if not may_open(actor, queue):
        raise NotAllowed

    def numbers(now: Any, value: Any) -> QuerySet[Dossier, int]:
        part = way(standing_in(queue, actor, now), value)
        return _sorted(part, order_of(queue))[:most]

    return composed(numbers)


def _kept(way: Way, scope: Callable[[], QuerySet[Dossier]], value: Any) -> QuerySet[Dossier]:
    return way(scope(), value)


def _sorted(part: QuerySet[Dossier], order: Order) -> QuerySet[Dossier, int]:
    sign = "-" if order.newest_first else ""
    return part.order_by(f"{sign}{order.field}", f"{sign}id").values_list("pk", flat=True)


def _ways(words: str) -> Iterator[tuple[Way, Any]]:
    """Give the ways of reading what was typed, likelier ones first, and what each looks for."""
    text = _readable(words)
    if _CODE.fullmatch(text.upper()):
        yield _coded, text.upper()
    elif _NUMBER.fullmatch(text) and (holder := holder_of(text.translate(_SEPARATORS))):
        yield _of, holder
    elif terms := search_document(text).split():
        yield from ((_worded, query_of(text, one)) for one in _unfinished(terms))
        yield by_procedure, text


def _unfinished(terms: Sequence[str]) -> Iterator[Unfinished]:
    yield Unfinished.NONE
    if len(terms[-1]) >= _SHORTEST:
        yield Unfinished.LAST
    if any(len(term) >= _SHORTEST for term in terms):
        yield Unfinished.ALL


def _coded(scope: QuerySet[Dossier], code: Any) -> QuerySet[Dossier]:
    return scope.filter(code__startswith=code)


def _worded(scope: QuerySet[Dossier], query: Any) -> QuerySet[Dossier]:
    return scope.filter(search__written=query)


# These put what they look for into their statement as it is.
_COMPOSED = frozenset({_coded, _worded})


def _of(scope: QuerySet[Dossier], holder: Holder) -> QuerySet[Dossier]:
    wanted = Q()
    if holder.account_id:
        wanted |= Q(account_id=holder.account_id)
    if holder.organisation_id:
        wanted |= Q(organisation_id=holder.organisation_id)
    return scope.filter(wanted)


def _readable(words: str) -> str:
    # The database takes no NUL.
    return words.replace("\0", " ")[:MOST_SIGNS].strip()

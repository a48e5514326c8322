"""Several flags of the national catalogue chosen together, and the list they were chosen from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from motcua.console.national.base import GROUPS, KINDS
from motcua.console.national.queries import Flagged, flagged
from motcua.kernel.errors import NotFound
from motcua.procedures.base.national.settling import Asks, asks_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from django.http import QueryDict

_KEPT = ("q", "kind", "field", "tier", "ours", "state", "page")
_PARTS = 3


@dataclass(frozen=True, slots=True)
class KindGroup:
    """A group of kinds to narrow by, with its number of flags, and the kinds in it that there are.

    Rows are `(value, label, number, whether it is chosen)`.
    """

    label: str
    rows: tuple[tuple[str, str, int, bool], ...]


def kind_groups(counts: Mapping[str, tuple[int, int]], chosen: str) -> list[KindGroup]:
    """Give the groups of kinds that there are, each with all of it first."""
    return [
        KindGroup(str(label), tuple(_rows(group, counts, chosen)))
        for group, label in GROUPS.items()
        if any(kind.startswith(group) for kind in counts)
    ]


def _rows(
    group: str, counts: Mapping[str, tuple[int, int]], chosen: str
) -> Iterator[tuple[str, str, int, bool]]:
    kinds = [kind for kind in counts if kind.startswith(group)]
    if len(kinds) > 1 or chosen == group:
        total = sum(counts[kind][0] for kind in kinds)
        yield group, f"{GROUPS[group]}", total, chosen == group
    for kind in sorted(kinds, key=lambda each: -counts[each][0]):
        yield kind, str(KINDS.get(kind, kind)), counts[kind][0], chosen == kind


def asks_the_same(kinds: Iterable[str]) -> bool:
    """Say whether flags of these kinds can be answered together."""
    return len({asks_of(kind) for kind in kinds}) == 1


def key_of(code: str, kind: str, path: str) -> str:
    """Give a flag as the list sends it."""
    return f"{code}|{kind}|{path}"


@dataclass(frozen=True, slots=True)
class Chosen:
    """The flags that were chosen; `asks` is empty where they do not ask for the same."""

    flags: tuple[Flagged, ...]
    asks: Asks | None

    @property
    def places(self) -> tuple[tuple[str, str, str], ...]:
        """Code, kind and path of each."""
        return tuple((flag.code, flag.kind, flag.path) for flag in self.flags)


def chosen(keys: Iterable[str], language: str) -> Chosen:
    """Give the flags that were chosen; one that is not there is left out."""
    found = tuple(_found(keys, language))
    asked = {flag.asks for flag in found}
    return Chosen(found, asked.pop() if len(asked) == 1 else None)


def _found(keys: Iterable[str], language: str) -> Iterator[Flagged]:
    for key in dict.fromkeys(keys):
        parts = key.replace("\0", "").split("|")
        if len(parts) != _PARTS:
            continue
        try:
            yield flagged(parts[0], parts[1], parts[2], language)
        except NotFound:
            continue


def kept(given: QueryDict) -> str:
    """Give what narrows the list, to come back to it as it was; nothing where nothing does."""
    query = urlencode([(name, given.get(name, "")[:200]) for name in _KEPT if given.get(name)])
    return f"?{query}" if query else ""

"""The lists of a part of a pack as a page shows them: items with what is done to each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from motcua.console.workshop.base import choices, labels, telling
from motcua.console.workshop.base.places import Item, Spot, items_of

if TYPE_CHECKING:
    from motcua.console.workshop.base.shapes import Branch
    from motcua.procedures.base.packs import Pack


@dataclass(frozen=True, slots=True)
class ItemDrawn:
    """An item: where it is edited, its title, what it says, its own lists."""

    place: str
    anchor: str
    title: str
    details: tuple[str, ...]
    is_first: bool
    is_last: bool
    is_map: bool
    lists: tuple[ListDrawn, ...] = ()


@dataclass(frozen=True, slots=True)
class ListDrawn:
    """A list: its title, items, and what kinds of item may be added."""

    at: str
    key: str
    title: str
    hint: str
    item: str
    items: tuple[ItemDrawn, ...]
    kinds: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class RoomDrawn:
    """A part with a page of its own."""

    place: str
    title: str


def lists_of(spot: Spot, pack: Pack, language: str, *, depth: int = 2) -> tuple[ListDrawn, ...]:
    """Draw the lists of an object, and those of its items."""
    return _Lister(pack, language).lists(spot, depth)


def rooms_of(spot: Spot) -> tuple[RoomDrawn, ...]:
    """Give the parts of an object that have pages of their own."""
    return tuple(
        RoomDrawn(room.key, str(labels.words_of(room.owner, room.name).label))
        for room in spot.shape.rooms
    )


def anchor_of(place: str) -> str:
    """Give the id of an item on the page of its list."""
    return "i-" + "".join(char if char.isalnum() else "-" for char in place)


class _Lister:
    """Draws lists of one pack in one language."""

    def __init__(self, pack: Pack, language: str) -> None:
        self._pack = pack
        self._language = language

    def lists(self, spot: Spot, depth: int) -> tuple[ListDrawn, ...]:
        if not depth:
            return ()
        return tuple(self._list(spot, branch, depth) for branch in spot.shape.branches)

    def _list(self, spot: Spot, branch: Branch, depth: int) -> ListDrawn:
        words = labels.words_of(branch.owner, branch.name)
        held = items_of(spot, branch.key)
        kinds = tuple((kind, choices.kind_words(kind)) for kind in branch.kinds if kind)
        return ListDrawn(
            at=spot.place,
            key=branch.key,
            title=str(words.label),
            hint=str(words.hint),
            item=choices.model_words(next(iter(branch.kinds.values())).__name__),
            items=tuple(self._item(branch, index, held, depth) for index in range(len(held))),
            kinds=kinds if len(kinds) > 1 else (),
        )

    def _item(self, branch: Branch, index: int, held: list[Item], depth: int) -> ItemDrawn:
        item = held[index]
        model = branch.model_of(item.raw)
        title = telling.title_of(model.__name__, item.raw, self._language)
        details = telling.details_of(model.__name__, item.raw, self._pack, self._language)
        inner = Spot(item.place, model, item.raw, branch, index, ())
        return ItemDrawn(
            place=item.place,
            anchor=anchor_of(item.place),
            title=f"{item.name}: {title}" if branch.is_map else title,
            details=tuple(details),
            is_first=index == 0,
            is_last=index == len(held) - 1,
            is_map=branch.is_map,
            lists=self.lists(inner, depth - 1),
        )


def trail_of(spot: Spot, language: str) -> list[tuple[str, str]]:
    """Give the way to a place as (place, words), the pack left out."""
    return [
        (crumb.place, crumb_words(crumb.place, crumb.model.__name__, crumb.raw, language))
        for crumb in spot.crumbs
        if crumb.place
    ]


def crumb_words(place: str, model: str, raw: object, language: str) -> str:
    """Name a part on the way."""
    if place in {"form", "process", "result"} or not isinstance(raw, dict):
        return choices.model_words(model)
    return telling.title_of(model, raw, language)

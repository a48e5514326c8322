"""Places in a pack: `variants/thong-thuong/papers/don` is found, replaced, moved, taken out."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from motcua.console.workshop.base.shapes import Branch, Room, naming_of, shape_of
from motcua.procedures.base.packs import Pack

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pydantic import BaseModel

    from motcua.console.workshop.base.shapes import Shape

Raw = dict[str, Any]
# Kinds of question that end a page.
_LAST = frozenset({"declaration", "signature"})


@dataclass(frozen=True, slots=True)
class Crumb:
    """A part on the way to a place: its address, and what names it in words."""

    place: str
    model: type[BaseModel]
    raw: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Spot:
    """An object found in a pack, or one that may be put there.

    Attributes:
        raw: the object as the pack keeps it; empty for one that is not there yet.
        branch: the list it is an item of; None for what is no item.
        index: where it stands in that list, or its key in a map; -1 for one not there yet.
        location: the keys and indexes that lead to it in the content.
        crumbs: the parts above it, the pack first.

    """

    place: str
    model: type[BaseModel]
    raw: Raw
    branch: Branch | None
    index: int | str
    location: tuple[str | int, ...]
    crumbs: tuple[Crumb, ...] = field(default=())

    @property
    def shape(self) -> Shape:
        """What an object here holds."""
        return shape_of(self.model)

    @property
    def above(self) -> str:
        """The place that holds it."""
        return self.crumbs[-1].place if self.crumbs else ""

    @property
    def group(self) -> str:
        """The key of the repeated group it is in, empty outside of any."""
        for crumb in reversed(self.crumbs):
            if crumb.raw.get("kind") in {"group", "table"}:
                return str(crumb.raw.get("key", ""))
        return ""


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a list: its name in addresses, and itself."""

    name: str
    place: str
    raw: Raw


class NoSuchPlace(LookupError):
    """Nothing is there; `above` is the nearest place that is."""

    def __init__(self, place: str, above: str) -> None:
        super().__init__(place)
        self.above = above


def find(content: Raw, place: str) -> Spot:
    """Find what stands at a place; raise `NoSuchPlace`."""
    spot = Spot("", Pack, content, None, -1, ())
    parts = [part for part in place.split("/") if part]
    while parts:
        part = parts.pop(0)
        try:
            spot = _inside(spot, part, parts)
        except LookupError as error:
            raise NoSuchPlace(place, spot.place) from error
    return spot


def items_of(spot: Spot, key: str) -> list[Item]:
    """Give the items of a list of an object, each with its name in addresses."""
    branch = next(each for each in spot.shape.branches if each.key == key)
    return [
        Item(name, _joined(spot.place, key, name), raw)
        for name, raw in _named(branch, spot.raw.get(key))
    ]


def new_in(content: Raw, above: str, key: str, kind: str) -> Spot:
    """Give the spot of an item that is about to be added; raise `NoSuchPlace`."""
    holder = find(content, above)
    branch = next((each for each in holder.shape.branches if each.key == key), None)
    if branch is None or not _may_be(branch, kind):
        raise NoSuchPlace(_joined(above, key), above)
    raw: Raw = {"kind": kind} if len(branch.kinds) > 1 else {}
    crumbs = (*holder.crumbs, Crumb(holder.place, holder.model, holder.raw))
    model = branch.model_of(raw)
    raw |= {each.key: {} if each.is_map else [] for each in shape_of(model).branches}
    return Spot(_joined(above, key), model, raw, branch, -1, holder.location, crumbs)


def _may_be(branch: Branch, kind: str) -> bool:
    """Say whether a list takes items of a kind; where all are of one, a kind may be written."""
    if kind in branch.kinds or (not kind and len(branch.kinds) == 1):
        return True
    return len(branch.kinds) == 1 and "kind" in branch.model_of({}).model_fields


def put(content: Raw, spot: Spot, raw: Raw, name: str = "") -> tuple[Raw, tuple[str | int, ...]]:
    """Give the content with an object in its place, or added, and where it stands then.

    `name` is the key of an object in a map.
    """
    made = deepcopy(content)
    if spot.branch is None:
        return (raw if not spot.location else _set(made, spot.location, raw)), spot.location
    holder = _get(made, spot.location if spot.index == -1 else spot.location[:-2])
    if spot.branch.is_map:
        return made, _put_in_map(holder, spot, raw, name)
    rows = holder.setdefault(spot.branch.key, [])
    if spot.index == -1:
        at = _end_of(rows, raw)
        rows.insert(at, raw)
        return made, (*spot.location, spot.branch.key, at)
    rows[spot.index] = raw
    return made, spot.location


def _end_of(rows: list[Raw], raw: Raw) -> int:
    """Give where a new item goes: last, but a question before what one declares and signs."""
    at = len(rows)
    if raw.get("kind") in _LAST:
        return at
    while at and rows[at - 1].get("kind") in _LAST:
        at -= 1
    return at


def moved(content: Raw, spot: Spot, by: int) -> Raw:
    """Give the content with an item some places further down, or up."""
    made = deepcopy(content)
    rows = _list_of(made, spot)
    at = int(spot.index)
    to = max(0, min(len(rows) - 1, at + by))
    rows.insert(to, rows.pop(at))
    return made


def without(content: Raw, spot: Spot) -> Raw:
    """Give the content without an item."""
    made = deepcopy(content)
    assert spot.branch is not None
    del _get(made, spot.location[:-2])[spot.branch.key][spot.index]
    return made


def doubled(content: Raw, spot: Spot) -> Raw:
    """Give the content with a copy of an item after it, under a new name, inner keys too."""
    made = deepcopy(content)
    rows = _list_of(made, spot)
    copy = deepcopy(spot.raw)
    naming = naming_of(spot.model)
    if naming == "key":
        _rename(copy, _keys(content))
    elif naming and spot.model.model_fields[naming].annotation is not None and naming in copy:
        copy[naming] = _fresh(str(copy[naming]), {str(row.get(naming)) for row in rows})
    for questions in copy.get("questions") or ():
        _rename(questions, _keys(content))
    rows.insert(int(spot.index) + 1, copy)
    return made


def keys_of(content: Raw) -> set[str]:
    """Give the keys of all questions of the form."""
    return _keys(content)


def _inside(spot: Spot, part: str, rest: list[str]) -> Spot:
    crumbs = (*spot.crumbs, Crumb(spot.place, spot.model, spot.raw))
    room = next((each for each in spot.shape.rooms if each.key == part), None)
    if isinstance(room, Room):
        raw = spot.raw.get(part) or {}
        return Spot(_joined(spot.place, part), room.model, raw, None, -1, (part,), crumbs)
    branch = next((each for each in spot.shape.branches if each.key == part), None)
    if branch is None or not rest:
        raise LookupError(part)
    name = rest.pop(0)
    held = spot.raw.get(part)
    for at, (own, raw) in enumerate(_named(branch, held)):
        if own == name:
            index: int | str = own if branch.is_map else at
            return Spot(
                _joined(spot.place, part, name),
                branch.model_of(raw),
                raw,
                branch,
                index,
                (*spot.location, part, index),
                crumbs,
            )
    raise LookupError(name)


def _named(branch: Branch, held: Any) -> list[tuple[str, Raw]]:
    if branch.is_map:
        return [(name, raw) for name, raw in (held or {}).items()]
    seen: dict[str, int] = {}
    found = []
    for index, raw in enumerate(held or ()):
        naming = naming_of(branch.model_of(raw))
        name = str(raw.get(naming, "")) if naming else ""
        name = name if name and "/" not in name else str(index + 1)
        seen[name] = seen.get(name, 0) + 1
        found.append((name if seen[name] == 1 else f"{name}~{seen[name]}", raw))
    return found


def _joined(*parts: str) -> str:
    return "/".join(part for part in parts if part)


def _get(content: Any, location: Sequence[str | int]) -> Any:
    for part in location:
        content = content[part]
    return content


def _set(content: Raw, location: Sequence[str | int], raw: Raw) -> Raw:
    _get(content, location[:-1])[location[-1]] = raw
    return content


def _list_of(content: Raw, spot: Spot) -> list[Raw]:
    assert spot.branch is not None
    rows: list[Raw] = _get(content, spot.location[:-2])[spot.branch.key]
    return rows


def _put_in_map(holder: Raw, spot: Spot, raw: Raw, name: str) -> tuple[str | int, ...]:
    """Put an object into a map in its old place, under its new name."""
    assert spot.branch is not None
    held = holder.get(spot.branch.key) or {}
    kept = {(name if key == spot.index else key): value for key, value in held.items()}
    holder[spot.branch.key] = {**kept, name: raw}
    above = spot.location if spot.index == -1 else spot.location[:-2]
    return (*above, spot.branch.key, name)


def _keys(content: Raw) -> set[str]:
    pages = content.get("form", {}).get("pages", ())
    asked = [question for page in pages for question in page.get("questions", ())]
    inner = [row for question in asked for row in question.get("questions") or ()]
    return {str(question.get("key")) for question in (*asked, *inner)}


def _rename(raw: Raw, taken: set[str]) -> None:
    """Give a copied question a key of its own, and those inside it."""
    raw["key"] = _fresh(str(raw.get("key", "")), taken)
    taken.add(raw["key"])
    for inner in raw.get("questions") or ():
        _rename(inner, taken)


def _fresh(wanted: str, taken: set[str]) -> str:
    if wanted not in taken:
        return wanted
    joint = "_" if "_" in wanted or not wanted.count("-") else "-"
    number = 2
    while f"{wanted}{joint}{number}" in taken:
        number += 1
    return f"{wanted}{joint}{number}"

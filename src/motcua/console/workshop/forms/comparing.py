"""Two versions side by side: everything that one says and the other does not, part by part.

It is told from the parts that can be written, so that nothing somebody may change is left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import ndiff
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from motcua.console.workshop.base import choices, labels, telling
from motcua.console.workshop.base.places import Spot, find, items_of
from motcua.console.workshop.base.shapes import Slot, naming_of
from motcua.console.workshop.forms.choosing import in_words
from motcua.console.workshop.forms.merging import value_at, without_usual

if TYPE_CHECKING:
    from collections.abc import Iterator

    from motcua.console.workshop.base.places import Raw
    from motcua.console.workshop.base.shapes import Branch, Rows
    from motcua.procedures.base.packs import Pack

_BETWEEN = " › "


@dataclass(frozen=True, slots=True)
class Changed:
    """One thing that is written differently: what, both texts, and the part it stands in.

    A text is empty where it is not there; the place where the part is gone.
    """

    what: str
    old: str
    new: str
    place: str


@dataclass(frozen=True, slots=True)
class _Side:
    """An object of one version, with the pack its conditions are told from."""

    pack: Pack
    spot: Spot

    def inside(self, spot: Spot) -> _Side:
        return _Side(self.pack, spot)


def compared(before: Pack, old: Raw, after: Pack, new: Raw, language: str) -> tuple[Changed, ...]:
    """Give everything that changed from one version's content to another's, in its order."""
    sides = (_Side(before, find(old, "")), _Side(after, find(new, "")))
    return tuple(_Comparer(language).objects(*sides, trail=()))


class _Comparer:
    """Compares objects of two versions, in one language."""

    def __init__(self, language: str) -> None:
        self._language = language

    def objects(self, old: _Side, new: _Side, trail: tuple[str, ...]) -> Iterator[Changed]:
        """Compare two states of one object, and all that is in it."""
        shape = new.spot.shape
        for part in shape.written:
            was, now = (self._words(side, part) for side in (old, new))
            if self._value(old, part) != self._value(new, part):
                yield Changed(_joined(*trail, _label(part)), was, now, new.spot.place)
        if "template" in shape.model.model_fields:
            yield from self._template(old, new, trail)
        for branch in shape.branches:
            yield from self._items(old, new, branch, trail)
        for room in shape.rooms:
            name = str(labels.words_of(room.owner, room.name).label)
            was_there, is_there = (
                side.inside(find(side.spot.raw, room.key)) for side in (old, new)
            )
            yield from self.objects(was_there, is_there, (*trail, name))

    def _items(
        self, old: _Side, new: _Side, branch: Branch, trail: tuple[str, ...]
    ) -> Iterator[Changed]:
        was, now = (self._named(side, branch) for side in (old, new))
        heading = str(labels.words_of(branch.owner, branch.name).label)
        for name, side in now.items():
            above = (*trail, *self._heading(heading, side))
            if name not in was or was[name].spot.model is not side.spot.model:
                told = self._told(was[name]) if name in was else ""
                yield Changed(_joined(*above), told, self._told(side), side.spot.place)
            else:
                yield from self.objects(was[name], side, above)
        for name, side in was.items():
            if name not in now:
                above = (*trail, *self._heading(heading, side))
                yield Changed(_joined(*above), self._told(side), "", "")
        yield from self._order(was, now, _joined(*trail, heading), new.spot.place)

    def _order(
        self, was: dict[str, _Side], now: dict[str, _Side], what: str, place: str
    ) -> Iterator[Changed]:
        """Tell of items that both have and that stand in another order."""
        before = [self._title(side) for name, side in was.items() if name in now]
        kept_names = [name for name in was if name in now]
        if kept_names != [name for name in now if name in was]:
            after = [self._title(side) for name, side in now.items() if name in was]
            yield Changed(_joined(what, _("thứ tự")), "\n".join(before), "\n".join(after), place)

    def _named(self, side: _Side, branch: Branch) -> dict[str, _Side]:
        """Give the items of a list by what tells them apart in both versions."""
        found: dict[str, _Side] = {}
        for at, item in enumerate(items_of(side.spot, branch.key)):
            model = branch.model_of(item.raw)
            spot = Spot(item.place, model, item.raw, branch, at, ())
            is_named = branch.is_map or bool(naming_of(model))
            title = telling.title_of(model.__name__, item.raw, "vi")
            name = wanted = item.name if is_named else title
            number = 1
            while name in found:
                number += 1
                name = f"{wanted}~{number}"
            found[name] = side.inside(spot)
        return found

    def _heading(self, heading: str, side: _Side) -> tuple[str, str]:
        return heading, self._title(side)

    def _title(self, side: _Side) -> str:
        spot = side.spot
        title = telling.title_of(spot.model.__name__, spot.raw, self._language)
        is_map = spot.branch is not None and spot.branch.is_map
        return f"{spot.place.rpartition('/')[2]}: {title}" if is_map else title

    def _told(self, side: _Side, deep: str = "") -> str:
        """Tell all that stands in an object, a line each; what is in it set in."""
        spot = side.spot
        lines = [f"{labels.words_of('', 'kind').label}: {_kind(spot)}"] if _is_asked(spot) else []
        lines += [
            f"{_label(part)}: {self._words(side, part)}"
            for part in spot.shape.written
            if self._value(side, part) is not None
        ]
        told = [f"{deep}{line}" for line in lines]
        for branch in spot.shape.branches:
            heading = str(labels.words_of(branch.owner, branch.name).label)
            for inner in self._named(side, branch).values():
                told += [f"{deep}{_joined(heading, self._title(inner))}"]
                told += [self._told(inner, f"{deep}– ")]
        return "\n".join(line for line in told if line)

    def _template(self, old: _Side, new: _Side, trail: tuple[str, ...]) -> Iterator[Changed]:
        """Tell the lines of the template that are gone, and those that came."""
        before, after = (str(side.spot.raw.get("template", "")).splitlines() for side in (old, new))
        rows = list(ndiff(before, after))
        signs = ("- ", "+ ")
        gone, came = ("\n".join(row[2:] for row in rows if row[:2] == sign) for sign in signs)
        if gone or came:
            yield Changed(_joined(*trail, _("Mẫu in kết quả")), gone, came, "")

    def _value(self, side: _Side, part: Slot | Rows) -> Any:
        found = without_usual(part, value_at(side.spot.raw, part.path))
        return None if found in ([], {}, "") else found

    def _words(self, side: _Side, part: Slot | Rows) -> str:
        """Tell what holds: where nothing is written, what is usual then."""
        value = value_at(side.spot.raw, part.path)
        usual = part.default if isinstance(part, Slot) else None
        wanted = usual if value is None else value
        return in_words(part, wanted, side.pack, self._language)


def _is_asked(spot: Spot) -> bool:
    return "key" in spot.raw and "kind" in spot.raw


def _kind(spot: Spot) -> str:
    return choices.kind_words(str(spot.raw["kind"]))


def _label(part: Slot | Rows) -> str:
    return str(labels.words_of(part.owner, part.name).label)


def _joined(*parts: str) -> str:
    return _BETWEEN.join(part for part in parts if part)

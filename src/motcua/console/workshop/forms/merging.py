"""Two people write the same part: what only one of them changed is kept, the rest is chosen."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from motcua.console.workshop.base.shapes import How, Slot

if TYPE_CHECKING:
    from collections.abc import Mapping

    from motcua.console.workshop.base.shapes import Rows, Shape

Raw = dict[str, Any]
MINE, THEIRS = "mine", "theirs"


@dataclass(frozen=True, slots=True)
class Clash:
    """A part that both changed: as this person wrote it, and as the other one did."""

    part: Slot | Rows
    mine: Any
    theirs: Any


@dataclass(frozen=True, slots=True)
class Merged:
    """The object that comes of it, and what must be chosen first."""

    raw: Raw
    clashes: tuple[Clash, ...]
    took_theirs: bool


def own_part(shape: Shape, raw: Raw) -> Raw:
    """Give what is written of an object on its own page."""
    return {key: value for key, value in raw.items() if key not in shape.inner}


@dataclass(frozen=True, slots=True)
class Chosen:
    """Whose value to take, by a part's name, and what the other one's were when it was chosen."""

    whose: Mapping[str, str]
    seen: Raw

    def of(self, part: Slot | Rows, now: Any) -> str:
        """Say whose value was chosen; nobody's where the other one's changed since."""
        is_as_seen = without_usual(part, value_at(self.seen, part.path)) == now
        return self.whose.get(part.dotted, "") if is_as_seen else ""


def merged(shape: Shape, base: Raw, theirs: Raw, mine: Raw, chosen: Chosen) -> Merged:
    """Merge what was read before (`base`), what is kept now, and what is posted."""
    raw = deepcopy(theirs)
    clashes, took = [], False
    for part in shape.written:
        was, now, typed = (value_at(each, part.path) for each in (base, theirs, mine))
        typed = _with_the_rest(part, now, typed)
        was, now, wanted = (without_usual(part, value) for value in (was, now, typed))
        whose = chosen.of(part, now)
        if now in (was, wanted) or whose == MINE:
            _set(raw, part.path, typed)
        elif wanted == was or whose == THEIRS:
            took = True
        elif (both := _each_language(part, was, now, typed)) is not None:
            _set(raw, part.path, both)
            took = True
        else:
            clashes.append(Clash(part, wanted, now))
    return Merged(_pruned(raw, shape), tuple(clashes), took)


def _with_the_rest(part: Slot | Rows, now: Any, wanted: Any) -> Any:
    """Keep what a page does not ask for: other languages of a text, the order of what is ticked."""
    if isinstance(part, Slot) and part.how is How.CHOICES and isinstance(now, list):
        is_same = isinstance(wanted, list) and sorted(wanted) == sorted(now)
        return now if is_same else wanted
    if not (isinstance(part, Slot) and part.how in {How.TEXT, How.WORDS}):
        return wanted
    if not isinstance(now, dict) or not isinstance(wanted, dict):
        return wanted
    return {**{key: text for key, text in now.items() if key not in {"vi", "en"}}, **wanted}


def _each_language(part: Slot | Rows, was: Any, now: Any, typed: Any) -> Any:
    """Merge a text language by language; None where both changed the same one."""
    is_text = isinstance(part, Slot) and part.how in {How.TEXT, How.WORDS}
    if not is_text or not all(isinstance(each, dict) for each in (was, now, typed)):
        return None
    found = {}
    for code in {**now, **typed}:
        before, theirs, mine = (each.get(code) for each in (was, now, typed))
        if theirs not in (before, mine) and mine != before:
            return None
        value = mine if theirs == before else theirs
        if value is not None:
            found[code] = value
    return found


def without_usual(part: Slot | Rows, value: Any) -> Any:
    """Leave out what is as usual, as packs do: a page shows it, and posts it back."""
    if isinstance(part, Slot):
        usual = list(part.default) if isinstance(part.default, tuple) else part.default
        return None if value == usual else value
    if not isinstance(value, list):
        return value
    return [_row_without_usual(part, row) for row in value]


def _row_without_usual(rows: Rows, row: Any) -> Any:
    if not isinstance(row, dict) or not rows.slots:
        return row
    usual = {slot.path[0]: slot.default for slot in rows.slots if slot.default is not None}
    return {key: value for key, value in row.items() if value != usual.get(key, object())}


def value_at(raw: Any, path: tuple[str, ...]) -> Any:
    """Give what stands at a path of an object; None where nothing does."""
    for part in path:
        raw = raw.get(part) if isinstance(raw, dict) else None
    return raw


def _set(raw: Raw, path: tuple[str, ...], value: Any) -> None:
    for part in path[:-1]:
        inner = raw.get(part)
        raw[part] = dict(inner) if isinstance(inner, dict) else {}
        raw = raw[part]
    if value is None:
        raw.pop(path[-1], None)
    else:
        raw[path[-1]] = value


def _pruned(raw: Raw, shape: Shape) -> Raw:
    """Leave out nested objects of which nothing is written."""
    nested = {part.path[0] for part in shape.written if len(part.path) > 1}
    return {key: value for key, value in raw.items() if key not in nested or value != {}}

"""What can be written in each part of a pack, told by the models themselves.

So a kind of question or a rule that the models learn appears in the workshop by itself.
"""

from __future__ import annotations

import types
from dataclasses import dataclass
from datetime import date
from enum import Enum, StrEnum
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pydantic.fields import FieldInfo

LANGUAGES = ("vi", "en")
NAMING = ("key", "code", "channel", "no", "value")
# Worked out, or written on a page of its own.
_LEFT_OUT = frozenset({("Pack", "lists"), ("Result", "template")})
_OWN_PAGE = frozenset({("Pack", "form"), ("Pack", "process"), ("Pack", "result")})
_MOST_INLINE = 4


class How(StrEnum):
    """How one thing is written."""

    LINE = "line"
    TEXT = "text"  # a map by language
    NUMBER = "number"
    DECIMAL = "decimal"
    FLAG = "flag"
    DAY = "day"
    CHOICE = "choice"
    CHOICES = "choices"
    LINES = "lines"  # a list of lines
    WORDS = "words"  # lists of lines by language
    WHEN = "when"  # a condition
    EXAMPLES = "examples"  # a list of anything
    DATA = "data"  # anything else, as JSON


@dataclass(frozen=True, slots=True)
class Slot:
    """One thing that is written: where in its object, how, and what it may be."""

    path: tuple[str, ...]
    how: How
    owner: str
    name: str
    is_required: bool
    default: Any = None
    options: tuple[str, ...] = ()

    @property
    def dotted(self) -> str:
        """The name of its control."""
        return ".".join(self.path)


@dataclass(frozen=True, slots=True)
class Rows:
    """A short list written in place; without slots of its own it is a list of texts."""

    path: tuple[str, ...]
    owner: str
    name: str
    slots: tuple[Slot, ...]
    is_required: bool = False

    @property
    def dotted(self) -> str:
        """The name of its controls."""
        return ".".join(self.path)


@dataclass(frozen=True, slots=True)
class Branch:
    """A list whose items have pages of their own; `kinds` are models by their discriminator."""

    key: str
    owner: str
    name: str
    kinds: Mapping[str, type[BaseModel]]
    is_map: bool = False

    def model_of(self, raw: Mapping[str, Any]) -> type[BaseModel]:
        """Give the model of an item."""
        kind = str(raw.get("kind", "")) if len(self.kinds) > 1 else ""
        return self.kinds.get(kind) or next(iter(self.kinds.values()))


@dataclass(frozen=True, slots=True)
class Room:
    """One part that has a page of its own."""

    key: str
    owner: str
    name: str
    model: type[BaseModel]


@dataclass(frozen=True, slots=True)
class Shape:
    """What an object of a model holds."""

    model: type[BaseModel]
    written: tuple[Slot | Rows, ...]
    branches: tuple[Branch, ...]
    rooms: tuple[Room, ...]

    @property
    def inner(self) -> frozenset[str]:
        """The keys that have pages of their own."""
        keys = [branch.key for branch in self.branches]
        return frozenset([*keys, *(room.key for room in self.rooms)])

    def slot(self, dotted: str) -> Slot | None:
        """Give what is written under a name, in rows too (`options.0.label`)."""
        for part in self.written:
            if isinstance(part, Slot) and part.dotted == dotted:
                return part
            if isinstance(part, Rows) and dotted.startswith(f"{part.dotted}."):
                rest = dotted[len(part.dotted) + 1 :].partition(".")[2]
                found = next((slot for slot in part.slots if slot.dotted == rest), None)
                if found is not None:
                    return found
        return None


@cache
def shape_of(model: type[BaseModel]) -> Shape:
    """Give what an object of a model holds."""
    written: list[Slot | Rows] = []
    branches: list[Branch] = []
    rooms: list[Room] = []
    for part in _parts(model, (), is_required=True):
        if isinstance(part, Branch):
            branches.append(part)
        elif isinstance(part, Room):
            rooms.append(part)
        else:
            written.append(part)
    return Shape(model, tuple(written), tuple(branches), tuple(rooms))


def naming_of(model: type[BaseModel]) -> str:
    """Give the field that names an object of a model; empty where none does."""
    return next((name for name in NAMING if name in model.model_fields), "")


def _parts(
    model: type[BaseModel], before: tuple[str, ...], *, is_required: bool
) -> Iterator[Slot | Rows | Branch | Room]:
    for name, info in model.model_fields.items():
        if (model.__name__, name) in _LEFT_OUT:
            continue
        yield from _part(model, name, info, before, is_required=is_required)


def _part(
    model: type[BaseModel],
    name: str,
    info: FieldInfo,
    before: tuple[str, ...],
    *,
    is_required: bool,
) -> Iterator[Slot | Rows | Branch | Room]:
    key, owner = info.alias or name, model.__name__
    kind, may_be_none = _plain(info.annotation)
    needed = is_required and info.is_required() and not may_be_none
    models = _models(kind)
    if models and get_origin(kind) in {tuple, dict}:
        yield _listed((*before, key), owner, name, kind, is_required=needed)
    elif models and (owner, name) in _OWN_PAGE:
        yield Room(key, owner, name, models[0])
    elif models:
        yield from _parts(models[0], (*before, key), is_required=needed)
    elif not _is_fixed(name, kind):
        yield from _single((*before, key), owner, name, kind, info, is_required=needed)


def _listed(
    path: tuple[str, ...], owner: str, name: str, kind: Any, *, is_required: bool
) -> Rows | Branch:
    models = _models(kind)
    is_map = get_origin(kind) is dict
    if not is_map and len(models) == 1 and _is_short(models[0]):
        slots = tuple(
            part for part in _parts(models[0], (), is_required=True) if isinstance(part, Slot)
        )
        return Rows(path, owner, name, slots, is_required)
    kinds = {kind: each for each in models for kind in _kinds_of(each)}
    return Branch(path[-1], owner, name, kinds, is_map)


def _single(
    path: tuple[str, ...],
    owner: str,
    name: str,
    kind: Any,
    info: FieldInfo,
    *,
    is_required: bool,
) -> Iterator[Slot | Rows]:
    if get_origin(kind) is tuple and _is_text(_plain(get_args(kind)[0])[0]):
        yield Rows(path, owner, name, (), is_required)
        return
    default = None if info.is_required() else info.get_default(call_default_factory=True)
    if isinstance(default, Enum):
        default = default.value
    yield Slot(path, _how(kind), owner, name, is_required, default, _options(kind))


def _is_short(model: type[BaseModel]) -> bool:
    """Say whether items of a model are rows of a page, and need no page of their own."""
    parts = list(_parts(model, (), is_required=True))
    plain = all(isinstance(part, Slot) and part.how is not How.WHEN for part in parts)
    return plain and len(parts) <= _MOST_INLINE


def _how(kind: Any) -> How:
    if get_origin(kind) is Union and {str, dict} <= {get_origin(a) or a for a in get_args(kind)}:
        return How.WHEN
    if _options(kind):
        return How.CHOICES if get_origin(kind) is tuple else How.CHOICE
    if get_origin(kind) is dict:
        return _maps(kind)
    if get_origin(kind) is tuple:
        inner = _plain(get_args(kind)[0])[0]
        return How.LINES if inner is str else How.EXAMPLES
    return _SIMPLE.get(kind, How.DATA)


def _maps(kind: Any) -> How:
    if _is_text(kind):
        return How.TEXT
    return How.WORDS if _plain(get_args(kind)[1])[0] == tuple[str, ...] else How.DATA


_SIMPLE: dict[Any, How] = {
    str: How.LINE,
    int: How.NUMBER,
    float: How.DECIMAL,
    bool: How.FLAG,
    date: How.DAY,
}


def _plain(kind: Any) -> tuple[Any, bool]:
    """Strip `Annotated` and `None` off an annotation; say whether it may be None."""
    may_be_none = False
    while True:
        if get_origin(kind) is Annotated:
            kind = get_args(kind)[0]
            continue
        if get_origin(kind) in {Union, types.UnionType}:
            inner = tuple(each for each in get_args(kind) if each is not types.NoneType)
            may_be_none = may_be_none or len(inner) < len(get_args(kind))
            if len(inner) == 1:
                kind = inner[0]
                continue
            kind = Union[inner]  # noqa: UP007 - made of a tuple at run time
        return kind, may_be_none


def _models(kind: Any) -> tuple[type[BaseModel], ...]:
    """Give the models that a field, or the items of a list, may be of."""
    if get_origin(kind) is tuple:
        return _models(_plain(get_args(kind)[0])[0])
    if get_origin(kind) is dict:
        return _models(_plain(get_args(kind)[1])[0])
    if get_origin(kind) is Union:
        found = tuple(each for part in get_args(kind) for each in _models(_plain(part)[0]))
        return found if len(found) >= len(get_args(kind)) else ()
    return (kind,) if isinstance(kind, type) and issubclass(kind, BaseModel) else ()


def _kinds_of(model: type[BaseModel]) -> tuple[str, ...]:
    info = model.model_fields.get("kind")
    is_told = info is not None and get_origin(info.annotation) is Literal
    return get_args(info.annotation) if info is not None and is_told else ("",)


def _is_text(kind: Any) -> bool:
    return get_origin(kind) is dict and get_args(kind) == (str, str)


def _is_fixed(name: str, kind: Any) -> bool:
    """Say whether nothing is to be chosen: what kind of question it is was chosen before."""
    return get_origin(kind) is Literal and (name == "kind" or len(get_args(kind)) == 1)


def _options(kind: Any) -> tuple[str, ...]:
    if get_origin(kind) is tuple:
        return _options(_plain(get_args(kind)[0])[0])
    if get_origin(kind) is Literal:
        return tuple(map(str, get_args(kind)))
    if isinstance(kind, type) and issubclass(kind, Enum):
        return tuple(str(member.value) for member in kind)
    return ()

"""A question gets another key: whatever names it follows."""

from __future__ import annotations

from contextlib import suppress
from copy import deepcopy
from typing import TYPE_CHECKING, Any

from motcua.console.workshop.base.shapes import How, Slot, shape_of
from motcua.procedures.base.conditions.expressions import Call, Node, Ref, read, to_data
from motcua.procedures.base.conditions.telling import in_words
from motcua.procedures.base.packs import Pack
from motcua.procedures.errors import ConditionInvalid

if TYPE_CHECKING:
    from pydantic import BaseModel

    from motcua.procedures.base.forms.questions import When

# Fields that hold the key of a question.
_KEYS = frozenset({"at", "each", "born", "sex"})


def with_key(content: dict[str, Any], old: str, new: str) -> dict[str, Any]:
    """Give a pack's content in which everything that named one key names another."""
    made = deepcopy(content)
    _walk(Pack, made, old, new)
    return made


def _walk(model: type[BaseModel], raw: dict[str, Any], old: str, new: str) -> None:
    shape = shape_of(model)
    for part in shape.written:
        if isinstance(part, Slot) and len(part.path) == 1 and raw.get(part.path[0]):
            raw[part.path[0]] = _renamed(part, raw[part.path[0]], old, new)
    for room in shape.rooms:
        _walk(room.model, raw.get(room.key) or {}, old, new)
    for branch in shape.branches:
        held = raw.get(branch.key) or ()
        for inner in held.values() if isinstance(held, dict) else held:
            _walk(branch.model_of(inner), inner, old, new)


def _renamed(slot: Slot, value: Any, old: str, new: str) -> Any:
    if slot.how is How.WHEN:
        with suppress(ConditionInvalid):
            return _condition(value, old, new)
    if slot.name in _KEYS:
        return new if value == old else value
    if slot.name == "gist":
        return [_path(path, old, new) for path in value]
    if slot.name == "source" and isinstance(value, str):
        return f"answers.{new}" if value == f"answers.{old}" else value
    return value


def _path(path: str, old: str, new: str) -> str:
    key, dot, part = path.partition(".")
    return f"{new}{dot}{part}" if key == old else path


def _condition(when: When, old: str, new: str) -> When:
    node = _replaced(read(when), old, new)
    if node == read(when):
        return when
    try:
        return in_words(node)
    except ConditionInvalid:
        data: dict[str, Any] = to_data(node)
        return data


def _replaced(node: Node, old: str, new: str) -> Node:
    if isinstance(node, Call):
        return Call(node.op, tuple(_replaced(inner, old, new) for inner in node.args))
    if isinstance(node, Ref):
        parts = (new if part == old else part for part in node.path.split("."))
        return Ref(".".join(parts))
    return node

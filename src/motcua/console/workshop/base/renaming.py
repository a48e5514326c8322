"""A question gets another key, a step another code: whatever names it follows."""

from __future__ import annotations

from contextlib import suppress
from copy import deepcopy
from dataclasses import dataclass
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
# What the data of a result are taken from by the key of a question.
_ANSWERED = frozenset({"answers", "official", "row"})


@dataclass(frozen=True, slots=True)
class _Renaming:
    """One key in the place of another; `group` is the repeated question it stands in, if any."""

    old: str
    new: str
    group: str = ""


def with_key(content: dict[str, Any], old: str, new: str) -> dict[str, Any]:
    """Give a pack's content in which everything that named one key names another.

    The question itself has its new key already.
    """
    made = deepcopy(content)
    _walk(Pack, made, _Renaming(old, new, _group_of(content, new)))
    return made


def with_step(content: dict[str, Any], old: str, new: str) -> dict[str, Any]:
    """Give a pack's content in which moves and units that named one step name another."""
    made = deepcopy(content)
    for step in made["process"]["steps"]:
        for move in step.get("moves") or ():
            if move.get("to"):
                move["to"] = [new if code == old else code for code in move["to"]]
        if (step.get("unit") or {}).get("same_as") == old:
            step["unit"]["same_as"] = new
    return made


def _group_of(content: dict[str, Any], key: str) -> str:
    asked = (row for page in content["form"]["pages"] for row in page.get("questions") or ())
    officials = (row for step in content["process"]["steps"] for row in step.get("form") or ())
    for question in (*asked, *officials, *(content["result"].get("questions") or ())):
        if key in {inner["key"] for inner in question.get("questions") or ()}:
            return str(question["key"])
    return ""


def _walk(model: type[BaseModel], raw: dict[str, Any], renaming: _Renaming) -> None:
    shape = shape_of(model)
    for part in shape.written:
        if isinstance(part, Slot):
            _rename(part, raw, renaming)
    for room in shape.rooms:
        _walk(room.model, raw.get(room.key) or {}, renaming)
    for branch in shape.branches:
        held = raw.get(branch.key) or ()
        for inner in held.values() if isinstance(held, dict) else held:
            _walk(branch.model_of(inner), inner, renaming)


def _rename(slot: Slot, raw: Any, renaming: _Renaming) -> None:
    """Rename in what is written at a slot, which may lie deeper in its object."""
    *above, last = slot.path
    for name in above:
        raw = raw.get(name) if isinstance(raw, dict) else None
    if isinstance(raw, dict) and raw.get(last):
        raw[last] = _renamed(slot, raw[last], renaming)


def _renamed(slot: Slot, value: Any, renaming: _Renaming) -> Any:
    if slot.how is How.WHEN:
        with suppress(ConditionInvalid):
            return _condition(value, renaming)
    return _named(slot, value, renaming)


def _named(slot: Slot, value: Any, renaming: _Renaming) -> Any:
    """Rename in a field that names questions by their keys or paths."""
    if slot.name in _KEYS:
        return renaming.new if value == renaming.old else value
    if slot.name == "gist":
        return [_path(path, renaming) for path in value]
    field = f"{slot.owner}.{slot.name}"
    if field == "Taken.source":
        head, _, rest = value.partition(".")
        return f"{head}.{_path(rest, renaming)}" if head in _ANSWERED else value
    return _path(value, renaming) if field == "UnitRule.by" else value


def _path(path: str, renaming: _Renaming) -> str:
    """Rename the question that a path begins with, or the one it has in a repeated question."""
    key, dot, part = path.partition(".")
    if key == renaming.old:
        return f"{renaming.new}{dot}{part}"
    if key == renaming.group and part == renaming.old:
        return f"{key}.{renaming.new}"
    return path


def _condition(when: When, renaming: _Renaming) -> When:
    node = _replaced(read(when), renaming)
    if node == read(when):
        return when
    try:
        return in_words(node)
    except ConditionInvalid:
        data: dict[str, Any] = to_data(node)
        return data


def _replaced(node: Node, renaming: _Renaming) -> Node:
    if isinstance(node, Call):
        return Call(node.op, tuple(_replaced(inner, renaming) for inner in node.args))
    return Ref(_path(node.path, renaming)) if isinstance(node, Ref) else node

"""Conditions as rows of a page: a question, how it compares, with what; all or any of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from motcua.procedures.base.conditions.compiling import Type
from motcua.procedures.base.conditions.expressions import Call, Literal, Node, Ref, read, to_data
from motcua.procedures.base.conditions.telling import in_words
from motcua.procedures.errors import ConditionInvalid

if TYPE_CHECKING:
    from collections.abc import Mapping

    from motcua.procedures.base.conditions.compiling import Scope
    from motcua.procedures.base.forms.questions import When

JOINS = ("all", "any")
COMPARED = ("eq", "ne", "gt", "ge", "lt", "le")
SETS = ("in", "not-in")
BARE = ("filled", "empty", "not-yes")
# A measure of an answer, then how it compares with a number.
MEASURES: Mapping[str, str] = {"age": "age_at", "days": "days_since", "count": "count"}
MEASURED = tuple(f"{name}-{op}" for name in MEASURES for op in ("ge", "lt", "gt", "le"))
OPERATORS = (*COMPARED, *SETS, "has", *BARE, *MEASURED)

_FITTING: Mapping[Type, tuple[str, ...]] = {
    Type.TEXT: ("eq", "ne", *SETS, "filled", "empty"),
    Type.NUMBER: (*COMPARED, *SETS, "filled", "empty"),
    Type.DATE: (*COMPARED, *(op for op in MEASURED if not op.startswith("count")), *BARE[:2]),
    Type.FLAG: ("eq", "not-yes", "filled", "empty"),
    Type.SET: ("has", *(op for op in MEASURED if op.startswith("count")), "filled", "empty"),
    Type.ROWS: (*(op for op in MEASURED if op.startswith("count")), "filled", "empty"),
    Type.FILES: (*(op for op in MEASURED if op.startswith("count")), "filled", "empty"),
    Type.PARTS: ("filled", "empty"),
}


def operators_of(kind: Type) -> tuple[str, ...]:
    """Give the ways that answers of a type are compared."""
    return _FITTING[kind]


@dataclass(frozen=True, slots=True)
class Row:
    """One comparison, as it is typed."""

    ref: str
    op: str
    value: str = ""

    @property
    def is_empty(self) -> bool:
        """Say whether nothing was chosen."""
        return not self.ref and not self.value


@dataclass(frozen=True, slots=True)
class Ruling:
    """A condition as it is typed: rows, and a formula for what rows cannot say."""

    join: str = "all"
    rows: tuple[Row, ...] = ()
    formula: str = ""

    @property
    def is_empty(self) -> bool:
        """Say whether there is no condition."""
        return not self.formula.strip() and all(row.is_empty for row in self.rows)


def ruling_of(when: When | None) -> Ruling:
    """Write a condition as rows, or as a formula where it is no such thing."""
    if when is None or when == "":
        return Ruling()
    try:
        node = read(when)
        return _rows_of(node) or Ruling(formula=in_words(node))
    except ConditionInvalid:
        return Ruling(formula=when if isinstance(when, str) else str(when))


def formula_of(when: When | None) -> Ruling:
    """Write a quantity, which is always a formula."""
    if when is None or when == "":
        return Ruling()
    return Ruling(formula=when if isinstance(when, str) else in_words(when))


def when_of(ruling: Ruling, scope: Scope) -> When | None:
    """Read a condition back; raise `ConditionInvalid` where a row makes no sense."""
    if ruling.formula.strip():
        read(ruling.formula.strip())
        return ruling.formula.strip()
    nodes = tuple(_node(row, scope) for row in ruling.rows if not row.is_empty)
    if not nodes:
        return None
    node = nodes[0] if len(nodes) == 1 else Call(ruling.join, nodes)
    try:
        return in_words(node)
    except ConditionInvalid:
        data: dict[str, Any] = to_data(node)
        return data


def _rows_of(node: Node) -> Ruling | None:
    join = "all"
    parts: tuple[Node, ...] = (node,)
    if isinstance(node, Call) and node.op in JOINS:
        join, parts = node.op, node.args
    rows = [_row(part) for part in parts]
    if any(row is None for row in rows):
        return None
    return Ruling(join, tuple(row for row in rows if row is not None))


def _row(node: Node) -> Row | None:
    return _bare(node) or _set(node) or _compared(node)


def _bare(node: Node) -> Row | None:
    match node:
        case Ref(path):
            return Row(path, "eq", "yes")
        case Call("not", (Ref(path),)):
            return Row(path, "not-yes")
        case Call("filled", (Ref(path),)):
            return Row(path, "filled")
        case Call("not", (Call("filled", (Ref(path),)),)):
            return Row(path, "empty")
    return None


def _set(node: Node) -> Row | None:
    match node:
        case Call("in", (Ref(path), Literal(tuple(values)))):
            return _listed(path, "in", values)
        case Call("not", (Call("in", (Ref(path), Literal(tuple(values)))),)):
            return _listed(path, "not-in", values)
        case Call("in", (Literal(str(value)), Ref(path))):
            return Row(path, "has", value)
    return None


def _compared(node: Node) -> Row | None:
    match node:
        case Call(op, (Ref(path), Literal(value))) if op in COMPARED:
            return Row(path, op, _typed(value))
        case Call(op, (Call() as measure, Literal(int(value)))):
            return _measured(op, measure, value)
    return None


def _measured(op: str, measure: Call, value: int) -> Row | None:
    for name, function in MEASURES.items():
        rest = (Call("today", ()),) if function == "age_at" else ()
        if measure.op == function and measure.args[1:] == rest and f"{name}-{op}" in MEASURED:
            ref = measure.args[0]
            return Row(ref.path, f"{name}-{op}", str(value)) if isinstance(ref, Ref) else None
    return None


def _listed(path: str, op: str, values: tuple[Any, ...]) -> Row | None:
    if any("," in str(value) for value in values):
        return None
    return Row(path, op, ", ".join(map(str, values)))


def _typed(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value.strftime("%d/%m/%Y") if isinstance(value, date) else str(value)


def _node(row: Row, scope: Scope) -> Node:
    kind = scope.row.get(row.ref) or scope.paths.get(row.ref)
    if kind is None:
        raise ConditionInvalid(reason="no-question")
    ref = Ref(row.ref)
    if row.op in BARE:
        bare: Node = Call("filled", (ref,)) if row.op != "not-yes" else ref
        return bare if row.op == "filled" else Call("not", (bare,))
    if not row.value.strip():
        raise ConditionInvalid(reason="no-value")
    if row.op in MEASURED:
        return _measure(row, ref)
    return _listing(row, ref, kind) or _comparison(row, ref, kind)


def _listing(row: Row, ref: Ref, kind: Type) -> Node | None:
    if row.op in SETS:
        values = tuple(_value(one, kind) for one in row.value.split(",") if one.strip())
        inside = Call("in", (ref, Literal(values)))
        return inside if row.op == "in" else Call("not", (inside,))
    return Call("in", (Literal(row.value.strip()), ref)) if row.op == "has" else None


def _comparison(row: Row, ref: Ref, kind: Type) -> Node:
    if row.op not in COMPARED:
        raise ConditionInvalid(reason="no-operator")
    value = _value(row.value, kind)
    if value is True and row.op == "eq":
        return ref
    return Call(row.op, (ref, Literal(value)))


def _measure(row: Row, ref: Ref) -> Node:
    name, _, op = row.op.partition("-")
    function = MEASURES[name]
    args: tuple[Node, ...] = (ref, Call("today", ())) if function == "age_at" else (ref,)
    return Call(op, (Call(function, args), Literal(_number(row.value))))


def _value(text: str, kind: Type) -> Any:
    text = text.strip()
    if kind is Type.FLAG:
        if text not in {"yes", "no"}:
            raise ConditionInvalid(reason="yes-or-no")
        return text == "yes"
    if kind is Type.NUMBER:
        return _number(text)
    return _day(text) if kind is Type.DATE else text


def _number(text: str) -> int:
    text = text.strip().replace(".", "")
    if not re.fullmatch(r"-?[0-9]{1,15}", text):
        raise ConditionInvalid(reason="number")
    return int(text)


def _day(text: str) -> date:
    parts = text.replace("-", "/").split("/")
    try:
        first, month, last = map(int, parts)
        return date(first, month, last) if first > 31 else date(last, month, first)
    except (ValueError, OverflowError) as error:
        raise ConditionInvalid(reason="day") from error

"""The language of conditions: read from words or from data, never executed as code.

In words: `relation in ['father', 'mother'] and days_since(child_birth_date) > 60`. As data the same
tree reads `{"all": [{"in": [{"ref": "relation"}, …]}, …]}`, so that a page can build it. References
name questions (`child_name`) or their parts (`requester_id.type`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from motcua.procedures.errors import ConditionInvalid

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_LENGTH = 500
MAX_DEPTH = 12


@dataclass(frozen=True, slots=True)
class Literal:
    """A fixed value: text, whole number, truth, date, or a tuple of texts and numbers."""

    value: str | int | bool | date | tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Ref:
    """The answer to a question, or one part of it after a dot."""

    path: str


@dataclass(frozen=True, slots=True)
class Call:
    """An operator or function with its arguments."""

    op: str
    args: tuple[Node, ...]


Node = Literal | Ref | Call

COMPARISONS = {"==": "eq", "!=": "ne", "<=": "le", ">=": "ge", "<": "lt", ">": "gt"}

# Number of arguments: exactly, or (least, most).
ARITY: dict[str, tuple[int, int]] = {
    "all": (1, 40),
    "any": (1, 40),
    "not": (1, 1),
    **dict.fromkeys((*COMPARISONS.values(), "in"), (2, 2)),
    "filled": (1, 1),
    "count": (1, 2),
    "sum": (1, 12),
    "minus": (2, 2),
    "times": (2, 4),
    "age": (1, 1),
    "age_at": (2, 2),
    "days_since": (1, 1),
    "days_between": (2, 2),
    "has_words": (2, 12),
    "today": (0, 0),
    "date": (1, 1),
}
FUNCTIONS = frozenset(ARITY) - {"all", "any", "not", "in", *COMPARISONS.values()}

_TOKEN = re.compile(
    r"""\s*(?:(?P<number>-?\d{1,15}(?![\w.]))
    |(?P<text>'[^'\n]*'|"[^"\n]*")
    |(?P<word>[a-z_][a-z0-9_]*(?:\.[a-z_][a-z0-9_]*)?)
    |(?P<mark>==|!=|<=|>=|<|>|\(|\)|\[|\]|,))""",
    re.VERBOSE,
)


def read(source: str | dict[str, Any]) -> Node:
    """Read a condition from words or data; raise `ConditionInvalid` where it cannot be read."""
    return _Words(source).whole() if isinstance(source, str) else from_data(source)


def refs(node: Node) -> Iterator[str]:
    """Yield the paths a condition refers to, in order, repeats included."""
    if isinstance(node, Ref):
        yield node.path
    elif isinstance(node, Call):
        for inner in node.args:
            yield from refs(inner)


def to_data(node: Node) -> Any:
    """Give the tree as JSON data; `from_data` reads it back."""
    if isinstance(node, Ref):
        return {"ref": node.path}
    if isinstance(node, Call):
        return {node.op: [to_data(inner) for inner in node.args]}
    if isinstance(node.value, date):
        return {"date": [node.value.isoformat()]}
    return list(node.value) if isinstance(node.value, tuple) else node.value


def from_data(data: Any, depth: int = 0) -> Node:
    """Read a condition from JSON data; raise `ConditionInvalid` on anything unknown."""
    if depth > MAX_DEPTH:
        raise ConditionInvalid(reason="too deep")
    if isinstance(data, dict):
        return _operator_from(data, depth)
    if isinstance(data, list):
        return Literal(tuple(_scalar(item) for item in data))
    return Literal(_scalar(data))


def _operator_from(data: dict[str, Any], depth: int) -> Node:
    if len(data) != 1:
        raise ConditionInvalid(reason="one operator at a time")
    ((op, args),) = data.items()
    if op == "ref" and isinstance(args, str):
        return Ref(args)
    if not isinstance(args, list):
        raise ConditionInvalid(reason=f"{op}: arguments are a list")
    return _call(op, tuple(from_data(item, depth + 1) for item in args))


def _scalar(value: Any) -> str | int | bool:
    if isinstance(value, str | int | bool):
        return value
    raise ConditionInvalid(reason=f"{type(value).__name__} is not a value here")


def _call(op: str, args: tuple[Node, ...]) -> Node:
    if op not in ARITY:
        raise ConditionInvalid(reason=f"unknown word {op}")
    least, most = ARITY[op]
    if not least <= len(args) <= most:
        raise ConditionInvalid(reason=f"{op}: wrong number of arguments")
    if op == "date":
        return Literal(_date(args[0]))
    return Call(op, args)


def _date(node: Node) -> date:
    try:
        return date.fromisoformat(str(node.value if isinstance(node, Literal) else ""))
    except ValueError as error:
        raise ConditionInvalid(reason="date: write date('2026-12-31')") from error


class _Words:
    """Reads a condition written in words, by recursive descent."""

    def __init__(self, source: str) -> None:
        if len(source) > MAX_LENGTH:
            raise ConditionInvalid(reason="too long")
        self._tokens = list(_tokens(source))
        self._at = 0
        self._depth = 0

    def whole(self) -> Node:
        node = self._any()
        if self._at < len(self._tokens):
            raise ConditionInvalid(reason=f"unexpected {self._tokens[self._at][1]}")
        return node

    def _peek(self) -> str:
        return self._tokens[self._at][1] if self._at < len(self._tokens) else ""

    def _take(self, expected: str = "") -> tuple[str, str]:
        if self._at >= len(self._tokens):
            raise ConditionInvalid(reason="ends too early")
        token = self._tokens[self._at]
        if expected and token[1] != expected:
            raise ConditionInvalid(reason=f"expected {expected}, found {token[1]}")
        self._at += 1
        return token

    def _any(self) -> Node:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise ConditionInvalid(reason="too deep")
        parts = [self._all()]
        while self._peek() == "or":
            self._take()
            parts.append(self._all())
        self._depth -= 1
        return parts[0] if len(parts) == 1 else _call("any", tuple(parts))

    def _all(self) -> Node:
        parts = [self._not()]
        while self._peek() == "and":
            self._take()
            parts.append(self._not())
        return parts[0] if len(parts) == 1 else _call("all", tuple(parts))

    def _not(self) -> Node:
        negations = 0
        while self._peek() == "not":
            self._take()
            negations += 1
        node = self._comparison()
        return _call("not", (node,)) if negations % 2 else node

    def _comparison(self) -> Node:
        left = self._atom()
        word = self._peek()
        if word in COMPARISONS:
            self._take()
            return _call(COMPARISONS[word], (left, self._atom()))
        if word == "in":
            self._take()
            return _call("in", (left, self._atom()))
        if word == "not":
            self._take()
            self._take("in")
            return _call("not", (_call("in", (left, self._atom())),))
        return left

    def _atom(self) -> Node:
        kind, text = self._take()
        if kind == "number":
            return Literal(int(text))
        if kind == "text":
            return Literal(text[1:-1])
        if kind == "word":
            return self._word(text)
        if text == "(":
            node = self._any()
            self._take(")")
            return node
        if text == "[":
            return Literal(tuple(self._items()))
        raise ConditionInvalid(reason=f"unexpected {text}")

    def _word(self, text: str) -> Node:
        if text in {"true", "false"}:
            return Literal(text == "true")
        if text == "today" and self._peek() != "(":
            return _call("today", ())
        if self._peek() != "(":
            return Ref(text)
        if text not in FUNCTIONS:
            raise ConditionInvalid(reason=f"unknown word {text}")
        self._take("(")
        args: list[Node] = []
        while self._peek() != ")":
            if args:
                self._take(",")
            args.append(self._any())
        self._take(")")
        return _call(text, tuple(args))

    def _items(self) -> Iterator[str | int]:
        while True:
            kind, text = self._take()
            if kind not in {"number", "text"}:
                raise ConditionInvalid(reason="a list holds texts and numbers")
            yield int(text) if kind == "number" else text[1:-1]
            if self._peek() == "]":
                self._take()
                return
            self._take(",")


def _tokens(source: str) -> Iterator[tuple[str, str]]:
    at = 0
    source = source.rstrip()
    while at < len(source):
        match = _TOKEN.match(source, at)
        if match is None:
            raise ConditionInvalid(reason=f"cannot read {source[at : at + 10]!r}")
        at = match.end()
        kind = match.lastgroup or ""
        yield kind, match[kind]

"""Conditions compiled once: types checked against the form, then closures without look-ups.

A condition is evaluated over the clean answers, the clean answers of the row it stands in, and the
day. What was not answered compares as false, whatever the comparison; `not` turns that round.
"""

from __future__ import annotations

import operator
import re
from calendar import monthrange
from datetime import date
from typing import TYPE_CHECKING, Any

from motcua.kernel.text import fold, tone_key
from motcua.procedures.base.conditions.expressions import Call, Literal, Node, Ref, read
from motcua.procedures.base.conditions.scopes import (
    Answers,
    Condition,
    Eval,
    Scope,
    Type,
    added,
    merge,
    total,
    worked_out,
)
from motcua.procedures.errors import ConditionInvalid

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = [
    "Condition",
    "Eval",
    "Scope",
    "Type",
    "compile_condition",
    "compile_node",
    "compile_quantity",
    "last_day_of",
    "whole_years",
]

_WORD = re.compile(r"\w+")


def compile_condition(source: str | dict[str, Any], scope: Scope) -> Condition:
    """Compile what must yield true or false; raise `ConditionInvalid` if it does not."""
    condition = compile_node(read(source), scope)
    if condition.type is not Type.FLAG:
        raise ConditionInvalid(reason="does not say yes or no")
    return condition


def compile_quantity(source: str | dict[str, Any], scope: Scope) -> Condition:
    """Compile what must yield a whole number; raise `ConditionInvalid` if it does not."""
    condition = compile_node(read(source), scope)
    if condition.type is not Type.NUMBER:
        raise ConditionInvalid(reason="does not give a number")
    return condition


def compile_node(node: Node, scope: Scope) -> Condition:
    """Compile any part of a condition."""
    if isinstance(node, Literal):
        return _literal(node)
    if isinstance(node, Ref):
        return _reference(node.path, scope)
    return _CALLS[node.op](node, scope)


def last_day_of(text: Any) -> date | None:
    """Give the date of `2026-05-17`, or the last day that `2026-05` or `2026` may mean."""
    if type(text) is not str:
        return None
    try:
        if len(text) == 10:
            return date.fromisoformat(text)
        year, month = int(text[:4]), int(text[5:] or 12)
        return date(year, month, monthrange(year, month)[1])
    except ValueError:
        return None


def whole_years(born: date, on: date) -> int:
    """Count the years completed from one day to another."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def _literal(node: Literal) -> Condition:
    value: Any = frozenset(node.value) if isinstance(node.value, tuple) else node.value
    types = {bool: Type.FLAG, int: Type.NUMBER, str: Type.TEXT, date: Type.DATE}
    kind = types.get(type(value), Type.SET)
    return Condition(lambda _top, _row, _today: value, kind)


def _reference(path: str, scope: Scope) -> Condition:
    in_row = path in scope.row
    kind = scope.row.get(path) or scope.paths.get(path)
    if kind is None:
        raise ConditionInvalid(reason=f"no question {path}")
    key, _, part = path.partition(".")
    return Condition(
        _typed(_fetch(key, part, in_row), kind), kind, frozenset({key}), frozenset({key})
    )


def _fetch(key: str, part: str, in_row: bool) -> Eval:  # noqa: FBT001 - chosen once, at compile time
    if part:
        if in_row:
            return lambda _top, row, _today: _part(row.get(key), part)
        return lambda top, _row, _today: _part(top.get(key), part)
    if in_row:
        return lambda _top, row, _today: row.get(key)
    return lambda top, _row, _today: top.get(key)


def _part(value: Any, part: str) -> Any:
    return value.get(part) if type(value) is dict else None


_PYTHON: dict[Type, type] = {
    Type.TEXT: str,
    Type.NUMBER: int,
    Type.FLAG: bool,
    Type.SET: list,
    Type.ROWS: list,
    Type.FILES: list,
    Type.PARTS: dict,
}


def _typed(fetch: Eval, kind: Type) -> Eval:
    """Drop a value of another type: a draft may hold what was typed and does not parse."""
    if kind is Type.DATE:
        return lambda top, row, today: last_day_of(fetch(top, row, today))
    expected = _PYTHON[kind]

    def run(top: Answers, row: Answers, today: date) -> Any:
        value = fetch(top, row, today)
        return value if type(value) is expected else None

    return run


def _compiled(node: Call, scope: Scope, *kinds: Type) -> tuple[Condition, ...]:
    parts = tuple(compile_node(inner, scope) for inner in node.args)
    for part, kind in zip(parts, kinds, strict=False):
        if part.type is not kind:
            raise ConditionInvalid(reason=f"{node.op}: expected {kind}, found {part.type}")
    return parts


def _all(node: Call, scope: Scope) -> Condition:
    parts = _compiled(node, scope, *[Type.FLAG] * len(node.args))
    runs = tuple(part.run for part in parts)
    return merge(lambda t, r, d: all(run(t, r, d) for run in runs), Type.FLAG, parts)


def _any(node: Call, scope: Scope) -> Condition:
    parts = _compiled(node, scope, *[Type.FLAG] * len(node.args))
    runs = tuple(part.run for part in parts)
    return merge(lambda t, r, d: any(run(t, r, d) for run in runs), Type.FLAG, parts)


def _not(node: Call, scope: Scope) -> Condition:
    parts = _compiled(node, scope, Type.FLAG)
    run = parts[0].run
    return merge(lambda t, r, d: not run(t, r, d), Type.FLAG, parts)


def _compare(node: Call, scope: Scope) -> Condition:
    parts = _compiled(node, scope)
    left, right = parts
    ordered = node.op not in {"eq", "ne"}
    if left.type is not right.type or (ordered and left.type not in {Type.NUMBER, Type.DATE}):
        raise ConditionInvalid(reason=f"cannot compare {left.type} with {right.type}")
    compare: Callable[[Any, Any], bool] = getattr(operator, node.op)
    direct = _direct(node, scope, left)
    if direct and node.op == "eq":
        key, (value, *_) = direct
        return merge(lambda top, _row, _today: top.get(key) == value, Type.FLAG, parts)
    first, second = left.run, right.run

    def run(top: Answers, row: Answers, today: date) -> bool:
        a = first(top, row, today)
        if a is None:
            return False
        b = second(top, row, today)
        return b is not None and compare(a, b)

    return merge(run, Type.FLAG, parts)


def _direct(node: Call, scope: Scope, left: Condition) -> tuple[str, tuple[Any, ...]] | None:
    """Give key and values where a whole answer is held against fixed values: most conditions do."""
    ref, fixed = node.args
    if not (isinstance(ref, Ref) and isinstance(fixed, Literal)) or left.type is Type.DATE:
        return None
    if "." in ref.path or ref.path in scope.row:
        return None
    return ref.path, fixed.value if isinstance(fixed.value, tuple) else (fixed.value,)


def _in(node: Call, scope: Scope) -> Condition:
    parts = _compiled(node, scope)
    item, container = parts
    if container.type is not Type.SET or item.type not in {Type.TEXT, Type.NUMBER}:
        raise ConditionInvalid(reason="in: write x in ['a', 'b'] or 'a' in choices")
    direct = _direct(node, scope, item)
    if direct:
        key, values = direct
        return merge(lambda top, _row, _today: top.get(key) in values, Type.FLAG, parts)
    first, second = item.run, container.run
    return merge(lambda t, r, d: first(t, r, d) in (second(t, r, d) or ()), Type.FLAG, parts)


def _filled(node: Call, scope: Scope) -> Condition:
    parts = _compiled(node, scope)
    run = parts[0].run
    return merge(lambda t, r, d: run(t, r, d) not in (None, "", []), Type.FLAG, parts, needed=False)


def _count(node: Call, scope: Scope) -> Condition:
    group = _group(node)
    rows = compile_node(group, scope)
    if rows.type not in {Type.ROWS, Type.FILES, Type.SET}:
        raise ConditionInvalid(reason="count: takes a repeated group")
    run = rows.run
    if len(node.args) == 1:
        return merge(lambda t, r, d: len(run(t, r, d) or ()), Type.NUMBER, (rows,), needed=False)
    test = compile_node(node.args[1], scope.inside(group.path))
    if test.type is not Type.FLAG:
        raise ConditionInvalid(reason="count: the second argument says yes or no")
    holds = test.run
    return merge(
        lambda t, r, d: sum(1 for row in run(t, r, d) or () if holds(t, row, d)),
        Type.NUMBER,
        (rows,),
        needed=False,
    )


def _sum(node: Call, scope: Scope) -> Condition:
    """Add a column of a repeated group, or several numbers; what was not answered adds nothing."""
    first = node.args[0]
    group, _, key = first.path.partition(".") if isinstance(first, Ref) else ("", "", "")
    if group not in scope.rows or len(node.args) > 1:
        return total(_numbers(node, scope))
    if scope.rows[group].get(key) is not Type.NUMBER:
        raise ConditionInvalid(reason=f"sum: {group}.{key} is no number of a repeated group")
    rows = compile_node(Ref(group), scope)
    run = rows.run

    def add(top: Answers, row: Answers, today: date) -> int:
        values = (item.get(key) for item in run(top, row, today) or ())
        return added(value for value in values if type(value) is int)

    return merge(add, Type.NUMBER, (rows,), needed=False)


def _minus(node: Call, scope: Scope) -> Condition:
    return worked_out(_numbers(node, scope), operator.sub)


def _times(node: Call, scope: Scope) -> Condition:
    return worked_out(_numbers(node, scope), operator.mul)


def _numbers(node: Call, scope: Scope) -> tuple[Condition, ...]:
    return _compiled(node, scope, *[Type.NUMBER] * len(node.args))


def _group(node: Call) -> Ref:
    first = node.args[0]
    if not isinstance(first, Ref):
        raise ConditionInvalid(reason=f"{node.op}: takes the name of a repeated group")
    return first


def _age_at(node: Call, scope: Scope) -> Condition:
    return _between(node, scope, whole_years)


def _age(node: Call, scope: Scope) -> Condition:
    return _between(Call("age_at", (*node.args, Call("today", ()))), scope, whole_years)


def _days_between(node: Call, scope: Scope) -> Condition:
    return _between(node, scope, lambda first, last: (last - first).days)


def _between(node: Call, scope: Scope, measure: Callable[[date, date], int]) -> Condition:
    parts = _compiled(node, scope, Type.DATE, Type.DATE)
    first, last = (part.run for part in parts)

    def run(top: Answers, row: Answers, today: date) -> int | None:
        a, b = first(top, row, today), last(top, row, today)
        return None if a is None or b is None else measure(a, b)

    return merge(run, Type.NUMBER, parts)


def _days_since(node: Call, scope: Scope) -> Condition:
    parts = _compiled(node, scope, Type.DATE)
    first = parts[0].run

    def run(top: Answers, row: Answers, today: date) -> int | None:
        day = first(top, row, today)
        return None if day is None else (today - day).days

    return merge(run, Type.NUMBER, parts)


def _has_words(node: Call, scope: Scope) -> Condition:
    parts = _compiled(node, scope, *[Type.TEXT] * len(node.args))
    phrases = [_words(str(a.value)) for a in node.args[1:] if isinstance(a, Literal)]
    if len(phrases) != len(node.args) - 1:
        raise ConditionInvalid(reason="has_words: the words are fixed texts")
    first = parts[0].run
    folded = tuple(fold(" ".join(phrase)).split()[0] for phrase in phrases)

    def run(top: Answers, row: Answers, today: date) -> bool:
        text = first(top, row, today) or ""
        plain = fold(text)
        if not any(word in plain for word in folded):
            return False
        words = _words(text)
        return any(_holds_phrase(words, phrase) for phrase in phrases)

    return merge(run, Type.FLAG, parts)


def _words(text: str) -> list[str]:
    return _WORD.findall(tone_key(text))


def _holds_phrase(text: list[str], phrase: list[str]) -> bool:
    """Say whether the words stand in the text, each with its marks or with none at all."""
    return any(
        all(
            word in (wanted, fold(wanted))
            for word, wanted in zip(text[start:], phrase, strict=False)
        )
        for start in range(len(text) - len(phrase) + 1)
    )


def _today(_node: Call, _scope: Scope) -> Condition:
    return Condition(lambda _top, _row, today: today, Type.DATE)


_CALLS: dict[str, Callable[[Call, Scope], Condition]] = {
    "all": _all,
    "any": _any,
    "not": _not,
    **dict.fromkeys(("eq", "ne", "lt", "le", "gt", "ge"), _compare),
    "in": _in,
    "filled": _filled,
    "count": _count,
    "sum": _sum,
    "minus": _minus,
    "times": _times,
    "age": _age,
    "age_at": _age_at,
    "days_since": _days_since,
    "days_between": _days_between,
    "has_words": _has_words,
    "today": _today,
}

"""The values at which the conditions of a pack turn, so that answers can be tried on both sides."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING

from motcua.procedures.base.conditions.expressions import (
    COMPARISONS,
    Call,
    Literal,
    read,
    refs,
)
from motcua.procedures.base.conditions.lint import conditions_of
from motcua.procedures.base.forms.questions import CalculatedQuestion

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from motcua.procedures.base.conditions.expressions import Node
    from motcua.procedures.base.packs import Pack

Edge = int | str | date
_COMPARING = frozenset({*COMPARISONS.values(), "in", "has_words"})


def edges_of(pack: Pack) -> Mapping[str, frozenset[Edge]]:
    """Give by question what its answer is held against: numbers, texts, days, ages, row counts.

    Keys are those of questions, in rows too, and `key.part` for parts of an answer. Numbers come
    with those beside them; what is worked out hands its own on to what it is worked out from.
    """
    found: dict[str, set[Edge]] = defaultdict(set)
    for _where, when, _scope, _kind in conditions_of(pack):
        for path, edge in _turning(read(when)):
            _put(found, path, {edge})
    for question in reversed(tuple(pack.form.every_question())):
        if isinstance(question, CalculatedQuestion) and question.key in found:
            for path in set(refs(read(question.value))):
                _put(found, path, found[question.key])
    return {path: frozenset(edges) for path, edges in found.items()}


def _put(found: dict[str, set[Edge]], path: str, edges: set[Edge]) -> None:
    found[path] |= edges
    found[path.rpartition(".")[2]] |= edges


def _turning(node: Node) -> Iterator[tuple[str, Edge]]:
    if not isinstance(node, Call):
        return
    if node.op in _COMPARING:
        edges = [edge for part in node.args for edge in _edges_in(part)]
        for path in set(refs(node)):
            yield from ((path, edge) for edge in edges)
    for part in node.args:
        yield from _turning(part)


def _edges_in(node: Node) -> Iterator[Edge]:
    if not isinstance(node, Literal):
        return
    for value in node.value if isinstance(node.value, tuple) else (node.value,):
        if type(value) is int:
            yield from (value - 1, value, value + 1)
        elif not isinstance(value, bool):
            yield value

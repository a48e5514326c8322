"""What a condition may refer to, and what it becomes once compiled."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import reduce
from typing import Any

Answers = Mapping[str, Any]
Eval = Callable[[Answers, Answers, date], Any]


LARGEST = 2**53 - 1
"""The largest number that is worked out: what every reader of JSON holds exactly."""
BEYOND = LARGEST + 1
"""Stands for every outcome past `LARGEST`, whatever is worked out with it next."""


class Type(StrEnum):
    """What a part of a condition yields."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    FLAG = "flag"
    SET = "set"
    ROWS = "rows"
    FILES = "files"
    PARTS = "parts"


@dataclass(frozen=True, slots=True)
class Scope:
    """What a condition may refer to: paths with their types, and the rows of groups.

    `row` holds the paths of the row the condition stands in, `rows` those of each group's rows.
    """

    paths: Mapping[str, Type]
    row: Mapping[str, Type] = field(default_factory=dict)
    rows: Mapping[str, Mapping[str, Type]] = field(default_factory=dict)

    def inside(self, group: str) -> Scope:
        """Give the scope of a condition inside the rows of a group."""
        return Scope(self.paths, self.rows.get(group, {}), self.rows)


@dataclass(frozen=True, slots=True)
class Condition:
    """A compiled condition; it reads `refs` and can only be judged where `needs` are answered."""

    run: Eval
    type: Type
    refs: frozenset[str] = frozenset()
    needs: frozenset[str] = frozenset()

    def holds(self, answers: Answers, today: date, row: Answers | None = None) -> bool:
        """Say whether the condition holds for clean answers on a day."""
        return bool(self.run(answers, row if row is not None else answers, today))


def merge(run: Eval, kind: Type, parts: tuple[Condition, ...], *, needed: bool = True) -> Condition:
    """Make a condition of parts; it needs what they need, unless it can do without (`needed`)."""
    refs = frozenset().union(*(part.refs for part in parts))
    needs = frozenset().union(*(part.needs for part in parts)) if needed else frozenset()
    return Condition(run, kind, refs, needs)


def total(parts: tuple[Condition, ...]) -> Condition:
    """Add numbers; what was not answered adds nothing."""
    runs = tuple(part.run for part in parts)

    def add(top: Answers, row: Answers, today: date) -> int | None:
        values = [value for run in runs if (value := run(top, row, today)) is not None]
        return added(values) if values else None

    return merge(add, Type.NUMBER, parts, needed=False)


def added(values: Iterable[int]) -> int:
    """Add numbers, within bounds."""
    return reduce(_within(operator.add), values, 0)


def _within(work: Callable[[int, int], int]) -> Callable[[int, int], int]:
    """Hold a way of working to bounds: a chain of powers would fill the memory."""

    def run(left: int, right: int) -> int:
        if max(abs(left), abs(right)) > LARGEST:
            return BEYOND
        outcome = work(left, right)
        return outcome if abs(outcome) <= LARGEST else BEYOND

    return run


def worked_out(parts: tuple[Condition, ...], work: Callable[[int, int], int]) -> Condition:
    """Work with numbers from the left; there is no outcome where one was not answered.

    An outcome past `LARGEST` is `BEYOND`.
    """
    work = _within(work)
    runs = tuple(part.run for part in parts)

    def run(top: Answers, row: Answers, today: date) -> int | None:
        values = [one(top, row, today) for one in runs]
        return None if None in values else reduce(work, values)

    return merge(run, Type.NUMBER, parts)

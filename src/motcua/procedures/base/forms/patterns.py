"""Patterns that answers are matched by: regular expressions that cannot take long."""

from __future__ import annotations

import re
from re import _constants as op, _parser as parser  # type: ignore[attr-defined]
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

_LONGEST = 100
# As long as a line of text may be.
_MOST_TIMES = 500
# What is tried at most before a text is known not to match: some milliseconds.
_MOST_TRIES = 300_000
# Why something is no pattern that answers are matched by; who shows it says it in his words.
TOO_LONG = f"a pattern has at most {_LONGEST} characters"
TOO_OFTEN = f"a pattern repeats at most {_MOST_TIMES} times"
TOO_MANY_WAYS = "a pattern repeats nothing that repeats, and few things without an end"
LOOKS_AROUND = "a pattern neither looks around nor refers to its own parts"
NOT_A_PATTERN = "not a pattern"
_PLAIN = frozenset({op.LITERAL, op.NOT_LITERAL, op.ANY, op.IN, op.AT})
_REPEATS = frozenset({op.MAX_REPEAT, op.MIN_REPEAT})


def checked_pattern(value: str) -> str:
    """Give a pattern back where it is one and no text, however odd, keeps a process busy.

    Raises `ValueError`: it is no regular expression, is too long, or could be matched in too many
    ways (`(a|a)*b` in 2ⁿ of them).
    """
    if len(value) > _LONGEST:
        raise ValueError(TOO_LONG)
    try:
        re.compile(value)
        tries = _tries(parser.parse(value))
    except (re.error, OverflowError, RecursionError):
        raise ValueError(NOT_A_PATTERN) from None
    if tries > _MOST_TRIES:
        raise ValueError(TOO_MANY_WAYS)
    return value


def _tries(items: Iterable[tuple[Any, Any]]) -> int:
    """Count in how many ways at most a part of a pattern can be tried; capped."""
    tries = 1
    for kind, what in items:
        tries = min(tries * _ways(kind, what), _MOST_TRIES + 1)
    return tries


def _ways(kind: Any, what: Any) -> int:
    if kind in _PLAIN:
        return 1
    if kind is op.SUBPATTERN:
        return _tries(what[-1])
    if kind is op.BRANCH:
        return sum(_tries(branch) for branch in what[1])
    if kind in _REPEATS:
        return _repeated(*what)
    raise ValueError(LOOKS_AROUND)


def _repeated(fewest: int, most: int, items: Iterable[tuple[Any, Any]]) -> int:
    """Count the ways of a repetition: those of each number of times."""
    if most is op.MAXREPEAT:
        most = _MOST_TIMES
    if most > _MOST_TIMES:
        raise ValueError(TOO_OFTEN)
    once, total, each = _tries(items), 0, 1
    for times in range(most + 1):
        total += each if times >= fewest else 0
        each = min(each * once, _MOST_TRIES + 1)
    return min(max(total, 1), _MOST_TRIES + 1)

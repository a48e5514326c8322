"""Answers remembered in the process for some seconds, for reads that many requests share."""

from __future__ import annotations

import time
from functools import wraps
from typing import TYPE_CHECKING, ParamSpec, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

P = ParamSpec("P")
R = TypeVar("R")

_MOST = 10_000
_memories: list[dict[object, tuple[float, object]]] = []


def remembered(seconds: float) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Remember a function's answers, by its arguments, for some seconds.

    Only for reads whose answer may be that old. Errors are not remembered. Each process remembers
    for itself, at most 10,000 answers a function.
    """

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        memory: dict[object, tuple[float, object]] = {}
        _memories.append(memory)

        @wraps(function)
        def recall(*args: P.args, **kwargs: P.kwargs) -> R:
            key = (args, tuple(sorted(kwargs.items())))
            found = memory.get(key)
            if found is not None and found[0] > time.monotonic():
                return found[1]  # type: ignore[return-value]  # stored below from this function
            answer = function(*args, **kwargs)
            if len(memory) >= _MOST:
                memory.clear()
            memory[key] = (time.monotonic() + seconds, answer)
            return answer

        return recall

    return decorate


def forget_all() -> None:
    """Forget every remembered answer of this process, as tests and imports of new rules need."""
    for memory in _memories:
        memory.clear()

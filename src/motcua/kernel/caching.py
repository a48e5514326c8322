"""Answers remembered in the process for some seconds, for reads that many requests share."""

from __future__ import annotations

import time
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import TYPE_CHECKING, ParamSpec, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

P = ParamSpec("P")
R = TypeVar("R")

_MOST = 10_000
_memories: list[dict[object, tuple[float, object]]] = []
_reading: ContextVar[dict[object, object] | None] = ContextVar("reading", default=None)


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


@contextmanager
def one_reading() -> Iterator[None]:
    """Read each thing once while a page is drawn; to be opened only where nothing is written."""
    token = _reading.set({})
    try:
        yield
    finally:
        _reading.reset(token)


def is_reading() -> bool:
    """Say whether a page is being drawn, so that what was read stays true until it is."""
    return _reading.get() is not None


def once_a_reading(function: Callable[P, R]) -> Callable[P, R]:
    """Remember a read, by its arguments, until the reading it is part of ends; else not at all."""

    @wraps(function)
    def recall(*args: P.args, **kwargs: P.kwargs) -> R:
        known = _reading.get()
        if known is None:
            return function(*args, **kwargs)
        key = (function, args, tuple(sorted(kwargs.items())))
        if key not in known:
            known[key] = function(*args, **kwargs)
        return known[key]  # type: ignore[return-value]  # stored above from this function

    return recall


def forget_all() -> None:
    """Forget every remembered answer of this process, as tests and imports of new rules need."""
    for memory in _memories:
        memory.clear()

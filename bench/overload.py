"""Four times as many people as can be answered: what is answered, who is turned away, how soon."""

from __future__ import annotations

import itertools
import time
from random import Random
from typing import TYPE_CHECKING

from bench.figures import Figure, percentile
from bench.people import reading_pages
from bench.stage import send
from motcua.demo.prove import wire

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bench.stage import Stage
    from motcua.demo.prove.wire import Answer

_AT_ONCE = 32
_TIMES = 4
_THINKS = 1.0  # seconds, on average
_MOST_PEOPLE = 3000
_GOOD = frozenset({200, 201})
_TURNED_AWAY = frozenset({429, 503})


def overload(stage: Stage) -> Iterator[Figure]:
    """Offer four times what 32 busy clients get; what those got is the floor of the answers."""
    stage.refresh()
    pages = reading_pages()
    most = send(stage.node.port, _busy(pages), seconds=stage.size.seconds).rate
    people = min(round(_TIMES * most * _THINKS), _MOST_PEOPLE)
    heard: list[Answer] = []
    end = time.monotonic() + stage.size.overload
    rng = Random("thinking")
    took = wire.Crowd(
        stage.node.port,
        [_person(number, end, pages) for number in range(people)],
        heard.append,
        address=[f"127.4.{number // 250}.{number % 250 + 2}" for number in range(people)],
        think=lambda: rng.expovariate(1 / _THINKS),
    ).run()
    good = [one for one in heard if one.status in _GOOD]
    away = [one for one in heard if one.status in _TURNED_AWAY and one.retry_after]
    more = {"people": people, "offered": len(heard) / took, "away": len(away) / len(heard)}
    rate, shown = len(good) / took, {key: float(f"{value:.4g}") for key, value in more.items()}
    yield Figure(
        "overload_answered", round(rate, 1), "1/s", round(most, 1), rate / most, more=shown
    )
    yield _within("overload_answered_p95", good)
    yield _within("overload_turned_away_p95", away)
    longest = max(one.seconds for one in heard)
    yield Figure("overload_longest", round(longest, 2), "s")
    yield Figure("overload_dropped", len(heard) - len(good) - len(away), "of all")


def _within(name: str, answers: Sequence[Answer]) -> Figure:
    spent = [1000 * one.seconds for one in answers] or [0.0]
    at = float(f"{percentile(spent, 0.95):.4g}")
    return Figure(name, at, "ms", more={"p50_ms": float(f"{percentile(spent, 0.5):.4g}")})


def _busy(pages: list[bytes]) -> list[Iterator[bytes]]:
    return [itertools.cycle(pages[number:] + pages[:number]) for number in range(_AT_ONCE)]


def _person(number: int, end: float, pages: Sequence[bytes]) -> Iterator[bytes]:
    rng = Random(number)
    while time.monotonic() < end:
        yield rng.choice(pages)

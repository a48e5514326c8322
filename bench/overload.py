"""Four times as many people as can be answered: what is answered, who is turned away, how soon."""

from __future__ import annotations

import itertools
import resource
from random import Random
from typing import TYPE_CHECKING

from bench.arrivals import Arrivals
from bench.figures import Figure, percentile
from bench.people import reading_pages
from bench.stage import send

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bench.stage import Stage
    from motcua.demo.prove.wire import Answer

_AT_ONCE = 32
_TIMES = 4
_ADDRESSES = [f"127.4.{high}.{low}" for high in range(12) for low in range(2, 252)]
_GOOD = frozenset({200, 201})
_TURNED_AWAY = frozenset({429, 503})


def overload(stage: Stage) -> Iterator[Figure]:
    """Offer four times what 32 busy clients get; what those got is the floor of the answers."""
    most_files = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most_files, most_files))
    stage.refresh()
    pages = reading_pages()
    most = send(stage.node.port, _busy(pages), seconds=stage.size.seconds).rate
    rng = Random("arrivals")
    crowd = Arrivals(stage.node.port, _ADDRESSES)
    took = crowd.run(
        (rng.choice(pages) for _ in itertools.count()),
        rate=_TIMES * most,
        seconds=stage.size.overload,
        rng=Random("moments"),
    )
    heard = crowd.answers
    good = [one for one in heard if one.status in _GOOD]
    away = [one for one in heard if one.status in _TURNED_AWAY and one.retry_after]
    offered = len(heard) / took
    more = {"offered": offered, "times": offered / most, "away": len(away) / len(heard)}
    more["sent_late_p95_ms"] = 1000 * percentile(crowd.late, 0.95)
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

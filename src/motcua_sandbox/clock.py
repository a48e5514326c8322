"""The sandboxes' own clock: real machine time, shown as in Viet Nam (UTC+7, no summer time).

What goes over the wire is always real. Pages may show the dates of a made-up world whose days are
skipped now and then: each moment is shown as that world's clock stood at that moment.
"""

from __future__ import annotations

import itertools
import json
import time
from bisect import bisect_right
from datetime import date, datetime, timedelta, timezone
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

ZONE = timezone(timedelta(hours=7))
DAY = 86_400
_followed: list[Path] = []


def now() -> float:
    """Give the present moment in Unix seconds."""
    return time.time()


def iso(at: float) -> str:
    """Write a moment (Unix seconds) as ISO 8601 to the second, `+07:00`."""
    return datetime.fromtimestamp(int(at), ZONE).isoformat()


def follow(path: Path) -> None:
    """Show the dates of a made-up world from now on.

    The file holds JSON with `turns`: the moments (Unix seconds, ascending) at which a day was
    skipped. It may come into being later.
    """
    _followed[:] = [path]


def unfollow() -> None:
    """Show real dates again."""
    _followed.clear()


def shown(at: float) -> str:
    """Write a moment (Unix seconds) for people: `15:30:05 20/11/2026`."""
    return datetime.fromtimestamp(shown_at(at), ZONE).strftime("%H:%M:%S %d/%m/%Y")


def shown_at(at: float) -> float:
    """Give a moment (Unix seconds) as the made-up world's clock stood then."""
    return at + bisect_right(_turns(), at) * DAY


def shown_bounds(day: str) -> list[tuple[float, float]]:
    """Give when it was a civil day (`YYYY-MM-DD`) in the made-up world: stretches of real time.

    Raises ValueError when the text is no date.
    """
    first, after = day_bounds(day)
    edges = [float("-inf"), *_turns(), float("inf")]
    cut = [
        (max(first - skipped * DAY, begin), min(after - skipped * DAY, end))
        for skipped, (begin, end) in enumerate(itertools.pairwise(edges))
    ]
    return [(begin, end) for begin, end in cut if begin < end]


def _turns() -> list[float]:
    for path in _followed:
        if path.exists():
            turns: list[float] = json.loads(path.read_bytes()).get("turns", [])
            return turns
    return []


def day_bounds(day: str) -> tuple[float, float]:
    """Give the first moment of a civil day (`YYYY-MM-DD`) and of the next, in Unix seconds.

    Raises ValueError when the text is no date.
    """
    start = datetime.combine(date.fromisoformat(day), datetime.min.time(), ZONE).timestamp()
    return start, start + DAY


def today(at: float) -> str:
    """Give the civil day (`YYYY-MM-DD`) of a moment in Unix seconds."""
    return datetime.fromtimestamp(at, ZONE).date().isoformat()

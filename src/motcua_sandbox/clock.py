"""The sandboxes' own clock: real machine time, shown as in Viet Nam (UTC+7, no summer time)."""

from __future__ import annotations

import time
from datetime import date, datetime, timedelta, timezone

ZONE = timezone(timedelta(hours=7))
DAY = 86_400


def now() -> float:
    """Give the present moment in Unix seconds."""
    return time.time()


def iso(at: float) -> str:
    """Write a moment (Unix seconds) as ISO 8601 to the second, `+07:00`."""
    return datetime.fromtimestamp(int(at), ZONE).isoformat()


def shown(at: float) -> str:
    """Write a moment (Unix seconds) for people: `15:30:05 20/11/2026`."""
    return datetime.fromtimestamp(at, ZONE).strftime("%H:%M:%S %d/%m/%Y")


def day_bounds(day: str) -> tuple[float, float]:
    """Give the first moment of a civil day (`YYYY-MM-DD`) and of the next, in Unix seconds.

    Raises ValueError when the text is no date.
    """
    start = datetime.combine(date.fromisoformat(day), datetime.min.time(), ZONE).timestamp()
    return start, start + DAY


def today(at: float) -> str:
    """Give the civil day (`YYYY-MM-DD`) of a moment in Unix seconds."""
    return datetime.fromtimestamp(at, ZONE).date().isoformat()

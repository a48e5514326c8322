"""The demo's clock: the machine's, shifted by the days somebody has played."""

from __future__ import annotations

import fcntl
import json
import os
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from motcua.kernel import clock
from motcua.kernel.caching import forget_all, remembered


def now() -> datetime:
    """Give the present moment of the made-up world."""
    return clock.system_now() + timedelta(days=days_played())


@remembered(1)
def days_played() -> int:
    """Give how many days were played so far."""
    return len(_turns())


def pass_one_day(*, after: int) -> bool:
    """Let a day pass where `after` days had passed before; say whether it did.

    Of several who ask at once only one lets it pass. Every process sees it within a second, and
    the sandboxes, which read the moments of machine time at which days were skipped.
    """
    path = _file()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with path.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        turns = _turns()
        if len(turns) != after:
            return False
        candidate = path.with_suffix(f".{os.getpid()}")
        candidate.write_text(json.dumps({"turns": [*turns, clock.system_now().timestamp()]}))
        candidate.replace(path)
    forget_all()
    return True


def _turns() -> list[float]:
    try:
        content = json.loads(_file().read_text())
    except FileNotFoundError:
        return []
    # A world that was built earlier only knows how many days were skipped, not when.
    turns: list[float] = content.get("turns") or [0.0] * content.get("days", 0)
    return turns


def _file() -> Path:
    return Path(settings.DATA) / "demo" / "clock.json"

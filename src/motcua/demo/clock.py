"""The demo's clock: the machine's, shifted by the days somebody has played."""

from __future__ import annotations

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
    try:
        content: dict[str, int] = json.loads(_file().read_text())
    except FileNotFoundError:
        return 0
    return content["days"]


def pass_one_day() -> None:
    """Let a day pass; every process sees it within a second."""
    path = _file()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    candidate = path.with_suffix(f".{os.getpid()}")
    candidate.write_text(json.dumps({"days": days_played() + 1}))
    candidate.replace(path)
    forget_all()


def _file() -> Path:
    return Path(settings.DATA) / "demo" / "clock.json"

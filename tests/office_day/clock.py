"""The office's clock: it stands where the script of the day sets it.

Each reading is a millisecond after the last, so that two acts never fall on one moment, however
slow the machine is. The sandboxes and sessions keep to the machine's own time, as in a demo whose
days were played.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from threading import Lock

from motcua.kernel.caching import forget_all
from motcua.kernel.clock import ZONE

DAY = date(2026, 11, 20)
"""A Friday without a holiday near it."""
SOURCE = f"{__name__}.now"
_STEP = timedelta(milliseconds=1)
_lock = Lock()
_last = [datetime.combine(DAY, time(6), ZONE)]


def now() -> datetime:
    """Give the office's present moment."""
    with _lock:
        _last[0] += _STEP
        return _last[0]


def begin() -> None:
    """Set the clock to six in the morning, before anybody is there."""
    with _lock:
        _last[0] = datetime.combine(DAY, time(6), ZONE)


def at(hour: str) -> datetime:
    """Let the day go on until an hour such as 08:05; it never goes back."""
    wanted = moment(hour)
    with _lock:
        assert wanted > _last[0], f"{hour} has passed: it is {_last[0]:%H:%M}"
        _last[0] = wanted
    forget_all()
    return wanted


def moment(hour: str) -> datetime:
    """Give an hour of the day as a moment."""
    return datetime.combine(DAY, time.fromisoformat(hour), ZONE)

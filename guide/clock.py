"""The clock of the pictures: it is twenty past nine on a working day, and goes on from there."""

from __future__ import annotations

import os
from datetime import datetime, time, timedelta

from motcua.kernel.clock import ZONE, civil, system_now

SHIFT = "GUIDE_SHIFT"
_MORNING = time(9, 20)
_SATURDAY = 5


def shift() -> str:
    """Give the seconds from now to the next working morning, for the environment of a node."""
    now = civil(system_now())
    morning = datetime.combine(now.date() + timedelta(days=1), _MORNING, ZONE)
    while morning.weekday() >= _SATURDAY:
        morning += timedelta(days=1)
    return str(int((morning - now).total_seconds()))


def now() -> datetime:
    """Give the present moment of the pictures."""
    return system_now() + timedelta(seconds=int(os.environ[SHIFT]))

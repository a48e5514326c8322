"""The one place that reads the clock, and the civil zone.

Actions take `now` as an argument. Pages, jobs and commands read it here once and pass it on. A demo
node may shift the clock by whole days (`shift`), so that a played day is true to the calendar.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.module_loading import import_string

if TYPE_CHECKING:
    from collections.abc import Callable

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
_LEAP = re.compile(r"(?<=[T ]\d\d:\d\d:)60")


def now() -> datetime:
    """Give the present moment, aware, in UTC."""
    source: str = getattr(settings, "CLOCK", "")
    if source:
        read: Callable[[], datetime] = import_string(source)
        return read()
    return system_now()


def system_now() -> datetime:
    """Give the machine's time, aware, in UTC, whatever the demo plays."""
    return datetime.now(UTC)  # noqa: TID251 - this is the one place


def read(text: str) -> datetime:
    """Read a moment that others write in ISO 8601, with its zone or without. Raises `ValueError`.

    A leap second, which no clock of ours has, is the second before it.
    """
    return datetime.fromisoformat(_LEAP.sub("59", text))


def civil(moment: datetime) -> datetime:
    """Show a moment on the clocks of Viet Nam."""
    return moment.astimezone(ZONE)


def civil_date(moment: datetime) -> date:
    """Give the date in Viet Nam at a moment."""
    return civil(moment).date()

"""Moments as people write them on the command line."""

from __future__ import annotations

from datetime import datetime

from motcua.cli.mistakes import Misused
from motcua.cli.speech import say
from motcua.kernel import clock


def moment_written(text: str) -> datetime:
    """Read an ISO 8601 moment; in Viet Nam where it names no zone. Raises `Misused`."""
    try:
        given = datetime.fromisoformat(text)
    except ValueError:
        raise Misused(
            say(
                f"Không hiểu thời điểm “{text}”; viết như 2026-11-20T15:30:00+07:00.",
                f"“{text}” is no time; write it like 2026-11-20T15:30:00+07:00.",
            )
        ) from None
    return given if given.tzinfo else given.replace(tzinfo=clock.ZONE)

"""Limits of feedback and help, as dated data, counted by a working calendar."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from motcua.kernel import calendar
from motcua.voice.base.dated import in_force, said, shipped

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class DatedLimit:
    """A limit in force: how long, where it is from, whether a reader confirmed it."""

    code: str
    limit: calendar.Limit
    text: Mapping[str, str]
    citation: str
    is_confirmed: bool


@dataclass(frozen=True, slots=True)
class ComplaintWay:
    """The way of a complaint by law, step by step."""

    steps: tuple[Mapping[str, str], ...]
    citation: str
    is_confirmed: bool

    def say(self, language: str) -> tuple[str, ...]:
        """Give the steps in a language."""
        return tuple(said(step, language) for step in self.steps)


def limit_on(day: date, code: str) -> DatedLimit:
    """Give the limit with a code as in force on a day. Raises `StopIteration` where none is."""
    rows = (row for row in shipped("feedback")["limits"] if in_force(row, day))
    row = next(row for row in rows if row["code"] == code)
    return DatedLimit(
        code=code,
        limit=calendar.Limit(row["amount"], calendar.Unit(row["unit"])),
        text=row["text"],
        citation=row["citation"],
        is_confirmed=bool(row["confirmed"]),
    )


def due_after(since: datetime, limit: DatedLimit, hours: calendar.WorkingCalendar) -> datetime:
    """Count a limit from a moment by a working calendar."""
    return calendar.due(since, limit.limit, hours).due_at


def complaint_on(day: date) -> ComplaintWay:
    """Give the way of a complaint as in force on a day."""
    row = next(row for row in shipped("feedback")["complaint"] if in_force(row, day))
    return ComplaintWay(tuple(row["steps"]), row["citation"], bool(row["confirmed"]))

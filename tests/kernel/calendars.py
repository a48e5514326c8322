"""Calendars, moments and pauses for the tests of counting time."""

from __future__ import annotations

from datetime import datetime, time
from pathlib import Path

from motcua.kernel.calendar import (
    Due,
    Hours,
    Limit,
    Pause,
    PauseKind,
    Unit,
    WorkingCalendar,
    default_calendar,
    default_rules,
    due,
)
from motcua.kernel.clock import ZONE

CASES = Path(__file__).parent / "calendar_cases.csv"
WEEK = range(5)
SATURDAY = 5
NATIONAL = default_calendar()


def hours(*shifts: str, weekdays=WEEK) -> tuple[Hours, ...]:
    spans = [[time.fromisoformat(clock) for clock in shift.split("-")] for shift in shifts]
    return tuple(Hours(day, opens, closes) for day in weekdays for opens, closes in spans)


SATURDAY_MORNINGS = WorkingCalendar(
    (*NATIONAL.hours, *hours("07:30-11:30", weekdays=[SATURDAY])), NATIONAL.days
)
SINGLE_SHIFT = WorkingCalendar(hours("08:00-16:00"), NATIONAL.days)
CALENDARS = [NATIONAL, SATURDAY_MORNINGS, SINGLE_SHIFT]


def at(text: str) -> datetime:
    """Read a local moment: 2026-11-20T15:30."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def count(received, amount, unit, *pauses, calendar=NATIONAL) -> Due:
    moment = at(received) if isinstance(received, str) else received
    return due(moment, Limit(amount, Unit(unit)), calendar, default_rules(), pauses)


def due_at(received, amount, unit, *pauses, calendar=NATIONAL) -> str:
    found = count(received, amount, unit, *pauses, calendar=calendar).due_at
    return found.replace(tzinfo=None).isoformat(timespec="minutes")


def rules_of(found: Due) -> list[str]:
    return [reason.rule for reason in found.explained]


def pause(start: str, end: str, kind: PauseKind = PauseKind.OBLIGATION) -> Pause:
    return Pause(at(start), at(end), kind)

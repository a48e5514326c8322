"""Counting time: the working-time engine, its rules and its days, all dated data."""

from __future__ import annotations

from motcua.kernel.calendar.calendars import (
    WorkingCalendar,
    confirmed_until,
    covered_until,
    is_working_day,
    next_opening,
    nth_working_day,
    working_time_after,
    working_time_between,
)
from motcua.kernel.calendar.engine import Due, due
from motcua.kernel.calendar.errors import (
    CalendarEmpty,
    CalendarError,
    CalendarInvalid,
    CountInvalid,
    LimitInvalid,
    MomentNaive,
    OutOfReach,
    PauseInvalid,
    RuleMissing,
)
from motcua.kernel.calendar.explain import Reason
from motcua.kernel.calendar.rules import Rule, Rules
from motcua.kernel.calendar.shipped import default_calendar, default_rules
from motcua.kernel.calendar.values import Day, DayKind, Hours, Limit, Pause, PauseKind, Unit

__all__ = [
    "CalendarEmpty",
    "CalendarError",
    "CalendarInvalid",
    "CountInvalid",
    "Day",
    "DayKind",
    "Due",
    "Hours",
    "Limit",
    "LimitInvalid",
    "MomentNaive",
    "OutOfReach",
    "Pause",
    "PauseInvalid",
    "PauseKind",
    "Reason",
    "Rule",
    "RuleMissing",
    "Rules",
    "Unit",
    "WorkingCalendar",
    "confirmed_until",
    "covered_until",
    "default_calendar",
    "default_rules",
    "due",
    "is_working_day",
    "next_opening",
    "nth_working_day",
    "working_time_after",
    "working_time_between",
]

"""The calendar and the rules that ship with the program, read once."""

from __future__ import annotations

import csv
from datetime import date, time
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

import yaml

from motcua.kernel.calendar.calendars import WorkingCalendar
from motcua.kernel.calendar.rules import Rules, rule_from
from motcua.kernel.calendar.values import Day, DayKind, Hours

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_DATA: Final = files("motcua.kernel") / "data"
# libyaml's loader is many times faster; a build of PyYAML without it reads the same.
_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@cache
def default_calendar() -> WorkingCalendar:
    """Give the national calendar: default hours, days off and exchanged days from 2019."""
    shipped = _shipped()
    covers = shipped["covers"]
    return WorkingCalendar(
        hours=tuple(_hours(shipped["hours"])),
        days=default_days(),
        known_from=covers["from"],
        known_until=covers["until"],
    )


@cache
def default_rules() -> Rules:
    """Give every version of the rules of counting."""
    return Rules(tuple(rule_from(row) for row in _shipped()["rules"]))


@cache
def default_days() -> tuple[Day, ...]:
    """Give the shipped days off and worked, in order of their dates."""
    with (_DATA / "days.csv").open(encoding="utf-8") as lines:
        return tuple(_day(row) for row in csv.DictReader(lines))


@cache
def _shipped() -> Mapping[str, Any]:
    text = (_DATA / "calendar.yaml").read_text(encoding="utf-8")
    shipped: Mapping[str, Any] = yaml.load(text, Loader=_LOADER)  # noqa: S506 - a safe loader
    return shipped


def _hours(rows: list[Mapping[str, Any]]) -> Iterator[Hours]:
    for row in rows:
        for weekday in row["weekdays"]:
            for shift in row["shifts"]:
                opens, closes = (time.fromisoformat(clock) for clock in shift.split("-"))
                dates = row["valid_from"], row["valid_to"]
                yield Hours(weekday, opens, closes, *dates, row["citation"])


def _day(row: Mapping[str, str]) -> Day:
    return Day(
        on=date.fromisoformat(row["on"]),
        kind=DayKind(row["kind"]),
        name_vi=row["name_vi"],
        name_en=row["name_en"],
        source=row["source"],
        instead_of=date.fromisoformat(row["instead_of"]) if row["instead_of"] else None,
        confirmed=row["confirmed"] == "yes",
    )

from __future__ import annotations

import csv
from datetime import UTC, date, datetime, time, timedelta

import pytest

from motcua.kernel.calendar import (
    CalendarEmpty,
    CalendarInvalid,
    CountInvalid,
    Day,
    DayKind,
    Hours,
    Limit,
    LimitInvalid,
    MomentNaive,
    OutOfReach,
    RuleMissing,
    Rules,
    Unit,
    WorkingCalendar,
    default_rules,
    due,
    is_working_day,
    next_opening,
    nth_working_day,
    working_time_after,
    working_time_between,
)
from tests.kernel.calendars import (
    CASES,
    NATIONAL,
    SATURDAY,
    SATURDAY_MORNINGS,
    SINGLE_SHIFT,
    at,
    count,
    due_at,
    hours,
    rules_of,
)


def worked_answers():
    with CASES.open(encoding="utf-8") as lines:
        return [pytest.param(row, id=row["why"]) for row in csv.DictReader(lines)]


@pytest.mark.parametrize("case", worked_answers())
def test_the_worked_answers_hold(case):
    found = count(case["received"], int(case["amount"]), case["unit"])
    assert found.due_at == at(case["due"])
    assert found.due_at.isoformat().endswith("+07:00")


# --- edges of the day --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("received", "amount", "unit", "expected"),
    [
        ("2026-11-18T17:00", 1, "working-day", "2026-11-19T17:00"),  # closing is still that day
        ("2026-11-18T17:00:01", 1, "working-day", "2026-11-20T17:00"),
        ("2026-11-18T00:00", 1, "working-day", "2026-11-19T17:00"),
        ("2026-11-18T23:59", 1, "working-day", "2026-11-20T17:00"),
        ("2026-11-18T11:30", 1, "hour", "2026-11-18T14:30"),
        ("2026-11-18T12:15", 1, "hour", "2026-11-18T14:30"),
        ("2026-11-18T10:30", 1, "hour", "2026-11-18T11:30"),  # ends at closing, not at reopening
        ("2026-11-18T17:00", 1, "hour", "2026-11-19T08:00"),
        ("2026-11-18T07:00", 8, "hour", "2026-11-18T17:00"),
        ("2026-11-18T15:00", 0, "same-day", "2026-11-18T17:00"),  # not yet after 15:00
        ("2026-11-18T15:00:01", 0, "same-day", "2026-11-19T17:00"),
        ("2026-11-18T05:00", 0, "same-day", "2026-11-18T17:00"),
        ("2026-11-21T16:00", 0, "same-day", "2026-11-23T17:00"),  # Saturday: Monday 07:00
    ],
)
def test_the_edges_of_the_working_day(received, amount, unit, expected):
    assert due_at(received, amount, unit) == expected


@pytest.mark.parametrize(
    ("received", "amount", "unit", "expected"),
    [
        ("2024-02-28T10:00", 1, "working-day", "2024-02-29T17:00"),
        ("2024-02-29T10:00", 12, "month", "2025-02-28T17:00"),
        ("2024-12-31T10:00", 2, "month", "2025-02-28T17:00"),
        ("2026-12-30T10:00", 2, "month", "2027-03-01T17:00"),  # 28 February is a Sunday
        ("2025-12-31T10:00", 1, "day", "2026-01-05T17:00"),
        ("2026-12-24T08:00", 8, "day", "2027-01-04T17:00"),
        ("2018-12-28T10:00", 4, "working-day", "2019-01-05T17:00"),  # worked for 31 December
    ],
)
def test_the_edges_of_months_and_years(received, amount, unit, expected):
    assert due_at(received, amount, unit) == expected


def test_a_moment_in_utc_counts_in_the_civil_zone():
    utc = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)
    assert count(utc, 7, "working-day").due_at == at("2026-12-02T17:00")
    late = datetime(2026, 11, 19, 22, 0, tzinfo=UTC)  # 05:00 on Friday in Viet Nam
    assert count(late, 1, "working-day").due_at == at("2026-11-23T17:00")


def test_a_naive_moment_is_refused():
    with pytest.raises(MomentNaive):
        count(datetime(2026, 11, 20, 15, 30), 7, "working-day")  # noqa: DTZ001 - that is the point


# --- agencies with hours of their own ----------------------------------------------------------


def test_an_agency_that_works_saturday_mornings():
    def saturday(received, amount, unit):
        return due_at(received, amount, unit, calendar=SATURDAY_MORNINGS)

    assert saturday("2026-11-20T09:00", 1, "working-day") == "2026-11-21T11:30"
    assert saturday("2026-11-21T10:00", 1, "working-day") == "2026-11-23T17:00"
    assert saturday("2026-11-20T16:00", 2, "hour") == "2026-11-21T08:30"
    assert saturday("2026-01-09T09:00", 1, "working-day") == "2026-01-10T17:00"  # a whole day


def test_an_agency_with_a_single_shift():
    assert due_at("2026-11-20T12:00", 1, "hour", calendar=SINGLE_SHIFT) == "2026-11-20T13:00"
    assert due_at("2026-11-20T12:00", 1, "working-day", calendar=SINGLE_SHIFT) == "2026-11-23T16:00"


def test_hours_change_on_their_date():
    winter = WorkingCalendar(
        tuple(
            Hours(day, time(7), closes, valid_from, valid_to)
            for day in range(5)
            for closes, valid_from, valid_to in (
                (time(16), None, date(2026, 11, 30)),
                (time(17), date(2026, 12, 1), None),
            )
        )
    )
    assert due_at("2026-11-27T09:00", 1, "working-day", calendar=winter) == "2026-11-30T16:00"
    assert due_at("2026-11-27T09:00", 2, "working-day", calendar=winter) == "2026-12-01T17:00"


def test_an_agencys_own_day_goes_before_the_nations():
    festival = Day(date(2026, 11, 25), DayKind.OFF, "Lễ hội làng", "Village festival")
    kept_open = Day(date(2026, 11, 24), DayKind.WORKED, "Trực", "On duty")
    local = WorkingCalendar(NATIONAL.hours, (*NATIONAL.days, festival, kept_open))
    assert not is_working_day(date(2026, 11, 25), local)
    assert is_working_day(date(2026, 11, 24), local)
    assert due_at("2026-11-23T09:00", 2, "working-day", calendar=local) == "2026-11-26T17:00"


def test_a_worked_day_without_its_exchange_takes_the_hours_of_the_day_before():
    rows = (Day(date(2026, 11, 22), DayKind.WORKED, "Chủ nhật làm việc", "Sunday worked"),)
    local = WorkingCalendar(NATIONAL.hours, rows)
    assert next_opening(at("2026-11-22T05:00"), local) == at("2026-11-22T07:00")
    assert due_at("2026-11-20T09:00", 1, "working-day", calendar=local) == "2026-11-22T17:00"


# --- what is refused ---------------------------------------------------------------------------


def test_a_calendar_without_hours_is_refused():
    with pytest.raises(CalendarEmpty, match="chưa có giờ làm việc"):
        WorkingCalendar(())


def test_overlapping_shifts_are_refused():
    with pytest.raises(CalendarInvalid):
        WorkingCalendar(hours("07:00-12:00", "11:30-17:00"))


@pytest.mark.parametrize(("weekday", "opens", "closes"), [(7, 7, 17), (0, 17, 7), (0, 8, 8)])
def test_impossible_hours_are_refused(weekday, opens, closes):
    with pytest.raises(CalendarInvalid):
        Hours(weekday, time(opens), time(closes))


@pytest.mark.parametrize(
    ("amount", "unit"),
    [
        (0, "working-day"),
        (-1, "working-day"),
        (0, "hour"),
        (-30, "day"),
        (0, "month"),
        (1, "same-day"),
        (-1, "same-day"),
        (True, "day"),
        (1.5, "hour"),
    ],
)
def test_a_limit_no_law_could_set_is_refused(amount, unit):
    with pytest.raises(LimitInvalid, match="số nguyên dương"):
        Limit(amount, Unit(unit))


@pytest.mark.parametrize("unit", [unit for unit in Unit if unit != Unit.SAME_DAY])
def test_a_limit_past_the_years_that_are_counted_is_refused(unit):
    with pytest.raises(OutOfReach):
        count("2026-11-20T15:30", 10_000_000, unit)


def test_hours_that_have_ended_are_refused_in_words():
    ended = WorkingCalendar((Hours(0, time(8), time(12), valid_to=date(2020, 1, 1)),))
    with pytest.raises(OutOfReach, match="vượt quá"):
        count("2026-11-20T15:30", 1, "working-day", calendar=ended)


def test_a_year_out_of_range_is_refused():
    with pytest.raises(OutOfReach):
        count("1066-10-14T09:00", 1, "working-day")


def test_a_rule_not_yet_in_force_is_named():
    with pytest.raises(RuleMissing) as refused:
        count("2010-03-01T09:00", 0, "same-day")
    assert refused.value.details["rule"] == "same-day"


def test_the_shipped_rules_count_unless_others_are_given():
    limit = Limit(7, Unit.WORKING_DAY)
    assert due(at("2026-11-20T15:30"), limit, NATIONAL).due_at == at("2026-12-02T17:00")


def test_counting_without_rules_is_refused():
    with pytest.raises(RuleMissing):
        due(at("2026-11-20T09:00"), Limit(1, Unit.WORKING_DAY), NATIONAL, Rules(()))


# --- the plain questions -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        ("2026-11-24", False),
        ("2026-11-23", True),
        ("2026-11-21", False),
        ("2026-01-02", False),
        ("2026-01-10", True),
        ("2019-01-05", True),
    ],
)
def test_working_days(day, worked):
    assert is_working_day(date.fromisoformat(day), NATIONAL) is worked


@pytest.mark.parametrize(
    ("moment", "opening"),
    [
        ("2026-11-20T06:00", "2026-11-20T07:00"),
        ("2026-11-20T09:13", "2026-11-20T09:13"),
        ("2026-11-20T12:00", "2026-11-20T13:30"),
        ("2026-11-20T17:00", "2026-11-20T17:00"),
        ("2026-11-20T17:01", "2026-11-23T07:00"),
        ("2026-02-13T18:00", "2026-02-23T07:00"),
    ],
)
def test_the_next_opening(moment, opening):
    assert next_opening(at(moment), NATIONAL) == at(opening)


@pytest.mark.parametrize(
    ("start", "end", "hours_worked"),
    [
        ("2026-11-20T07:00", "2026-11-20T17:00", 8),
        ("2026-11-20T11:00", "2026-11-20T14:00", 1),
        ("2026-11-20T16:00", "2026-11-25T08:00", 10),  # weekend and 24 November off
        ("2026-11-21T00:00", "2026-11-22T23:00", 0),
        ("2025-12-31T16:00", "2026-01-05T08:00", 2),
        ("2024-01-01T00:00", "2027-01-01T00:00", 8 * (251 + 250 + 249)),
        ("2026-11-20T14:00", "2026-11-20T11:00", -1),
    ],
)
def test_working_time_between_two_moments(start, end, hours_worked):
    assert working_time_between(at(start), at(end), NATIONAL) == timedelta(hours=hours_worked)


def test_working_time_passes_over_what_is_closed():
    def after(moment, worked):
        return working_time_after(at(moment), timedelta(hours=worked), NATIONAL)

    assert after("2026-11-20T16:30", 2) == at("2026-11-23T08:30")
    assert after("2026-11-20T18:00", 0) == at("2026-11-23T07:00")
    with pytest.raises(CountInvalid):
        after("2026-11-20T16:30", -1)


def test_the_nth_working_day_after_a_date():
    assert nth_working_day(date(2026, 11, 20), 2, NATIONAL) == date(2026, 11, 25)
    with pytest.raises(CountInvalid):
        nth_working_day(date(2026, 11, 20), 0, NATIONAL)


def test_a_calendar_is_a_value():
    same = WorkingCalendar(NATIONAL.hours, NATIONAL.days, NATIONAL.known_from, NATIONAL.known_until)
    assert same == NATIONAL
    assert hash(same) == hash(NATIONAL)
    assert WorkingCalendar(hours("07:00-11:00", weekdays=[SATURDAY])) != NATIONAL


def test_the_same_count_is_equal_and_says_the_same():
    one, other = (count("2026-11-20T15:30", 7, "working-day") for _ in range(2))
    assert one == other
    assert one.explained == other.explained
    assert rules_of(one) == ["receipt-day", "working-days", "weekly-rest", "day-off"]
    assert default_rules() is default_rules()

"""The shipped rules, hours and days, and what the count says about them."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

import pytest

from motcua.kernel.calendar import (
    Day,
    DayKind,
    WorkingCalendar,
    confirmed_until,
    covered_until,
    default_calendar,
    default_rules,
    is_working_day,
)
from motcua.kernel.calendar.seed import exchanged, proposed_days
from tests.kernel.calendars import NATIONAL, at, count, rules_of

CORRECTIONS = exchanged(date(2026, 1, 2), date(2026, 1, 10))


def said(found, rule):
    return [reason for reason in found.explained if reason.rule == rule]


def test_the_shipped_days_are_the_package_s_and_the_known_corrections():
    proposed = {row for year in range(2018, 2028) for row in proposed_days(year)}
    expected = {row for row in proposed if row.on >= date(2018, 12, 31)} | set(CORRECTIONS)
    shipped = {
        (row.on, row.kind, row.name_vi, row.name_en, row.instead_of) for row in NATIONAL.days
    }
    assert shipped == {
        (row.on, row.kind, row.name_vi, row.name_en, row.instead_of) for row in expected
    }


def test_every_day_has_its_source_and_stands_once():
    assert all(row.source for row in NATIONAL.days)
    assert max(Counter(row.on for row in NATIONAL.days).values()) == 1
    assert list(NATIONAL.days) == sorted(NATIONAL.days, key=lambda row: row.on)


def test_every_exchange_has_both_its_days():
    off = {row.on for row in NATIONAL.days if row.kind == DayKind.OFF}
    worked = [row for row in NATIONAL.days if row.kind == DayKind.WORKED]
    assert [row.on for row in worked] == [
        date(2019, 1, 5),
        date(2019, 5, 4),
        date(2024, 5, 4),
        date(2025, 4, 26),
        date(2026, 1, 10),
        date(2026, 8, 22),
    ]
    assert all(row.on.weekday() == 5 and row.instead_of in off for row in worked)


@pytest.mark.parametrize(
    ("year", "days"),
    list(enumerate((252, 252, 250, 249, 249, 251, 250, 249), start=2019)),
)
def test_the_working_days_of_a_year(year, days):
    every = (date(year, 1, 1) + timedelta(days=n) for n in range(366))
    assert sum(is_working_day(day, NATIONAL) for day in every if day.year == year) == days


def test_every_rule_is_in_force_today_once_and_cites_its_source():
    today = default_rules().on(date(2026, 11, 21))
    rows = default_rules().rows
    assert {row.code for row in rows} == set(today)
    for row in rows:
        assert row.text.vi
        assert row.text.en
        assert row.citation or row.code in {"unconfirmed", "not-covered"}


def test_versions_of_a_rule_follow_each_other_without_gap_or_overlap():
    versions: dict[str, list] = {}
    for row in default_rules().rows:
        versions.setdefault(row.code, []).append(row)
    for rows in versions.values():
        for earlier, later in pairwise(rows):
            assert later.valid_from == earlier.valid_to + timedelta(days=1)
        assert rows[-1].valid_to is None


def test_the_rules_of_the_day_of_receipt_are_cited():
    old = said(count("2019-03-01T16:00", 0, "same-day"), "after-cut-off")
    new = said(count("2026-03-02T16:00", 0, "same-day"), "after-cut-off")
    assert old[0].citation == "Nghị định 61/2018/NĐ-CP, Điều 18"
    assert new[0].citation.startswith("Nghị định 118/2025/NĐ-CP")


def test_a_day_off_is_named_with_its_source():
    (reason,) = said(count("2026-11-20T15:30", 7, "working-day"), "day-off")
    assert reason.vi == "Nghỉ thứ Ba 24/11/2026: Ngày Văn hóa Việt Nam."
    assert reason.en == "Off Tue 24 Nov 2026: Vietnamese Culture Day."
    assert reason.citation == "Nghị quyết 80-NQ/TW (2026)"
    assert reason.days == (date(2026, 11, 24),)


def test_a_long_holiday_is_said_once():
    (reason,) = said(count("2026-02-12T10:00", 5, "working-day"), "day-off")
    assert reason.vi == "Nghỉ từ thứ Hai 16/02/2026 đến thứ Sáu 20/02/2026: Tết Nguyên đán."
    assert len(reason.days) == 5


def test_an_exchange_is_said_from_both_its_sides():
    found = count("2025-12-31T10:00", 7, "working-day")
    assert [reason.days[0] for reason in said(found, "day-off")] == [
        date(2026, 1, 1),
        date(2026, 1, 2),
    ]
    (worked,) = said(found, "exchanged-day")
    assert worked.vi == ("Ngày thứ Bảy 10/01/2026 là ngày làm việc. Làm bù cho ngày 02/01/2026.")
    assert worked.citation == "Văn bản 12729/VPCP-KGVX ngày 25/12/2025"


def test_the_steps_of_a_count_are_told_in_their_order():
    assert rules_of(count("2026-11-21T10:00", 3, "working-day")) == [
        "outside-hours",
        "receipt-day",
        "working-days",
        "day-off",
    ]
    assert rules_of(count("2026-11-20T08:00", 4, "day")) == [
        "receipt-day",
        "days",
        "end-on-day-off",
        "day-off",
    ]
    assert rules_of(count("2024-01-31T10:00", 1, "month")) == [
        "receipt-day",
        "months",
        "short-month",
    ]
    assert rules_of(count("2026-11-20T14:59", 0, "same-day")) == ["same-day"]


# --- coverage ----------------------------------------------------------------------------------


def test_the_shipped_calendar_says_how_far_it_knows():
    assert covered_until(NATIONAL) == date(2027, 12, 31)
    assert confirmed_until(NATIONAL) == date(2027, 2, 3)


def test_a_due_time_past_the_known_years_is_warned_about():
    found = count("2027-12-30T10:00", 3, "working-day")
    (warning,) = said(found, "not-covered")
    assert warning.warning
    assert "05/01/2028" in warning.vi or "04/01/2028" in warning.vi
    assert rules_of(found)[-1] == "not-covered"


def test_a_receipt_before_the_known_years_is_warned_about():
    assert said(count("2018-06-25T10:00", 3, "working-day"), "not-covered")


def test_a_day_that_awaits_its_decision_is_warned_about():
    (warning,) = said(count("2027-02-01T10:00", 7, "working-day"), "unconfirmed")
    assert warning.warning
    assert "từ thứ Năm 04/02/2027 đến thứ Tư 10/02/2027" in warning.vi


def test_a_count_within_what_is_known_has_no_warning():
    assert not any(r.warning for r in count("2026-11-20T15:30", 7, "working-day").explained)


def test_a_calendar_without_days_off_always_warns():
    bare = WorkingCalendar(NATIONAL.hours)
    assert covered_until(bare) is None
    assert confirmed_until(bare) is None
    assert said(count("2026-11-20T15:30", 7, "working-day", calendar=bare), "not-covered")


def test_a_calendar_from_rows_knows_the_years_whose_first_day_it_knows():
    festival = Day(date(2031, 9, 5), DayKind.OFF, "Lễ hội làng", "Village festival")
    rebuilt = WorkingCalendar(NATIONAL.hours, (*NATIONAL.days, festival))
    assert rebuilt.known_from == date(2019, 1, 1)
    assert covered_until(rebuilt) == date(2027, 12, 31)


def test_the_shipped_calendar_is_read_once():
    assert default_calendar() is default_calendar()
    assert at("2026-11-20T09:00").utcoffset() == timedelta(hours=7)


def test_next_years_days_can_be_proposed():
    proposed = proposed_days(2028)
    assert date(2028, 1, 3) in {row.on for row in proposed}
    assert not any(row.confirmed for row in proposed)

from __future__ import annotations

from datetime import datetime

import pytest

from motcua.kernel.calendar import MomentNaive, Pause, PauseInvalid, PauseKind, RuleMissing
from tests.kernel.calendars import SATURDAY_MORNINGS, at, count, due_at, pause, rules_of

SUPPLEMENT = PauseKind.SUPPLEMENT


def test_a_supplement_restarts_the_whole_limit_from_the_complete_dossier():
    asked = pause("2026-11-23T10:00", "2026-11-26T09:00", SUPPLEMENT)
    assert due_at("2026-11-20T09:00", 3, "working-day", asked) == "2026-12-01T17:00"
    assert due_at("2026-11-26T09:00", 3, "working-day") == "2026-12-01T17:00"


def test_a_dossier_completed_at_night_counts_from_the_next_opening():
    asked = pause("2026-11-23T10:00", "2026-11-26T21:00", SUPPLEMENT)
    found = count("2026-11-20T09:00", 3, "working-day", asked)
    assert found.due_at == at("2026-12-02T17:00")
    assert rules_of(found)[:2] == ["pause-restarts", "outside-hours"]


def test_the_last_supplement_counts():
    first = pause("2026-11-16T10:00", "2026-11-17T09:00", SUPPLEMENT)
    second = pause("2026-11-18T10:00", "2026-11-19T09:00", SUPPLEMENT)
    assert due_at("2026-11-13T09:00", 1, "working-day", second, first) == "2026-11-20T17:00"


def test_an_unpaid_obligation_gives_back_the_working_time_it_took():
    # Monday 10:00 to Wednesday 10:00, Tuesday off: one working day.
    waited = pause("2026-11-23T10:00", "2026-11-25T10:00")
    assert due_at("2026-11-20T09:00", 7, "working-day") == "2026-12-02T17:00"
    assert due_at("2026-11-20T09:00", 7, "working-day", waited) == "2026-12-03T17:00"


def test_a_moments_pause_moves_the_end_past_closing():
    waited = pause("2026-11-23T10:00", "2026-11-23T10:15")
    assert due_at("2026-11-20T09:00", 1, "working-day", waited) == "2026-11-25T17:00"


def test_pauses_add_up_to_the_time_they_took_together():
    morning = pause("2026-11-16T07:00", "2026-11-16T11:30")
    afternoon = pause("2026-11-17T13:30", "2026-11-17T17:00")
    assert due_at("2026-11-13T09:00", 2, "working-day") == "2026-11-17T17:00"
    assert due_at("2026-11-13T09:00", 2, "working-day", morning, afternoon) == "2026-11-18T17:00"


def test_overlapping_pauses_count_once():
    waited = pause("2026-11-23T10:00", "2026-11-25T10:00")
    outage = pause("2026-11-23T13:00", "2026-11-25T09:00", PauseKind.OUTAGE)
    assert due_at("2026-11-20T09:00", 7, "working-day", outage, waited) == "2026-12-03T17:00"


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2026-11-20T08:00", "2026-11-20T16:00"),  # on the day of receipt, which is not counted
        ("2026-11-19T08:00", "2026-11-19T16:00"),  # before the receipt
        ("2026-11-21T08:00", "2026-11-22T16:00"),  # over the weekend
        ("2026-11-23T12:00", "2026-11-23T13:00"),  # at noon
        ("2026-12-02T17:00", "2026-12-09T09:00"),  # after the end
    ],
)
def test_a_pause_that_takes_no_counted_time_moves_nothing(start, end):
    assert due_at("2026-11-20T09:00", 7, "working-day", pause(start, end)) == "2026-12-02T17:00"


def test_a_pause_on_the_last_afternoon_moves_the_end():
    waited = pause("2026-12-02T16:00", "2026-12-03T10:00")
    assert due_at("2026-11-20T09:00", 7, "working-day", waited) == "2026-12-03T17:00"


def test_a_second_pause_in_what_is_left_of_the_last_day_moves_the_end_again():
    first = pause("2026-11-17T10:00", "2026-11-17T11:00")
    second = pause("2026-11-18T09:00", "2026-11-20T10:00")
    assert due_at("2026-11-16T09:00", 1, "working-day", first) == "2026-11-18T17:00"
    assert due_at("2026-11-16T09:00", 1, "working-day", first, second) == "2026-11-20T17:00"


def test_hours_resume_where_they_stopped():
    waited = pause("2026-11-18T10:00", "2026-11-18T15:00")
    assert due_at("2026-11-18T09:00", 3, "hour", waited) == "2026-11-18T17:00"
    late = pause("2026-11-18T12:30", "2026-11-18T15:00")
    assert due_at("2026-11-18T09:00", 2, "hour", late) == "2026-11-18T11:00"


def test_a_same_day_dossier_paused_over_closing_is_due_when_it_resumes():
    overnight = pause("2026-11-18T16:00", "2026-11-19T09:00")
    assert due_at("2026-11-18T10:00", 0, "same-day", overnight) == "2026-11-19T17:00"
    midday = pause("2026-11-18T11:00", "2026-11-18T14:00")
    assert due_at("2026-11-18T10:00", 0, "same-day", midday) == "2026-11-18T17:00"


def test_calendar_days_give_back_the_calendar_time():
    waited = pause("2026-11-18T09:00", "2026-11-20T09:00")
    assert due_at("2026-11-16T08:00", 30, "day") == "2026-12-16T17:00"
    assert due_at("2026-11-16T08:00", 30, "day", waited) == "2026-12-18T17:00"
    assert due_at("2026-11-16T08:00", 1, "month", waited) == "2026-12-18T17:00"


def test_a_pause_on_the_day_to_which_the_end_moved_moves_it_again():
    # Four days end on Tuesday 24 November, off: Wednesday.
    waited = pause("2026-11-25T09:00", "2026-11-26T10:00")
    assert due_at("2026-11-20T08:00", 4, "day", waited) == "2026-11-26T17:00"


def test_a_day_counts_as_one_whatever_its_length():
    # Received on Thursday; Friday wholly paused; Saturday morning is the working day.
    friday = pause("2026-11-20T00:00", "2026-11-21T00:00")
    found = due_at("2026-11-19T09:00", 1, "working-day", friday, calendar=SATURDAY_MORNINGS)
    assert found == "2026-11-21T11:30"


def test_a_pause_is_explained():
    waited = pause("2026-11-23T10:00", "2026-11-25T10:00")
    found = count("2026-11-20T09:00", 7, "working-day", waited)
    reason = next(reason for reason in found.explained if reason.rule == "pause-resumes")
    assert "từ 10:00 thứ Hai 23/11/2026 đến 10:00 thứ Tư 25/11/2026" in reason.vi
    assert "waiting for a payment" in reason.en


def test_a_pause_that_ends_before_it_begins_is_refused():
    with pytest.raises(PauseInvalid):
        pause("2026-11-25T10:00", "2026-11-23T10:00")


def test_a_naive_pause_is_refused():
    naive = Pause(
        datetime(2026, 11, 23, 10),  # noqa: DTZ001 - that is the point
        at("2026-11-25T10:00"),
        PauseKind.OUTAGE,
    )
    with pytest.raises(MomentNaive):
        count("2026-11-20T09:00", 7, "working-day", naive)


def test_a_kind_of_pause_that_no_rule_names_is_refused():
    unknown = Pause(at("2026-11-23T10:00"), at("2026-11-25T10:00"), "holiday")
    with pytest.raises(RuleMissing):
        count("2026-11-20T09:00", 7, "working-day", unknown)

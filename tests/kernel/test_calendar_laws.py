"""What must hold for every limit, calendar and pause."""

from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import given, settings, strategies as st

from motcua.kernel.calendar import (
    Limit,
    Pause,
    PauseKind,
    Unit,
    default_rules,
    due,
    is_working_day,
    next_opening,
    working_time_after,
    working_time_between,
)
from motcua.kernel.clock import ZONE
from tests.kernel.calendars import CALENDARS, NATIONAL, SINGLE_SHIFT

moments = st.datetimes(datetime(2019, 1, 1), datetime(2027, 6, 1)).map(  # noqa: DTZ001 - zoned next
    lambda moment: moment.replace(tzinfo=ZONE)
)
calendars = st.sampled_from(CALENDARS)
amounts = st.integers(1, 60)
units = st.sampled_from([unit for unit in Unit if unit != Unit.SAME_DAY])
limits = st.one_of(st.builds(Limit, amounts, units), st.just(Limit(0, Unit.SAME_DAY)))


@st.composite
def dossiers(draw):
    """A moment of receipt and up to four pauses about it."""
    received = draw(moments)
    pauses = []
    for _ in range(draw(st.integers(0, 4))):
        start = received + timedelta(minutes=draw(st.integers(-3_000, 40_000)))
        end = start + timedelta(minutes=draw(st.integers(1, 20_000)))
        pauses.append(Pause(start, end, draw(st.sampled_from(PauseKind))))
    return received, tuple(pauses)


def end_of(received, limit, calendar, pauses=()):
    return due(received, limit, calendar, default_rules(), pauses).due_at


@settings(max_examples=300)
@given(dossiers(), limits, calendars)
def test_a_dossier_is_never_due_on_a_day_off_nor_out_of_hours(dossier, limit, calendar):
    received, pauses = dossier
    end = end_of(received, limit, calendar, pauses)
    assert end >= received
    assert is_working_day(end.date(), calendar)
    assert next_opening(end, calendar) == end
    if limit.unit != Unit.HOUR:
        moment_later = end + timedelta(microseconds=1)
        assert next_opening(moment_later, calendar).date() > end.date()


@settings(max_examples=300)
@given(dossiers(), st.timedeltas(timedelta(0), timedelta(days=40)), limits, calendars)
def test_later_receipt_is_never_due_earlier(dossier, delay, limit, calendar):
    received, pauses = dossier
    if limit.unit == Unit.MONTH:  # 28 and 31 January end together: pauses between may part them
        pauses = ()
    if limit.unit == Unit.DAY and calendar not in (NATIONAL, SINGLE_SHIFT):
        pauses = ()  # closings of several times of day
    end = end_of(received, limit, calendar, pauses)
    assert end <= end_of(received + delay, limit, calendar, pauses)


@settings(max_examples=300)
@given(dossiers(), amounts, units, calendars)
def test_a_longer_limit_is_never_due_earlier(dossier, amount, unit, calendar):
    received, pauses = dossier
    shorter = end_of(received, Limit(amount, unit), calendar, pauses)
    assert shorter <= end_of(received, Limit(amount + 1, unit), calendar, pauses)


@settings(max_examples=300)
@given(dossiers(), limits, calendars)
def test_pausing_never_shortens(dossier, limit, calendar):
    received, pauses = dossier
    ends = [end_of(received, limit, calendar, pauses[:n]) for n in range(len(pauses) + 1)]
    assert ends == sorted(ends)


@given(dossiers(), limits, calendars)
def test_the_order_in_which_pauses_are_told_does_not_matter(dossier, limit, calendar):
    received, pauses = dossier
    end = end_of(received, limit, calendar, pauses)
    assert end == end_of(received, limit, calendar, pauses[::-1])


@given(dossiers(), limits, calendars)
def test_every_due_time_can_be_explained_in_both_languages(dossier, limit, calendar):
    received, pauses = dossier
    reasons = due(received, limit, calendar, default_rules(), pauses).explained
    assert reasons
    for reason in reasons:
        assert "{" not in reason.vi + reason.en
        assert reason.citation or reason.warning


@given(moments, st.integers(1, 400), calendars)
def test_hours_are_the_working_time_between(received, amount, calendar):
    end = end_of(received, Limit(amount, Unit.HOUR), calendar)
    assert working_time_between(received, end, calendar) == timedelta(hours=amount)
    assert working_time_after(received, timedelta(hours=amount), calendar) == end


@given(moments, st.timedeltas(timedelta(0), timedelta(days=900)), calendars)
def test_working_time_adds_up_and_is_never_more_than_time(start, length, calendar):
    end, middle = start + length, start + length / 3
    whole = working_time_between(start, end, calendar)
    assert timedelta(0) <= whole <= length
    parts = [working_time_between(*pair, calendar) for pair in ((start, middle), (middle, end))]
    assert sum(parts, timedelta(0)) == whole
    assert working_time_between(end, start, calendar) == -whole


@given(moments, st.integers(1, 60))
def test_n_working_days_are_counted_one_by_one(received, amount):
    day = next_opening(received, NATIONAL).date()
    left = amount
    while left:
        day += timedelta(days=1)
        left -= is_working_day(day, NATIONAL)
    assert end_of(received, Limit(amount, Unit.WORKING_DAY), NATIONAL).date() == day

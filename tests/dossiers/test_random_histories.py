"""Random histories: the law's time is never exceeded, pauses never count, order is no matter."""

from __future__ import annotations

import csv
from datetime import date, datetime, timedelta
from importlib.resources import files
from types import SimpleNamespace

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings, strategies as st

from motcua.dossiers import actions
from motcua.dossiers.enums import PauseKind, State
from motcua.dossiers.models import Pause
from motcua.dossiers.queries.clocks import spans
from motcua.dossiers.queries.timelines import clock_of
from motcua.kernel import calendar
from motcua.kernel.calendar import Limit, Unit, default_calendar, working_time_between
from motcua.kernel.clock import ZONE
from motcua.payments.actions import hear
from motcua.payments.base import Word
from motcua.payments.queries import orders_of
from tests.dossiers.doing import ask, complete, residence
from tests.dossiers.test_step_times import LINE

HOURS = default_calendar()
DAYS = {
    date.fromisoformat(row["on"]): row["kind"]
    for row in csv.DictReader(
        (files("motcua.kernel") / "data" / "days.csv").read_text(encoding="utf-8").splitlines()
    )
}
FIRST = datetime(2026, 1, 5, tzinfo=ZONE)
DAY = timedelta(hours=8)
KINDS = st.sampled_from((PauseKind.SUPPLEMENT, PauseKind.PAYMENT, PauseKind.OUTAGE))

moments = st.integers(0, 200 * 24 * 60).map(lambda minutes: FIRST + timedelta(minutes=minutes))
limits = st.one_of(
    st.integers(1, 30).map(lambda amount: Limit(amount, Unit.WORKING_DAY)),
    st.integers(1, 80).map(lambda amount: Limit(amount, Unit.HOUR)),
)


@st.composite
def histories(draw):
    """Give a receipt, and pauses one after the other, some touching, some of no length."""
    received = draw(moments)
    at, rows = received, []
    for _ in range(draw(st.integers(0, 4))):
        at += timedelta(minutes=draw(st.integers(0, 3 * 24 * 60)))
        end = at + timedelta(minutes=draw(st.integers(0, 9 * 24 * 60)))
        rows.append(SimpleNamespace(kind=draw(KINDS), started_at=at, ended_at=end))
        at = end
    return received, rows


def due(received, limit, rows):
    return calendar.due(received, limit, HOURS, pauses=spans(rows, received)).due_at


def running(received, rows, end):
    """Give the working time that ran for the office: after the last restart, pauses left out."""
    restarts = [
        row.ended_at
        for row in rows
        if row.kind == PauseKind.SUPPLEMENT and row.ended_at > row.started_at
    ]
    begun = max([received, *restarts])
    stood = sum(
        (
            working_time_between(max(row.started_at, begun), min(row.ended_at, end), HOURS)
            for row in rows
            if row.kind != PauseKind.SUPPLEMENT and row.ended_at > begun and row.started_at < end
        ),
        timedelta(0),
    )
    return working_time_between(begun, end, HOURS) - stood


def allowed(limit):
    """Give the most working time a limit allows: the day of receipt is not counted, so one more."""
    if limit.unit == Unit.HOUR:
        return timedelta(hours=limit.amount)
    return DAY * (limit.amount + 2)


@given(histories(), limits)
def test_running_time_before_late_never_exceeds_what_the_law_allows(history, limit):
    received, rows = history
    end = due(received, limit, rows)
    assert timedelta(0) <= running(received, rows, end) <= allowed(limit)


@given(histories(), st.integers(1, 80))
def test_hours_run_exactly_as_long_as_the_law_allows_whatever_the_pauses(history, amount):
    received, rows = history
    end = due(received, Limit(amount, Unit.HOUR), rows)
    assert running(received, rows, end) == timedelta(hours=amount)


@given(histories(), limits, st.randoms(use_true_random=False))
def test_the_order_in_which_events_were_kept_does_not_matter(history, limit, rng):
    received, rows = history
    end = due(received, limit, rows)
    rng.shuffle(rows)
    assert due(received, limit, rows) == end


@given(moments, st.integers(1, 30))
def test_no_day_off_counts_and_no_day_worked_is_left_out(received, amount):
    """Count by the list of days off alone, without the calendar's own tables."""
    hours = default_calendar()
    opened = calendar.next_opening(received, hours).date()
    day, left = opened, amount
    while left:
        day += timedelta(days=1)
        left -= is_worked(day)
    assert due(received, Limit(amount, Unit.WORKING_DAY), []).astimezone(ZONE).date() == day


def is_worked(day):
    if day in DAYS:
        return DAYS[day] == "worked"
    return day.weekday() < 5


@given(histories(), limits)
def test_a_pause_of_no_length_changes_nothing(history, limit):
    received, rows = history
    end = due(received, limit, rows)
    nothing = SimpleNamespace(kind=PauseKind.PAYMENT, started_at=received, ended_at=received)
    assert due(received, limit, [*rows, nothing]) == end


@given(histories(), limits, st.integers(1, 5 * 24 * 60))
def test_a_longer_pause_never_brings_the_promise_nearer(history, limit, minutes):
    received, rows = history
    end = due(received, limit, rows)
    if rows:
        last = rows[-1]
        longer = SimpleNamespace(
            kind=last.kind,
            started_at=last.started_at,
            ended_at=last.ended_at + timedelta(minutes=minutes),
        )
        assert due(received, limit, [*rows[:-1], longer]) >= end


# --- the same through the acts of people, in the database ----------------------------------------

STEPS = st.lists(
    st.tuples(st.sampled_from(("supplement", "money", "wait")), st.integers(0, 4 * 24 * 60)),
    max_size=4,
)


@pytest.fixture
def dossier(world):
    return world.receive(residence(world), now=datetime(2026, 11, 20, 9, tzinfo=ZONE))


@settings(
    max_examples=12,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(STEPS)
def test_whatever_people_do_the_promise_is_what_the_calendar_says(world, dossier, steps):
    with transaction.atomic():
        _play(world, dossier, steps)
        transaction.set_rollback(True)
    dossier.refresh_from_db()


def _play(world, dossier, steps):
    now = dossier.accepted_at
    dossier.refresh_from_db()
    for what, minutes in steps:
        now += timedelta(minutes=minutes)
        if what == "money":
            act = {"actor": world.actor("specialist", now), "dossier_id": dossier.pk}
            actions.ask_payment(**act, line=LINE, now=now)
            now += timedelta(minutes=minutes)
            _pay(dossier, now)
            world.settle(now)
        elif what == "supplement" and _may_ask(dossier, now):
            ask(world, dossier, who="specialist", now=now)
            now += timedelta(minutes=minutes)
            complete(world, dossier, str(now).encode(), now=now)
        dossier.refresh_from_db()
        assert dossier.state == State.IN_PROCESS
        rows = list(Pause.objects.filter(dossier=dossier))
        assert dossier.due_at == due(dossier.accepted_at, Limit(7, Unit.WORKING_DAY), rows)
        clock = clock_of(dossier, now)
        assert clock.due_at == dossier.due_at
        times = [line.at for line in clock.lines]
        assert times == sorted(times)


def _pay(dossier, now):
    order = next(one for one in orders_of("dossier", dossier.pk) if one.state == "open")
    kind = ("received", "transfer.received")
    word = Word(f"evt-{order.pk}", *kind, order.reference, order.amount, f"FT{order.pk}")
    hear(provider="bank", word=word, body=b"{}", now=now)


def _may_ask(dossier, now):
    clock = clock_of(dossier, now)
    asked = dossier.supplements.filter(phase="process").exists()
    return not asked and clock.supplement_until is not None and now <= clock.supplement_until

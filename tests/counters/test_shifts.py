"""Shifts: one clerk a counter, one counter a clerk, and what was begun stays at the counter."""

from __future__ import annotations

from datetime import timedelta

import pytest

from motcua.agencies.actions.officials import transfer_official
from motcua.agencies.models import Unit
from motcua.agencies.queries import powers_by_id
from motcua.counters import actions
from motcua.counters.errors import CounterClosed, CounterNotFound, CounterTaken
from motcua.counters.models import Shift
from motcua.counters.queries import counters_of, shift_of
from motcua.counters.queries.filings import filing_for
from motcua.counters.queries.knowing import Who
from motcua.kernel.actors import SYSTEM, Actor
from tests.cast import BUSINESS

pytestmark = pytest.mark.django_db


def test_a_counter_where_somebody_sits_is_taken(office):
    office.open()
    with pytest.raises(CounterTaken):
        office.open("second")


def test_sitting_down_twice_is_one_shift(office):
    office.open()
    office.open()
    assert Shift.objects.count() == 1


def test_whoever_sits_down_elsewhere_leaves_the_first_counter(office):
    office.open()
    office.open(counter=office.two)
    assert shift_of(office.actor()).counter_id == office.two.pk
    office.open("second")


def test_a_locked_counter_is_free_and_whoever_left_acts_there_no_more(office):
    office.open()
    here = {"actor": office.actor(), "counter_id": office.one.pk, "now": office.now}
    actions.leave_counter(**here)
    assert shift_of(office.actor()) is None
    with pytest.raises(CounterClosed):
        actions.resume_shift(**here)
    office.open("second")
    assert shift_of(office.actor("second")).counter_id == office.one.pk


def test_whoever_locked_and_comes_back_goes_on(office):
    office.open()
    here = {"actor": office.actor(), "counter_id": office.one.pk, "now": office.now}
    actions.leave_counter(**here)
    office.open()
    assert Shift.objects.count() == 1
    assert Shift.objects.get().paused_at is None


def test_a_closed_counter_may_be_opened_by_anybody_who_receives(office):
    office.open()
    actions.close_shift(actor=office.actor(), counter_id=office.one.pk, now=office.now)
    office.open("second")


def test_a_counter_that_nobody_closed_the_day_before_is_free_and_shown_so(office):
    office.open()
    tomorrow = office.now + timedelta(days=1)
    (one, _two) = counters_of(office.actor("second"), office.now)
    assert not one.is_free
    (one, _two) = counters_of(office.actor("second"), tomorrow)
    assert one.is_free
    actions.open_shift(actor=office.actor("second"), counter_id=office.one.pk, now=tomorrow)
    assert shift_of(office.actor()) is None
    assert shift_of(office.actor("second")).counter_id == office.one.pk


def test_whoever_no_longer_receives_there_sees_nothing_of_what_was_begun(office):
    office.open()
    filing = actions.start_filing(
        actor=office.actor(),
        counter_id=office.one.pk,
        offering_id=office.world.offerings[BUSINESS],
        who=Who(full_name="Lê Văn Cả"),
        now=office.now,
    )
    clerk, tomorrow = office.world.accounts["receptionist"].official, office.now + timedelta(days=1)
    transfer_official(
        actor=SYSTEM,
        official=clerk,
        unit=Unit.objects.get(agency=office.world.ward, code="CM"),
        role="receptionist",
        now=office.now,
        on=tomorrow.date(),
    )
    powers = powers_by_id(clerk.pk, tomorrow.date())
    before = Actor("official", office.actor().account_id, None, clerk.pk, powers)
    assert before.has_role("receptionist")
    assert shift_of(before) is None
    with pytest.raises(CounterNotFound):
        filing_for(before, filing.public_id)

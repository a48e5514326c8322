"""Hours and days off as administrators keep them, and as time is counted with them."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from motcua.agencies.actions import (
    remove_calendar_day,
    seed_calendar,
    set_calendar_day,
    set_working_hours,
)
from motcua.agencies.actions.calendar import DayFacts, Stretch
from motcua.agencies.models import CalendarDay, WorkingHours
from motcua.agencies.queries import working_calendar
from motcua.kernel.actors import SYSTEM
from motcua.kernel.caching import forget_all
from motcua.kernel.calendar import (
    CalendarInvalid,
    Limit,
    Unit,
    default_calendar,
    default_rules,
    due,
    working_time_between,
)
from motcua.kernel.clock import ZONE
from motcua.kernel.errors import NotAllowed
from motcua.kernel.models import AuditRow

SINCE, FRIDAY, SATURDAY = date(2025, 7, 1), date(2026, 11, 20), date(2026, 11, 21)
WEEK = [Stretch(day, time(7, 30), time(11, 30)) for day in range(1, 7)] + [
    Stretch(day, time(13), time(17)) for day in range(1, 6)
]


@pytest.fixture
def admin(world):
    return world.actor("administrator")


def calendar(agency=None):
    forget_all()
    return working_calendar(agency.pk if agency else None)


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def worked(day, agency):
    start = datetime.combine(day, time(0), ZONE)
    return working_time_between(start, start + timedelta(days=1), calendar(agency))


def due_at(received, amount, agency):
    limit = Limit(amount, Unit.WORKING_DAY)
    return due(at(received), limit, calendar(agency), default_rules()).due_at


def give_hours(world, actor, stretches=WEEK, since=SINCE):
    set_working_hours(
        actor=actor, agency=world.ward, stretches=stretches, valid_from=since, now=world.now
    )


def off(day=FRIDAY, **changes):
    return DayFacts(day, "off", "Mất điện", "QĐ 1/2026", **changes)


@pytest.mark.usefixtures("world")
def test_the_tables_say_what_was_shipped():
    tables, shipped = calendar(), default_calendar()
    assert sorted(tables.days, key=lambda row: row.on) == sorted(
        shipped.days, key=lambda row: row.on
    )
    for number in range(0, 730, 3):
        day = datetime(2025, 1, 1, tzinfo=ZONE) + timedelta(days=number)
        span = (day, day + timedelta(days=1))
        assert working_time_between(*span, tables) == working_time_between(*span, shipped)


@pytest.mark.usefixtures("world")
def test_seeding_again_keeps_what_an_administrator_settled():
    tet = CalendarDay.objects.filter(agency=None).earliest("day")
    CalendarDay.objects.filter(pk=tet.pk).update(name="Tên đã sửa")
    counted = (CalendarDay.objects.count(), WorkingHours.objects.count())
    seed_calendar()
    assert (CalendarDay.objects.count(), WorkingHours.objects.count()) == counted
    tet.refresh_from_db()
    assert tet.name == "Tên đã sửa"


def test_an_agency_with_saturday_mornings_counts_them(world, admin):
    assert due_at("2026-11-20T09:00", 1, world.ward) == at("2026-11-23T17:00")
    give_hours(world, admin)
    assert due_at("2026-11-20T09:00", 1, world.ward) == at("2026-11-21T11:30")
    assert due_at("2026-11-20T09:00", 1, world.other_ward) == at("2026-11-23T17:00")


def test_own_hours_hold_from_their_day_and_the_nations_before(world, admin):
    give_hours(world, admin, since=date(2026, 12, 1))
    assert worked(date(2026, 11, 28), world.ward) == timedelta(0)
    assert worked(date(2026, 11, 27), world.ward) == timedelta(hours=8)
    assert worked(date(2026, 12, 5), world.ward) == timedelta(hours=4)


def test_without_hours_of_its_own_an_agency_has_the_nations_again(world, admin):
    give_hours(world, admin)
    give_hours(world, admin, stretches=[], since=date(2026, 12, 1))
    assert worked(date(2026, 11, 28), world.ward) == timedelta(hours=4)
    assert worked(date(2026, 12, 5), world.ward) == timedelta(0)
    assert worked(date(2026, 12, 4), world.ward) == timedelta(hours=8)
    give_hours(world, admin, since=date(2027, 2, 1))
    assert worked(date(2026, 12, 5), world.ward) == timedelta(0)
    assert worked(date(2027, 2, 20), world.ward) == timedelta(hours=4)


@pytest.mark.parametrize(
    "wrong",
    [
        [Stretch(1, time(8), time(12)), Stretch(1, time(11), time(17))],
        [Stretch(1, time(17), time(8))],
        [Stretch(1, time(8), time(8))],
        [Stretch(0, time(8), time(12))],
        [Stretch(8, time(8), time(12))],
    ],
)
def test_hours_that_no_calendar_can_be_made_of_are_refused(world, admin, wrong):
    with pytest.raises(CalendarInvalid):
        give_hours(world, admin, stretches=wrong)
    assert not WorkingHours.objects.filter(agency=world.ward).exists()


def test_an_exchanged_saturday_has_the_hours_of_the_day_it_is_worked_for(world, admin):
    give_hours(world, admin)
    assert worked(SATURDAY, world.ward) == timedelta(hours=4)
    exchange = DayFacts(SATURDAY, "worked", "Làm bù", "QĐ 2/2026", instead_of=FRIDAY)
    set_calendar_day(actor=admin, agency=world.ward, facts=off(), now=world.now)
    set_calendar_day(actor=admin, agency=world.ward, facts=exchange, now=world.now)
    assert worked(FRIDAY, world.ward) == timedelta(0)
    assert worked(SATURDAY, world.ward) == timedelta(hours=8)
    assert worked(FRIDAY, world.other_ward) == timedelta(hours=8)


@pytest.mark.usefixtures("world")
def test_the_nations_exchanged_days_keep_what_they_are_worked_for():
    shipped = {row.on: row.instead_of for row in default_calendar().days if row.instead_of}
    kept = dict(CalendarDay.objects.exclude(instead_of=None).values_list("day", "instead_of"))
    assert kept == shipped
    assert shipped


def test_an_agencys_own_day_counts_before_the_nations(world, admin):
    holiday = date(2026, 9, 2)
    assert worked(holiday, world.ward) == timedelta(0)
    facts = DayFacts(holiday, "worked", "Trực", "QĐ 3/2026")
    set_calendar_day(actor=admin, agency=world.ward, facts=facts, now=world.now)
    assert worked(holiday, world.ward) == timedelta(hours=8)
    assert worked(holiday, world.other_ward) == timedelta(0)


def test_an_edit_is_seen_recorded_and_can_be_taken_back(world, admin):
    row = set_calendar_day(actor=admin, agency=world.ward, facts=off(), now=world.now)
    again = set_calendar_day(actor=admin, agency=world.ward, facts=off(), now=world.now)
    assert row.pk == again.pk
    assert worked(FRIDAY, world.ward) == timedelta(0)
    assert AuditRow.objects.filter(action="agencies.set_calendar_day").count() == 2
    remove_calendar_day(actor=admin, calendar_day=row, now=world.now)
    assert worked(FRIDAY, world.ward) == timedelta(hours=8)


@pytest.mark.parametrize(
    "name", ["citizen", "receptionist", "specialist", "head", "clerk", "leader", "auditor"]
)
def test_nobody_but_the_administrator_edits_the_calendar(world, name):
    with pytest.raises(NotAllowed):
        set_calendar_day(actor=world.actor(name), agency=world.ward, facts=off(), now=world.now)
    with pytest.raises(NotAllowed):
        give_hours(world, world.actor(name))


def test_an_administrator_edits_neither_anothers_calendar_nor_the_nations(world, admin):
    for agency in (world.other_ward, None):
        with pytest.raises(NotAllowed):
            set_calendar_day(actor=admin, agency=agency, facts=off(), now=world.now)
    national = CalendarDay.objects.filter(agency=None).first()
    with pytest.raises(NotAllowed):
        remove_calendar_day(actor=admin, calendar_day=national, now=world.now)


def test_the_node_itself_edits_the_nations_days(world):
    set_calendar_day(actor=SYSTEM, agency=None, facts=off(), now=world.now)
    assert worked(FRIDAY, world.ward) == worked(FRIDAY, world.other_ward) == timedelta(0)

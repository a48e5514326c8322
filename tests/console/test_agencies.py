"""An administrator keeps his agency: its facts, units, hours and days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from motcua.agencies.models import CalendarDay, Counter, Unit, WorkingHours
from motcua.agencies.queries import working_calendar
from motcua.counters.actions import book
from motcua.counters.queries.booking import days_to_book
from motcua.kernel.caching import forget_all
from motcua.kernel.calendar.calendars import is_working_day
from motcua.kernel.models import AuditRow
from tests.cast import BUSINESS, NOW
from tests.counters.conftest import Office

pytestmark = pytest.mark.django_db


def test_the_address_is_corrected_and_the_act_recorded(admin, world, base):
    facts = {"name": world.ward.name, "address": "25 phố Liễu Giai", "phone": "024 3762 0000"}
    answer = admin.post(f"{base}amend/", facts, follow=True)
    assert "25 phố Liễu Giai" in answer.content.decode()
    row = AuditRow.objects.filter(agency_id=world.ward.pk, action="agencies.amend_agency").get()
    assert row.official_id == world.accounts["administrator"].official_id


def test_a_wrong_address_is_said_beside_the_field_and_nothing_typed_is_lost(admin, base):
    typed = {"name": "Phường <Mới>", "email": "không-phải-thư"}
    answer = admin.post(f"{base}amend/", typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Phường &lt;Mới&gt;" in page
    assert 'href="#f-email"' in page


def test_a_unit_opens_below_another(admin, world, base):
    parent = world.ward.units.get(code="CM")
    data = {
        "code": "TP",
        "name": "Tổ Tư pháp",
        "parent": parent.public_id,
        "valid_from": "01/12/2026",
    }
    assert admin.post(f"{base}units/open/", data).status_code == 302
    unit = Unit.objects.get(agency=world.ward, code="TP")
    assert unit.path == f"{parent.path}{unit.pk}/"
    assert unit.valid_from == date(2026, 12, 1)
    assert "Tổ Tư pháp" in admin.get(f"{base}units/").content.decode()


def test_a_code_in_use_is_said_in_the_form(admin, base):
    data = {"code": "CM", "name": "Tổ khác", "valid_from": "01/12/2026"}
    answer = admin.post(f"{base}units/open/", data)
    assert answer.status_code == 409
    assert "Tổ khác" in answer.content.decode()


def test_another_agency_s_unit_is_no_parent(admin, world, base):
    foreign = world.other_ward.units.get(code="LD").public_id
    data = {"code": "X", "name": "X", "parent": foreign, "valid_from": "01/12/2026"}
    assert admin.post(f"{base}units/open/", data).status_code == 422


def test_a_unit_with_people_does_not_close_and_an_empty_one_does(admin, world, base):
    busy = world.ward.units.get(code="CM")
    answer = admin.post(f"{base}units/{busy.public_id}/close/", {"on": "01/12/2026"})
    assert answer.status_code == 409
    busy.postings.all().delete()
    answer = admin.post(f"{base}units/{busy.public_id}/close/", {"on": "01/12/2026"})
    assert answer.status_code == 302
    busy.refresh_from_db()
    assert busy.valid_to == date(2026, 12, 1)


def test_a_counter_opens(admin, world, base):
    unit = world.ward.units.get(code="MC")
    data = {"code": "3", "name": "Quầy hộ tịch"}
    assert admin.post(f"{base}units/{unit.public_id}/counter/", data).status_code == 302
    assert Counter.objects.get(unit=unit).name == "Quầy hộ tịch"


def hours(**days):
    return {"valid_from": "01/12/2026", **days}


def test_the_agency_gets_hours_of_its_own_from_a_day(admin, world, base):
    data = hours(day_1="07:00-11:00, 13:00-17:00", day_6="8h00-11h30")
    assert admin.post(f"{base}hours/set/", data).status_code == 302
    own = WorkingHours.objects.filter(agency=world.ward, valid_from=date(2026, 12, 1))
    assert sorted(own.values_list("weekday", flat=True)) == [1, 1, 6]


def test_until_that_day_the_hours_of_the_nation_hold(admin, world, base):
    admin.post(f"{base}hours/set/", hours(day_1="09:00-10:00"))
    forget_all()
    calendar = working_calendar(world.ward.pk)
    wednesdays = (date(2026, 11, 25), date(2026, 12, 2), date(2026, 12, 9))
    assert [is_working_day(day, calendar) for day in wednesdays] == [True, False, False]


@pytest.mark.parametrize(
    "words", ["sáng", "11:00-07:00", "07:00-11:00, 10:00-12:00", "25:00-26:00", "7-11", "=1+1"]
)
def test_hours_that_make_no_sense_are_refused(admin, world, base, words):
    answer = admin.post(f"{base}hours/set/", hours(day_2=words))
    assert answer.status_code == 422
    assert 'href="#f-day_2"' in answer.content.decode()
    assert not WorkingHours.objects.filter(agency=world.ward).exists()


def test_days_are_written_as_they_are_asked_for(admin, base):
    assert 'value="20/11/2026"' in admin.get(f"{base}hours/set/").content.decode()


def test_a_week_left_empty_follows_the_nation_again(admin, world, base):
    admin.post(f"{base}hours/set/", hours(day_1="09:00-10:00"))
    assert "Giờ riêng của cơ quan" in admin.get(f"{base}hours/").content.decode()
    assert admin.post(f"{base}hours/set/", hours()).status_code == 302
    assert not WorkingHours.objects.filter(agency=world.ward).exists()


def test_a_day_worked_in_exchange_names_the_day_off(admin, world, base):
    data = {"day": "05/12/2026", "kind": "worked", "name": "Làm bù", "citation": "TB 12/2026"}
    assert admin.post(f"{base}days/set/", data).status_code == 422
    answer = admin.post(f"{base}days/set/", data | {"instead_of": "30/11/2026"})
    assert answer.status_code == 302
    assert CalendarDay.objects.get(agency=world.ward).instead_of == date(2026, 11, 30)


def test_whoever_makes_a_day_off_is_told_how_many_booked_it(
    admin, world, base, django_capture_on_commit_callbacks
):
    office = Office(world)
    office.take_bookings(places=2)
    day, slots = list(days_to_book(office.status, office.now).items())[3]
    book(
        actor=world.actor("citizen"),
        kind_id=office.status.public_id,
        offering_id=world.offerings[BUSINESS],
        starts_at=slots[0].starts_at,
        key="press",
        now=office.now,
    )
    told = {"kind": "off", "name": "Mất điện", "citation": "TB 12/2026"}
    said = []
    for chosen in (day + timedelta(days=7), day):
        with django_capture_on_commit_callbacks(execute=True):
            admin.post(f"{base}days/set/", told | {"day": f"{chosen:%d/%m/%Y}"})
        page = " ".join(admin.get(f"{base}days/").content.decode().split())
        said.append("1 lịch hẹn ở quầy rơi vào lúc không làm việc" in page)
    assert said == [False, True]


def test_a_day_off_is_set_and_taken_back(admin, world, base):
    data = {"day": "30/11/2026", "kind": "off", "name": "Mất điện", "citation": "TB 12/2026"}
    assert admin.post(f"{base}days/set/", data).status_code == 302
    day = CalendarDay.objects.get(agency=world.ward)
    assert "Mất điện" in admin.get(f"{base}days/").content.decode()
    assert admin.post(f"{base}days/{day.pk}/remove/").status_code == 302
    assert not CalendarDay.objects.filter(agency=world.ward).exists()


def test_a_day_of_the_nation_is_not_an_agency_s_to_remove(admin, base):
    day = CalendarDay.objects.filter(agency=None).first()
    assert admin.post(f"{base}days/{day.pk}/remove/").status_code == 404
    assert CalendarDay.objects.filter(pk=day.pk).exists()


def test_what_the_nation_has_not_confirmed_is_shown_as_such(admin, base):
    CalendarDay.objects.create(agency=None, day=NOW, kind="off", name="Dự kiến", is_confirmed=False)
    assert "Chờ xác nhận" in admin.get(f"{base}days/").content.decode()

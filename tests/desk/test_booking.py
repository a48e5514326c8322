"""The office's diary at the desk: who comes today, how many may, and calling off."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from motcua.agencies.actions.calendar import DayFacts, set_calendar_day
from motcua.counters import actions
from motcua.counters.enums import BookingState
from motcua.counters.models import Booking, BookingPlan, Ticket
from motcua.counters.queries.booking import days_to_book
from motcua.kernel.actors import SYSTEM
from motcua.kernel.caching import forget_all
from motcua.kernel.clock import civil, civil_date
from motcua.kernel.models import AuditRow
from motcua.notifications.models import Message
from tests.cast import BUSINESS
from tests.desk.test_counter import act

pytestmark = pytest.mark.django_db


@pytest.fixture
def booking(office):
    """A time that the citizen booked."""
    by = {"actor": SYSTEM, "kind": office.status, "now": office.now}
    actions.plan_booking(**by, valid_from=civil_date(office.now), minutes=30, places=2)
    slots = list(days_to_book(office.status, office.now).values())[1]
    return actions.book(
        actor=office.actor("citizen"),
        kind_id=office.status.public_id,
        offering_id=office.world.offerings[BUSINESS],
        starts_at=slots[0].starts_at,
        key="press",
        now=office.now,
    )


def test_the_counter_lists_who_comes_today_and_gives_whoever_came_his_number(
    desk_of, office, booking
):
    with time_machine.travel(booking.starts_at - timedelta(minutes=10), tick=False):
        clerk = desk_of("receptionist")
        act(clerk, office.one, act="open")
        clerk.open("counter", office.one.pk)
        assert booking.code in clerk.text
        assert "Nguyễn Thị An" not in clerk.text
        act(clerk, office.one, act="come", booking=booking.code)
        clerk.open("counter", office.one.pk)
        assert f"Số thứ tự của người hẹn là {Ticket.objects.get()}." in clerk.text
        assert "Hôm nay không còn ai hẹn mà chưa đến." in clerk.text
        assert f"hẹn {civil(booking.starts_at):%H:%M}" in clerk.text
    assert Ticket.objects.get().booked_for == booking.starts_at


def test_the_head_says_how_many_may_book_from_a_day_on(desk_of, office):
    head = desk_of("administrator")
    head.open("counter-setup")
    (link,) = head.page.xpath("//nav//a[normalize-space()='Lịch hẹn']/@href")
    assert link == head.at("counter-bookings")
    head.open("counter-bookings")
    day = civil_date(office.now) + timedelta(days=7)
    said = {
        "act": "plan",
        "plan-kind": str(office.land.public_id),
        "plan-valid_from": f"{day:%d/%m/%Y}",
        "plan-minutes": "20",
        "plan-places": "3",
    }
    head.response = head.client.post(head.at("counter-bookings"), said)
    head.follow()
    assert "3 chỗ mỗi 20 phút" in head.text
    plan = BookingPlan.objects.get()
    assert (plan.valid_from, plan.made_by) == (day, office.world.accounts["administrator"].official)
    yesterday = civil_date(office.now) - timedelta(days=1)
    head.response = head.client.post(
        head.at("counter-bookings"), said | {"plan-valid_from": f"{yesterday:%d/%m/%Y}"}
    )
    assert head.status == 422


def test_a_booking_is_called_off_with_its_reason_and_not_without(desk_of, office, booking):
    head = desk_of("administrator")
    head.open("counter-bookings")
    assert booking.code in head.text
    off = {"act": "off", "booking": str(booking.public_id)}
    head.client.post(head.at("counter-bookings"), off)
    assert Booking.objects.get().state == BookingState.BOOKED
    head.client.post(head.at("counter-bookings"), off | {"reason": "Mất điện cả ngày."})
    found = Booking.objects.get()
    assert (found.state, found.reason) == (BookingState.CANCELLED, "Mất điện cả ngày.")


def test_the_receptionist_sees_the_diary_and_plans_nothing(desk_of, office, booking):
    clerk = desk_of("receptionist")
    clerk.open("counter-bookings")
    assert booking.code in clerk.text
    assert not clerk.page.xpath("//input[@name='plan-places']")
    said = {"act": "off", "booking": str(booking.public_id), "reason": "x"}
    clerk.response = clerk.client.post(clerk.at("counter-bookings"), said)
    assert clerk.status == 403


def test_a_booking_on_what_became_a_day_off_stands_in_front_and_says_so(desk_of, office, booking):
    clerk = desk_of("receptionist")
    clerk.open("counter-bookings")
    assert "Không làm việc" not in clerk.text
    facts = DayFacts(civil_date(booking.starts_at), "off", "Nghỉ bù", "123/TB-UBND")
    agency = office.status.unit.agency
    set_calendar_day(actor=SYSTEM, agency=agency, facts=facts, now=office.now)
    forget_all()  # as each process does after a minute
    clerk.open("counter-bookings")
    assert "1 lịch hẹn rơi vào lúc không làm việc" in clerk.text
    assert "Không làm việc" in clerk.text


def test_all_that_fall_on_a_day_off_are_called_off_by_one_act_and_each_holder_is_told_once(
    settings, desk_of, office, booking
):
    settings.SMTP_URL = "smtp://127.0.0.1:1"
    later = list(days_to_book(office.status, office.now).values())[2]
    kept = actions.book(
        actor=office.actor("relative"),
        kind_id=office.status.public_id,
        offering_id=office.world.offerings[BUSINESS],
        starts_at=later[0].starts_at,
        key="another",
        now=office.now,
    )
    facts = DayFacts(civil_date(booking.starts_at), "off", "Nghỉ bù", "123/TB-UBND")
    set_calendar_day(actor=SYSTEM, agency=office.status.unit.agency, facts=facts, now=office.now)
    forget_all()
    clerk = desk_of("receptionist").open("counter-bookings")
    assert not clerk.page.xpath("//input[@value='off-closed']")
    clerk.client.post(clerk.at("counter-bookings"), {"act": "off-closed", "reason": "Nghỉ bù"})
    head = desk_of("administrator").open("counter-bookings")
    assert head.page.xpath("//input[@value='off-closed']")
    head.client.post(head.at("counter-bookings"), {"act": "off-closed", "reason": " "})
    assert Booking.objects.filter(state=BookingState.CANCELLED).count() == 0
    for _press in range(2):
        head.client.post(head.at("counter-bookings"), {"act": "off-closed", "reason": "Nghỉ bù"})
    booking.refresh_from_db()
    kept.refresh_from_db()
    assert (booking.state, booking.reason) == (BookingState.CANCELLED, "Nghỉ bù")
    assert kept.state == BookingState.BOOKED
    assert AuditRow.objects.filter(action="counters.call_off").count() == 1
    letters = Message.objects.filter(template="booking")
    told = [one for one in letters if one.context["what"] == "called-off"]
    assert [one.medium for one in told] == ["email"]
    assert all("Nghỉ bù" in one.context["said"]["vi"] for one in told)

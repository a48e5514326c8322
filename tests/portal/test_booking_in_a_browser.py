"""Booked times in a real browser: by citizen, kiosk and desk, by keyboard and without scripts."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from playwright.sync_api import expect

from motcua.counters import actions
from motcua.counters.enums import BookingState
from motcua.counters.models import Booking, Ticket
from motcua.counters.queries.booking import days_to_book
from motcua.identity.middleware.cookies import session_cookie
from motcua.kernel.clock import civil
from tests.cast import BUSINESS
from tests.counters.conftest import Office
from tests.identity.doors import Door, signed_in
from tests.journeys.test_by_keyboard import Keys
from tests.portal.test_kiosk_in_a_browser import switch_on
from tests.watching import Watch, barriers, look

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def office(world):
    """The ward's office, with two places each half hour."""
    office = Office(world)
    office.take_bookings(places=2)
    return office


@pytest.fixture
def come(chromium, port, world):
    """Open a browser at a door, as somebody of the cast or as nobody; fail on any complaint."""
    contexts, watch = [], Watch(expected=["status of 422", "status of 409"])

    def arrive(name="", door=Door.PORTAL, **options):
        host = "desk.localhost" if door == Door.DESK else "localhost"
        address = f"http://{host}:{port}"
        context = chromium.new_context(base_url=address, **options)
        if name:
            key = signed_in(world.accounts[name]).cookies[session_cookie(door)].value
            context.add_cookies([{"name": session_cookie(door), "value": key, "url": address}])
        watch.over(context)
        contexts.append(context)
        return context.new_page()

    yield arrive
    for context in contexts:
        context.close()
    assert watch.unexpected == []


def seen(page, name):
    """Keep pictures of a page on a phone and on a desk, and give its barriers."""
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        look(page, f"{name}-{width}")
    return barriers(page)


def booked(office, number=0, name="citizen", days=1):
    """Book a time of the days-th day that has any."""
    slots = list(days_to_book(office.status, office.now).values())[days]
    return actions.book(
        actor=office.actor(name),
        kind_id=office.status.public_id,
        offering_id=office.world.offerings[BUSINESS],
        starts_at=slots[number].starts_at,
        key=f"press-{number}",
        now=office.now,
    )


def find(page, office):
    """Find the office and open its times."""
    page.goto("/lich-hen")
    page.get_by_role("link", name="Đặt lịch hẹn").click()
    page.get_by_label("Tên xã, phường hoặc cơ quan").fill(office.world.ward.name)
    page.get_by_role("button", name="Tìm").click()
    page.get_by_role("link", name="Hộ tịch").click()


def test_a_time_is_booked_moved_and_given_back_on_pages_without_a_barrier(come, office):
    page = come("citizen")
    page.goto("/lich-hen")
    wrong = seen(page, "bookings-none")
    page.goto("/lich-hen/dat?q=không đâu")
    wrong += seen(page, "booking-nowhere")
    find(page, office)
    wrong += seen(page, "booking-times")
    page.get_by_role("button", name="Đặt lịch hẹn").click()
    expect(page.locator("[data-error-summary]")).to_be_focused()
    wrong += seen(page, "booking-times-wrong")
    page.locator(".mc-times label").filter(has_text="10:00").click()
    page.get_by_label("Thủ tục").select_option(str(office.world.offerings[BUSINESS]))
    page.get_by_role("button", name="Đặt lịch hẹn").click()
    made = Booking.objects.get()
    expect(page.get_by_text(made.code).first).to_be_visible()
    wrong += seen(page, "booking")
    page.get_by_text("Đổi giờ", exact=True).click()
    page.locator(".mc-days a").last.click()
    wrong += seen(page, "booking-moving")
    page.locator(".mc-times label").filter(has_text="13:30").click()
    page.get_by_role("button", name="Đổi sang giờ này").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("13:30")
    page.goto("/lich-hen")
    wrong += seen(page, "bookings")
    page.get_by_role("link", name="13:30").click()
    page.get_by_text("Hủy lịch hẹn", exact=True).click()
    page.get_by_role("button", name="Hủy lịch hẹn này").click()
    expect(page.get_by_text("Đã hủy", exact=True)).to_be_visible()
    wrong += seen(page, "booking-over")
    assert Booking.objects.get().state == BookingState.CANCELLED
    assert wrong == []


def test_a_time_is_booked_and_moved_without_scripts(come, office):
    page = come("citizen", java_script_enabled=False, viewport={"width": 390, "height": 844})
    find(page, office)
    page.locator(".mc-times label").first.click()
    page.get_by_label("Thủ tục").select_option(str(office.world.offerings[BUSINESS]))
    page.get_by_role("button", name="Đặt lịch hẹn").click()
    expect(page.get_by_text(Booking.objects.get().code).first).to_be_visible()
    page.get_by_text("Đổi giờ", exact=True).click()
    page.locator(".mc-times label").last.click()
    page.get_by_role("button", name="Đổi sang giờ này").click()
    expect(page.get_by_text("Đã đổi giờ hẹn.")).to_be_visible()
    assert Booking.objects.get().turn == 1


def test_a_time_is_booked_with_the_keyboard_alone(come, office):
    page = come("citizen")
    keys = Keys(page)
    page.goto("/lich-hen/dat")
    keys.press("Hộ tịch", "A")
    while keys.next()["type"] != "radio":
        continue
    page.keyboard.press("Space")
    while keys.next()["tag"] != "SELECT":
        continue
    page.keyboard.press("ArrowDown")
    keys.press("Đặt lịch hẹn", "BUTTON")
    expect(page.get_by_text(Booking.objects.get().code).first).to_be_visible()


def test_a_time_taken_meanwhile_is_said_beside_the_question(come, office):
    page = come("citizen")
    find(page, office)
    page.get_by_label("Thủ tục").select_option(str(office.world.offerings[BUSINESS]))
    at = page.locator(".mc-times input").first.get_attribute("value")
    page.locator(".mc-times label").first.click()
    booked(office, name="relative", days=0)
    office.take_bookings(places=1)
    page.get_by_role("button", name="Đặt lịch hẹn").click()
    expect(page.locator("[data-error-summary]")).to_contain_text("vừa hết chỗ")
    assert page.locator(f".mc-times input[value='{at}']").count() == 0
    chosen = page.get_by_label("Thủ tục").input_value()
    assert chosen == str(office.world.offerings[BUSINESS]), "what was chosen is kept"
    assert barriers(page) == []


def test_the_kiosk_gives_the_number_for_a_code(come, office):
    made, page = booked(office), come()
    switch_on(page, office)
    with time_machine.travel(made.starts_at - timedelta(minutes=20)):
        page.get_by_role("link", name="Tôi đã đặt lịch hẹn").click()
        page.get_by_label("Mã lịch hẹn").fill("AAAAAA")
        page.get_by_role("button", name="Lấy số theo lịch hẹn").click()
        expect(page.locator("[data-error-summary]")).to_contain_text("Không có lịch hẹn")
        wrong = seen(page, "kiosk-booking-wrong")
        page.get_by_label("Mã lịch hẹn").fill(made.code.lower())
        page.get_by_role("button", name="Lấy số theo lịch hẹn").click()
        expect(page.locator(".mc-kiosk__number")).to_have_text("A001")
        wrong += seen(page, "kiosk-booking-ticket")
        page.emulate_media(media="print")
        expect(page.locator(".mc-ticket")).to_contain_text(f"Hẹn {civil(made.starts_at):%H:%M}")
    assert wrong == []


def test_the_desk_sees_who_comes_and_calls_one_off(come, office):
    made, other = booked(office), booked(office, 3, "relative")
    with time_machine.travel(made.starts_at - timedelta(minutes=20)):
        page = come("receptionist", Door.DESK)
        office.open()
        page.goto(f"/counter/{office.one.pk}")
        wrong = seen(page, "counter-booked")
        page.get_by_role("button", name=f"Đã đến {made.code}").click()
        expect(page.locator("#waiting")).to_contain_text(f"hẹn {civil(made.starts_at):%H:%M}")
        assert Ticket.objects.get().booked_for == made.starts_at
        page.goto("/counter/lich-hen")
        wrong += seen(page, "desk-bookings-read")
        page = come("administrator", Door.DESK)
        page.goto("/counter/lich-hen")
        page.locator("summary").filter(has_text=other.code).click()
        wrong += seen(page, "desk-bookings")
        page.get_by_label("Lý do, gửi cho người đặt").fill("Mất điện cả ngày.")
        page.get_by_role("button", name="Hủy lịch này").click()
        expect(page.get_by_text("Đã hủy lịch hẹn và báo người đặt.")).to_be_visible()
        page.get_by_role("button", name="Ghi số chỗ").click()
        expect(page.locator("[data-error-summary]")).to_be_focused()
        wrong += seen(page, "desk-bookings-wrong")
    other.refresh_from_db()
    assert other.state == BookingState.CANCELLED
    assert wrong == []

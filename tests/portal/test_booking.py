"""Booking a time on the portal and using it on the kiosk, in a browser without scripts."""

from __future__ import annotations

import io
from datetime import timedelta

import pikepdf
import pytest
import time_machine
from django.test import Client

from motcua.counters.actions.booking_notices import miss_bookings
from motcua.counters.enums import BookingState
from motcua.counters.models import Booking, Ticket
from motcua.counters.queries.booking import days_to_book, missed_of
from motcua.kernel.clock import civil
from motcua.notifications.models import Message
from tests.cast import BUSINESS, PASSWORD
from tests.counters.conftest import Office
from tests.portal.test_kiosk import switched_on, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(world):
    """The ward's office, with two places each half hour."""
    office = Office(world)
    office.take_bookings(places=2)
    return office


def offered(citizen):
    """Give the times that the page offers."""
    return [one for one in citizen.page.xpath("//input[@name='time']/@value") if one]


def choose(citizen, office, number=0, day=1):
    """Open the times of a day and book one of them."""
    days = list(days_to_book(office.status, office.now))
    address = f"/lich-hen/dat/{office.status.public_id}?day={days[day].isoformat()}"
    citizen.go(address)
    times = offered(citizen)
    (token,) = citizen.page.xpath("//input[@name='token']/@value")
    said = {"time": times[number], "token": token}
    return citizen.post(address, said | {"offering": office.world.offerings[BUSINESS]})


def test_an_office_is_found_by_its_name_and_a_time_is_booked(citizen, office):
    citizen.open("my")
    assert citizen.page.xpath("//a[@href='/lich-hen']")
    citizen.go("/lich-hen/dat?q=không đâu")
    assert "Không có bộ phận một cửa nào như vậy" in citizen.text
    citizen.go(f"/lich-hen/dat?q={office.world.ward.name}")
    (link,) = citizen.page.xpath("//main//a[contains(@href, '/lich-hen/dat/')]/@href")
    assert citizen.go(link).status == 200
    choose(citizen, office).follow()
    booking = Booking.objects.get()
    assert booking.code in citizen.text
    assert office.world.ward.phone in citizen.text, "where to go, and whom to call"
    assert citizen.page.xpath(f"//main//a[@href='/procedures/{BUSINESS}']"), "what to bring"
    assert f"{civil(booking.starts_at):%H:%M %d/%m/%Y}" in citizen.title
    citizen.open("bookings")
    assert booking.code in citizen.text


WHY = "Đặt lịch hẹn cần đăng nhập"
BACK = "Xong, anh/chị được đưa về đúng trang đó."


def test_whoever_did_not_sign_in_reads_why_and_comes_back_after_it(stranger, office, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    asked = "/lich-hen/dat?q=ph%C6%B0%E1%BB%9Dng"
    stranger.go(asked).follow()
    assert WHY in stranger.text
    assert BACK in stranger.text
    (back,) = stranger.page.xpath("//form[@id='sign-in']//input[@name='next']/@value")
    login = {"login": office.world.accounts["citizen"].email, "next": back}
    stranger.post("/accounts/login/", login | {"password": "sai-mat-khau"})
    assert WHY in stranger.text, "a wrong password takes the reason from nobody"
    stranger.post("/accounts/login/", login | {"password": PASSWORD})
    assert stranger.response["Location"] == asked


def test_whoever_has_no_account_yet_comes_back_after_signing_up(stranger, office, settings):
    settings.SMTP_URL = "smtp://127.0.0.1:1"
    stranger.go("/lich-hen/dat").follow()
    (link,) = stranger.page.xpath("//main//a[contains(@href, '/accounts/signup/')]/@href")
    stranger.go(link)
    assert WHY in stranger.text
    (back,) = stranger.page.xpath("//form[@id='sign-up']//input[@name='next']/@value")
    asked = {"full_name": "Hoàng Thị Hoa", "identifier_type": "citizen-number", "country": "VN"}
    passwords = {"password1": PASSWORD, "password2": PASSWORD, "next": back}
    address = {"email": "hoa@dan.test", "number": "001190000025"}
    stranger.post("/accounts/signup/", {**asked, **passwords, **address}).follow()
    code = Message.objects.latest("pk").context["code"]
    stranger.post("/accounts/confirm-email/", {"code": code})
    assert stranger.response["Location"] == "/lich-hen/dat"


@pytest.mark.parametrize("back", ["/", "/help/", "/khong-co", "https://evil.example/lich-hen/dat"])
def test_whoever_signs_in_by_himself_is_told_no_reason(stranger, back):
    stranger.go(f"/accounts/login/?next={back}")
    assert BACK not in stranger.text


def test_the_same_form_sent_twice_books_once(citizen, office):
    choose(citizen, office)
    request = citizen.response.wsgi_request
    citizen.post(request.get_full_path(), request.POST.dict())
    assert Booking.objects.count() == 1
    assert citizen.status == 302


def test_a_time_without_a_place_is_not_offered_and_refused_where_it_went_meanwhile(
    citizen, browser_of, office
):
    choose(citizen, office)
    other = browser_of("relative")
    choose(other, office)
    taken = f"{civil(Booking.objects.first().starts_at):%H:%M}"
    days = list(days_to_book(office.status, office.now))
    address = f"/lich-hen/dat/{office.status.public_id}?day={days[1].isoformat()}"
    citizen.go(address)
    assert taken not in offered(citizen)
    citizen.post(address, {"time": taken, "offering": office.world.offerings[BUSINESS]})
    assert citizen.status == 422
    assert "vừa hết chỗ" in citizen.text


def test_a_booking_is_moved_and_given_back(citizen, office):
    choose(citizen, office)
    booking = Booking.objects.get()
    page = f"/lich-hen/{booking.public_id}"
    days = list(days_to_book(office.status, office.now))
    citizen.post(f"{page}?day={days[2].isoformat()}", {"act": "move", "time": "09:00"})
    booking.refresh_from_db()
    assert civil(booking.starts_at).date() == days[2]
    citizen.post(page, {"act": "cancel"}).follow()
    booking.refresh_from_db()
    assert booking.state == BookingState.CANCELLED
    assert "Đã hủy" in citizen.text


def test_nobody_reads_the_booking_of_another(citizen, browser_of, office):
    choose(citizen, office)
    other = browser_of("relative")
    assert other.go(f"/lich-hen/{Booking.objects.get().public_id}").status == 404


def test_the_kiosk_takes_the_code_and_prints_the_number_with_its_time(citizen, office):
    choose(citizen, office)
    booking = Booking.objects.get()
    kiosk = switched_on(office)
    with time_machine.travel(booking.starts_at - timedelta(minutes=20), tick=False):
        assert "Tôi đã đặt lịch hẹn" in words(kiosk.get("/kiosk"))
        wrong = kiosk.post("/kiosk/lich-hen", {"code": "AAAAAA"})
        assert wrong.status_code == 422
        answer = kiosk.post("/kiosk/lich-hen", {"code": f" {booking.code.lower()} "})
        ticket = Ticket.objects.get()
        assert answer["Location"] == f"/kiosk/tickets/{ticket.public_id}"
        at = f"{civil(booking.starts_at):%H:%M}"
        assert f"Hẹn {at}" in words(kiosk.get(answer["Location"]))
        printed = kiosk.get(f"/kiosk/tickets/{ticket.public_id}/print.pdf")
    with pikepdf.open(io.BytesIO(printed.content)) as pdf:
        box = pdf.pages[0].mediabox
        assert round(float(box[2] - box[0]) / 72 * 25.4) == 80


def test_another_device_finds_no_page_for_codes(office):
    answer = Client(SERVER_NAME="localhost").get("/kiosk/lich-hen")
    assert answer.status_code == 404


def test_what_was_missed_stands_apart_for_some_weeks(citizen, office):
    choose(citizen, office)
    booking = Booking.objects.get()
    gone = booking.starts_at + timedelta(days=1)
    miss_bookings(now=gone)
    citizen.go("/lich-hen")
    (part,) = citizen.page.xpath("//section[@aria-labelledby='missed']")
    missed = " ".join(part.text_content().split())
    assert "Đã lỡ hẹn" in missed
    assert f"{civil(booking.starts_at):%H:%M}" in missed
    assert "Anh/chị không có lịch hẹn nào sắp tới." in citizen.text
    assert [one.pk for one in missed_of(office.actor("citizen"), gone)] == [booking.pk]
    assert missed_of(office.actor("citizen"), gone + timedelta(days=40)) == []

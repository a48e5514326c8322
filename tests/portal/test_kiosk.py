"""The public display, and kiosks: switched on once, one task a screen, nothing left behind."""

from __future__ import annotations

import io
from datetime import timedelta

import pikepdf
import pytest
from django.test import Client
from django.urls import reverse
from lxml import html

from motcua.counters import actions
from motcua.counters.errors import CodeRefused
from motcua.counters.models import Kiosk, Ticket
from motcua.counters.queries.devices import cookie_name
from motcua.identity.enums import Door
from motcua.identity.middleware.cookies import session_cookie
from tests.counters.conftest import Office
from tests.counters.test_booking import Diary
from tests.identity.doors import signed_in
from tests.keyring import newer_index_key

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(world):
    return Office(world)


def switched_on(office, client=None):
    """Give a browser that an administrator's code made a kiosk."""
    _kiosk, code = actions.make_kiosk(
        actor=office.actor("administrator"), unit=office.unit, name="Máy ở sảnh", now=office.now
    )
    client = client or Client(SERVER_NAME="localhost")
    answer = client.post("/kiosk", {"code": f" {code.lower()} "})
    assert answer.status_code == 302
    return client


def words(answer):
    return " ".join(html.fromstring(answer.content).xpath("//main")[0].text_content().split())


def test_the_board_shows_who_is_called_where_to_anybody(office):
    office.take(key="a")
    office.open()
    office.next()
    answer = Client(SERVER_NAME="localhost").get(f"/queue/{office.unit.public_id}")
    assert "A001 Quầy 1" in words(answer)
    assert "Cán bộ" not in words(answer)
    assert b'http-equiv="refresh"' in answer.content
    assert "Mời số A001 đến Quầy 1" in words(answer)


def test_any_other_device_is_asked_for_a_code_and_finds_no_kiosk_page(office):
    browser = Client(SERVER_NAME="localhost")
    assert "Mã bật máy" in words(browser.get("/kiosk"))
    for path in ("/kiosk/ticket", "/kiosk/still-there", "/kiosk/end"):
        assert browser.get(path).status_code == 404


def test_a_code_switches_one_device_on_once_and_not_after_its_time(office):
    made = {"actor": office.actor("administrator"), "unit": office.unit, "name": "Máy"}
    _kiosk, code = actions.make_kiosk(**made, now=office.now)
    actions.begin_kiosk(actor=office.actor(), code=code, now=office.now)
    with pytest.raises(CodeRefused):
        actions.begin_kiosk(actor=office.actor(), code=code, now=office.now)
    _kiosk, late = actions.make_kiosk(**made, now=office.now)
    with pytest.raises(CodeRefused):
        actions.begin_kiosk(actor=office.actor(), code=late, now=office.now + timedelta(hours=1))


def test_a_code_made_under_the_older_key_switches_a_device_on_after_the_change(office, settings):
    made = {"actor": office.actor("administrator"), "unit": office.unit, "name": "Máy"}
    kiosk, code = actions.make_kiosk(**made, now=office.now)
    with newer_index_key(settings):
        begun = actions.begin_kiosk(actor=office.actor(), code=code, now=office.now)
    assert begun == kiosk


@pytest.mark.django_db(transaction=True)
def test_guessing_codes_is_stopped(office):
    browser = Client(SERVER_NAME="localhost")
    seen = {browser.post("/kiosk", {"code": f"GUESS{n:03d}"}).status_code for n in range(12)}
    assert 429 in seen


@pytest.mark.parametrize("token", ["a\0b", "x" * 500, "", "'; --", "ộ"])
def test_a_press_with_a_word_that_is_none_of_ours_gives_a_number_all_the_same(office, token):
    browser = switched_on(office)
    kind = str(office.status.public_id)
    for typed in ({}, {"priority": "a\0b"}):
        page = browser.post("/kiosk/ticket", {"kind": kind, "token": token} | typed)
    assert page.status_code == 302
    assert Ticket.objects.get().priority == ""


def test_a_device_takes_nobodys_booked_number(office):
    diary = Diary(office)
    booking = diary.book(diary.times()[0])
    browser = switched_on(office)
    pressed = {"kind": str(office.status.public_id), "token": f"booking:{booking.pk}"}
    browser.post("/kiosk/ticket", pressed | {"priority": ""})
    given = diary.come(booking)
    assert given.booked_for == booking.starts_at
    assert Ticket.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_a_number_is_taken_in_two_presses_and_prints_80_mm_wide(office):
    browser = switched_on(office)
    page = browser.get("/kiosk/ticket")
    token = html.fromstring(page.content).xpath("//input[@name='token']/@value")[0]
    kind = str(office.status.public_id)
    page = browser.post("/kiosk/ticket", {"kind": kind, "token": token})
    assert "ưu tiên" in words(page)
    for _ in range(2):
        answer = browser.post(
            "/kiosk/ticket", {"kind": kind, "token": token, "priority": "elderly"}
        )
    ticket = Ticket.objects.get()
    assert ticket.priority == "elderly"
    assert "A001" in words(browser.get(answer["Location"]))
    content = browser.get(f"/kiosk/tickets/{ticket.public_id}/print.pdf").content
    with pikepdf.open(io.BytesIO(content)) as paper:
        assert round(float(paper.pages[0].mediabox[2]) / 72 * 25.4) == 80


@pytest.mark.django_db(transaction=True)
def test_every_page_on_a_kiosk_asks_whether_somebody_is_there_without_scripts_too(office):
    browser = switched_on(office)
    for path in ("/kiosk", "/procedures", "/track", "/kiosk/ticket", "/accounts/login/"):
        content = browser.get(path).content.decode()
        assert 'content="90;url=/kiosk/still-there?next=' in content, path
    warning = browser.get("/kiosk/still-there?next=/track").content.decode()
    assert 'content="20;url=/kiosk/end"' in warning
    assert 'href="/track"' in warning
    content = browser.get("/kiosk/still-there?next=//evil.example").content.decode()
    assert 'href="//evil' not in content


@pytest.mark.django_db(transaction=True)
def test_other_devices_are_never_asked(office):
    assert b"still-there" not in Client(SERVER_NAME="localhost").get("/procedures").content


@pytest.mark.django_db(transaction=True)
def test_the_end_takes_session_and_language_away_and_keeps_the_kiosk(office, world):
    browser = switched_on(office, signed_in(world.accounts["citizen"]))
    browser.get("/?lang=en")
    assert browser.get("/my").status_code == 200
    answer = browser.get("/kiosk/end")
    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    assert browser.get("/my").status_code == 302
    assert not browser.cookies[session_cookie(Door.PORTAL)].value
    assert browser.cookies[cookie_name()].value
    assert "Anh/chị cần làm việc gì?" in words(browser.get("/kiosk"))


def test_what_was_not_told_to_one_visitor_is_not_told_to_the_next(office, world):
    browser, dossier = switched_on(office, signed_in(world.accounts["citizen"])), world.file()
    address = reverse("portal:dossier-withdraw", args=[dossier.public_id])
    assert browser.post(address, {"reason": "Nhầm"}).status_code == 302
    browser.get("/kiosk/end")
    assert "đã rút hồ sơ" not in browser.get("/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_kiosk_that_was_switched_off_is_one_no_more(office):
    browser = switched_on(office)
    actions.end_kiosk(
        actor=office.actor("administrator"), kiosk=Kiosk.objects.get(), now=office.now
    )
    assert browser.get("/kiosk/ticket").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_a_forged_cookie_makes_no_kiosk(office):
    browser = switched_on(office)
    browser.cookies[cookie_name()] = "x" + browser.cookies[cookie_name()].value
    assert browser.get("/kiosk/ticket").status_code == 404


def test_a_kiosk_looks_dossiers_up_within_a_limit_of_its_own(office):
    wrong = {"code": "H26.101-261120-9999", "digits": "1234"}
    other = Client(SERVER_NAME="localhost")
    seen = [other.post("/track", wrong | {"code": f"H26.101-261120-9{n:03d}"}) for n in range(12)]
    assert seen[-1].status_code == 429
    browser = switched_on(office)
    assert browser.post("/track", wrong).status_code != 429

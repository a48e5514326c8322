"""A session that ended while a form was filled in."""

from __future__ import annotations

import re

import pytest

from tests.cast import BIRTH
from tests.identity.doors import signed_in
from tests.portal.conftest import Browser
from tests.portal.typing import pdf

TYPED = {"requester_name": "Lê <b>Thị</b> Hoa", "requester_phone": "0912345678", "_next": ""}


@pytest.fixture
def page(citizen, world):
    """Begin a form and give the address of its first page."""
    citizen.post(f"/procedures/{BIRTH}/start?office={world.offerings[BIRTH]}").follow().follow()
    return citizen.response.request["PATH_INFO"]


def aside(browser):
    """Give what a script lays aside: names and texts."""
    boxes = browser.page.xpath("//form[@data-lay-aside]//textarea")
    return {box.get("name"): box.text_content().removeprefix("\n") for box in boxes}


def test_posting_after_the_session_ended_says_so_and_leads_back_to_the_step(stranger, page):
    stranger.post(page, TYPED)
    assert stranger.status == 401
    assert stranger.title == "Phiên đăng nhập đã hết hạn"
    assert "chưa được lưu" in stranger.text
    (link,) = stranger.page.xpath("//main//a[contains(@href, '/accounts/login/')]/@href")
    assert link.endswith(f"next={page}")
    assert "no-store" in stranger.response["Cache-Control"]


def test_what_was_typed_stays_in_the_browser_only(stranger, citizen, page):
    stranger.post(page, {**TYPED, "csrfmiddlewaretoken": "x"})
    assert aside(stranger) == {key: TYPED[key] for key in ("requester_name", "requester_phone")}
    assert stranger.page.xpath("//form[@data-lay-aside]/@data-lay-aside") == [page]
    assert "<b>" not in stranger.response.content.decode().split("<main")[1]
    assert citizen.go(page).value("requester_name") != TYPED["requester_name"]


def test_a_stranger_learns_nothing_about_whether_a_form_is_there(stranger, page):
    nowhere = re.sub(r"[0-9a-f]{8}-", "00000000-", page, count=1)
    pages = [stranger.post(one, TYPED).response for one in (page, nowhere)]
    assert [one.status_code for one in pages] == [401, 401]
    assert len({len(one.content) for one in pages}) == 1


def test_files_and_acts_without_a_session_are_told_the_same(stranger, page, world):
    dossier = world.file()
    draft = page.rsplit("/", 1)[0]
    places = [f"{draft}/papers", f"{draft}/check", f"/dossiers/{dossier.public_id}/supplement"]
    for place in places:
        assert stranger.post(place, {"giay-chung-sinh": pdf()}).status == 401
        assert "hết hạn" in stranger.title
        assert "chưa được lưu" not in stranger.text


def test_what_is_laid_aside_is_kept_by_the_draft_once_it_is_sent_again(stranger, world, page):
    kept = aside(stranger.post(page, {**TYPED, "requester_name": "Lê Thị Hoa"}))
    back = Browser(signed_in(world.accounts["citizen"], steps=("password",)))
    assert back.post(page, {**kept, "_autosave": "1"}).status == 200
    assert back.go(page).value("requester_name") == "Lê Thị Hoa"

"""Drafts keep what was typed: through errors, other devices, lost sessions and languages."""

from __future__ import annotations

import hashlib
import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import DESKTOP
from tests.journeys.people import OWN_HOUSE, RESIDENCE, answer, paper, place_of, send
from tests.plugin_browser import until

NAME = "Đặng Thị Kim Chi"


def is_save(route):
    return "_autosave" in (route.request.post_data or "")


@pytest.fixture
def typed(office):
    return office.answers(code=RESIDENCE, fixed=OWN_HOUSE)


def name_of(page):
    return page.locator('[name="full_name"]')


def test_what_was_typed_is_there_after_the_browser_is_killed(citizen, device):
    citizen.begin(RESIDENCE)
    name_of(citizen.page).press_sequentially(NAME)
    name_of(citizen.page).fill(NAME)
    expect(citizen.page.locator("#saved")).to_have_text(re.compile(r"Đã lưu lúc \d\d:\d\d"))
    assert citizen.page.locator("#saved").get_attribute("aria-live") == "polite"
    citizen.page.context.close()

    again = citizen.on(device().new_page())
    again.sign_in()
    again.page.get_by_role("link", name="Đăng ký thường trú").click()
    expect(name_of(again.page)).to_have_value(NAME)


def test_errors_are_listed_on_top_with_the_focus_and_lead_to_their_questions(citizen, watch):
    watch.expect("status of 422")
    citizen.begin(RESIDENCE)
    page = citizen.page
    name_of(page).fill("")
    page.locator('[name="phone"]').fill("12")
    page.get_by_role("button", name="Tiếp tục", exact=True).last.click()

    summary = page.locator("[data-error-summary]")
    expect(summary).to_be_focused()
    link = summary.get_by_role("link", name="Họ, chữ đệm và tên")
    said = link.inner_text()
    link.click()
    expect(name_of(page)).to_be_focused()
    expect(page.locator(".mc-question").filter(has=name_of(page))).to_contain_text(said)
    expect(page.locator('[name="phone"]')).to_have_value("12")


def test_a_form_begun_on_a_desktop_goes_on_on_a_phone_at_the_same_step(citizen, device, typed):
    desktop = citizen.on(device(viewport=DESKTOP).new_page())
    desktop.begin(RESIDENCE)
    answer(desktop.page, typed[desktop.stop])
    desktop.go_on()
    stop = desktop.stop
    answer(desktop.page, typed[stop])
    desktop.page.get_by_role("button", name="Lưu, để làm sau").click()

    citizen.sign_in()
    citizen.page.get_by_role("link", name="Đăng ký thường trú").click()
    citizen.page.wait_for_url("**/drafts/**")
    assert citizen.stop == stop
    expect(citizen.page.locator('[name="residence_case"][value="own"]')).to_be_checked()
    expect(citizen.page.locator('[name="new_address.commune"]')).to_have_value(
        typed[stop]["new_address.commune"][0]
    )


def test_an_expired_session_comes_back_to_the_same_step_with_its_answers(citizen, typed):
    citizen.begin(RESIDENCE)
    answer(citizen.page, typed[citizen.stop])
    citizen.go_on()
    stop = citizen.stop
    citizen.page.context.clear_cookies()
    citizen.page.reload()
    assert "/accounts/login" in citizen.page.url
    citizen.fill_in_sign_in()
    assert citizen.stop == stop
    citizen.page.get_by_role("link", name="Quay lại").click()
    expect(name_of(citizen.page)).to_have_value(typed["nguoi-dang-ky"]["full_name"][0])


def test_what_was_typed_after_the_session_ended_is_filled_in_again(citizen, watch):
    watch.expect("status of 401")
    citizen.begin(RESIDENCE)
    page = citizen.page
    page.context.clear_cookies(name=re.compile(r"portal$"))
    name_of(page).fill(NAME)
    expect(page.locator("#saved.is-failed")).to_contain_text("Phiên đăng nhập đã hết hạn")
    stop = citizen.stop
    page.get_by_role("button", name="Tiếp tục", exact=True).last.click()
    expect(page.locator("h1")).to_have_text("Phiên đăng nhập đã hết hạn")
    page.get_by_role("link", name="Đăng nhập và làm tiếp").click()
    held = []
    page.route("**/drafts/**", lambda r: held.append(r) if is_save(r) else r.continue_())
    citizen.fill_in_sign_in()
    assert citizen.stop == stop
    until(page, lambda: held)
    expect(page.locator("form[data-autosave]")).to_have_js_property("inert", True)
    held.pop().continue_()
    page.unroute("**/drafts/**")
    expect(name_of(page)).to_have_value(NAME)
    expect(page.locator("#saved")).to_contain_text("Đã lưu lúc")
    assert page.evaluate("sessionStorage.length") == 0


@pytest.fixture
def field(citizen, office):
    """Stand at the papers of a form that is filled in, and give the code of the first."""
    draft = office.begin(code=RESIDENCE, email=citizen.facts["email"], fixed=OWN_HOUSE)
    citizen.sign_in(f"{draft}/papers")
    return citizen.papers()[0]


def test_files_belong_to_the_draft_at_once_and_come_back_byte_for_byte(
    citizen, device, field, tmp_path
):
    photo = paper(tmp_path, "giay-to.jpg")
    send(citizen.page, field, photo)
    address = citizen.page.url
    citizen.page.context.close()

    again = citizen.on(device().new_page())
    again.sign_in(address)
    with again.page.expect_download() as waiting:
        again.page.get_by_role("link", name=photo.name).click()
    back = hashlib.sha256(waiting.value.path().read_bytes()).digest()
    assert back == hashlib.sha256(photo.read_bytes()).digest()


def test_a_file_of_30_mb_is_refused_and_no_answer_is_lost(citizen, field, tmp_path):
    place = place_of(citizen.page, field)
    expect(citizen.page.get_by_text("không quá 20 MB").first).to_be_visible()
    kept = paper(tmp_path, "nho.pdf")
    send(citizen.page, field, kept)
    big = tmp_path / "lon.pdf"
    big.write_bytes(b"%PDF-1.4\n" + bytes(30 * 1024**2))
    place.locator("input[type=file]").set_input_files(big)
    expect(place.locator("[data-upload-status]")).to_contain_text("Tệp quá lớn")
    expect(place.locator(".mc-files")).to_contain_text(kept.name)
    citizen.go_on()
    assert citizen.stop == "check"
    expect(citizen.page.get_by_text("02/01/1990")).to_be_visible()


def test_switching_the_language_in_a_form_keeps_the_page_and_the_answers(citizen):
    citizen.begin(RESIDENCE)
    page = citizen.page
    stop = citizen.stop
    name_of(page).fill(NAME)
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert citizen.stop == stop
    expect(name_of(page)).to_have_value(NAME)
    expect(page.get_by_label("Full name")).to_be_visible()
    page.get_by_role("button", name="Tiếng Việt").click()
    expect(page.locator("html")).to_have_attribute("lang", "vi")
    expect(name_of(page)).to_have_value(NAME)


def test_a_double_click_back_and_reload_file_one_dossier(citizen, office, field, tmp_path):
    assert field
    citizen.give_papers(tmp_path)
    citizen.go_on()
    page = citizen.page
    page.get_by_role("button", name="Nộp hồ sơ").dblclick()
    page.wait_for_url("**/filed")
    page.reload()
    page.go_back()
    page.goto(page.url)
    expect(page.get_by_role("heading", name="Đã nộp hồ sơ")).to_be_visible()
    assert office.count(email=citizen.facts["email"]) == 1

"""Each behaviour in a real browser, and every page without any of them."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import quote_plus

import pytest
from playwright.sync_api import Page, expect

from motcua.ui.vendor import ROOT
from tests.plugin_browser import hold, until
from tests.ui.urls import RECEIVED

if TYPE_CHECKING:
    from playwright.sync_api import Browser, FilePayload

pytestmark = pytest.mark.browser

FORM = "/ui/catalogue/form"
AXE = ROOT / "tests" / "vendor" / "axe.min.js"
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PAGES = ["/ui/catalogue", FORM, "/ui/catalogue/desk", "/ui/catalogue/error/404"]


def let_time_stand(page: Page) -> None:
    """Open the form; from now on its time passes only as a test lets it, however slow we are."""
    page.clock.install(time=datetime(2026, 11, 20, 9, tzinfo=UTC))
    page.goto(FORM)
    page.clock.pause_at(datetime(2026, 11, 20, 10, tzinfo=UTC))


def test_an_answer_is_kept_within_three_seconds_and_said_so(page: Page) -> None:
    let_time_stand(page)
    with page.expect_request(
        lambda r: r.method == "POST" and "_autosave" in (r.post_data or "")
    ) as kept:
        page.locator("#f-reason").press_sequentially("Chuyển đến")
        page.clock.run_for(3000)
    assert "reason=" in (kept.value.post_data or "")
    expect(page.locator("#saved[aria-live=polite]")).to_have_text(
        re.compile(r"^Đã lưu lúc \d\d:\d\d$")
    )


def test_steady_typing_does_not_put_off_saving(page: Page) -> None:
    let_time_stand(page)
    with page.expect_request(lambda r: "_autosave" in (r.post_data or "")):
        for _ in range(40):
            page.locator("#f-reason").press_sequentially("x")
            page.clock.run_for(60)


def test_each_sending_of_a_page_says_its_turn(page: Page) -> None:
    page.goto(FORM)
    sent = []
    page.on("request", lambda r: sent.append(r.post_data) if r.method == "POST" else None)
    for text in ("Chuyển", "Chuyển đến"):
        with page.expect_response("**/form"):
            page.locator("#f-reason").fill(text)
            page.locator("#f-reason").blur()
    with page.expect_navigation():
        page.get_by_role("button", name="Tiếp tục", exact=True).last.click()
    marks = [re.search(r"_sending\W+([0-9a-z]+)\.(\d+)", body) for body in sent]
    assert len(marks) == 3
    assert len({mark[1] for mark in marks}) == 1
    turns = [int(mark[2]) for mark in marks]
    assert turns == sorted(set(turns))


def test_leaving_the_page_keeps_the_last_letters(page: Page) -> None:
    page.goto(FORM)
    page.locator("#f-reason").fill("vừa gõ")
    page.goto("/ui/catalogue")
    until(
        page,
        lambda: any(quote_plus("vừa gõ") in body and "_autosave=1" in body for body in RECEIVED),
    )


def test_a_failed_save_says_why(page: Page, complaints: list[str]) -> None:
    page.goto(FORM)
    page.route("**/form", lambda route: route.fulfill(status=422, json={"detail": "Quá dài."}))
    page.locator("#f-reason").fill("x")
    page.locator("#f-reason").blur()
    expect(page.locator("#saved.is-failed")).to_have_text("Quá dài.")
    complaints.clear()


def test_a_save_without_network_is_tried_again(page: Page, complaints: list[str]) -> None:
    page.goto(FORM)
    page.wait_for_load_state("networkidle")
    page.context.set_offline(offline=True)
    page.locator("#f-reason").fill("x")
    expect(page.locator("#saved.is-failed")).to_contain_text("Chưa lưu được")
    page.context.set_offline(offline=False)
    expect(page.locator("#saved")).to_contain_text("Đã lưu lúc")
    complaints.clear()


def test_the_error_summary_takes_the_focus_and_leads_to_the_control(page: Page) -> None:
    page.goto(FORM)
    page.locator("#f-full_name").press("Enter")
    summary = page.locator("[data-error-summary]")
    expect(summary).to_be_focused()
    summary.get_by_text("Số định danh cá nhân phải có 12 chữ số").click()
    expect(page.locator("#f-citizen_number")).to_be_focused()
    expect(page.locator("#f-citizen_number")).to_be_in_viewport()


def test_the_error_summary_takes_no_focus_from_who_is_typing_already(page: Page) -> None:
    page.goto(FORM)
    held = hold(page, "**/error-summary*.js")
    page.locator("#f-full_name").press("Enter")
    page.locator("#f-citizen_number").click()
    until(page, lambda: bool(held))
    page.keyboard.type("0")
    held.pop().continue_()
    expect(page).to_have_title(re.compile(r"^\(!\) "))
    expect(page.locator("#f-citizen_number")).to_be_focused()


def test_a_double_click_sends_once(page: Page) -> None:
    page.goto(FORM)
    posts: list[str] = []
    page.on("request", lambda r: posts.append(r.url) if r.is_navigation_request() else None)
    with page.expect_navigation(wait_until="networkidle"):
        page.get_by_role("button", name="Tiếp tục", exact=True).last.dblclick()
    assert len(posts) == 1


def test_items_come_and_go_without_losing_what_was_typed(page: Page) -> None:
    page.goto(FORM)
    page.locator("#f-members-0-full_name").fill("Đỗ Mỹ Ý")
    page.locator("#f-reason").fill("lý do")
    page.get_by_role("button", name="Thêm người").click()
    expect(page.locator("#f-members-1-full_name")).to_be_focused()
    assert page.locator("#f-reason").input_value() == "lý do"
    page.get_by_role("button", name="Bỏ Người 2").click()
    expect(page.locator("#f-members-1-full_name")).to_have_count(0)
    expect(page.locator("#f-members")).to_be_focused()


def test_nothing_is_typed_into_items_that_another_answer_replaces(page: Page) -> None:
    page.goto(FORM)
    held = hold(page, "**/form")
    page.get_by_role("button", name="Thêm người").click()
    group = page.locator("[data-group]").filter(has=page.locator("#f-members"))
    expect(group).to_have_js_property("inert", True)
    page.locator("#f-members-0-full_name").focus()
    page.keyboard.type("Đỗ Mỹ Ý")
    until(page, lambda: bool(held))
    assert page.locator("#f-members-0-full_name").input_value() == ""
    for route in held:
        route.continue_()
    expect(page.locator("#f-members-1-full_name")).to_be_focused()


def test_a_long_list_is_filtered_without_marks(page: Page) -> None:
    page.goto(FORM)
    page.get_by_label("Gõ để tìm trong danh sách").fill("dan toc 54")
    expect(page.locator("#f-ethnicity")).to_have_value("54")


def test_a_question_appears_with_the_answer_it_depends_on(page: Page) -> None:
    page.goto(FORM)
    expect(page.locator("#f-owner")).to_be_visible()
    page.get_by_label("Có", exact=True).check()
    expect(page.locator("#f-owner")).to_be_hidden()


def test_choosing_a_province_brings_its_communes(page: Page) -> None:
    page.route("**/communes?province=79", lambda route: route.fulfill(json=[["26734", "Sài Gòn"]]))
    page.goto(FORM)
    page.locator("[data-place]").first.evaluate("e => e.dataset.lookup = '/communes'")
    page.locator("#f-birthplace-province").select_option("79")
    expect(page.locator("#f-birthplace-commune")).to_contain_text("Sài Gòn")


def test_a_file_goes_up_at_once_and_one_too_big_is_refused_beforehand(page: Page) -> None:
    box = '<div data-upload="/up" data-taken="Nhận"><input type="file"><p data-upload-status></p>'
    fresh = f"{box}<ul><li>ok.pdf</li></ul></div>"
    page.route("**/up", lambda route: route.fulfill(body=fresh, content_type="text/html"))
    page.goto(FORM)
    page.locator("[data-upload]").evaluate("e => { e.dataset.upload = '/up'; e.dataset.max = 10 }")
    page.locator("#f-photo").set_input_files([_pdf("big.pdf", 11)])
    expect(page.locator("[data-upload]")).to_contain_text("big.pdf: Tệp quá lớn")
    page.locator("#f-photo").set_input_files([_pdf("ok.pdf", 9)])
    expect(page.locator("[data-upload] ul")).to_have_text("ok.pdf")
    expect(page.locator("[data-upload-status]")).to_have_text("Nhận 1.")


def test_a_file_chosen_before_the_scripts_came_goes_up_when_they_do(page: Page) -> None:
    held = hold(page, "**/js/upload.js")
    box = '<div data-upload="/up" data-taken="Nhận"><input type="file"><p data-upload-status></p>'
    page.route("**/up", lambda route: route.fulfill(body=f"{box}</div>", content_type="text/html"))
    page.goto(FORM, wait_until="commit")
    page.locator("[data-upload]").evaluate("e => { e.dataset.upload = '/up' }")
    page.locator("#f-photo").set_input_files([_pdf("early.pdf", 9)])
    until(page, lambda: bool(held))
    held[0].continue_()
    expect(page.locator("[data-upload-status]")).to_have_text("Nhận 1.")


def test_a_refused_file_says_why_and_keeps_the_answers(page: Page) -> None:
    page.route("**/up", lambda route: route.fulfill(status=200, body="<p>"))
    page.goto(FORM)
    page.locator("#f-reason").fill("còn đây")
    page.locator("[data-upload]").evaluate("e => { e.dataset.upload = '/up' }")
    page.locator("#f-photo").set_input_files([_pdf("x.pdf", 1)])
    expect(page.locator("[data-upload] progress")).to_have_count(0)
    expect(page.locator("#f-reason")).to_have_value("còn đây")


def test_a_right_file_takes_the_complaint_about_it_away(page: Page) -> None:
    fresh = '<div data-upload="/up"><input type="file" id="f-photo"></div>'
    page.route("**/up", lambda route: route.fulfill(body=fresh, content_type="text/html"))
    page.goto(FORM)
    with page.expect_navigation():  # until every script of the next page runs
        page.locator("#f-full_name").press("Enter")
    summary = page.locator("[data-error-summary]")
    before = summary.locator("li").count()
    page.evaluate(
        """() => {
            const upload = document.querySelector("[data-upload]");
            upload.dataset.upload = "/up";
            const question = upload.closest(".mc-question");
            question.classList.add("govuk-form-group--error");
            const said = '<div class="govuk-error-message">Chưa có ảnh</div>';
            upload.insertAdjacentHTML("beforebegin", said);
            const list = document.querySelector("[data-error-summary] ul");
            list.insertAdjacentHTML("beforeend", '<li><a href="#f-photo">Chưa có ảnh</a></li>');
        }"""
    )
    page.locator("#f-photo").set_input_files([_pdf("ok.pdf", 1)])
    expect(page.get_by_text("Chưa có ảnh")).to_have_count(0)
    expect(summary.locator("li")).to_have_count(before)
    expect(summary.locator("h2")).to_contain_text(str(before))


def test_a_code_is_copied_with_one_tap(page: Page) -> None:
    page.goto("/ui/catalogue")
    page.locator("[data-copy]").first.click()
    expect(page.locator("[data-copy]").first).to_have_text("Đã chép")
    assert page.evaluate("navigator.clipboard.readText()") == "H26.15-261120-0123"


def test_a_code_that_is_copied_twice_says_its_own_words_again(page: Page) -> None:
    page.goto("/ui/catalogue")
    button = page.locator("[data-copy]").first
    words = button.inner_text()
    button.dblclick()
    expect(button).to_have_text("Đã chép")
    page.wait_for_timeout(3000)  # as long as each of the two taps is answered
    expect(button).to_have_text(words)


def test_the_desk_goes_by_keys(page: Page) -> None:
    page.goto("/ui/catalogue/desk")
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator("#row-2")).to_be_focused()
    page.keyboard.press("k")
    expect(page.locator("#row-1")).to_be_focused()
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type("jj")
    assert page.locator("#q").input_value() == "jj"
    page.locator("#q").blur()
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    page.get_by_label("Tắt phím tắt").check()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    expect(page.locator("#row-2")).not_to_be_focused()


def test_a_queue_refreshes_itself_and_the_focus_stays(page: Page) -> None:
    page.clock.install()
    page.goto("/ui/catalogue/desk")
    page.locator("#row-3").focus()
    page.locator("#row-3").evaluate("e => { e.dataset.old = 'yes' }")
    with page.expect_response("**/catalogue/desk"):
        page.clock.run_for(31_000)
    expect(page.locator("#row-3[data-old]")).to_have_count(0)
    expect(page.locator("#row-3")).to_be_focused()


def test_the_offline_line_comes_and_goes(page: Page) -> None:
    page.goto("/ui/catalogue")
    page.wait_for_load_state("networkidle")
    page.context.set_offline(offline=True)
    expect(page.locator("[data-offline]")).to_be_visible()
    page.context.set_offline(offline=False)
    expect(page.locator("[data-offline]")).to_be_hidden()


@pytest.mark.parametrize("address", PAGES)
def test_no_page_scrolls_sideways_or_fails_axe(page: Page, address: str) -> None:
    page.goto(address)
    page.evaluate(AXE.read_text())
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        found = page.evaluate("tags => axe.run(document, {runOnly: tags})", LEVELS)
        assert [(v["id"], v["nodes"][0]["html"]) for v in found["violations"]] == []


def test_a_form_of_every_kind_works_without_scripts(chromium: Browser, site: str) -> None:
    context = chromium.new_context(base_url=site, locale="vi-VN", java_script_enabled=False)
    page = context.new_page()
    page.goto(FORM)
    page.locator("#f-reason").fill("không cần mã lệnh")
    page.get_by_role("button", name="Thêm người").click()
    expect(page.locator("#f-members-1-full_name")).to_be_visible()
    expect(page.locator("#f-reason")).to_have_value("không cần mã lệnh")
    expect(page.get_by_role("button", name="Hiện xã, phường").first).to_be_visible()
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("#f-reason")).to_have_value("không cần mã lệnh")
    context.close()


def _pdf(name: str, size: int) -> FilePayload:
    return {"name": name, "mimeType": "application/pdf", "buffer": b"x" * size}

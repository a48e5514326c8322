"""Sent back once, with all reasons; told at each turn."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.people import BIRTH, paper, send
from tests.watching import barriers, look


@pytest.fixture
def dossier(citizen, office):
    return office.file(code=BIRTH, email=citizen.facts["email"], key=citizen.facts["number"])


def reopened(page):
    """Give the questions and papers that the form has controls for."""
    controls = page.locator("#questions").locator("input:visible, select:visible, textarea:visible")
    return {(control.get_attribute("name") or "").partition(".")[0] for control in controls.all()}


def test_an_official_marks_two_items_and_the_citizen_sees_exactly_two(
    citizen, office, dossier, tmp_path
):
    code = office.look(dossier=dossier)["papers"][0]
    items = [["paper", code, "Ảnh mờ, không đọc được số."], ["question", "child_name", "Thiếu họ."]]
    office.supplement(dossier=dossier, items=items)
    citizen.sign_in()
    page = citizen.page
    page.get_by_role("link", name="khai sinh").first.click()
    expect(page.locator(".mc-todo li")).to_have_count(2)
    for _, _, reason in items:
        expect(page.locator(".mc-todo")).to_contain_text(reason)
    look(page, "supplement-asked-390")
    with page.expect_navigation():
        page.get_by_role("link", name="Bổ sung", exact=True).click()
    assert reopened(page) == {code, "child_name"}
    assert barriers(page) == []
    page.locator('[name="child_name.given"]').fill("Bình An")
    expect(page.locator("#saved")).to_have_text(re.compile(r"Đã lưu lúc \d\d:\d\d"))
    send(page, code, paper(tmp_path, "ro.pdf"))
    page.reload()
    expect(page.locator('[name="child_name.given"]')).to_have_value("Bình An")
    expect(page.locator(".mc-files")).to_contain_text("ro.pdf")
    look(page, "supplement-390")
    page.get_by_role("button", name="Tiếp tục", exact=True).last.click()
    page.wait_for_url("**/supplement/check")
    expect(page.locator("main")).to_contain_text("Bình An")
    assert barriers(page) == []
    look(page, "supplement-check-390")
    page.get_by_role("button", name="Gửi phần bổ sung").click()
    page.wait_for_url(lambda url: "/supplement" not in url)
    assert office.look(dossier=dossier)["state"] == "filed"


TURNS = 4  # filed, accepted, finished, returned


def test_letters_and_short_messages_tell_of_each_turn(citizen, office, dossier, sandbox):
    office.receive(dossier=dossier)
    office.finish(dossier=dossier)
    # After the turns it is asked how one was served; that comes when the worker comes to it.
    letters = sandbox.letters(citizen.facts["email"], TURNS + 1)
    messages = sandbox.messages(citizen.facts["phone"], TURNS + 1)
    for told in (letters, messages):
        others = [one["text"] for one in told if dossier not in one["text"]]
        assert len(told) == TURNS + 1
        assert len(others) == 1, others
        assert "/danh-gia/l/" in others[0]
    assert all(letter["from"].endswith("localhost") for letter in letters)
    assert all(message["text"].isascii() for message in messages)

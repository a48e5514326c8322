"""Finding a procedure with the keyboard, from suggestions and from the list with its filters."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.people import BIRTH
from tests.watching import barriers, look


@pytest.fixture
def stranger(device):
    return device().new_page()


def test_suggestions_are_chosen_by_arrow_keys_and_left_by_escape(stranger):
    stranger.goto("/")
    field = stranger.get_by_role("combobox", name="Tìm thủ tục")
    field.press_sequentially("dang ky khai s", delay=30)
    expect(stranger.get_by_role("option").first).to_be_visible()
    expect(field).to_have_attribute("aria-expanded", "true")
    assert barriers(stranger) == []
    look(stranger, "suggestions-390")
    field.press("ArrowDown")
    chosen = stranger.locator('[role="option"][aria-selected="true"]')
    expect(chosen).to_have_count(1)
    expect(field).to_have_attribute("aria-activedescendant", chosen.get_attribute("id"))
    field.press("Escape")
    expect(stranger.get_by_role("listbox")).to_be_hidden()
    expect(field).to_have_value("dang ky khai s")
    field.press("ArrowDown")
    name = stranger.get_by_role("option").first.inner_text()
    field.press("ArrowDown")
    with stranger.expect_navigation():
        field.press("Enter")
    expect(stranger.get_by_role("heading", level=1)).to_have_text(name)


def test_enter_without_a_choice_searches_as_without_scripts(stranger):
    stranger.goto("/")
    stranger.get_by_role("combobox", name="Tìm thủ tục").fill("có con")
    with stranger.expect_navigation():
        stranger.keyboard.press("Enter")
    expect(stranger.locator(f'a[href="/procedures/{BIRTH}"]')).to_be_visible()
    stranger.locator("summary", has_text="Lọc và chọn nơi ở").press("Enter")
    assert barriers(stranger) == []
    look(stranger, "narrowing-390")
    stranger.get_by_label("Cấp giải quyết").select_option("commune")
    with stranger.expect_navigation():
        stranger.get_by_role("button", name="Lọc", exact=True).click()
    expect(stranger.get_by_role("link", name="Cấp giải quyết: Cấp xã")).to_be_visible()
    stranger.goto("/life-events/having-a-child")
    assert barriers(stranger) == []

"""On a phone work begins at the top of the page: search, account and lists fold to two lines."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.desk.crowds import crowd
from tests.desk.test_in_a_browser import at, sit
from tests.watching import barriers

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

__all__ = ["sit"]  # a fixture

PHONE = {"viewport": {"width": 390, "height": 844}}
DESK = {"viewport": {"width": 1280, "height": 800}}
HIGHEST = 160  # pixels that may stand above a page's heading


def top(page):
    return page.locator("main h1").bounding_box()["y"]


@pytest.mark.parametrize("scripts", [True, False])
def test_every_page_begins_near_its_top(sit, world, scripts):
    dossier = world.file()
    roles = {
        "receptionist": ("queue", "notices", "counters", "register", "feedback"),
        "leader": ("leading",),
        "auditor": ("audit",),
    }
    too_low = []
    for role, names in roles.items():
        page = sit(role, java_script_enabled=scripts, **PHONE)
        for address in [*map(at, names), at("dossier", dossier.public_id)]:
            page.goto(address)
            too_low += [(role, address)] if top(page) > HIGHEST else []
    assert too_low == []


@pytest.mark.parametrize("scripts", [True, False])
def test_search_account_and_lists_open_by_a_press(sit, world, scripts):
    dossier = world.file()
    page = sit("receptionist", java_script_enabled=scripts, **PHONE)
    page.goto(at("queue"))
    name = page.get_by_role("link", name=world.accounts["receptionist"].official.full_name)
    expect(name).to_be_hidden()
    page.locator("summary", has_text="Tài khoản").click()
    expect(name).to_be_visible()
    page.locator("summary", has_text="Tài khoản").click()
    lists = page.locator(".desk-rail a", has_text="Tất cả hồ sơ")
    expect(lists).to_be_hidden()
    page.locator("summary", has_text="Mọi danh sách").click()
    expect(lists).to_be_visible()
    page.locator("summary", has_text="Tìm").click()
    page.get_by_role("searchbox").fill(dossier.code)
    page.get_by_role("button", name="Tìm").click()
    expect(page.get_by_role("heading", name=f"Kết quả tìm “{dossier.code}”")).to_be_visible()


def test_the_line_that_folds_the_lists_says_which_one_is_shown(sit, world):
    world.file()
    page = sit("receptionist", **PHONE)
    page.goto(f"{at('queue')}?queue=receiving")
    expect(page.locator(".desk-side > summary")).to_contain_text("Chờ tiếp nhận 1")
    page.goto(at("counters"))
    expect(page.locator(".desk-side > summary")).to_contain_text("Quầy")


def test_what_a_list_says_of_its_columns_stands_in_one_line_downwards(sit, world):
    world.receive(world.file())
    page = sit("receptionist", **PHONE)
    page.goto(f"{at('queue')}?queue=unit")
    said = page.locator("#queue tr[data-row] td:nth-last-child(-n + 2) > span")
    expect(said).to_have_count(2)
    lefts = {round(box["x"]) for one in said.all() if (box := one.bounding_box())}
    assert len(lefts) == 1, "short words and long ones begin at the same place"


def test_a_list_fits_the_phone_that_is_turned_with_rows_off_screen(sit, world):
    crowd(world.file(), 30)
    page = sit("receptionist", **PHONE)
    page.goto(f"{at('queue')}?queue=receiving")
    for corner in ("document.body.scrollHeight", "0"):  # whoever reads to the end and back
        page.evaluate(f"scrollTo(0, {corner})")
        page.screenshot()
    page.set_viewport_size({"width": 320, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth") == 320


@pytest.mark.parametrize("scripts", [True, False])
def test_nothing_folds_beside_a_wide_page(sit, world, scripts):
    page = sit("receptionist", java_script_enabled=scripts, **DESK)
    page.goto(at("queue"))
    expect(page.get_by_role("searchbox")).to_be_visible()
    expect(page.get_by_role("link", name="Tất cả hồ sơ")).to_be_visible()
    expect(page.locator("details.mc-fold > summary:visible")).to_have_count(0)


def test_what_is_open_on_a_phone_has_no_barrier_and_escape_folds_it(sit, world):
    world.file()
    page = sit("receptionist", **PHONE)
    page.goto(at("queue"))
    page.locator("summary", has_text="Mọi danh sách").click()
    page.locator("summary", has_text="Tìm").click()
    expect(page.get_by_role("searchbox")).to_be_focused()
    assert barriers(page) == []
    page.keyboard.press("Escape")
    expect(page.get_by_role("searchbox")).to_be_hidden()

"""Provinces and communes in what officials fill in: at the counter, and in a drafted result."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from motcua.dossiers.models import Result
from tests.cast import BUSINESS
from tests.counters.conftest import Office
from tests.desk.test_counter import CARD
from tests.desk.test_in_a_browser import at, sit
from tests.plugin_browser import hold, until

__all__ = ["sit"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
_LIST = "**/dia-danh/?*"


def begin(page, office):
    page.goto(at("counter", office.one.pk))
    with page.expect_navigation():  # the page before has the line for the card too
        page.get_by_role("button", name="Mở quầy", exact=True).click()
    page.get_by_label("Mã QR trên thẻ căn cước").fill(CARD)
    page.locator("#f-offering").select_option(str(office.world.offerings[BUSINESS]))
    page.get_by_role("button", name="Bắt đầu nhập hồ sơ").click()
    page.wait_for_url("**/counter/filings/**")


def test_communes_follow_the_province_that_a_clerk_chose(sit, world):
    page = sit("receptionist")
    begin(page, Office(world))
    page.locator("[name='owner_address.province']").select_option("01")
    communes = page.locator("[name='owner_address.commune']")
    expect(communes.locator("option", has_text="Phường Ba Đình")).to_have_count(1)
    communes.select_option("00004")


def test_communes_that_come_late_undo_no_choice(sit, world):
    page = sit("receptionist")
    begin(page, Office(world))
    province = page.locator("[name='owner_address.province']")
    communes = page.locator("[name='owner_address.commune'] option")
    held = hold(page, _LIST)
    province.select_option("01")
    until(page, lambda: held)
    province.select_option("")
    with page.expect_response(_LIST):
        held.pop().continue_()
    page.wait_for_timeout(200)  # long enough to fill a list
    expect(communes).to_have_count(1)  # nothing of a province that is not chosen any more
    page.unroute(_LIST)
    province.select_option("01")
    expect(communes.filter(has_text="Phường Ba Đình")).to_have_count(1)
    expect(page.locator("#saved")).to_contain_text("Đã lưu")
    page.reload()
    expect(communes.filter(has_text="Phường Ba Đình")).to_have_count(1)
    held = hold(page, _LIST)
    province.dispatch_event("change")
    expect(communes).to_have_count(1)  # nothing that rows still to come would undo
    until(page, lambda: held)
    held.pop().continue_()
    expect(communes.filter(has_text="Phường Ba Đình")).to_have_count(1)


def test_without_scripts_a_button_shows_the_communes_and_keeps_what_was_typed(sit, world):
    page = sit("receptionist", java_script_enabled=False)
    begin(page, Office(world))
    page.locator("[name='owner_address.line']").fill("Số 5 phố Huế")
    page.locator("[name='owner_address.province']").select_option("01")
    page.locator("[name=_lookup][value=owner_address]").click()
    page.wait_for_url("**#f-owner_address*")
    expect(page.locator("[name='owner_address.line']")).to_have_value("Số 5 phố Huế")
    page.locator("[name='owner_address.commune']").select_option("00004")
    assert not Result.objects.exists()

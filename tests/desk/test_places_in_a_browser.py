"""Provinces and communes in what officials fill in: at the counter, and in a drafted result."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from motcua.dossiers.models import Result
from tests.cast import BUSINESS
from tests.counters.conftest import Office
from tests.desk.test_counter import CARD
from tests.desk.test_in_a_browser import at, sit

__all__ = ["sit"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def begin(page, office):
    page.goto(at("counter", office.one.pk))
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

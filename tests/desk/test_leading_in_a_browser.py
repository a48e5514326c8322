"""The leader's pages in a real browser: no barrier, on a phone and at a desk, by keys alone."""

from __future__ import annotations

from random import Random

import pytest
from playwright.sync_api import expect

from motcua.insight.models import Report
from tests.desk.test_in_a_browser import at, sit
from tests.insight.histories import play
from tests.watching import barriers, look

__all__ = ["sit"]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}


def test_leaders_pages_fit_a_phone_and_a_desk_and_satisfy_axe(sit, world):
    world.settle(play(world, Random(3), dossiers=6, turns=40))
    page = sit("leader", viewport=DESK)
    page.goto(at("reports"))
    page.get_by_role("button", name="Lập").click()
    expect(page.get_by_role("link", name="Tải tệp")).to_be_visible()
    report = Report.objects.get()
    addresses = {
        "leading": at("leading"),
        "leading-person": at("leading") + "?by=person&period=2026",
        "leading-list": at("leading-dossiers") + "?figure=open",
        "leading-none": at("leading-dossiers") + "?figure=payment",
        "reports": at("reports"),
        "report": at("report", report.public_id),
    }
    wrong = []
    for name, address in addresses.items():
        for size, view in (("phone", PHONE), ("desk", DESK)):
            page.set_viewport_size(view)
            page.goto(address)
            look(page, f"{name}-{size}")
            wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
            wrong += [(name, size, "scrolls sideways")] if wide else []
            wrong += [(name, size, barrier) for barrier in barriers(page)]
    assert wrong == []


def test_a_leader_reaches_the_dossiers_of_a_number_by_keys_alone(sit, world):
    world.file()
    world.settle()
    page = sit("leader", viewport=DESK)
    page.goto(at("leading"))
    link = page.locator(".desk-figures a").first
    link.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Đã nhận")
    expect(page.locator("tr[data-row]")).to_have_count(1)

"""Hostile papers in the viewer: what can be shown is shown, the rest is said, the page lives."""

from __future__ import annotations

import io
from dataclasses import replace

import pikepdf
import pytest
from playwright.sync_api import expect

from motcua.dossiers import actions
from motcua.dossiers.models import Dossier
from tests.desk.test_in_a_browser import at, sit  # noqa: F401 - a fixture
from tests.plugin_browser import until
from tests.watching import barriers

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BROKEN = b"%PDF-1.5\n" + b"\xff" * 5000 + b"\n%%EOF"


def pages(*sizes):
    made = io.BytesIO()
    with pikepdf.new() as paper:
        for width, height in sizes:
            paper.add_blank_page()
            paper.pages[-1].MediaBox = [0, 0, width, height]
        paper.save(made)
    return made.getvalue()


def opened(sit, world, content):  # noqa: F811 - the fixture
    filing = world.filing()
    (code, _upload), *others = filing.papers
    sent = world.upload(content=content)
    filing = replace(filing, papers=((code, sent.public_id), *others))
    actor = world.actor("citizen")
    filed = actions.submit(actor=actor, filing=filing, key="key-0001", now=world.now)
    dossier = Dossier.objects.get(pk=filed.dossier_id)
    page = sit("receptionist")
    page.goto(at("paper", dossier.public_id, dossier.papers.get(code=code).public_id))
    return page


def test_a_page_that_is_enormous_or_a_thread_is_drawn_within_bounds(sit, world):  # noqa: F811
    page = opened(sit, world, pages((595, 842), (14_000_000, 14_000_000), (3, 14_400)))
    expect(page.locator(".desk-pdf__page")).to_have_count(3, timeout=60_000)
    sides = page.evaluate(
        "[...document.querySelectorAll('.desk-pdf__page canvas')].map((c) => [c.width, c.height])"
    )
    assert all(0 < width <= 8192 and 0 < height <= 8192 for width, height in sides)
    tall = page.locator(".desk-pdf__page").last.bounding_box()
    assert tall["height"] <= 10 * tall["width"] + 2


def test_of_a_paper_of_thousands_of_pages_the_first_are_shown_and_it_is_said(sit, world):  # noqa: F811
    page = opened(sit, world, pages(*[(595, 842)] * 700))
    page.get_by_text("500 trang đầu").wait_for(timeout=90_000)
    assert page.locator(".desk-pdf__page").count() == 500


def test_a_paper_of_junk_is_said_to_be_broken_and_not_to_be_opened_elsewhere(sit, world):  # noqa: F811
    page = opened(sit, world, BROKEN)
    page.get_by_text("Không xem được giấy tờ này").wait_for(timeout=60_000)
    assert page.get_by_text("Tệp bị hỏng hoặc viết sai chuẩn PDF").is_visible()
    assert not page.get_by_text("Tệp đặt mật khẩu").is_visible()
    assert not page.locator("[data-pdf-download]").is_visible()
    assert page.locator("[data-pdf-failed] a", has_text="Yêu cầu bổ sung").is_visible()
    assert barriers(page) == []


def test_a_paper_that_is_read_without_end_is_stopped_and_it_is_said(sit, world):  # noqa: F811
    page = opened(sit, world, pages((595, 842)))
    page.route("**/pdf.worker*", lambda _route: None)  # what would never come to an end
    page.clock.install()
    page.reload()
    page.get_by_text("Đang mở giấy tờ").wait_for(timeout=60_000)
    said = page.get_by_text("Tệp bắt máy đọc mãi không xong")

    def is_said():
        page.clock.fast_forward(21_000)
        return said.is_visible()

    until(page, is_said)
    assert not page.locator("[data-pdf-download]").is_visible()
    page.unroute_all(behavior="ignoreErrors")


def test_a_paper_that_did_not_come_is_not_said_to_be_broken(sit, world):  # noqa: F811
    page = opened(sit, world, pages((595, 842)))
    page.route("**/content", lambda route: route.fulfill(status=422))
    page.reload()
    page.get_by_text("Chưa tải được tệp").wait_for(timeout=60_000)
    assert page.locator("[data-pdf-download]").is_visible()

"""The copy sheet and the parcels in a real browser: by keyboard, marked, without barriers."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from motcua.deliveries.actions import book_parcel, hear
from motcua.deliveries.models import Parcel
from motcua.dossiers.actions import posting
from motcua.kernel.actors import SYSTEM
from tests.cast import NOW
from tests.deliveries.conftest import Willing, tariff_rows, word
from tests.desk.test_in_a_browser import sit  # noqa: F401 - a fixture
from tests.desk.test_parcels import HOME, paid
from tests.watching import barriers, look, settled

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def at(name, *args):
    return reverse(f"desk:{name}", args=args, urlconf="tests.desk.addresses")


def test_a_dossier_is_copied_field_by_field_with_the_enter_key(sit, world):  # noqa: F811 - the fixture
    dossier = world.receive(world.file())
    page = sit("specialist")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(at("outside-sheet", dossier.public_id, "ho-tich"))
    buttons = page.locator("[data-sheet-copy]")
    buttons.first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".desk-sheet__row.is-copied")).to_have_count(1)
    expect(buttons.first).to_contain_text("Đã chép")
    expect(buttons.nth(1)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".desk-sheet__row.is-copied")).to_have_count(2)
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == buttons.nth(1).get_attribute("data-sheet-copy")
    assert barriers(page) == []
    page.get_by_label("Số hồ sơ ở hệ thống kia").fill("HT-2026-0001")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("chưa đồng bộ")
    settled(page)
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
        look(page, f"desk-sheet-{width}")
    assert barriers(page) == []


def test_the_page_of_parcels_fits_and_has_no_barrier(sit, world, settings):  # noqa: F811 - the fixture
    settings.CARRIER_URL = "http://127.0.0.1:1"
    tariff_rows()
    dossier = world.receive(world.file())
    citizen = world.actor("citizen")
    posting.ask_collection(actor=citizen, dossier_id=dossier.pk, address=HOME, now=NOW)
    parcel = paid()
    hear(carrier="post", word=word("delay", parcel, minute=1), now=NOW)
    page = sit("receptionist")
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(at("parcels"))
        expect(page.locator("main")).to_contain_text("Đến muộn")
        assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
        assert barriers(page) == []
        look(page, f"desk-parcels-{width}")
    assert Parcel.objects.count() == 1
    book_parcel(actor=SYSTEM, parcel_id=parcel.pk, carrier=Willing(), now=NOW)
    page.get_by_label("Quét hoặc gõ mã trên nhãn bưu phẩm").fill(parcel.number)
    page.keyboard.press("Enter")
    page.wait_for_url("**/dossiers/**")
    page.goto(at("parcel-label", parcel.public_id))
    assert barriers(page) == []
    look(page, "desk-label")

"""U5, U16 and the post in a browser: a photograph, the receipt's code, the way home."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from motcua.dossiers.models import Errand
from motcua.identity.middleware.cookies import session_cookie
from tests.deliveries.conftest import tariff_rows
from tests.identity.doors import Door, signed_in
from tests.qr import read_pdf
from tests.watching import Watch, fits

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAPER = "giay-chung-sinh"
HEIC = Path(__file__).parent / "files" / "phone.heic"


@pytest.fixture
def page(chromium, port, world):
    site = f"http://localhost:{port}"
    key = signed_in(world.accounts["citizen"], steps=("password",))
    value = key.cookies[session_cookie(Door.PORTAL)].value
    context = chromium.new_context(base_url=site, locale="vi-VN")
    context.add_cookies([{"name": session_cookie(Door.PORTAL), "value": value, "url": site}])
    watch = Watch()
    watch.over(context)
    watch.expect("status of 422")
    yield context.new_page()
    context.close()
    assert watch.unexpected == []


def test_a_phones_heic_photograph_is_chosen_and_read_by_everybody_as_pdf(page, filled):
    draft = filled(child_case="ordinary", parents="married", relation="mother")
    page.goto(f"{draft}/papers")
    place = page.locator(f"[data-upload][data-field='{PAPER}']")
    place.locator("input[type=file]").set_input_files(HEIC)
    expect(place.locator(".mc-files")).to_contain_text("phone.heic")
    page.reload()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="dưới dạng PDF").click()
    assert waiting.value.path().read_bytes().startswith(b"%PDF-")


def test_the_receipts_code_opens_tracking_with_the_code_filled_in(page, world, chromium, port):
    dossier = world.file()
    page.goto(f"/dossiers/{dossier.public_id}/filed")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Tải biên nhận").click()
    address = read_pdf(waiting.value.path().read_bytes())
    assert address.startswith(f"http://localhost:{port}/t/")
    anybody = chromium.new_context().new_page()
    anybody.goto(address)
    expect(anybody.get_by_label("Mã hồ sơ")).to_have_value(dossier.code)
    assert "Nguyễn Thị An" not in anybody.content()
    anybody.context.close()


def test_the_way_home_is_chosen_in_a_browser(page, world, settings):
    settings.CARRIER_URL = "http://127.0.0.1:1"
    settings.BANK_ACCOUNT = "970436:1012345678"
    tariff_rows()
    dossier = world.receive(world.file())
    page.goto(f"/dossiers/{dossier.public_id}")
    page.get_by_role("link", name="Chọn cách nhận kết quả").click()
    expect(page.get_by_label("Số điện thoại")).to_be_hidden()
    page.get_by_label("Bưu chính phát tới nhà").check()
    fits(page, "post-choose")
    # What is known of him stands there already.
    expect(page.get_by_label("Họ tên người giao nhận")).not_to_have_value("")
    page.get_by_label("Số điện thoại").fill("")
    page.get_by_role("button", name="Lưu cách nhận").click()
    expect(page.locator("[data-error-summary]")).to_be_focused()
    fits(page, "post-errors")
    page.get_by_label("Họ tên người giao nhận").fill("Nguyễn Thị An")
    page.get_by_label("Số điện thoại").fill("0912345678")
    page.get_by_label("Số nhà, đường, xã hoặc phường").fill("Số 1 phố Hoa Sữa")
    page.get_by_label("Tỉnh, thành phố").select_option("01")
    page.get_by_role("button", name="Lưu cách nhận").click()
    page.wait_for_url(lambda url: "nhan-ket-qua" not in url)
    assert Errand.objects.get().way == "post"
    page.goto(f"/dossiers/{dossier.public_id}")
    expect(page.locator("main")).to_contain_text("18.000 đ")
    fits(page, "post-dossier")

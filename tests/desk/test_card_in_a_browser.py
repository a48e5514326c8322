"""The identity card at the counter: held before the camera, or read by a reader that types."""

from __future__ import annotations

import io
import shutil

import pytest
import segno
from django.urls import reverse
from PIL import Image
from playwright.sync_api import expect

from motcua.counters.models import CounterFiling
from motcua.identity.middleware.cookies import session_cookie
from tests.cast import BUSINESS
from tests.desk.test_counter import CARD
from tests.identity.doors import Door, signed_in
from tests.watching import Watch

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NEW = "001185009998||Nguyễn Thị Ngọc Ưỡng|00001985|Nữ|Thôn Đồng Đậu, xã Cổ Bi|01072024|Cha|Mẹ|x"


def film(path, text):
    """Write what a camera sees when a card is held before it: a picture after another, as MJPEG."""
    code = io.BytesIO()
    segno.make(text, error="l", micro=False, encoding="utf-8").save(code, kind="png", scale=6)
    card = Image.new("RGB", (1280, 720), (200, 205, 198))
    card.paste(Image.open(code).convert("RGB"), (420, 160))
    frame = io.BytesIO()
    card.save(frame, "JPEG", quality=90)
    path.write_bytes(frame.getvalue() * 5)


@pytest.fixture
def seeing(chromium, port, office, world, tmp_path):
    """Open the counter in a browser whose camera sees a card."""
    opened, watch = [], Watch(expected=["status of 422"])

    def look_at(text):
        path = tmp_path / "the.mjpeg"
        film(path, text)
        browser = chromium.browser_type.launch(
            executable_path=shutil.which("chromium") or shutil.which("chromium-browser"),
            args=[
                "--no-sandbox",
                "--disable-dev-shm-usage",
                "--use-fake-ui-for-media-stream",
                "--use-fake-device-for-media-stream",
                f"--use-file-for-fake-video-capture={path}",
            ],
        )
        opened.append(browser)
        key = signed_in(world.accounts["receptionist"]).cookies[session_cookie(Door.DESK)].value
        address = f"http://desk.localhost:{port}"
        context = browser.new_context(base_url=address)
        context.add_cookies([{"name": session_cookie(Door.DESK), "value": key, "url": address}])
        watch.over(context)
        page = context.new_page()
        page.goto(reverse("desk:counter", args=[office.one.pk], urlconf="tests.desk.addresses"))
        # The page before has the line for the card too.
        with page.expect_navigation():
            page.get_by_role("button", name="Mở quầy", exact=True).click()
        return page

    yield look_at
    for browser in opened:
        browser.close()
    assert watch.unexpected == []


@pytest.mark.parametrize("text", [CARD, NEW], ids=["seven fields", "newer card"])
def test_a_card_held_before_the_camera_fills_the_form(seeing, office, text):
    page = seeing(text)
    page.get_by_role("button", name="Dùng máy ảnh").click()
    expect(page.get_by_text("Đã đọc thẻ.")).to_be_visible()
    expect(page.get_by_label("Mã QR trên thẻ căn cước")).to_have_value(text)
    assert page.locator("video").count() == 0, "the camera is off again"
    page.locator("#f-offering").select_option(str(office.world.offerings[BUSINESS]))
    page.get_by_role("button", name="Bắt đầu nhập hồ sơ").click()
    expect(page.get_by_label("Họ, chữ đệm và tên").first).to_have_value(text.split("|")[2])
    expect(page.locator("[name='who-number']")).to_have_value(text.split("|")[0])


def test_a_reader_that_types_fills_the_line_and_its_enter_sends_nothing(seeing, office):
    page = seeing(CARD)
    page.get_by_label("Mã QR trên thẻ căn cước").focus()
    page.keyboard.type(NEW, delay=1)
    page.keyboard.press("Enter")
    expect(page.locator("#f-offering")).to_be_focused()
    assert CounterFiling.objects.count() == 0
    page.locator("#f-offering").select_option(str(office.world.offerings[BUSINESS]))
    page.get_by_role("button", name="Bắt đầu nhập hồ sơ").click()
    expect(page.get_by_label("Họ, chữ đệm và tên").first).to_have_value("Nguyễn Thị Ngọc Ưỡng")


def test_a_code_that_is_no_card_is_said_beside_the_line(seeing, office):
    page = seeing("https://example.vn/khong-phai-the")
    page.get_by_role("button", name="Dùng máy ảnh").click()
    expect(page.get_by_text("Đã đọc thẻ.")).to_be_visible()
    page.locator("#f-offering").select_option(str(office.world.offerings[BUSINESS]))
    page.get_by_role("button", name="Bắt đầu nhập hồ sơ").click()
    expect(page.locator("[data-error-summary]")).to_contain_text("Nội dung mã QR")
    assert CounterFiling.objects.count() == 0

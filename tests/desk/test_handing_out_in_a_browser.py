"""A result is handed out in a browser: one way of confirming after another, and nothing lost."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from motcua.dossiers.models import Dossier
from motcua.notifications.models import Message
from tests.desk.test_in_a_browser import at, sit
from tests.watching import barriers, look

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

__all__ = ["sit"]  # a fixture

WAYS = {
    "Ký trên màn hình": "canvas",
    "Ký trên giấy, đã quét": "input[name=signed]",
    "Mã gửi tới điện thoại chủ hồ sơ": "input[name=code]",
}


@pytest.fixture
def finished(world, settings):
    settings.SMS_URL = "http://127.0.0.1:1"
    return world.finish(world.receive(world.file()))


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("width", [390, 1280])
def test_only_what_the_chosen_way_asks_for_is_shown(sit, finished, scripts, width):
    size = {"viewport": {"width": width, "height": 844}}
    page = sit("receptionist", java_script_enabled=scripts, **size)
    page.goto(at("hand-out", finished.public_id))
    for part in WAYS.values():
        expect(page.locator(part)).to_be_hidden()
    for number, (way, own) in enumerate(WAYS.items()):
        page.get_by_label(way).check()
        for part in WAYS.values():
            is_shown = part == own and (scripts or part != "canvas")
            expect(page.locator(part)).to_be_visible(visible=is_shown)
        look(page, f"hand-out-{number}-{width}")
    if scripts:
        assert barriers(page) == []


@pytest.mark.parametrize("scripts", [True, False])
def test_the_code_is_sent_and_what_was_typed_stays(sit, finished, scripts):
    page = sit("receptionist", java_script_enabled=scripts)
    page.goto(at("hand-out", finished.public_id))
    page.get_by_label("Họ tên người nhận").fill("Trần Văn Bình")
    page.get_by_label("Nhận thay chủ hồ sơ").fill("hàng xóm")
    page.get_by_label("Mã gửi tới điện thoại chủ hồ sơ").check()
    page.get_by_role("button", name="Gửi mã tới").click()
    expect(page.get_by_text("Đã gửi mã tới điện thoại")).to_be_visible()
    expect(page.get_by_label("Họ tên người nhận")).to_have_value("Trần Văn Bình")
    expect(page.get_by_label("Nhận thay chủ hồ sơ")).to_have_value("hàng xóm")
    code = Message.objects.filter(template="hand-out-code").latest("pk").context["code"]
    page.get_by_label("Mã chủ hồ sơ đọc").fill(code)
    page.get_by_label("Mã chủ hồ sơ đọc").press("Enter")
    page.wait_for_url(lambda url: "trao-ket-qua" not in url)
    assert Dossier.objects.get(pk=finished.pk).state == "returned"

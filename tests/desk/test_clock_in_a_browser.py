"""The clock, the control slip and the apology in a real browser: no barrier, wide and narrow."""

from __future__ import annotations

import pytest

from tests.desk.test_in_a_browser import at, sit  # noqa: F401 - a fixture
from tests.dossiers.doing import at as moment, residence
from tests.watching import barriers, look

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("width", [390, 1280])
def test_the_clock_and_its_papers_have_no_barrier(sit, world, width):  # noqa: F811 - the fixture
    dossier = world.receive(residence(world), now=moment("2026-11-20T08:00"))
    page = sit("head", viewport={"width": width, "height": 900})
    page.goto(at("dossier", dossier.public_id))
    page.get_by_role("link", name="Vì sao hẹn lúc này").click()
    page.get_by_text("Không tính ngày tiếp nhận").wait_for()
    assert barriers(page) == []
    look(page, f"clock-{width}")
    page.goto(at("control", dossier.public_id))
    assert barriers(page) == []
    look(page, f"control-{width}")
    page.goto(at("apologise", dossier.public_id))
    page.get_by_label("Lý do").fill("Chờ kết quả xác minh của công an nơi cư trú cũ.")
    page.get_by_label("Ngày hẹn lại").fill("07/12/2026")
    page.get_by_role("button", name="Xem trước phiếu").click()
    assert barriers(page) == []
    look(page, f"apologise-{width}")
    page.get_by_role("button", name="Xin lỗi và hẹn lại").first.click()
    page.wait_for_url(at("dossier", dossier.public_id))  # the preview says the same words
    page.get_by_text("Hẹn lần đầu").wait_for()
    assert barriers(page) == []
    look(page, f"again-{width}")


def test_the_leader_returns_a_part_on_a_page_without_barrier(sit, world):  # noqa: F811
    dossier = world.receive(residence(world))
    page = sit("leader")
    page.goto(at("part", dossier.public_id))
    assert barriers(page) == []
    look(page, "part")

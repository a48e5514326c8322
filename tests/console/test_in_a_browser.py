"""The console in a real browser: nothing too wide, nothing axe objects to, no policy broken."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from motcua.identity.middleware.cookies import session_cookie
from tests.console.national import CHANGED, GONE, TIME
from tests.console.test_sending import dead
from tests.identity.doors import Door, signed_in
from tests.watching import barriers

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.long,
]
PAGES = (
    "",
    "amend/",
    "units/",
    "units/open/",
    "hours/",
    "hours/set/",
    "days/",
    "days/set/",
    "outages/",
    "outages/ask/",
    "buu-chinh/",
    "buu-chinh/them/",
    "gui-tin/",
    "gui-tin/gui-lai/?qua=sms&loai=submitted&loi=carrier.absent",
    "gui-tin/gia/",
    "gui-tin/gio/",
    "gui-tin/dau/",
    "officials/",
    "officials/appoint/",
    "officials/import/",
    "grants/",
    "grants/give/",
    "resets/",
    "offerings/",
    "awaiting/",
    "national/flags/",
    f"national/flags/{CHANGED}/limit.other-unit/{TIME}/",
    "national/changes/",
    f"national/changes/{CHANGED}/",
    "national/gone/",
    f"national/gone/{GONE}/withdraw/",
    f"national/gone/{GONE}/keep/",
    "national/open/",
    f"national/open/{CHANGED}/",
)


@pytest.fixture
def page(chromium, port, world, national):
    """Open the desk as the ward's administrator, and fail on any complaint."""
    del national
    key = signed_in(world.accounts["administrator"]).cookies[session_cookie(Door.DESK)].value
    address = f"http://desk.localhost:{port}"
    context = chromium.new_context(base_url=address)
    context.add_cookies([{"name": session_cookie(Door.DESK), "value": key, "url": address}])
    complaints = []
    page = context.new_page()
    page.on("console", lambda m: complaints.append(m.text) if _is_complaint(m) else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert complaints == []


def _is_complaint(message):
    # A form with an error in it answers 422, one that two people wrote 409; browsers note both.
    told = any(f"status of {code}" in message.text for code in (409, 422))
    return message.type == "error" and not told


def test_every_page_fits_a_phone_and_a_desk_and_satisfies_axe(page, base, world):
    official = world.accounts["specialist"].official.public_id
    dead("a", world.ward)
    wrong = []
    for path in (*PAGES, f"officials/{official}/", f"awaiting/{world.offerings['1.001612']}/"):
        page.goto(f"{base}{path}")
        wrong += barriers(page)
    assert wrong == []


def test_a_unit_is_opened_by_filling_in_the_form(page, base):
    page.goto(f"{base}units/")
    page.get_by_role("link", name="Mở đơn vị").click()
    page.get_by_label("Mã đơn vị").fill("TP")
    page.get_by_label("Tên đơn vị").fill("Tổ Tư pháp")
    page.get_by_label("Hoạt động từ ngày").fill("1-12")
    page.get_by_role("button", name="Mở đơn vị").click()
    page.get_by_role("link", name="Ngày chưa đúng").click()
    page.keyboard.press("Control+a")
    page.keyboard.type("01/12/2026")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Đã mở đơn vị.")).to_be_visible()
    expect(page.get_by_role("link", name="Tổ Tư pháp").first).to_be_visible()

"""The console in a real browser: nothing too wide, nothing axe objects to, no policy broken."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.test import override_settings
from django.test.testcases import LiveServerThread

from motcua.identity.middleware.cookies import session_cookie
from tests.identity.doors import Door, signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
AXE = Path(__file__).parents[1] / "vendor" / "axe.min.js"
WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
RULES = "axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']})"
PAGES = (
    "",
    "amend/",
    "units/",
    "units/open/",
    "hours/",
    "hours/set/",
    "days/",
    "days/set/",
    "officials/",
    "officials/appoint/",
    "officials/import/",
    "grants/",
    "grants/give/",
    "resets/",
    "offerings/",
    "awaiting/",
)


@pytest.fixture
def port(transactional_db):
    """Serve the desk on a loopback port."""
    server = LiveServerThread("127.0.0.1", StaticFilesHandler, connections_override={}, port=0)
    server.daemon = True
    server.start()
    server.is_ready.wait()
    assert server.error is None, server.error
    with override_settings(DESK_URL=f"http://desk.localhost:{server.port}"):
        yield server.port
    server.terminate()


@pytest.fixture
def page(chromium, port, world):
    """Open the desk as the ward's administrator, and fail on any complaint."""
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
    # A form with an error in it answers 422, which a browser notes too.
    return message.type == "error" and "status of 422" not in message.text


def test_every_page_fits_a_phone_and_a_desk_and_satisfies_axe(page, base, world):
    official = world.accounts["specialist"].official.public_id
    wrong = []
    for path in (*PAGES, f"officials/{official}/", f"awaiting/{world.offerings['1.001612']}/"):
        for width in (390, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(f"{base}{path}")
            if page.evaluate(WIDE):
                wrong.append((path, width, "too wide"))
        page.evaluate(AXE.read_text(encoding="utf-8"))
        found = page.evaluate(RULES)["violations"]
        wrong += [(path, rule["id"], rule["nodes"][0]["html"][:120]) for rule in found]
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
    page.get_by_text("Đã mở đơn vị.").wait_for()
    assert "Tổ Tư pháp" in page.content()

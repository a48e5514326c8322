"""A kiosk in a real browser: big targets, no barrier, and nothing of the visitor after the end."""

from __future__ import annotations

import io

import pikepdf
import pytest
from playwright.sync_api import expect

from motcua.counters import actions
from motcua.dossiers import actions as dossiers
from motcua.identity.middleware.cookies import session_cookie
from motcua.voice.actions.inviting import give_counter_code
from tests.counters.conftest import Office
from tests.identity.doors import Door, signed_in
from tests.plugin_browser import hold, until
from tests.watching import Watch, barriers, look, settled

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def office(world):
    return Office(world)


@pytest.fixture
def stand(chromium, port):
    """Stand before a device; fail on any complaint of the browser."""
    contexts, watches = [], []

    def come(**options):
        context = chromium.new_context(base_url=f"http://localhost:{port}", **options)
        watch = Watch()
        watch.over(context)
        contexts.append(context)
        watches.append(watch)
        return context.new_page()

    yield come
    for context in contexts:
        context.close()
    assert [said for watch in watches for said in watch.unexpected] == []


def switch_on(page, office):
    _kiosk, code = actions.make_kiosk(
        actor=office.actor("administrator"), unit=office.unit, name="Máy", now=office.now
    )
    page.goto("/kiosk")
    page.get_by_label("Mã bật máy").fill(code)
    page.get_by_role("button", name="Bật máy").click()
    expect(page.get_by_role("link", name="Lấy số thứ tự")).to_be_visible()


def printed_in_place(page):
    """The number is printed on a roll 80 mm wide, and the device stays on the page."""
    stands = page.url
    page.evaluate("() => { window.print = () => { document.title = 'printed'; } }")
    page.get_by_role("button", name="In số").click()
    assert (page.title(), page.url) == ("printed", stands)
    with pikepdf.open(io.BytesIO(page.pdf(prefer_css_page_size=True))) as paper:
        (sheet,) = paper.pages
        assert 79 < float(sheet.mediabox[2]) / 72 * 25.4 < 81
    page.emulate_media(media="print")
    assert page.locator(".mc-ticket__number").inner_text() == "A001"
    assert not page.get_by_text("Xong").is_visible()
    page.emulate_media(media="screen")


def test_a_number_is_taken_with_three_touches_on_pages_without_a_barrier(stand, office):
    page, wrong = stand(), []
    switch_on(page, office)
    wrong += barriers(page)
    look(page, "kiosk")
    for link in page.locator(".mc-kiosk a").all():
        assert link.bounding_box()["height"] >= 88
    page.get_by_role("link", name="Lấy số thứ tự").click()
    wrong += barriers(page)
    page.get_by_role("button", name="Hộ tịch").click()
    wrong += barriers(page)
    page.get_by_role("button", name="Không, lấy số thường").click()
    expect(page.locator(".mc-kiosk__number")).to_have_text("A001")
    wrong += barriers(page)
    look(page, "kiosk-ticket")
    printed_in_place(page)
    page.goto(f"/queue/{office.unit.public_id}")
    wrong += barriers(page)
    page.goto("/kiosk/still-there")
    wrong += barriers(page)
    assert wrong == []


def test_a_number_is_taken_without_scripts(stand, office):
    page = stand(java_script_enabled=False)
    switch_on(page, office)
    page.get_by_role("link", name="Lấy số thứ tự").click()
    page.get_by_role("button", name="Hộ tịch").click()
    page.get_by_role("button", name="Người khuyết tật").click()
    expect(page.locator(".mc-kiosk__number")).to_have_text("A001")


FINGER = 48
_TOUCHED = "a[href], button, summary, select, textarea, input"
_SMALL = f"""(least) => [...document.querySelectorAll("{_TOUCHED}")]
  .filter((one) => one.type !== "hidden" && !one.closest("[aria-hidden=true], .govuk-skip-link"))
  .filter((one) => one.checkVisibility() && !one.classList.contains("govuk-skip-link"))
  .map((one) => [one.getBoundingClientRect(), one.outerHTML.slice(0, 120)])
  .filter(([box]) => box.width && (box.width < least - 0.5 || box.height < least - 0.5))
  .map(([box, what]) => `${{Math.round(box.width)}}x${{Math.round(box.height)}} ${{what}}`)"""


def small(page):
    """Give what on the page is too small for a finger."""
    return [f"{page.url}: {one}" for one in page.evaluate(_SMALL, FINGER)]


@pytest.mark.parametrize("width", [390, 768, 1280])
def test_everything_that_is_touched_on_a_kiosk_is_big_enough_for_a_finger(
    stand, office, world, width
):
    dossier = world.file()
    returned = world.finish(world.receive(world.file(key="key-0002", seed=5)))
    dossiers.return_result(actor=world.actor("receptionist"), dossier_id=returned.pk, now=world.now)
    code = give_counter_code(
        actor=world.actor("receptionist"), dossier_id=returned.public_id, now=world.now
    )
    page = stand(viewport={"width": width, "height": 900})
    switch_on(page, office)
    found, wide = [], []

    def seen(name):
        settled(page)
        found.extend(small(page))
        wide.extend(
            [page.url] if page.evaluate("document.documentElement.scrollWidth") > width else []
        )
        look(page, f"kiosk-{name}-{width}")

    seen("begin")
    for address in ("/kiosk/lich-hen", "/kiosk/ticket", "/kiosk/still-there", "/accounts/login/"):
        page.goto(address)
        seen(address.strip("/").replace("/", "-"))
    for address in ("/", "/procedures", "/life-events", "/gop-y", "/help"):
        page.goto(address)
        seen(address.strip("/") or "home")
    page.goto("/track")
    seen("track")
    page.get_by_label("Mã hồ sơ").fill(dossier.code)
    page.get_by_label("4 số cuối").fill("0123")
    page.locator("main").get_by_role("button", name="Tra cứu").click()
    expect(page.get_by_role("heading", name="Hồ sơ đang ở đâu")).to_be_visible()
    seen("tracked")
    page.goto("/danh-gia")
    seen("rating-code")
    page.get_by_label("Mã đánh giá").fill(code)
    page.locator("main").get_by_role("button").click()
    expect(page.get_by_role("button", name="Gửi đánh giá")).to_be_visible()
    seen("rating")
    assert found == []
    assert wide == []


def test_the_board_calls_aloud_and_needs_no_reload(stand, office):
    office.take(key="a")
    office.open()
    page = stand()
    page.goto(f"/queue/{office.unit.public_id}")
    expect(page.locator("#board")).to_contain_text("Chưa gọi ai")
    office.next()
    expect(page.locator("#board")).to_contain_text("Quầy 1")
    expect(page.get_by_role("status").last).to_have_text("Mời số A001 đến Quầy 1")
    look(page, "board")


def test_the_board_asks_again_once_it_was_answered(stand, office):
    page = stand()
    page.clock.install()
    board = f"/queue/{office.unit.public_id}"
    page.goto(board)
    held = hold(page, f"**{board}")
    page.clock.run_for(12_000)
    until(page, lambda: held)
    page.wait_for_timeout(500)
    assert len(held) == 1, "an answer that is overtaken would call somebody a second time"
    held.pop().continue_()
    until(page, lambda: page.clock.run_for(6_000) or held)
    page.unroute_all(behavior="ignoreErrors")


def test_after_the_end_neither_back_nor_a_new_visit_shows_who_was_there(stand, office, world, port):
    page = stand()
    switch_on(page, office)
    key = signed_in(world.accounts["citizen"]).cookies[session_cookie(Door.PORTAL)].value
    cookie = {
        "name": session_cookie(Door.PORTAL),
        "value": key,
        "url": f"http://localhost:{port}",
    }
    page.context.add_cookies([cookie])
    dossier = world.file()
    page.goto("/my")
    expect(page.get_by_text(dossier.code)).to_be_visible()
    page.goto(f"/dossiers/{dossier.public_id}")
    page.get_by_role("link", name="Kết thúc").click()
    expect(page.get_by_role("link", name="Lấy số thứ tự")).to_be_visible()
    for _ in range(3):
        page.go_back()
        assert dossier.code not in page.content()
        assert dossier.applicant_name not in page.content()
    names = {one["name"] for one in page.context.cookies()}
    assert session_cookie(Door.PORTAL) not in names
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_an_idle_kiosk_asks_and_then_begins_anew(stand, office):
    page = stand()
    page.clock.install()
    switch_on(page, office)
    page.goto("/track")
    page.clock.run_for(91_000)
    page.wait_for_url("**/kiosk/still-there**")
    page.get_by_role("link", name="Tôi làm tiếp").click()
    page.wait_for_url("**/track")

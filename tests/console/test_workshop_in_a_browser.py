"""The workshop in a real browser: nothing too wide, nothing axe objects to, no policy broken."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from motcua.identity.middleware.cookies import session_cookie
from motcua.procedures.actions import begin_version
from motcua.procedures.queries import pack_of, version_on
from tests.cast import NOW, RESIDENCE
from tests.console.conftest import _administrator
from tests.console.test_in_a_browser import page  # noqa: F401 - the administrator's browser
from tests.identity.doors import Door
from tests.watching import barriers, look

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.long,
]
PLACES = (
    "edit/",
    "edit/?at=form",
    "edit/?at=process",
    "edit/?at=process/steps/tham-tra",
    "edit/?at=result",
    "edit/?at=variants/ve-voi-nguoi-than",
    "edit/?at=channels/online",
    "edit/?at=channels/online/fees/dang-ky-truc-tuyen",
    "edit/?at=form/pages/nguoi-dang-ky",
    "edit/?at=form/pages/chi-tiet/questions/kinship",
    "add/?at=form/pages/nguoi-dang-ky&to=questions&kind=choice",
    "remove/?at=form/pages/nguoi-dang-ky/questions/sex",
    "check/",
    "edit/?list=variants",
    "edit/?list=channels",
    "preview/",
    "frame/",
    "fees/",
    "template/",
    "changes/",
    "simulate/",
    "rule/?at=form/pages/chi-tiet/questions/kinship",
    "ask/",
    "",
)


@pytest.fixture
def draft(world, base):
    """A draft that the ward's administrator began."""
    pack = pack_of(version_on(RESIDENCE, NOW.date()))
    number = begin_version(actor=world.actor("administrator"), pack=pack, now=NOW)
    return f"{base}workshop/{number}/"


def test_every_page_fits_a_phone_and_a_desk_and_satisfies_axe(page, base, draft):  # noqa: F811
    wrong = []
    for number, path in enumerate(
        (f"{base}workshop/", f"{base}workshop/new/", *(f"{draft}{p}" for p in PLACES))
    ):
        page.goto(path)
        look(page, f"workshop-{number}-1280")
        wrong += barriers(page)
    assert wrong == []


def test_two_people_in_two_browsers_choose_what_to_keep(chromium, page, port, world, draft):  # noqa: F811
    address = f"http://desk.localhost:{port}"
    second = _administrator(world, world.ward, "second_administrator")
    key = second.cookies[session_cookie(Door.DESK)].value
    context = chromium.new_context(base_url=address)
    context.add_cookies([{"name": session_cookie(Door.DESK), "value": key, "url": address}])
    other = context.new_page()
    place = f"{draft}edit/?at=form/pages/nguoi-dang-ky/questions/sex"
    page.goto(place)
    other.goto(place)
    write(other, "Giới tính của người này")
    expect(other.get_by_text("Đã lưu.")).to_be_visible()
    write(page, "Nam hay nữ?")
    expect(page.get_by_role("heading", name="Hai người cùng sửa")).to_be_visible()
    look(page, "workshop-clash-1280")
    assert barriers(page) == []
    page.get_by_label("Của anh/chị: vi: Nam hay nữ?").check()
    page.get_by_role("button", name="Lưu theo lựa chọn").click()
    expect(page.get_by_text("Đã lưu.")).to_be_visible()
    expect(page.get_by_role("link", name="Nam hay nữ?", exact=True)).to_be_visible()
    context.close()


def write(at, label):
    at.get_by_label("Câu hỏi (tiếng Việt)").fill(label)
    at.get_by_role("main").get_by_role("button", name="Lưu", exact=True).click()

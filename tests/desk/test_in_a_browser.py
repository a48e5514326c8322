"""The desk in a real browser: by keys, without scripts, on a phone, and no barrier."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from motcua.dossiers.models import Dossier, Slip
from motcua.identity.middleware.cookies import session_cookie
from tests.desk.crowds import crowd
from tests.identity.doors import Door, signed_in
from tests.watching import barriers

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.long,
]


@pytest.fixture
def sit(chromium, port, world):
    """Let somebody of the cast sit down at the desk; fail on any complaint of the browser."""
    contexts, complaints = [], []

    def sit_down(role, steps=None, **options):
        proved = {"steps": steps} if steps else {}
        key = signed_in(world.accounts[role], **proved).cookies[session_cookie(Door.DESK)].value
        address = f"http://desk.localhost:{port}"
        context = chromium.new_context(base_url=address, **options)
        context.add_cookies([{"name": session_cookie(Door.DESK), "value": key, "url": address}])
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda m: complaints.append(m.text) if _is_complaint(m) else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield sit_down
    for context in contexts:
        context.close()
    assert complaints == []


def _is_complaint(message):
    # A form with an error in it answers 422, which a browser notes too.
    return message.type == "error" and "status of 422" not in message.text


def at(name, *args):
    return reverse(f"desk:{name}", args=args, urlconf="tests.desk.addresses")


def test_every_page_fits_a_phone_and_a_desk_and_satisfies_axe(sit, world):
    filed, drafted = world.file(), world.receive(world.file(key="key-0002"))
    world.draft(drafted)
    one, other = filed.public_id, drafted.public_id
    pages = {
        "receptionist": [
            at("queue"),
            at("queue") + "?q=khong+co",
            at("dossier", one),
            at("paper", one, filed.papers.first().public_id),
            at("supplement", one),
            at("refuse", one),
            at("payment", one),
            at("notices"),
            at("outage-paper"),
            at("outage-sheets"),
            at("outage-bind"),
        ],
        "specialist": [at("dossier", other), at("draft", other), at("complete", other)],
        "leader": [at("leading"), at("stop", other)],
        "auditor": [at("audit"), at("trail", one), at("dossier", one)],
    }
    wrong = []
    for role, addresses in pages.items():
        page = sit(role)
        for address in addresses:
            page.goto(address)
            wrong += [(role, barrier) for barrier in barriers(page)]
    assert wrong == []


def test_the_acts_of_a_dossier_stand_in_one_row_on_a_small_screen(sit, world):
    dossier = world.receive(world.file())
    world.draft(dossier)
    page = sit("specialist", viewport={"width": 1280, "height": 800})
    page.goto(at("dossier", dossier.public_id))
    acts = page.locator(".desk-acts .govuk-button")
    assert acts.count() > 3
    tops = {round(act.bounding_box()["y"] / 8) for act in acts.all()}
    assert len(tops) == 1
    code, name = page.locator(".desk-under").first, dossier.applicant_name
    assert name in code.inner_text()
    assert code.bounding_box()["height"] < 40, "code and name share a line"


def test_keys_are_hinted_at_only_where_there_is_a_keyboard(sit, world):
    for options, is_shown in (({}, True), ({"has_touch": True, "is_mobile": True}, False)):
        page = sit("receptionist", viewport={"width": 1280, "height": 800}, **options)
        page.goto(at("queue"))
        assert page.locator(".desk-keys").is_visible() is is_shown


def test_a_queue_is_worked_through_by_keys_alone(sit, world):
    dossier = world.file()
    crowd(dossier, 2)
    page = sit("receptionist")
    page.goto(at("queue"))

    def press(key):
        with page.expect_navigation():
            page.keyboard.press(key)

    for key in ("j", "j", "k"):
        page.keyboard.press(key)
    expect(page.locator(":focus")).to_have_text(dossier.code)
    press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Đăng ký khai sinh")
    press("t")
    expect(page.get_by_text("Đã tiếp nhận. Giấy tiếp nhận")).to_be_visible()
    press("n")
    expect(page.locator("main code").first).not_to_have_text(dossier.code)
    page.keyboard.press("/")
    expect(page.locator(":focus")).to_have_attribute("name", "q")
    page.keyboard.type("nguyen")
    press("Enter")
    expect(page.locator("tr[data-row]")).to_have_count(3)


def test_a_double_click_accepts_once(sit, world):
    dossier = world.file()
    page = sit("receptionist", java_script_enabled=False)
    page.goto(at("dossier", dossier.public_id))
    page.get_by_role("button", name="Tiếp nhận").dblclick()
    expect(page.get_by_role("button", name="Chuyển xử lý")).to_be_visible()
    assert Slip.objects.filter(dossier=dossier).count() == 1


def test_everything_works_without_scripts(sit, world):
    dossier = world.file()
    page = sit("receptionist", java_script_enabled=False, viewport={"width": 390, "height": 800})
    page.goto(at("queue"))
    page.get_by_role("link", name=dossier.code).click()
    page.get_by_role("link", name="Yêu cầu bổ sung").click()
    page.get_by_label("Lý do: Họ, chữ đệm, tên của trẻ").fill("Chưa khớp giấy chứng sinh.")
    page.get_by_role("button", name="Xem trước phiếu").click()
    expect(page.get_by_alt_text("Trang 1 của bản xem trước")).to_be_visible()
    page.get_by_role("button", name="Gửi yêu cầu bổ sung").first.click()
    expect(page.get_by_text("Đã gửi yêu cầu bổ sung (mẫu 02)")).to_be_visible()
    assert Dossier.objects.get().state == "supplement-at-receipt"

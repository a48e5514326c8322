"""The counter's newer pages in a real browser: no barrier, on a phone and on a desk."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from motcua.counters import actions as counters
from motcua.counters.actions.scanning import keep_aside
from motcua.counters.models import CounterFiling
from motcua.counters.queries.knowing import Who
from motcua.dossiers import actions
from motcua.identity.middleware.cookies import session_cookie
from tests.cast import BUSINESS, PDF
from tests.identity.doors import Door, signed_in
from tests.watching import Watch, barriers, look

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def sit(chromium, port, world):
    """Let somebody of the cast sit down at the desk; fail on any complaint of the browser."""
    contexts, watch = [], Watch(expected=["status of 422"])

    def sit_down(role):
        key = signed_in(world.accounts[role]).cookies[session_cookie(Door.DESK)].value
        address = f"http://desk.localhost:{port}"
        context = chromium.new_context(base_url=address)
        context.add_cookies([{"name": session_cookie(Door.DESK), "value": key, "url": address}])
        watch.over(context)
        contexts.append(context)
        return context.new_page()

    yield sit_down
    for context in contexts:
        context.close()
    assert watch.unexpected == []


def at(name, *args):
    return reverse(f"desk:{name}", args=args, urlconf="tests.desk.addresses")


def seen(page, name):
    """Keep pictures of a page on a phone and on a desk, and give its barriers."""
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        look(page, f"{name}-{width}")
    return barriers(page)


def test_filing_for_a_mother_with_a_sheet_printed_in_advance(sit, office):
    office.open()
    filing = counters.start_filing(
        actor=office.actor(),
        counter_id=office.one.pk,
        offering_id=office.world.offerings[BUSINESS],
        who=Who(full_name="Lê Văn Cả"),
        now=office.now,
    )
    page = sit("receptionist")
    page.goto(at("counter-filing", filing.public_id))
    page.get_by_text("Người khác đến nộp thay").click()
    page.get_by_text("Dùng tờ bìa in sẵn").click()
    page.get_by_label("Họ tên người nộp thay").fill("Trần Văn Con")
    wrong = seen(page, "counter-helper")
    page.get_by_role("button", name="Nộp, tiếp nhận, chuyển xử lý").click()
    expect(page.locator("[data-error-summary]")).to_contain_text("Là gì của người đó")
    wrong += seen(page, "counter-helper-wrong")
    assert wrong == []


def test_what_lacked_is_taken_in(sit, office, world):
    office.open()
    dossier = world.receive(world.file())
    paper = dossier.papers.first().code
    actions.ask_supplement(
        actor=world.actor("specialist"),
        dossier_id=dossier.pk,
        items=[actions.SupplementItem("paper", paper, "Mờ, không đọc được")],
        now=world.now,
    )
    page = sit("receptionist")
    page.goto(at("counter", office.one.pk))
    wrong = seen(page, "counter-now")
    page.get_by_label("Mã hồ sơ trên phiếu yêu cầu bổ sung").fill(dossier.code)
    page.get_by_role("button", name="Nhận bổ sung", exact=True).click()
    page.wait_for_url("**/bo-sung/**")
    expect(page.get_by_text("Mờ, không đọc được").first).to_be_visible()
    wrong += seen(page, "counter-completion")
    assert CounterFiling.objects.count() == 1
    assert wrong == []


def test_the_unit_signs_for_what_it_holds(sit, world):
    for number in range(3):
        world.receive(world.file(key=f"key-{number}", seed=number + 3))
    page = sit("specialist")
    page.goto(at("taking-over"))
    wrong = seen(page, "taking-over")
    page.get_by_label("Chọn cả trang").check()
    expect(page.get_by_text("Đã chọn: 3")).to_be_visible()
    page.keyboard.press("b")
    expect(page.get_by_text("Đã ký nhận 3 hồ sơ.")).to_be_visible()
    wrong += seen(page, "taking-over-done")
    assert wrong == []


def test_what_an_administrator_sets_up_and_what_lies_in_the_tray(sit, office):
    office.open()
    counters.let_sender_in(
        actor=office.actor("administrator"),
        counter=office.one,
        address="may-quet-tang-1@co-quan.example",
        now=office.now,
    )
    keep_aside(unit=office.unit, name="thư.eml", content=b"", reason="too-large", now=office.now)
    keep_aside(unit=office.unit, name="quet.pdf", content=PDF, reason="no-cover", now=office.now)
    # What it may be put to has a long name, as wide as a phone and more.
    counters.start_filing(
        actor=office.actor(),
        counter_id=office.one.pk,
        offering_id=office.world.offerings[BUSINESS],
        who=Who(full_name="Công Tằng Tôn Nữ Hoàng Thị Phương Thảo Nguyên Anh Thư"),
        now=office.now,
    )
    page = sit("administrator")
    page.goto(at("counter-setup"))
    wrong = seen(page, "counter-senders")
    clerk = sit("receptionist")
    clerk.goto(at("counter-tray"))
    expect(clerk.get_by_text("Tệp quá lớn")).to_be_visible()
    expect(clerk.get_by_label("Xếp vào")).to_be_visible()
    wrong += seen(clerk, "counter-tray")
    clerk.get_by_role("button", name="Bỏ khỏi khay thư.eml").click()
    expect(clerk.get_by_text("Lấy lại được ở cuối trang")).to_be_visible()
    wrong += seen(clerk, "counter-tray-dropped")
    clerk.get_by_role("button", name="Đưa lại vào khay thư.eml").click()
    expect(clerk.get_by_text("Tệp quá lớn")).to_be_visible()
    page.get_by_role("button", name="Thôi phát số Hộ tịch").click()
    expect(page.get_by_role("button", name="Phát số lại Hộ tịch")).to_be_visible()
    wrong += seen(page, "counter-kind-closed")
    page.get_by_label("Tên máy").fill("Máy ở sảnh")
    page.get_by_label("Đơn vị").nth(1).select_option(index=1)
    page.get_by_role("button", name="Thêm máy và lấy mã").click()
    page.get_by_role("button", name="Tắt hẳn Máy ở sảnh").click()
    expect(page.get_by_role("heading", name="Tắt hẳn Máy ở sảnh?")).to_be_visible()
    wrong += seen(page, "counter-kiosk-end")
    page.get_by_role("button", name="Tắt hẳn").click()
    expect(page.get_by_text("Đã tắt máy.")).to_be_visible()
    assert wrong == []

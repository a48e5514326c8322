"""The counter in a real browser: no barrier, and a change of clerk that leaves nothing."""

from __future__ import annotations

import time

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from motcua.counters.models import CounterFiling
from motcua.identity.middleware.cookies import session_cookie
from tests.cast import BUSINESS, PASSWORD
from tests.desk.test_counter import CARD
from tests.identity.doors import Door, code_of, enrol, signed_in
from tests.watching import Watch, barriers, look

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def sit(chromium, port, world):
    """Let somebody of the cast sit down at the desk; fail on any complaint of the browser."""
    contexts, watches = [], []

    def sit_down(role, **options):
        key = signed_in(world.accounts[role]).cookies[session_cookie(Door.DESK)].value
        address = f"http://desk.localhost:{port}"
        context = chromium.new_context(base_url=address, **options)
        context.add_cookies([{"name": session_cookie(Door.DESK), "value": key, "url": address}])
        watch = Watch(expected=["status of 422"])
        watch.over(context)
        contexts.append(context)
        watches.append(watch)
        return context.new_page()

    yield sit_down
    for context in contexts:
        context.close()
    assert [said for watch in watches for said in watch.unexpected] == []


def at(name, *args):
    return reverse(f"desk:{name}", args=args, urlconf="tests.desk.addresses")


def test_every_page_of_the_counter_fits_and_satisfies_axe(sit, office):
    office.take(key="a")
    office.take(key="b", minute=1, priority="elderly")
    page = sit("receptionist")
    wrong = []
    page.goto(at("counters"))
    wrong += barriers(page)
    page.get_by_role("button", name="Mở quầy Quầy 1").click()
    page.get_by_role("button", name="Gọi người tiếp theo").click()
    expect(page.locator(".desk-ticket")).to_have_text("A002")
    wrong += barriers(page)
    look(page, "counter")
    page.get_by_label("Mã QR trên thẻ căn cước").fill(CARD)
    page.locator("#f-offering").select_option(str(office.world.offerings[BUSINESS]))
    page.get_by_role("button", name="Bắt đầu nhập hồ sơ").click()
    expect(page.get_by_label("Họ, chữ đệm và tên").first).to_have_value("Lê Văn Cả")
    wrong += barriers(page)
    look(page, "counter-filing")
    page.get_by_role("button", name="Nộp và tiếp nhận").click()
    expect(page.locator("[data-error-summary]")).to_be_focused()
    wrong += barriers(page)
    admin = sit("administrator")
    admin.goto(at("counter-setup"))
    wrong += barriers(admin)
    look(admin, "counter-setup")
    assert wrong == []


def test_a_clerk_changes_and_back_shows_nothing_of_the_first(sit, office, world):
    second = world.accounts["second"]
    second.set_password(PASSWORD)
    second.save()
    secret = enrol(signed_in(second, steps=("password",)))
    page = sit("receptionist")
    page.goto(at("counter", office.one.pk))
    with page.expect_navigation():  # the page before has the line for the card too
        page.get_by_role("button", name="Mở quầy", exact=True).click()
    page.get_by_label("Mã QR trên thẻ căn cước").fill(CARD)
    page.locator("#f-offering").select_option(str(world.offerings[BUSINESS]))
    page.get_by_role("button", name="Bắt đầu nhập hồ sơ").click()
    expect(page.get_by_label("Họ, chữ đệm và tên").first).to_have_value("Lê Văn Cả")
    filing = CounterFiling.objects.get()
    page.goto(at("counter", office.one.pk))
    page.get_by_role("button", name="Khóa, đổi người").click()
    page.wait_for_url("**/accounts/login/**")
    page.go_back()
    assert "Lê Văn Cả" not in page.content()
    assert "login" in page.url
    page.goto("/accounts/login/?next=" + at("counter", office.one.pk))
    page.locator("input[name='login']").fill(world.accounts["second"].email)
    page.locator("input[name='password']").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập", exact=True).click()
    page.locator("input[name='code']").fill(code_of(secret, time.time() + 30))
    page.locator("main form button.govuk-button").first.click()
    page.wait_for_url(f"**{at('counter', office.one.pk)}")
    page.get_by_role("button", name="Mở quầy", exact=True).click()
    expect(page.get_by_text("Đang làm dở ở quầy này")).to_be_visible()
    page.goto(at("counter-filing", filing.public_id))
    expect(page.get_by_label("Họ, chữ đệm và tên").first).to_have_value("Lê Văn Cả")


def test_the_counter_works_without_scripts(sit, office):
    office.take(key="a")
    page = sit("receptionist", java_script_enabled=False)
    page.goto(at("counter", office.one.pk))
    page.get_by_role("button", name="Mở quầy", exact=True).click()
    page.get_by_role("button", name="Gọi người tiếp theo").click()
    expect(page.locator(".desk-ticket")).to_have_text("A001")

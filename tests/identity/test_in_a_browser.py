"""Signing in with a real browser under the strict policy: keys, codes, and without script."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.identity.doors import PASSWORD, code_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desk(chromium, port):
    """Open the desk in a browser with a built-in key, and fail on any complaint."""
    context = chromium.new_context(
        base_url=f"http://desk.localhost:{port}", viewport={"width": 390, "height": 844}
    )
    complaints = []
    page = context.new_page()
    page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "request",
        lambda r: (
            None
            if f"localhost:{port}" in r.url or r.url.startswith("data:")
            else complaints.append(r.url)
        ),
    )
    yield page
    context.close()
    assert complaints == []


def _is_ours(address, port):
    return f"localhost:{port}" in address or address.startswith("data:")


def with_key(page):
    """Plug a key with its own verification into the browser."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )


def sign_in(page, account):
    page.goto("/accounts/login/")
    page.get_by_label("Thư điện tử").fill(account.email)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập", exact=True).click()


def test_an_official_enrols_a_passkey_and_signs_in_with_it_alone(desk, receptionist):
    with_key(desk)
    sign_in(desk, receptionist)
    expect(desk.get_by_text("Cán bộ phải có xác thực thứ hai")).to_be_visible()
    with desk.expect_navigation():  # its script asks for the key
        desk.get_by_role("link", name="Thêm khóa truy cập").click()
    desk.get_by_label("Tên để nhận ra khóa này").fill("Máy ở quầy 1")
    desk.get_by_label("Dùng khóa này để đăng nhập không cần mật khẩu").check()
    desk.get_by_role("button", name="Thêm khóa").click()
    expect(desk.get_by_role("heading", name="Mã dự phòng")).to_be_visible()
    desk.goto("/queue")
    assert '"receptionist"' in desk.content()
    desk.goto("/accounts/logout/")
    desk.get_by_role("button", name="Đăng xuất").click()
    desk.goto("/accounts/login/")
    desk.get_by_role("button", name="Đăng nhập bằng khóa truy cập").click()
    desk.wait_for_url("**localhost:*/")
    assert '"receptionist"' in desk.content()


def test_a_passkey_does_not_open_the_other_door(desk, citizen, port):
    with_key(desk)
    desk.goto(f"http://localhost:{port}/accounts/login/")
    desk.get_by_label("Thư điện tử").fill(citizen.email)
    desk.get_by_label("Mật khẩu").fill(PASSWORD)
    desk.get_by_role("button", name="Đăng nhập", exact=True).click()
    desk.wait_for_url("**localhost:*/")
    desk.goto(f"http://localhost:{port}/accounts/2fa/webauthn/add/")
    desk.get_by_label("Dùng khóa này để đăng nhập không cần mật khẩu").check()
    desk.get_by_role("button", name="Thêm khóa").click()
    expect(desk.get_by_role("heading", name="Mã dự phòng")).to_be_visible()
    citizen.refresh_from_db()
    citizen.side = "official"  # as if the key had been enrolled for the wrong door
    citizen.save()
    desk.goto(f"http://localhost:{port}/accounts/logout/")
    desk.get_by_role("button", name="Đăng xuất").click()
    desk.goto(f"http://localhost:{port}/accounts/login/")
    desk.get_by_role("button", name="Đăng nhập bằng khóa truy cập").click()
    expect(desk.get_by_text("Thư điện tử hoặc mật khẩu không đúng")).to_be_visible()


def test_an_official_enrols_an_app_without_any_script(chromium, receptionist, port):
    context = chromium.new_context(
        base_url=f"http://desk.localhost:{port}", java_script_enabled=False
    )
    page = context.new_page()
    sign_in(page, receptionist)
    page.get_by_role("link", name="Bật ứng dụng xác thực").click()
    secret = page.locator("code").inner_text()
    page.get_by_label("Mã 6 số trên ứng dụng").fill(code_of(secret))
    page.get_by_role("button", name="Bật").click()
    expect(page.get_by_role("heading", name="Mã dự phòng")).to_be_visible()
    page.goto("/queue")
    assert '"receptionist"' in page.content()
    context.close()


def test_a_wrong_password_is_said_on_top_and_the_summary_has_the_focus(desk, receptionist):
    desk.goto("/accounts/login/")
    desk.get_by_label("Thư điện tử").fill(receptionist.email)
    desk.get_by_label("Mật khẩu").fill("sai")
    desk.get_by_role("button", name="Đăng nhập", exact=True).click()
    summary = desk.locator("[data-error-summary]")
    expect(summary).to_contain_text("Thư điện tử hoặc mật khẩu không đúng")
    expect(summary).to_be_focused()
    assert desk.get_by_label("Thư điện tử").input_value() == receptionist.email
    assert desk.get_by_label("Mật khẩu").input_value() == ""

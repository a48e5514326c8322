"""What an official does with a browser."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

from tests.cast import PASSWORD

if TYPE_CHECKING:
    from playwright.sync_api import Page


def enter(page: Page, email: str) -> str:
    """Sign in for the first time: password, then an authenticator app; give its secret."""
    page.goto("/accounts/login/")
    page.get_by_label("Thư điện tử").fill(email)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập", exact=True).click()
    page.get_by_role("link", name="Bật ứng dụng xác thực").click()
    secret = page.locator("code").first.inner_text()
    page.get_by_label("Mã 6 số trên ứng dụng").fill(_code(secret, time.time()))
    page.get_by_role("button", name="Bật").click()
    page.get_by_role("heading", name="Mã dự phòng").wait_for()
    return secret


def confirm_signing(page: Page, secret: str) -> None:
    """Give a second factor of its own before signing: the next code, for each is good once."""
    page.get_by_label("Mã xác thực").fill(_code(secret, time.time() + 30))
    with page.expect_navigation():
        page.get_by_role("button", name="Xác nhận", exact=True).click()


def open_from_queue(page: Page, dossier: str) -> None:
    """Find a dossier in the day's queue and open it."""
    page.goto("/")
    page.get_by_role("link", name=dossier).first.click()
    page.wait_for_url("**/dossiers/**")


def _code(secret: str, at: float) -> str:
    return format_hotp_value(hotp_value(secret, int(at) // 30))

"""What an official does with a browser."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

from tests.cast import PASSWORD

if TYPE_CHECKING:
    from playwright.sync_api import Page


def enter(page: Page, email: str) -> None:
    """Sign in for the first time: password, then an authenticator app."""
    page.goto("/accounts/login/")
    page.get_by_label("Thư điện tử").fill(email)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập", exact=True).click()
    page.get_by_role("link", name="Bật ứng dụng xác thực").click()
    secret = page.locator("code").first.inner_text()
    code = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    page.get_by_label("Mã 6 số trên ứng dụng").fill(code)
    page.get_by_role("button", name="Bật").click()
    page.get_by_role("heading", name="Mã dự phòng").wait_for()


def open_from_queue(page: Page, dossier: str) -> None:
    """Find a dossier in the day's queue and open it."""
    page.goto("/")
    page.get_by_role("link", name=dossier).first.click()
    page.wait_for_url("**/dossiers/**")

"""A browser in the made-up office: somebody of the stage at each desk."""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from types import TracebackType

    from playwright.sync_api import (
        Browser,
        BrowserContext,
        Locator,
        Page,
        Playwright,
        ViewportSize,
    )

DESK: ViewportSize = {"width": 1280, "height": 800}
PHONE: ViewportSize = {"width": 390, "height": 844}
_PATIENCE = 60_000  # milliseconds
_QUIET = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-background-networking"]


class Studio:
    """One browser; each part of the stage has a context of its own, signed in once."""

    def __init__(self, playwright: Playwright, port: int) -> None:
        self.portal = f"http://localhost:{port}"
        self.desk = f"http://desk.localhost:{port}"
        self._playwright = playwright
        self._browser: Browser | None = None
        self._contexts: dict[str, BrowserContext] = {}

    def __enter__(self) -> Self:
        path = shutil.which("chromium") or shutil.which("chromium-browser")
        if path is None:
            sys.exit("No Chromium on this machine; run .ci/chromium first.")
        self._browser = self._playwright.chromium.launch(executable_path=path, args=_QUIET)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        assert self._browser is not None
        self._browser.close()

    def sit(self, part: str, size: ViewportSize = DESK) -> Page:
        """Give a fresh page of somebody of the stage."""
        if part not in self._contexts:
            self._contexts[part] = self._signed_in(part)
        page = self._contexts[part].new_page()
        page.set_viewport_size(size)
        return page

    def stranger(self, size: ViewportSize = DESK, **options: Any) -> Page:
        """Give a page of nobody in particular."""
        return self._context(viewport=size, **options).new_page()

    def _signed_in(self, part: str) -> BrowserContext:
        context = self._context(viewport=DESK)
        page = context.new_page()
        page.goto(f"{self.portal}/demo/")
        page.locator(f'form[action$="/demo/sign-in/{part}"] button').click()
        page.wait_for_url(lambda url: "/demo/" not in url)
        page.close()
        return context

    def _context(self, **options: Any) -> BrowserContext:
        assert self._browser is not None
        context = self._browser.new_context(locale="vi-VN", reduced_motion="reduce", **options)
        context.set_default_timeout(_PATIENCE)
        return context


def photograph(page: Page, shown: Locator | None = None, height: int = 0) -> bytes:
    """Photograph a page from its top, or from where something stands, so many pixels high."""
    page.wait_for_load_state("networkidle")
    if shown is not None:
        shown.scroll_into_view_if_needed()
        shown.evaluate("one => window.scrollTo(0, one.getBoundingClientRect().top + scrollY - 16)")
    size = page.viewport_size or DESK
    return page.screenshot(
        clip={"x": 0, "y": 0, "width": size["width"], "height": height or size["height"]},
        animations="disabled",
    )

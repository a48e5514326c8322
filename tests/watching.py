"""What a browser must not do on our pages, and what axe finds on them."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

_AXE = Path(__file__).parent / "vendor" / "axe.min.js"
_HERE = ("localhost", "127.0.0.1", "desk.localhost", "")
_RULES = """() => axe.run(document, {
  runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
  resultTypes: ["violations"],
})"""


@dataclass
class Watch:
    """Everything the browser complained of; a test that provokes a complaint says which."""

    complaints: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)

    def over(self, context: BrowserContext) -> None:
        """Watch a context: requests that leave the machine, the policy, errors of any kind."""
        context.on("request", lambda request: self._asked(request.url))
        context.on(
            "console", lambda said: self._said(said.type, f"{said.text} {said.location['url']}")
        )
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))

    def _asked(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in {"data", "blob", "about"} and parts.hostname not in _HERE:
            self.complaints.append(f"left this machine: {url}")

    def _said(self, kind: str, text: str) -> None:
        if kind == "error" or "Content Security Policy" in text:
            self.complaints.append(text)

    def expect(self, *parts: str) -> None:
        """Allow complaints that contain one of these, such as `status of 422`."""
        self.expected += parts

    @property
    def unexpected(self) -> list[str]:
        """What nobody said would happen."""
        return [said for said in self.complaints if not any(part in said for part in self.expected)]


def settled(page: Page) -> None:
    """Wait until the page has its styles, scripts and letters: a press waits for its first byte."""
    page.wait_for_load_state("load")
    page.evaluate("() => document.fonts.ready.then(() => true)")


def look(page: Page, name: str) -> None:
    """Wait until the page stands; keep a picture of it where PICTURES names a folder for them."""
    settled(page)
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def barriers(page: Page) -> list[str]:
    """Give the page's A and AA violations by axe, a missing language, and where it is too wide."""
    settled(page)
    if not page.evaluate("() => Boolean(window.axe)"):
        page.evaluate(f"() => {{ {_AXE.read_text(encoding='utf-8')} }}")
    found = [
        f"{page.url}: {rule['id']}: {node['target']}"
        for rule in page.evaluate(_RULES)["violations"]
        for node in rule["nodes"]
    ]
    return found + _frame(page)


_WIDTHS = (320, 768, 1280)
# The last element in the page that reaches furthest to the right.
_WIDEST = """() => [...document.querySelectorAll("body *")]
  .map((one) => [one.getBoundingClientRect().right, one.outerHTML.slice(0, 160)])
  .reduce((far, one) => (one[0] >= far[0] ? one : far), [0, ""])[1]"""


def _frame(page: Page) -> list[str]:
    size = page.viewport_size
    language = page.locator("html").get_attribute("lang")
    found = [] if language in {"vi", "en"} else [f"{page.url}: lang={language}"]
    for width in _WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            found.append(f"{page.url}: {wide} px wide on {width}: {page.evaluate(_WIDEST)}")
    if size:
        page.set_viewport_size(size)
    return found


def fits(page: Page, name: str) -> None:
    """Demand that a page has no barriers and no sideways scrolling on a phone and at a desk."""
    settled(page)
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
        assert barriers(page) == []
        look(page, f"{name}-{width}")

"""What a citizen does with a browser."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pikepdf
from PIL import Image
from playwright.sync_api import expect

from tests.cast import PASSWORD

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from playwright.sync_api import Locator, Page

BIRTH, RESIDENCE = "1.001193", "1.004222"
OWN_HOUSE = {
    "birth_date": "1990-01-02",
    "residence_case": "own",
    "lives_abroad": False,
    "has_previous": False,
    "is_head": True,
    "has_members": False,
    "fee_group": "none",
}
_DOSSIER = re.compile(r"/dossiers/[0-9a-f-]{36}/filed$")


@dataclass
class Citizen:
    """Somebody at a device: what the ward knows of them, and the page in front of them."""

    facts: Mapping[str, str]
    page: Page

    def on(self, page: Page) -> Citizen:
        """Give the same person at another device."""
        return replace(self, page=page)

    def sign_in(self, path: str = "/my") -> None:
        """Sign in on the way to a page."""
        self.page.goto(path)
        self.fill_in_sign_in()

    def fill_in_sign_in(self) -> None:
        """Answer the sign-in page one stands on."""
        self.page.get_by_label("Thư điện tử").fill(self.facts["email"])
        self.page.get_by_label("Mật khẩu").fill(PASSWORD)
        self.page.get_by_role("button", name="Đăng nhập", exact=True).click()
        self.page.wait_for_url(lambda url: "/accounts/login" not in url)

    def begin(self, code: str) -> None:
        """Go from the procedure to the first page of its form, signing in on the way."""
        self.page.goto(f"/procedures/{code}")
        self.page.get_by_role("link", name="Bắt đầu nộp hồ sơ").click()
        if "/accounts/login" in self.page.url:
            self.fill_in_sign_in()
        self.page.get_by_role("button", name="Bắt đầu điền").click()
        self.page.wait_for_url("**/drafts/**")

    @property
    def stop(self) -> str:
        """The stop of the form one is at: the last part of the address."""
        return self.page.url.partition("?")[0].partition("#")[0].rpartition("/")[2]

    def go_on(self) -> None:
        """Press the button at the foot of the page."""
        left = self.page.url
        self.page.get_by_role("button", name="Tiếp tục", exact=True).last.click()
        self.page.wait_for_url(lambda url: url != left)

    def answer_pages(self, pages: Mapping[str, Mapping[str, Iterable[str]]]) -> None:
        """Answer page by page until the papers are asked for."""
        while self.stop != "papers":
            answer(self.page, pages[self.stop])
            self.go_on()

    def give_papers(self, folder: Path) -> dict[str, Path]:
        """Give a file for each paper asked, and go on; photographs where they are taken."""
        given = {}
        for field in self.papers():
            for name in (f"{field}.pdf", f"{field}.jpg"):
                given[name] = paper(folder, name)
                send(self.page, field, given[name])
        return given

    def papers(self) -> list[str]:
        """Give the codes of the papers that the page asks for."""
        places = self.page.locator("[data-upload]")
        return [place.get_attribute("data-field") or "" for place in places.all()]

    def submit(self) -> str:
        """File at the last look, and give the dossier's code."""
        self.page.get_by_role("button", name="Nộp hồ sơ").click()
        self.page.wait_for_url(_DOSSIER)
        return code_on(self.page)


def code_on(page: Page) -> str:
    """Give the code of the dossier that the page is about."""
    return page.locator("[data-copy-text], .mc-code code, code").first.inner_text().strip()


def place_of(page: Page, field: str) -> Locator:
    """Give the place on the page for a paper."""
    return page.locator(f'[data-upload][data-field="{field}"]')


def send(page: Page, field: str, file: Path) -> None:
    """Choose a file for a paper and wait until it is listed."""
    place_of(page, field).locator("input[type=file]").set_input_files(file)
    expect(place_of(page, field).locator(".mc-files")).to_contain_text(file.name)


def paper(folder: Path, name: str) -> Path:
    """Make a photograph, or a small real PDF, by the end of the name."""
    path = folder / name
    if path.suffix == ".jpg":
        Image.effect_noise((320, 240), 60).convert("RGB").save(path, "JPEG")
        return path
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(595, 842))
        pdf.docinfo["/Title"] = name
        pdf.save(path)
    return path


def answer(page: Page, typed: Mapping[str, Iterable[str]]) -> None:
    """Answer the questions of a page as somebody would: those that are shown, in their order."""
    for name, values in typed.items():
        controls = page.locator(f'[name="{name}"]:not([type=hidden])')
        for value in values:
            if value and controls.count() and _is_asked(controls.first):
                _give(controls, value)


def _is_asked(control: Locator) -> bool:
    return bool(control.evaluate("e => e.closest('[hidden]') === null"))


def _give(controls: Locator, value: str) -> None:
    control = controls.first
    kind = control.evaluate("e => e.tagName === 'SELECT' ? 'select' : e.type")
    if kind in {"radio", "checkbox"}:
        controls.and_(controls.page.locator(f'[value="{value}"]')).check()
    elif kind == "select":
        _choose(control, value)
    else:
        control.fill(value)


def _choose(control: Locator, value: str) -> None:
    """Choose from a list; without scripts a button shows the communes of a province first."""
    lookup = control.page.locator(".mc-two").filter(has=control).locator("[name=_lookup]")
    if not control.locator(f'option[value="{value}"]').count() and lookup.is_visible():
        lookup.click()
    control.select_option(value)

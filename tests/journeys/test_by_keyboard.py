"""The keyboard alone: from finding a procedure to filing it."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.people import OWN_HOUSE, RESIDENCE, paper
from tests.watching import look

MOST_STOPS = 120
FOCUSED = """() => {
  const e = document.activeElement, s = getComputedStyle(e);
  const ring = (x) => x.outlineStyle !== "none" || x.boxShadow !== "none";
  const label = e.labels?.[0];
  return {
    name: e.name ?? "", value: e.value ?? "", tag: e.tagName, type: e.type ?? "",
    text: (e.innerText || e.value || "").trim(), checked: e.checked ?? false,
    seen: e === document.body || ring(s) || (label && ring(getComputedStyle(label, "::before"))),
    height: e.getBoundingClientRect().height, main: e.classList.contains("govuk-button"),
  };
}"""


@pytest.fixture
def keys(citizen):
    return Keys(citizen.page)


class Keys:
    """Somebody without a mouse."""

    def __init__(self, page):
        self.page = page

    def next(self):
        """Press Tab; what has the focus is seen, and large enough when it is a main button."""
        self.page.keyboard.press("Tab")
        at = self.page.evaluate(FOCUSED)
        assert at["seen"], f"no visible focus on {at}"
        assert not at["main"] or at["height"] >= 44, f"small: {at}"
        return at

    def to(self, text, tag=""):
        """Press Tab until what has the focus says so."""
        for _ in range(MOST_STOPS):
            at = self.next()
            if text in at["text"] and tag in at["tag"]:
                return
        raise AssertionError(f"{text} is not reached by Tab")

    def press(self, text, tag=""):
        """Go to a link or button and press Enter; another page comes."""
        self.to(text, tag)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def answer(self, typed):
        """Go through the page and answer what it asks, then press the button at its foot."""
        given = set()
        for _ in range(MOST_STOPS):
            at = self.next()
            if at["text"] == "Tiếp tục" and at["tag"] == "BUTTON":
                with self.page.expect_navigation():
                    self.page.keyboard.press("Enter")
                return
            value = typed.get(at["name"], [""])[0]
            if value and at["name"] not in given:
                given.add(at["name"])
                self.give(at, value)
        raise AssertionError("the foot of the page is not reached by Tab")

    def give(self, at, value):
        """Answer the control that has the focus."""
        press = self.page.keyboard.press
        if at["type"] == "checkbox":
            press("Space")
        elif at["type"] == "radio":
            press("Space")
            while self.page.evaluate(FOCUSED)["value"] != value:
                press("ArrowDown")
        elif at["tag"] == "SELECT":
            while self.page.evaluate(FOCUSED)["value"] != value:
                press("ArrowDown")
            if at["name"].endswith(".province"):
                self.page.wait_for_load_state("networkidle")
        else:
            press("ControlOrMeta+a")
            self.page.keyboard.type(value)


def test_a_citizen_finds_and_files_with_the_keyboard_alone(citizen, office, keys, tmp_path):
    page = citizen.page
    page.on("filechooser", lambda chooser: chooser.set_files(paper(tmp_path, "nha.pdf")))
    page.goto("/")
    keys.next()
    while keys.page.evaluate(FOCUSED)["name"] != "q":
        keys.next()
    page.keyboard.type("thuong tru")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    keys.press("Đăng ký thường trú", "A")
    keys.press("Bắt đầu nộp hồ sơ", "A")
    citizen.fill_in_sign_in()
    keys.press("Bắt đầu điền")
    typed = office.answers(code=RESIDENCE, fixed=OWN_HOUSE)
    while citizen.stop != "papers":
        keys.answer(typed[citizen.stop])
    page.wait_for_load_state("networkidle")  # what the script adds comes in the tab order too
    while keys.next()["type"] != "file":
        pass
    page.keyboard.press("Enter")
    expect(page.locator(".mc-files")).to_contain_text("nha.pdf")
    keys.press("Tiếp tục", "BUTTON")
    look(page, "keyboard-390")
    keys.press("Nộp hồ sơ", "BUTTON")
    expect(page.get_by_role("heading", name="Đã nộp hồ sơ")).to_be_visible()

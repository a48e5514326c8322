"""A slow line and no script: the whole submission, and how heavy the pages are."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.people import OWN_HOUSE, RESIDENCE, paper
from tests.watching import look

FIRST_PAGE, CITIZENS_PAGE = 150_000, 60_000
FONT = (".woff2", ".woff")


def test_a_dossier_is_filed_without_any_script(citizen, office, device, tmp_path):
    plain = citizen.on(device(java_script_enabled=False).new_page())
    plain.page.goto("/")
    plain.page.get_by_label("Tìm thủ tục").fill("thuong tru")
    plain.page.get_by_role("button", name="Tìm").click()
    plain.page.get_by_role("link", name="Đăng ký thường trú").first.click()
    plain.begin(RESIDENCE)
    look(plain.page, "plain-form-390")
    plain.answer_pages(office.answers(code=RESIDENCE, fixed=OWN_HOUSE))
    file = paper(tmp_path, "nha.pdf")
    plain.page.locator(f'input[type=file][name="{plain.papers()[0]}"]').set_input_files(file)
    plain.page.get_by_role("button", name="Tải lên các tệp đã chọn").click()
    expect(plain.page.locator(".mc-files")).to_contain_text(file.name)
    look(plain.page, "plain-papers-390")
    plain.go_on()
    assert plain.submit().startswith("H26.101-")


class Weight:
    """What a page weighs on the wire, from an empty cache."""

    def __init__(self, page):
        self.parts = {}
        self.page = page
        tools = page.context.new_cdp_session(page)
        tools.send("Network.enable")
        tools.send("Network.setCacheDisabled", {"cacheDisabled": True})
        names = {}
        tools.on(
            "Network.responseReceived",
            lambda e: names.update({e["requestId"]: e["response"]["url"]}),
        )
        tools.on(
            "Network.loadingFinished",
            lambda e: self.parts.update({names.get(e["requestId"], ""): e["encodedDataLength"]}),
        )

    def of(self, path):
        """Give the bytes of everything a page fetches, and those of its fonts among them."""
        self.parts.clear()
        self.page.goto(path)
        self.page.wait_for_load_state("networkidle")
        fonts = sum(size for url, size in self.parts.items() if url.endswith(FONT))
        return sum(self.parts.values()), fonts


@pytest.fixture
def weight(citizen):
    return Weight(citizen.page)


def test_the_first_page_weighs_150_kb_at_most_and_others_60_kb_before_fonts(
    citizen, office, weight
):
    whole, fonts = weight.of("/")
    assert whole <= FIRST_PAGE
    assert whole - fonts <= CITIZENS_PAGE
    draft = office.begin(code=RESIDENCE, email=citizen.facts["email"], fixed=OWN_HOUSE)
    citizen.sign_in()
    pages = ("truong-hop", "papers", "check")
    for path in (f"/procedures/{RESIDENCE}", "/my", "/track", *(f"{draft}/{p}" for p in pages)):
        whole, fonts = weight.of(path)
        assert whole - fonts <= CITIZENS_PAGE, path

"""Whole pages: layouts, error pages and the language switch, as they are sent."""

from __future__ import annotations

import pytest
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.test import Client
from lxml import html

from motcua.ui.catalogue import ERRORS
from tests.ui.html import words

pytestmark = pytest.mark.usefixtures("alone")

PAGES = [
    "/ui/catalogue",
    "/ui/catalogue/form",
    "/ui/catalogue/desk",
    *(f"/ui/catalogue/error/{status}" for status in ERRORS),
]


@pytest.fixture
def client() -> Client:
    return Client(headers={"accept-language": "vi"})


@pytest.mark.parametrize("address", PAGES)
def test_a_page_needs_no_inline_style_or_script(client: Client, address: str) -> None:
    page = html.fromstring(client.get(address).content)
    names = {name for element in page.iter() for name in element.attrib}
    assert not [n for n in names if n == "style" or n.startswith("on")]
    assert not [s for s in page.iter("script") if not s.get("src")]
    assert not list(page.iter("style"))


@pytest.mark.parametrize("address", PAGES)
def test_every_asset_a_page_names_is_shipped(client: Client, address: str) -> None:
    page = html.fromstring(client.get(address).content)
    assets = page.xpath("//script/@src | //link/@href")
    assert assets
    for asset in assets:
        assert asset.startswith("/static/")
        assert finders.find(asset.removeprefix("/static/")), asset


def test_a_page_says_its_language_title_and_that_the_world_is_made_up(client: Client) -> None:
    page = html.fromstring(client.get("/ui/catalogue").content)
    assert page.get("lang") == "vi"
    assert words(page.find(".//title")).startswith("Bộ thành phần giao diện · ")
    assert "Dữ liệu minh họa – người và hồ sơ là hư cấu" in words(page.find(".//header"))
    assert page.xpath("//a[@href='#main']")


@pytest.mark.parametrize("status", ERRORS)
def test_an_error_page_offers_one_thing_to_do(client: Client, status: int) -> None:
    page = html.fromstring(client.get(f"/ui/catalogue/error/{status}").content)
    main = page.get_element_by_id("main")
    assert len(main.xpath(".//a | .//button")) == 1
    assert len(main.findall(".//h1")) == 1
    assert ERRORS[status] in words(main)


@pytest.mark.parametrize(
    ("code", "title"),
    [("kernel.form_expired", "Trang đã mở quá lâu"), ("kernel.not_allowed", "không có quyền")],
)
def test_an_expired_form_is_not_called_a_lack_of_rights(code: str, title: str) -> None:
    page = html.fromstring(render_to_string("errors/403.html", {"code": code, "here": "/x"}))
    assert title in words(page.find(".//h1"))


@pytest.mark.parametrize("status", [500, 503])
def test_the_page_of_a_breakdown_needs_neither_request_nor_database(status: int) -> None:
    page = html.fromstring(render_to_string(f"errors/{status}.html", {}))
    assert page.get("lang") == "vi"


def test_the_language_switch_comes_back_to_the_page_and_is_remembered(client: Client) -> None:
    answer = client.post("/ui/language", {"language": "en", "next": "/ui/catalogue?x=1"})
    assert answer["Location"] == "/ui/catalogue?x=1"
    page = html.fromstring(client.get("/ui/catalogue").content)
    assert page.get("lang") == "en"


@pytest.mark.parametrize("place", ["https://a.test/", "//a.test", "javascript:alert(1)"])
def test_the_language_switch_leads_nowhere_else(client: Client, place: str) -> None:
    assert client.post("/ui/language", {"language": "en", "next": place})["Location"] == "/"


def test_an_unknown_language_is_not_remembered(client: Client) -> None:
    answer = client.post("/ui/language", {"language": "../en", "next": "/"})
    assert not answer.cookies


def test_switching_the_language_in_a_form_keeps_what_was_typed(client: Client) -> None:
    page = html.fromstring(client.get("/ui/catalogue/form").content)
    switch = page.xpath("//button[@name='_language']")[0]
    assert switch.get("form") == "questions"
    answer = client.post(
        "/ui/catalogue/form", {"full_name": "Đỗ Thị Mỹ Ý", "_language": switch.get("value")}
    )
    page = html.fromstring(answer.content)
    assert page.get_element_by_id("f-full_name").get("value") == "Đỗ Thị Mỹ Ý"
    assert answer.cookies


def test_the_first_button_of_a_form_means_next(client: Client) -> None:
    page = html.fromstring(client.get("/ui/catalogue/form").content)
    buttons = [
        button
        for button in page.iter("button")
        if button.get("type") == "submit"
        and (button.get("form") == "questions" or list(button.iterancestors("form")))
    ]
    assert buttons[0].get("name") == "_next"

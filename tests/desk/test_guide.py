"""The clerks' guide: what it names is on the screen, and every page of the desk has its chapter."""

from __future__ import annotations

import re
from importlib import import_module
from itertools import chain

import pytest
import yaml
from django.conf import settings
from django.urls import URLPattern, reverse
from PIL import Image

from motcua.desk.guide.base import read_chapter
from motcua.desk.guide.queries import chapters, contents, guide_folder
from motcua.desk.templatetags.keeping import _FILE as HELP
from tests.ui.test_languages import WRITTEN, _read

PICTURES = guide_folder() / "pictures"
LARGEST, ALL_TOGETHER = 60 * 1024, 2 * 1024 * 1024
ADDRESSES = "tests.desk.addresses"
# Which chapter tells of a page stands in help.yaml; these folders have none of their own.
TOLD = yaml.safe_load(HELP.read_text(encoding="utf-8"))
NO_CHAPTER = {"guide", "places"}


def desk_pages(patterns=None):
    """Give (folder, name) of every address of the desk."""
    for each in patterns or import_module("motcua.desk.urls").urlpatterns:
        if isinstance(each, URLPattern):
            yield each.callback.__module__.split(".")[2], each.name
        else:
            yield from desk_pages(each.url_patterns)


def blocks():
    return [block for each in (contents(), *chapters().values()) for block in each.blocks]


def pieces():
    for block in blocks():
        for line in chain(block.lines, *block.rows):
            yield from line


def test_every_chapter_stands_in_the_contents_once():
    written = {path.stem for path in guide_folder().glob("*.md")} - {"README"}
    assert set(chapters()) == written
    assert len(contents().leads_to) == len(written)


def test_every_link_leads_to_a_chapter():
    links = {piece.chapter for piece in pieces() if piece.kind == "link"}
    assert links <= set(chapters())
    for path in guide_folder().glob("*.md"):
        targets = re.findall(r"\]\(([^)]+)\)", path.read_text(encoding="utf-8"))
        assert all(re.fullmatch(r"[a-z-]+\.md|pictures/[a-z-]+\.webp", each) for each in targets)


def test_every_word_said_to_be_on_the_screen_is_a_word_of_the_pages():
    said = {entry.vietnamese for entry in _read(WRITTEN)}
    named = {piece.text for piece in pieces() if piece.kind == "screen"}
    assert named - said - {"đậm"} == set()


def test_every_picture_is_there_small_and_shown_once():
    shown = [block.picture for block in blocks() if block.picture]
    files = {path.stem: path for path in PICTURES.glob("*.webp")}
    assert sorted(shown) == sorted(files)
    sizes = {name: path.stat().st_size for name, path in files.items()}
    assert {name: size for name, size in sizes.items() if size > LARGEST} == {}
    assert sum(sizes.values()) <= ALL_TOGETHER
    for path in files.values():
        with Image.open(path) as picture:
            assert picture.format == "WEBP"
            assert picture.width <= 1280


def test_every_family_of_pages_has_its_chapter():
    names = dict.fromkeys(folder for folder, _name in desk_pages() if folder not in NO_CHAPTER)
    for folder, name in desk_pages():
        if TOLD.get(name, {}).get("guide") in chapters():
            names[folder] = name
    assert [folder for folder, name in names.items() if name is None] == []


def test_help_names_pages_and_chapters_that_are_there():
    pages = {name for _folder, name in desk_pages()}
    assert set(TOLD) <= pages
    assert {row.get("guide") for row in TOLD.values()} <= set(chapters())
    assert all(("vi" in row) == ("en" in row) for row in TOLD.values())


def test_a_chapter_is_read_into_blocks():
    steps = "1. Bấm **Lưu**,\n   rồi `t`.\n2. Xem [kế](ke.md)."
    text = f"# Tên\n\n{steps}\n\n> Nhớ\n> kỹ.\n\n![Ảnh](pictures/a.webp)\n"
    chapter = read_chapter("x", text)
    steps, note, picture = chapter.blocks
    assert chapter.title == "Tên"
    assert [piece.kind for piece in steps.lines[0]] == ["text", "screen", "text", "key", "text"]
    assert steps.lines[0][2].text == ", rồi "
    assert chapter.leads_to == ("ke",)
    assert (note.kind, note.lines[0][0].text, picture.picture) == ("note", "Nhớ kỹ.", "a")


def test_a_table_is_read_without_its_rule():
    (table,) = read_chapter("x", "# T\n\n| A | B |\n|---|---|\n| `t` | làm |\n").blocks
    assert len(table.rows) == 2
    assert table.rows[1][0][0].kind == "key"


@pytest.mark.django_db
def test_the_contents_lead_to_each_chapter(desk_of):
    links = desk_of("receptionist").open("guide").page.xpath("//article//a/@href")
    assert links == [at("guide-chapter", name) for name in chapters()]


@pytest.mark.django_db
def test_a_chapter_shows_its_steps_and_the_next_one(desk_of):
    desk = desk_of("specialist").open("guide-chapter", "hang-doi")
    assert "xuống, lên một dòng" in desk.text
    assert desk.page.xpath("//kbd[text()='j']")
    before, after = list(chapters()).index("hang-doi") - 1, list(chapters()).index("hang-doi") + 1
    beside = [list(chapters())[before], list(chapters())[after]]
    shown = desk.page.xpath("//nav[contains(@class,'desk-guide__on')]/a/@href")
    assert shown == [at("guide-chapter", name) for name in beside]


@pytest.mark.django_db
def test_an_unknown_chapter_and_picture_are_not_found(desk_of):
    desk = desk_of("receptionist")
    for name in ("README", "khong-co"):
        assert desk.open("guide-chapter", name).status == 404
        assert desk.open("guide-picture", name).status == 404


@pytest.mark.django_db
def test_the_help_of_a_page_leads_to_its_chapter(desk_of):
    links = (
        desk_of("receptionist").open("queue").page.xpath("//details[@class='desk-help']//a/@href")
    )
    assert links == [at("guide-chapter", "hang-doi")]


@pytest.mark.django_db
def test_the_whole_guide_is_one_page_to_print(desk_of):
    desk = desk_of("leader").open("guide-whole")
    assert len(desk.page.xpath("//section[@class='desk-guide__chapter']")) == len(chapters())
    assert len(set(desk.page.xpath("//@id"))) == len(desk.page.xpath("//@id"))


@pytest.mark.django_db
def test_in_english_the_guide_says_that_it_is_vietnamese(desk_of):
    desk = desk_of("receptionist")
    desk.client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert "written in Vietnamese" in desk.open("guide").text
    assert desk.page.xpath("//article/@lang") == ["vi"]


def at(name, *args):
    return reverse(f"desk:{name}", args=args, urlconf=ADDRESSES)

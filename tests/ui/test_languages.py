"""Everything said in Vietnamese is also said in English, and what is shipped is what is written."""

from __future__ import annotations

import ast
import gettext
import os
import re
import shutil
import struct
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.utils import translation

import motcua
from motcua.kernel.text import without_diacritics
from motcua.procedures.base.loading import packs_folder

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = Path(motcua.__file__).parent
WRITTEN = PACKAGE / "locale" / "en" / "LC_MESSAGES" / "django.po"
PACKS = packs_folder()
COMPILED = WRITTEN.with_suffix(".mo")

# Texts that are the same in both languages.
SAME = {"Cookie", "đồng"}
# Shown to those who build pages, in Vietnamese only.
FOR_BUILDERS = PACKAGE / "ui" / "templates" / "ui" / "catalogue"

_HOLES = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}|&\w+;|</?\w+[^>]*>")
_VARIABLES = re.compile(r"\{\{\s*(\w+)")
_MARKED = re.compile(
    r"\{#.*?#\}|\{%\s*comment\b.*?endcomment\s*%\}|\{%\s*blocktranslate\b.*?endblocktranslate\s*%\}"
    r'|\{%\s*translate\b.*?%\}|_\("[^"]*"\)',
    re.DOTALL,
)


@dataclass(slots=True)
class Entry:
    """A text, its plural where it counts something, and what English says."""

    flags: str = ""
    texts: dict[str, str] = field(default_factory=dict)

    @property
    def vietnamese(self) -> str:
        return self.texts["msgid"]

    @property
    def plural(self) -> str:
        return self.texts.get("msgid_plural", "")

    @property
    def english(self) -> tuple[str, ...]:
        return tuple(said for key, said in self.texts.items() if key.startswith("msgstr"))


def _read(path: Path) -> list[Entry]:
    """Read a catalogue: blocks parted by empty lines, each text in one or more quoted lines."""
    entries = []
    for block in path.read_text().split("\n\n"):
        entry, key = Entry(), ""
        for line in block.splitlines():
            if line.startswith("#,"):
                entry.flags += line
            elif not line.startswith("#"):
                name, _space, quoted = line.partition('"')
                key = name.strip() or key
                entry.texts[key] = entry.texts.get(key, "") + ast.literal_eval(f'"{quoted}')
        if "msgid" in entry.texts:
            entries.append(entry)
    return entries


ENTRIES = [entry for entry in _read(WRITTEN) if entry.vietnamese]


def _is_vietnamese(text: str) -> bool:
    return any(letter.isalpha() and without_diacritics(letter) != letter for letter in text)


def _shown(template: Path) -> str:
    """Give a template's text without what is marked for translation and without comments."""
    return _MARKED.sub("", template.read_text())


def _templates() -> Iterator[Path]:
    for path in sorted(PACKAGE.rglob("templates/**/*")):
        if path.suffix in {".html", ".txt"} and not path.is_relative_to(FOR_BUILDERS):
            yield path


def test_every_text_has_its_english() -> None:
    assert len(ENTRIES) > 1000
    assert [e.vietnamese for e in ENTRIES if not all(said.strip() for said in e.english)] == []


def test_no_english_is_a_guess_that_nobody_checked() -> None:
    assert [entry.vietnamese for entry in _read(WRITTEN) if "fuzzy" in entry.flags] == []


def test_english_is_not_the_vietnamese_again() -> None:
    same = {e.vietnamese for e in ENTRIES if e.vietnamese in e.english}
    assert same <= SAME


def test_english_fills_the_same_holes() -> None:
    wrong = []
    for entry in ENTRIES:
        holes = Counter(_HOLES.findall(entry.vietnamese))
        *ones, last = (Counter(_HOLES.findall(said)) for said in entry.english)
        # "The item below" may leave its number out.
        if last != holes or any(one - holes for one in ones):
            wrong.append(entry.vietnamese)
    assert wrong == []


def test_what_counts_something_has_one_and_many_in_english() -> None:
    assert [e.vietnamese for e in ENTRIES if len(e.english) != (2 if e.plural else 1)] == []


def test_the_shipped_catalogue_is_the_written_one() -> None:
    with COMPILED.open("rb") as file:
        shipped = gettext.GNUTranslations(file)
    said = {entry.vietnamese: entry.english for entry in ENTRIES}
    assert {
        entry.vietnamese: tuple(
            shipped.ngettext(entry.vietnamese, entry.plural, number) for number in (1, 2)
        )
        if entry.plural
        else (shipped.gettext(entry.vietnamese),)
        for entry in ENTRIES
    } == said
    # The header is a text of its own, below the empty key.
    (count,) = struct.unpack_from("<I", COMPILED.read_bytes(), 8)
    assert count == len(ENTRIES) + 1


def test_pages_say_one_and_many() -> None:
    with translation.override("en"):
        assert translation.ngettext("%(n)s thủ tục", "%(n)s thủ tục", 1) == "%(n)s procedure"
        assert translation.ngettext("%(n)s thủ tục", "%(n)s thủ tục", 2) == "%(n)s procedures"
        assert translation.gettext("Đăng nhập") == "Sign in"
    with translation.override("vi"):
        assert translation.gettext("Đăng nhập") == "Đăng nhập"


def test_every_text_in_the_source_is_in_the_catalogue(tmp_path: Path) -> None:
    if shutil.which("xgettext") is None:
        pytest.skip("xgettext is not on this machine, so the texts cannot be drawn from the source")
    for path in PACKAGE.rglob("*"):
        if path.suffix in {".py", ".html", ".txt"}:
            copy = tmp_path / path.relative_to(PACKAGE)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copy)
    (tmp_path / "locale").mkdir()
    # Without the settings, or it would write beside the package's own catalogue.
    env = {key: value for key, value in os.environ.items() if key != "DJANGO_SETTINGS_MODULE"}
    command = [sys.executable, "-m", "django", "makemessages", "-l", "en", "--no-location"]
    subprocess.run(command, cwd=tmp_path, env=env, check=True, capture_output=True)
    drawn = _read(tmp_path / "locale" / "en" / "LC_MESSAGES" / "django.po")
    known = {(entry.vietnamese, entry.plural) for entry in ENTRIES}
    texts = {(entry.vietnamese, entry.plural) for entry in drawn if entry.vietnamese}
    assert sorted(texts - known) == []
    assert sorted(known - texts) == []


@pytest.mark.parametrize(
    "template", [pytest.param(path, id=path.name) for path in _templates() if ".vi." in path.name]
)
def test_a_message_in_vietnamese_has_its_english_with_the_same_facts(template: Path) -> None:
    english = template.with_name(template.name.replace(".vi.", ".en."))
    facts = set(_VARIABLES.findall(template.read_text()))
    assert set(_VARIABLES.findall(english.read_text())) == facts


def test_no_page_says_vietnamese_that_cannot_be_translated() -> None:
    unmarked = [
        f"{path.relative_to(PACKAGE)}: {line.strip()}"
        for path in _templates()
        if ".vi." not in path.name
        for line in _shown(path).splitlines()
        if _is_vietnamese(line)
    ]
    assert unmarked == []


def test_english_has_one_word_for_the_one_door_office() -> None:
    texts = [*PACKS.rglob("*.yaml"), *PACKAGE.rglob("*.yaml"), WRITTEN]
    assert texts
    assert [path.name for path in texts if "one-stop" in path.read_text().casefold()] == []

"""What messages say, and answers of one segment; `docs/processes/texting.md` is their grammar."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from motcua.kernel.text import without_diacritics
from motcua.texting.enums import Wish

if TYPE_CHECKING:
    from collections.abc import Mapping

SEGMENT = 160
_FILE = Path(__file__).parent / "data" / "answers.yaml"
_FIRST = re.compile(r"\s*(TRACK|PAY|OK|TC|NT|XN)(?![A-Z])[\s:.,-]*(.*)", re.DOTALL)
_JOINED = re.compile(r"\s*(TC|NT|XN)(H[0-9].*|MC[2-9A-HJ-NP-Z]{10}.*|[0-9]{4}\s*)", re.DOTALL)
_PAYMENT = re.compile(r"MC[2-9A-HJ-NP-Z]{10}")
_DIGITS = re.compile(r"[0-9]{4}")
# What a phone shows everywhere and that counts once in the alphabet of GSM.
_SHOWN = re.compile(r"[^ -Z_a-z]")
_WORDS: Mapping[str, tuple[Wish, str]] = {
    "TC": (Wish.TRACK, "vi"),
    "NT": (Wish.PAY, "vi"),
    "XN": (Wish.CONFIRM, "vi"),
    "TRACK": (Wish.TRACK, "en"),
    "PAY": (Wish.PAY, "en"),
    "OK": (Wish.CONFIRM, "en"),
}


@dataclass(frozen=True, slots=True)
class Command:
    """What a message asks for: a dossier's code, a payment's or four digits; empty for none."""

    wish: Wish
    argument: str
    language: str


def read(text: str) -> Command:
    """Read a message as people type it: in any case, with or without marks, spaces or dashes."""
    plain = without_diacritics(text).upper()
    found = _FIRST.fullmatch(plain) or _JOINED.fullmatch(plain)
    if found is None:
        return Command(Wish.HELP, "", "vi")
    wish, language = _WORDS[found[1]]
    return Command(wish, _argument(wish, found[2]), language)


def _argument(wish: Wish, rest: str) -> str:
    bare = re.sub(r"\s", "", rest)
    if wish == Wish.TRACK:
        return bare.replace(",", ".").strip(".<>")[:40]
    pattern = _PAYMENT if wish == Wish.PAY else _DIGITS
    match = pattern.search(re.sub(r"[-.<>]", "", bare))
    return match[0] if match else ""


def answer(name: str, language: str, **values: str) -> str:
    """Write an answer of one segment; the agency's name is cut where it would not fit."""
    plain = {key: _plain(value) for key, value in values.items()}
    pattern = _answers()[language][name]
    text = pattern.format(**plain)
    if len(text) > SEGMENT and "agency" in plain:
        room = max(0, len(plain["agency"]) - (len(text) - SEGMENT))
        text = pattern.format(**plain | {"agency": plain["agency"][:room].rstrip()})
    return text[:SEGMENT]


def amount(dong: int) -> str:
    """Write đồng as a plain phone shows them: 20.000."""
    return f"{dong:,}".replace(",", ".")


def _plain(text: str) -> str:
    return _SHOWN.sub(" ", without_diacritics(text))


@cache
def _answers() -> dict[str, dict[str, str]]:
    loaded: dict[str, dict[str, str]] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return loaded

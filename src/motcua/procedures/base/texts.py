"""Texts as maps by language, so that a language is added as data."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import AfterValidator

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

FALLBACK = "vi"
REQUIRED_LANGUAGES = ("vi", "en")

_LANGUAGE = re.compile(r"[a-z]{2,3}")

# Control characters, bidirectional overrides, joiners that hide, private and non-characters.
UNSAFE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200e\u200f\u2028-\u202e\u2060-\u206f"
    "\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufeff\ufff0-\ufffb\ufffe\uffff"
    "\U000e0000-\U000e0fff\U000f0000-\U0010ffff]"
)


# What a database does not keep in JSON.
_UNKEPT = re.compile("[\x00\ud800-\udfff]")

Path = tuple[int | str, ...]


def unkept(value: Any) -> list[Path]:
    """Give the paths of texts in JSON data that a database would not keep."""
    if isinstance(value, str):
        return [()] if _UNKEPT.search(value) else []
    if isinstance(value, dict):
        rows: Iterable[tuple[int | str, Any]] = value.items()
    else:
        rows = enumerate(value) if isinstance(value, list) else ()
    return [(key, *path) for key, inner in rows for path in unkept(inner)]


def say(text: Mapping[str, str], language: str) -> str:
    """Give a text in a language, or in Vietnamese where that language is missing."""
    return text.get(language) or text.get(FALLBACK) or ""


def tidy(text: str) -> str:
    """Bring a text to NFC without blanks around it."""
    return unicodedata.normalize("NFC", text).strip()


def _checked(text: dict[str, str]) -> dict[str, str]:
    if not text.get(FALLBACK, "").strip():
        raise ValueError("a text needs at least its Vietnamese wording (vi)")
    for language, words in text.items():
        if not _LANGUAGE.fullmatch(language):
            raise ValueError(f"{language!r} is not a language code")
        if UNSAFE.search(words):
            raise ValueError(f"the {language} wording holds characters that do not print")
    return {language: tidy(words) for language, words in text.items()}


Text = Annotated[dict[str, str], AfterValidator(_checked)]

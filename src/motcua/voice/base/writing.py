"""Codes that people copy, and texts from which what names a person is taken out."""

from __future__ import annotations

import hashlib
import re
import secrets
from typing import TYPE_CHECKING, Final

from motcua.kernel.clock import civil
from motcua.kernel.privacy import HIDDEN, mask
from motcua.kernel.text import fold, without_unseen

if TYPE_CHECKING:
    from datetime import datetime

# Without what is misread: 0 O, 1 I L, 5 S, 2 Z.
_SIGNS: Final = "34678ACDEFGHJKMNPQRTUVWXY"
_DOSSIER: Final = re.compile(r"\b[A-Z]\d{2}(?:\.\d{1,3}){1,4}-\d{6}-\d{2,6}\b", re.IGNORECASE)
_HIDES: Final = "•"
_MOST_HIDDEN: Final = 6
_LONG: Final = re.compile(f"{_HIDES}{{{_MOST_HIDDEN},}}")
# What joins the parts of an address: a line breaks there.
_PARTED: Final = re.compile(r"[@._-]+")
_NO_WORD: Final = re.compile(r"\W+")


def spoken_code(length: int) -> str:
    """Make a random code of signs that are not misread."""
    return "".join(secrets.choice(_SIGNS) for _ in range(length))


def digits(length: int) -> str:
    """Make a random code of digits."""
    return f"{secrets.randbelow(10**length):0{length}d}"


def feedback_code(now: datetime) -> str:
    """Make the code of feedback: `GY-261120-7KQ4M`, the day and five random signs."""
    return f"GY-{civil(now):%y%m%d}-{spoken_code(5)}"


def help_code(now: datetime) -> str:
    """Make the code of a request for help: `TG-261120-7KQ4M`."""
    return f"TG-{civil(now):%y%m%d}-{spoken_code(5)}"


def as_typed(code: str) -> str:
    """Write a code as it is kept: capitals, no blanks."""
    return without_unseen(code).replace(" ", "").upper()


def without_people(text: str) -> str:
    """Hide identity numbers, phones, e-mail addresses and dossier codes in a text."""
    return _DOSSIER.sub(HIDDEN, mask(text))


def names_somebody(text: str) -> bool:
    """Say whether a text holds what `without_people` would hide."""
    return without_people(text) != text


def is_named(name: str, text: str) -> bool:
    """Say whether a text holds a name: as it is written, or its words without diacritics.

    A name of one word is looked for only as it is written: without diacritics it is many words.
    """
    if name.casefold() in text.casefold():
        return True
    words = fold(name)
    return " " in words and f" {words} " in f" {_NO_WORD.sub(' ', fold(text))} "


def words_mark(*texts: str) -> str:
    """Mark words that somebody is shown, to tell whether he decides upon these or upon others."""
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()[:32]


def hidden(text: str) -> str:
    """Hide every letter and digit of an answer; of long words not even the length is left."""
    words = "".join(_HIDES if sign.isalnum() else sign for sign in text)
    return _LONG.sub(_HIDES * _MOST_HIDDEN, _PARTED.sub(" ", words))

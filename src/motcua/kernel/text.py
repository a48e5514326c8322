"""Vietnamese text: normal form, folding for search, keys for comparing and sorting, names."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

# --- what a character is made of -----------------------------------------------------------------

_LATIN: Final = (*range(0x80, 0x250), *range(0x1E00, 0x1F00))
_MARKS: Final = range(0x0300, 0x0370)
# Zero-width space, word joiner, byte order mark, soft hyphen: pasted in, never meant.
_INVISIBLE: Final = (0x200B, 0x2060, 0xFEFF, 0x00AD)
# Đ has no decomposition; Ð (eth) and Ɖ (African d) look the same and are typed in its place.
_BARRED_D: Final = MappingProxyType(dict.fromkeys("đðɖ", "d") | dict.fromkeys("ĐÐƉ", "D"))


def _without_marks(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(_BARRED_D.get(c, c) for c in decomposed if ord(c) not in _MARKS)


def _plain_table() -> dict[int, str]:
    table = {point: _without_marks(chr(point)) for point in _LATIN}
    return table | dict.fromkeys((*_MARKS, *_INVISIBLE), "")


_PLAIN: Final = _plain_table()
_FOLDED: Final = {point: _without_marks(text.casefold()) for point, text in _PLAIN.items()}


def nfc(text: str) -> str:
    """Compose text canonically (NFC), the form in which everything is stored."""
    return unicodedata.normalize("NFC", text)


def without_unseen(text: str) -> str:
    """Take out what has no shape of its own: controls, marks of direction, what joins unseen.

    Runs of white space become one blank, none is left around. For short names that people type.
    """
    shown = (c for c in " ".join(text.split()) if unicodedata.category(c)[0] != "C")
    return " ".join("".join(shown).split())


def fold(text: str) -> str:
    """Fold text for search: no case, no diacritics, đ→d, runs of white space made one blank.

    Canonically equal texts (NFC, NFD) give the same result, and folding twice changes nothing.
    Other scripts keep their letters and signs.
    """
    if not text.isascii():
        text = text.translate(_FOLDED)
        if not text.isascii():
            text = nfc(_without_marks(_without_marks(text).casefold()))
    return " ".join(text.lower().split())


# --- SMS -----------------------------------------------------------------------------------------

_TYPOGRAPHY: Final = {
    ord(sign): plain
    for signs, plain in (
        ("‐‑‒–—―−•·", "-"),
        ("“”„«»", '"'),
        ("‘’‚′", "'"),
        ("…", "..."),
        ("×", "x"),
        ("₫", "d"),
    )
    for sign in signs
}
_SMS: Final = _PLAIN | _TYPOGRAPHY


def without_diacritics(text: str) -> str:
    """Write text for an SMS: diacritics off, case and line breaks kept, typography made plain.

    Vietnamese text comes out in ASCII, so that one message holds 160 characters, not 70.
    """
    return text if text.isascii() else text.translate(_SMS)


# --- comparing -----------------------------------------------------------------------------------

_TONES: Final = ("\u0300", "\u0309", "\u0303", "\u0301", "\u0323")  # huyền hỏi ngã sắc nặng


def _moved_tones() -> dict[str, str]:
    """Map the earlier place of a tone to the later: òa → oà, òe → oè, ùy → uỳ."""
    return {nfc(a + tone) + b: a + nfc(b + tone) for a, b in ("oa", "oe", "uy") for tone in _TONES}


_MOVED: Final = _moved_tones()
_MOVABLE: Final = re.compile("|".join(_MOVED))


def _tones_in_place(text: str) -> str:
    return _MOVABLE.sub(lambda found: _MOVED[found.group()], text)


def tone_key(text: str) -> str:
    """Give a key under which spellings that differ in tone position are equal (hoà = hòa).

    Case and runs of white space do not count either; every other mark does (hoa, hóa and hoá: the
    first differs, the last two are equal). For names of places and people.
    """
    return _tones_in_place(" ".join(nfc(nfc(text).casefold()).split()))


_ALPHABET: Final = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_END_OF_LETTERS: Final = "\x1f"  # sorts before every letter, digit and blank


def _letter_and_tone(letter: str) -> tuple[str, str]:
    """Give a lower-case letter's place in the alphabet and its tone's place (0 to 5)."""
    marks = unicodedata.normalize("NFD", letter)
    tone = next((i for i, mark in enumerate(_TONES, start=1) if mark in marks), 0)
    bare = nfc("".join(c for c in marks if c not in _TONES))
    if bare not in _ALPHABET:
        bare = fold(bare)[:1]
    if bare in _ALPHABET and bare:
        return chr(ord("A") + _ALPHABET.index(bare)), str(tone)
    return (bare if bare.isalnum() else " "), "0"


class _Toneless(dict[int, str]):
    """A translation table that gives every unknown character the level tone."""

    def __missing__(self, point: int) -> str:
        return "0"


def _collation_tables() -> tuple[dict[int, str], dict[int, str]]:
    places = {point: _letter_and_tone(chr(point)) for point in (*range(0x20, 0x7F), *_LATIN)}
    letters = {point: letter for point, (letter, _) in places.items()}
    tones = {point: tone for point, (_, tone) in places.items()}
    controls = dict.fromkeys(range(0x20), "")
    return letters | controls, _Toneless(tones | controls)


_LETTERS, _TONE_OF = _collation_tables()


def collation_key(text: str) -> str:
    """Give a key that sorts by the Vietnamese alphabet when compared code point by code point.

    Letters first (a ă â b c d đ e ê …, with f j w z in their Latin places), then tones (ngang,
    huyền, hỏi, ngã, sắc, nặng). Case, tone position and punctuation do not count. Stored in a text
    column it wants `COLLATE "C"`.
    """
    spelled = tone_key(text)
    tones = spelled.translate(_TONE_OF).rstrip("0")
    letters = spelled.translate(_LETTERS)
    return letters + _END_OF_LETTERS + tones if tones else letters


# --- names ---------------------------------------------------------------------------------------

# Family names of more than one word, longest first; all others are the first word.
_LONG_FAMILY_NAMES: Final = tuple(
    tuple(tone_key(name).split())
    for name in ("Công Tằng Tôn Nữ", "Công Huyền Tôn Nữ", "Tôn Thất", "Tôn Nữ", "Âu Dương")
)


@dataclass(frozen=True, slots=True)
class Name:
    """A Vietnamese name in its three parts; a part that is absent is empty."""

    family: str
    middle: str
    given: str

    @property
    def full(self) -> str:
        """The name as it is written."""
        return " ".join(part for part in (self.family, self.middle, self.given) if part)


def split_name(full_name: str) -> Name:
    """Split a full name into family (họ), middle (chữ đệm) and given name (tên).

    The last word is the given name, the first the family name, or the first words where they are a
    known long one. A single word is a given name. Names of other orders (foreign, or with the clan
    last) are split by the same rule: keep the full name beside the parts.
    """
    words = nfc(full_name).split()
    if not words:
        return Name("", "", "")
    keys = tuple(tone_key(word) for word in words)
    long = (len(n) for n in _LONG_FAMILY_NAMES if len(n) < len(keys) and keys[: len(n)] == n)
    count = next(long, min(1, len(words) - 1))
    return Name(" ".join(words[:count]), " ".join(words[count:-1]), words[-1])


_NAME_SIGNS: Final = frozenset(" '’‘.·-‐")
_SLASH_IN_NAMES: Final = re.compile(r"(?<=[^\W\d_])/(?=[^\W\d_])")  # as in s/o and a/l


def is_name(text: str) -> bool:
    """Say whether a text can be a person's name: letters of any script, and what joins them.

    Blanks, apostrophes, hyphens, dots, and a slash between two letters; no digit, no other sign.
    """
    if text.replace(" ", "").isalpha():  # nearly all are
        return True
    plain = _SLASH_IN_NAMES.sub("", text)
    kinds = {unicodedata.category(sign)[0] for sign in plain if sign not in _NAME_SIGNS}
    return "L" in kinds and kinds <= {"L", "M"}


# --- search --------------------------------------------------------------------------------------

_PUNCTUATION: Final = {
    point: " "
    for point in (*range(0x21, 0xC0), *range(0x2010, 0x205F), 0x3001, 0x3002, 0x17D4, 0x17D5)
    if not chr(point).isalnum()
} | dict.fromkeys(range(0x20), " ")


def search_document(*texts: str) -> str:
    """Join texts into folded words parted by single blanks, for search columns and for queries.

    The result feeds a `simple` tsvector and a trigram column; a query passed through the same
    function meets the same words. A code falls into its parts: H26.12-261120-0001 gives
    `h26 12 261120 0001`.
    """
    return " ".join(fold(" ".join(texts)).translate(_PUNCTUATION).split())


def spelled_document(*texts: str) -> str:
    """Join texts into words as they are spelt, marks kept, parted by single blanks.

    Case, and where a tone stands in its word, do not count. `fold` of the result is what
    `search_document` gives of Vietnamese text.
    """
    return " ".join(tone_key(" ".join(texts)).translate(_PUNCTUATION).split())

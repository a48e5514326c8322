"""How a text message goes over the air: 7-bit or UCS-2, in how many segments (3GPP TS 23.038)."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from motcua.kernel.text import nfc, without_diacritics
from motcua.notifications.errors import TextTooLong

Alphabet = Literal["gsm7", "ucs2"]

MOST_SEGMENTS = 10
"""What gateways take at most in one message."""
_PLAIN = frozenset(
    "\n\r @£$¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ"
    "!\"#¤%&'()*+,-./:;<=>?¡ÄÖÑÜ§¿äöñüà0123456789"
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
)
_ESCAPED = frozenset("\f€[\\]^{|}~")
_GSM = _PLAIN | _ESCAPED
# Units of a message that goes alone, and of each part of a longer one.
_ROOM = MappingProxyType({"gsm7": (160, 153), "ucs2": (70, 67)})
_BEYOND_ONE_UNIT = 0x10000
_UNKNOWN = "?"


@dataclass(frozen=True, slots=True)
class Length:
    """What a text takes: `units` are septets or UTF-16 units, `segments` is what is paid for."""

    alphabet: Alphabet
    units: int
    segments: int


def length(text: str) -> Length:
    """Measure a text message; no character is parted between two segments."""
    alphabet: Alphabet = "gsm7" if _GSM.issuperset(text) else "ucs2"
    alone, part = _ROOM[alphabet]
    sizes = [_size(character, alphabet) for character in text]
    if sum(sizes) <= alone:
        return Length(alphabet, sum(sizes), 1)
    segments, filled = 1, 0
    for size in sizes:
        if filled + size > part:
            segments, filled = segments + 1, 0
        filled += size
    return Length(alphabet, sum(sizes), segments)


def plain(text: str) -> str:
    """Write a text in the 7-bit alphabet: diacritics off, signs it has not become a question mark.

    Vietnamese loses its marks and nothing else.
    """
    bare = without_diacritics(nfc(text)).replace("`", "'")
    return "".join(sign if sign in _GSM else _UNKNOWN for sign in bare)


def refuse_if_long(text: str, most: int = MOST_SEGMENTS) -> Length:
    """Measure a text; raise `TextTooLong` when it takes too many segments.

    A message is never cut: half a code or half an address would be worse than none.
    """
    measured = length(text)
    if measured.segments > most:
        raise TextTooLong(segments=measured.segments, most=most)
    return measured


def _size(character: str, alphabet: Alphabet) -> int:
    if alphabet == "gsm7":
        return 2 if character in _ESCAPED else 1
    return 2 if ord(character) >= _BEYOND_ONE_UNIT else 1

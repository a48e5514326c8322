"""How many segments a text takes on the air: GSM 03.38 or UCS-2."""

from __future__ import annotations

from dataclasses import dataclass

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = frozenset("^{}\\[~]|€\f")
_GSM = ("gsm7", 160, 153)
_UCS = ("ucs2", 70, 67)


@dataclass(frozen=True, slots=True)
class Cost:
    """What a text costs: `encoding` is gsm7 or ucs2, `units` septets or UTF-16 units."""

    encoding: str
    units: int
    segments: int


def cost(text: str) -> Cost:
    """Count a text's segments; no unit that belongs together is split over two of them."""
    if _BASIC.union(_EXTENDED).issuperset(text):
        return _counted(_GSM, [2 if character in _EXTENDED else 1 for character in text])
    return _counted(_UCS, [2 if ord(character) > 0xFFFF else 1 for character in text])


def _counted(kind: tuple[str, int, int], sizes: list[int]) -> Cost:
    encoding, alone, among = kind
    if sum(sizes) <= alone:
        return Cost(encoding, sum(sizes), 1)
    segments, room = 1, among
    for size in sizes:
        if size > room:
            segments, room = segments + 1, among
        room -= size
    return Cost(encoding, sum(sizes), segments)

"""Numbers and dates in Vietnamese words, as certificates and receipts spell them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_BILLION = 10**9


@dataclass(frozen=True, slots=True)
class Spelling:
    """Words that differ from region to region; all of them are good Vietnamese.

    `no_ten` stands for the empty ten of 105, `thousand` and `billion` for their powers.
    """

    no_ten: str
    thousand: str
    billion: str


NORTHERN: Final = Spelling("linh", "nghìn", "tỷ")
SOUTHERN: Final = Spelling("lẻ", "ngàn", "tỷ")


def number_words(number: int, spelling: Spelling = NORTHERN) -> str:
    """Spell a whole number: 2026 gives `hai nghìn không trăm hai mươi sáu`."""
    if number < 0:
        return "âm " + number_words(-number, spelling)
    return " ".join(_billions(number, spelling)) or _DIGITS[0]


def money_words(amount: int, spelling: Spelling = NORTHERN) -> str:
    """Spell an amount of đồng as a sentence begins: `Một trăm nghìn đồng`."""
    words = number_words(amount, spelling)
    return f"{words[0].upper()}{words[1:]} đồng"


def date_words(day: date) -> str:
    """Spell a date: `Ngày mười bảy tháng năm năm hai nghìn không trăm hai mươi sáu`."""
    days, months, years = map(number_words, (day.day, day.month, day.year))
    return f"Ngày {days} tháng {months} năm {years}"


def _billions(number: int, spelling: Spelling) -> Iterator[str]:
    high, rest = divmod(number, _BILLION)
    if high:
        yield from _billions(high, spelling)
        yield spelling.billion
    yield from _groups(rest, spelling, has_before=high > 0)


def _groups(number: int, spelling: Spelling, *, has_before: bool) -> Iterator[str]:
    for power, scale in ((2, "triệu"), (1, spelling.thousand), (0, "")):
        group = number // 1000**power % 1000
        if group:
            yield from _group(group, spelling, is_full=has_before)
            yield from (scale,) if scale else ()
            has_before = True


def _group(number: int, spelling: Spelling, *, is_full: bool) -> Iterator[str]:
    hundreds, tens, units = number // 100, number // 10 % 10, number % 10
    if hundreds or is_full:
        yield f"{_DIGITS[hundreds]} trăm"
    if tens > 1:
        yield f"{_DIGITS[tens]} mươi"
    elif tens == 1:
        yield "mười"
    elif units and (hundreds or is_full):
        yield spelling.no_ten
    if units:
        yield _unit(tens, units)


def _unit(tens: int, units: int) -> str:
    if units == 5 and tens:
        return "lăm"
    if tens > 1:
        return {1: "mốt", 4: "tư"}.get(units, _DIGITS[units])
    return _DIGITS[units]

"""Numbers and dates in Vietnamese words, as certificates and receipts spell them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_SCALES = ("", " nghìn", " triệu")
_BILLION = 10**9


def number_words(number: int) -> str:
    """Spell a whole number: 2026 gives `hai nghìn không trăm hai mươi sáu`."""
    if number < 0:
        return "âm " + number_words(-number)
    return " ".join(_billions(number)) or _DIGITS[0]


def money_words(amount: int) -> str:
    """Spell an amount of đồng as a sentence begins: `Một trăm nghìn đồng`."""
    words = number_words(amount)
    return f"{words[0].upper()}{words[1:]} đồng"


def date_words(day: date) -> str:
    """Spell a date: `Ngày mười bảy tháng năm năm hai nghìn không trăm hai mươi sáu`."""
    days, months, years = map(number_words, (day.day, day.month, day.year))
    return f"Ngày {days} tháng {months} năm {years}"


def _billions(number: int) -> Iterator[str]:
    high, rest = divmod(number, _BILLION)
    if high:
        yield from _billions(high)
        yield "tỷ"
    yield from _groups(rest, has_before=high > 0)


def _groups(number: int, *, has_before: bool) -> Iterator[str]:
    for power in (2, 1, 0):
        group = number // 1000**power % 1000
        if group:
            yield " ".join(_group(group, is_full=has_before)) + _SCALES[power]
            has_before = True


def _group(number: int, *, is_full: bool) -> Iterator[str]:
    hundreds, tens, units = number // 100, number // 10 % 10, number % 10
    if hundreds or is_full:
        yield f"{_DIGITS[hundreds]} trăm"
    if tens > 1:
        yield f"{_DIGITS[tens]} mươi"
    elif tens == 1:
        yield "mười"
    elif units and (hundreds or is_full):
        yield "linh"
    if units:
        yield _unit(tens, units)


def _unit(tens: int, units: int) -> str:
    if units == 5 and tens:
        return "lăm"
    if tens > 1:
        return {1: "mốt", 4: "tư"}.get(units, _DIGITS[units])
    return _DIGITS[units]

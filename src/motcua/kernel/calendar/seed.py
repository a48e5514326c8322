"""Proposed days off of a year, from the `holidays` package: a seed, to be confirmed by decision."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

import holidays

from motcua.kernel.calendar.values import Day, DayKind

if TYPE_CHECKING:
    from collections.abc import Iterator

# What the package calls a day, without its mark for days in lieu, and what we call it.
_NAMES: Final = {
    "Tết Dương lịch": ("Tết Dương lịch", "New Year's Day"),
    "Ngày Giỗ Tổ Hùng Vương": ("Giỗ Tổ Hùng Vương", "Hùng Kings' Commemoration Day"),
    "Ngày Chiến thắng": ("Ngày Chiến thắng", "Reunification Day"),
    "Ngày Quốc tế Lao động": ("Ngày Quốc tế lao động", "International Labour Day"),
    "Quốc khánh": ("Quốc khánh", "National Day"),
    "Ngày Văn hóa Việt Nam": ("Ngày Văn hóa Việt Nam", "Vietnamese Culture Day"),
}
_TET: Final = ("Tết Nguyên đán", "Lunar New Year (Tết)")
_IN_LIEU: Final = " (nghỉ bù)"
_EXCHANGED: Final = "Ngày nghỉ (thay cho ngày "


def proposed_days(year: int) -> tuple[Day, ...]:
    """Give the days off and exchanged days of a year as unconfirmed rows in order of their dates.

    The package knows the law, not the Government's yearly decision: which days around Tết and
    National Day are off, and which days are exchanged, must be put right by hand.
    """
    known = holidays.country_holidays("VN", years=year, language="vi")
    rows = [row for on, name in known.items() if on.year == year for row in _rows(on, name)]
    return tuple(sorted(rows, key=lambda row: row.on))


def _rows(on: date, name: str) -> Iterator[Day]:
    if name.startswith(_EXCHANGED):
        day, month, year = name.removeprefix(_EXCHANGED).removesuffix(")").split("/")
        yield from exchanged(on, date(int(year), int(month), int(day)))
        return
    vi, en = _names(name.removesuffix(_IN_LIEU))
    if name.endswith(_IN_LIEU):
        vi, en = f"{vi} (nghỉ bù)", f"{en} (in lieu)"
    yield Day(on, DayKind.OFF, vi, en, confirmed=False)


def _names(name: str) -> tuple[str, str]:
    return _TET if name not in _NAMES and "Tết" in name else _NAMES.get(name, (name, name))


def exchanged(off: date, worked: date) -> tuple[Day, Day]:
    """Give the two unconfirmed rows of an exchange: the day off and the day worked for it."""
    return (
        Day(
            off,
            DayKind.OFF,
            f"Nghỉ hoán đổi, làm bù ngày {worked:%d/%m/%Y}",
            f"Day off exchanged for {worked.isoformat()}",
            confirmed=False,
        ),
        Day(
            worked,
            DayKind.WORKED,
            f"Làm bù cho ngày {off:%d/%m/%Y}",
            f"Worked in exchange for {off.isoformat()}",
            instead_of=off,
            confirmed=False,
        ),
    )

"""Fees of a record: what the amount and the text beside it say together; whole đồng."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from motcua.procedures.base.national.flags import Flag, FlagKind
from motcua.procedures.base.packs import LARGEST_AMOUNT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from motcua.procedures.base.national.records import FeeRow

_DONG = frozenset({"", "VNĐ", "VND", "đ", "đồng", "Đồng"})
# No fee of the state is that small; the thousands were lost on the way here.
_SMALLEST_FEE = 1000
_GROUPED = r"\d{1,3}(?:[.,]\d{3})+"
_SAID_MONEY = re.compile(
    rf"(?P<amount>{_GROUPED}|\d+(?:,\d+)?)\s*"
    r"(?P<unit>nghìn đồng|ngàn đồng|triệu đồng|tỷ đồng|đồng|vnđ|vnd|đ(?!\w)|usd)",
    re.IGNORECASE,
)
_TIMES = {"nghìn đồng": 1000, "ngàn đồng": 1000, "triệu đồng": 10**6, "tỷ đồng": 10**9}
_FREE = r"phí|lệ phí|thu|có|mất|quy định|phải nộp|thu phí|thu lệ phí|tính phí"
_NOTHING = re.compile(rf"(?:không|miễn|0 ?đồng)(?:[\s,]*(?:và|{_FREE}))*[\s.;:)]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class UnderstoodFee:
    """An amount in đồng, with what is said of it."""

    amount: int
    said: str


def fees_of(
    path: str, rows: Sequence[FeeRow]
) -> tuple[tuple[UnderstoodFee, ...] | None, list[Flag]]:
    """Read the fees of a time limit; None where a flag says why one of them is not clear.

    Where there is no row, nobody said that nothing is due.
    """
    found: list[UnderstoodFee] = []
    flags: list[Flag] = [] if rows else [Flag(FlagKind.FEE_MISSING, path)]
    for number, row in enumerate(rows):
        kind, amount = _fee_of(row)
        if kind is not None:
            said = f"{row.SOTIEN} {row.DONVI} {row.MOTA}".strip()
            flags.append(Flag(kind, f"{path}.PHILEPHI.{number}", said))
        elif amount:
            found.append(UnderstoodFee(amount, row.MOTA))
    if len(found) > 1:
        # Whether all of them are due, or one by case, stands in words only.
        said = " · ".join(f"{fee.amount}: {fee.said}" for fee in found)
        flags.append(Flag(FlagKind.FEES_SEVERAL, f"{path}.PHILEPHI", said))
    return (None if flags else tuple(found)), flags


def _fee_of(row: FeeRow) -> tuple[FlagKind | None, int]:
    digits = re.sub(r"[.,](?=\d{3}(\D|$))", "", row.SOTIEN)
    if row.DONVI not in _DONG or "usd" in row.MOTA.lower():
        return FlagKind.FEE_OTHER_CURRENCY, 0
    if not re.fullmatch(r"[0-9]{0,11}", digits):
        return FlagKind.FEE_NOT_A_NUMBER, 0
    amount, named = int(digits or 0), set(_money_in(row.MOTA))
    if amount > LARGEST_AMOUNT:
        return FlagKind.FEE_NOT_A_NUMBER, 0
    kind = _doubt(amount, named) if amount else _doubt_of_nothing(row, named)
    return kind, 0 if kind else amount


def _doubt(amount: int, named: set[int]) -> FlagKind | None:
    """Say what speaks against an amount."""
    if amount < _SMALLEST_FEE:
        return FlagKind.FEE_LOST_THOUSANDS
    if named and amount not in named:
        return FlagKind.FEE_CONTRADICTED
    # One of several amounts in the text: which of them is due depends on the case.
    return FlagKind.FEES_SEVERAL if len(named) > 1 else None


def _doubt_of_nothing(row: FeeRow, named: set[int]) -> FlagKind | None:
    """Say what speaks against nothing being due."""
    if named - {0}:
        return FlagKind.FEE_ONLY_IN_TEXT
    is_said = _NOTHING.fullmatch(row.MOTA) if row.MOTA else row.SOTIEN
    return None if is_said else FlagKind.FEE_SET_ELSEWHERE


def _money_in(text: str) -> Iterator[int]:
    """Yield the amounts that a text names, in đồng."""
    for found in _SAID_MONEY.finditer(text):
        plain, times = found["amount"], _TIMES.get(found["unit"].lower(), 1)
        if re.fullmatch(_GROUPED, plain):
            yield int(re.sub(r"[.,]", "", plain)) * times
        else:
            yield round(float(plain.replace(",", ".")) * times)

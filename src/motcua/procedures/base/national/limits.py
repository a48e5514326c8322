"""Time limits of a record: what the number, its unit and the text beside it say together."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from motcua.procedures.base.national.flags import Flag, FlagKind
from motcua.procedures.enums import LimitUnit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from motcua.procedures.base.national.records import TimeRow

Amount = tuple[int, LimitUnit]

_UNITS: Mapping[str, LimitUnit] = {
    "WORKING_DAY": LimitUnit.WORKING_DAY,
    "ngày": LimitUnit.DAY,
    "DAY": LimitUnit.DAY,
    "HOUR": LimitUnit.HOUR,
    "MONTH": LimitUnit.MONTH,
    "YEAR": LimitUnit.MONTH,
}
_MONTHS_OF_A_YEAR = 12
_LONGEST = 400
_SAID_TIME = re.compile(
    r"(?P<amount>\d{1,3}(?:[.,]\d{1,2})?)\s*(?:\([^)]{1,40}\)\s*)?"
    r"(?P<unit>ngày làm việc|ngày|giờ làm việc|giờ|tháng|năm)(?!\s*\d)",
    re.IGNORECASE,
)
_SAID_UNITS: Mapping[str, frozenset[LimitUnit]] = {
    "ngày làm việc": frozenset({LimitUnit.WORKING_DAY}),
    # Texts often leave out "làm việc" where the unit has said it.
    "ngày": frozenset({LimitUnit.DAY, LimitUnit.WORKING_DAY}),
    "giờ làm việc": frozenset({LimitUnit.HOUR}),
    "giờ": frozenset({LimitUnit.HOUR}),
    "tháng": frozenset({LimitUnit.MONTH}),
    "năm": frozenset(),
}


def limit_of(path: str, row: TimeRow) -> tuple[Amount | None, Flag | None]:
    """Read a time limit: an amount and its unit, None where a flag says why not.

    A limit beside which the text names others still counts, and is flagged: they may be those of
    other cases.
    """
    kind, limit = _number_of(row.THOIGIANGIAIQUYET, row.DONVITINH)
    if limit is not None:
        agreeing, others = _named(row.MOTA, limit)
        if others and not agreeing:
            kind, limit = FlagKind.LIMIT_CONTRADICTED, None
        elif others:
            kind = FlagKind.LIMIT_DEPENDS
    said = f"{as_said(row)} {row.MOTA}".strip()
    return limit, None if kind is None else Flag(kind, path, said)


def as_said(row: TimeRow) -> str:
    """Give number and unit as the record has them."""
    return f"{row.THOIGIANGIAIQUYET} {row.DONVITINH}".strip()


def _number_of(number: str, unit: str) -> tuple[FlagKind | None, Amount | None]:
    if re.fullmatch(r"0*", number):
        return FlagKind.LIMIT_MISSING, None
    if unit not in _UNITS:
        return FlagKind.LIMIT_OTHER_UNIT, None
    if not re.fullmatch(r"[0-9]{1,6}", number):
        return FlagKind.LIMIT_FRACTION, None
    amount = int(number) * (_MONTHS_OF_A_YEAR if unit == "YEAR" else 1)
    fits = amount <= _LONGEST
    return (None, (amount, _UNITS[unit])) if fits else (FlagKind.LIMIT_TOO_LONG, None)


def _named(text: str, limit: Amount) -> tuple[int, int]:
    """Count the times that a text names: those that are the limit, and those that are not."""
    amount, unit = limit
    named = list(_SAID_TIME.finditer(text))
    agreeing = sum(
        float(found["amount"].replace(",", ".")) == amount
        and unit in _SAID_UNITS[found["unit"].lower()]
        for found in named
    )
    return agreeing, len(named) - agreeing

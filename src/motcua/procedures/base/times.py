"""Amounts of time in the words that are stored: in both languages, whoever's language is spoken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from motcua.procedures.enums import LimitUnit

if TYPE_CHECKING:
    from collections.abc import Mapping

_VIETNAMESE: Mapping[LimitUnit, str] = {
    LimitUnit.WORKING_DAY: "ngày làm việc",
    LimitUnit.DAY: "ngày",
    LimitUnit.HOUR: "giờ làm việc",
    LimitUnit.MONTH: "tháng",
}
_ENGLISH: Mapping[LimitUnit, str] = {
    LimitUnit.WORKING_DAY: "working day",
    LimitUnit.DAY: "day",
    LimitUnit.HOUR: "working hour",
    LimitUnit.MONTH: "month",
}


def time_in_words(amount: int, unit: LimitUnit) -> dict[str, str]:
    """Give a time limit in Vietnamese and English, such as `5 ngày làm việc`, `5 working days`."""
    if unit is LimitUnit.SAME_DAY:
        return {"vi": "trong ngày", "en": "the same day"}
    plural = "" if amount == 1 else "s"
    return {"vi": f"{amount} {_VIETNAMESE[unit]}", "en": f"{amount} {_ENGLISH[unit]}{plural}"}

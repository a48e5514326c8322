"""Money in whole đồng: an int, never a float, split without a đồng lost."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from motcua.kernel.errors import DomainError
from motcua.kernel.text import nfc

if TYPE_CHECKING:
    from collections.abc import Sequence

# What a column of eight bytes holds.
_MOST: Final = 2**63 - 1
# 20000, 20.000, 20 000, 20,000; đồng signs behind, as people write them.
_WRITTEN: Final = re.compile(
    r"(-?)(\d+|[1-9]\d{0,2}(?:([., \u00a0\u202f])\d{3})(?:\3\d{3})*)\s*(?:đồng|đ|₫|vnđ|vnd)?",
    re.ASCII,
)


class AmountInvalid(DomainError):
    """An amount that is not whole đồng."""

    code = "money.amount_invalid"
    status = 422
    message = "Số tiền phải là số đồng nguyên, không âm."


class SharesInvalid(DomainError):
    """Weights by which nothing can be split."""

    code = "money.shares_invalid"
    status = 422
    message = "Không chia được: tỷ lệ chia phải là số nguyên không âm và có ít nhất một số dương."


def dong(value: object) -> int:
    """Read an amount of at least zero đồng: an int, a whole Decimal, or text as people write it.

    Text may group thousands (20.000, 20,000, 20 000) and name the đồng (20.000 đ, 20,000 VND).
    Floats, booleans, fractions, NaN and negative amounts raise `AmountInvalid`.
    """
    amount = signed_dong(value)
    if amount < 0:
        raise AmountInvalid
    return amount


def signed_dong(value: object) -> int:
    """Read an amount of đồng that may be negative, as in a ledger. Raises `AmountInvalid`."""
    amount = _whole(value)
    if amount is None or not -_MOST <= amount <= _MOST:
        raise AmountInvalid("Số tiền phải là số đồng nguyên.")
    return amount


def _whole(value: object) -> int | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    if isinstance(value, Decimal):
        return int(value) if value.is_finite() and value == value.to_integral_value() else None
    return _written(value) if isinstance(value, str) else None


def _written(text: str) -> int | None:
    parts = _WRITTEN.fullmatch(nfc(text).strip().casefold())
    if parts is None:
        return None
    return int(parts[1] + re.sub(r"\D", "", parts[2]))


def show(amount: int, language: str = "vi") -> str:
    """Write an amount for people: 20.000 đ in Vietnamese, 20,000 VND in English."""
    grouped = f"{amount:,}"
    return f"{grouped} VND" if language == "en" else f"{grouped.replace(',', '.')} đ"


def allocate(total: int, weights: Sequence[int]) -> tuple[int, ...]:
    """Split an amount by whole weights so that the parts add up exactly to it.

    What rounding leaves goes, đồng by đồng, to the parts that lost most, the earlier first. A
    negative total (a refund) is split as its opposite. Raises `SharesInvalid`.
    """
    whole = sum(weights)
    if whole <= 0 or min(weights) < 0:
        raise SharesInvalid
    if total < 0:
        return tuple(-part for part in allocate(-total, weights))
    parts = [total * weight // whole for weight in weights]
    losses = [total * weight % whole for weight in weights]
    most_first = sorted(range(len(weights)), key=lambda index: (-losses[index], index))
    for index in most_first[: total - sum(parts)]:
        parts[index] += 1
    return tuple(parts)

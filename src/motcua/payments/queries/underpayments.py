"""What came of a debt and is too little to keep anybody from paying it all another way."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from motcua.kernel.clock import civil_date

if TYPE_CHECKING:
    from datetime import date, datetime

    from motcua.payments.models import Order

_FILE = Path(__file__).parents[1] / "data" / "underpayments.yaml"


@dataclass(frozen=True, slots=True)
class Bound:
    """Below how many đồng what came is too little to matter, from a day on."""

    below: int
    valid_from: date
    basis: str
    confirmed: bool
    valid_to: date | None = None


def takes_all(order: Order, now: datetime) -> bool:
    """Say whether an order may be paid whole at once, by card or wallet.

    So it may while nothing came of it, or next to nothing: whoever knows its code might have sent
    that to keep its owner from paying. What is too much then goes back.
    """
    return 2 * order.received < order.amount and order.received < _bound_on(civil_date(now)).below


def _bound_on(day: date) -> Bound:
    """Give what holds on a day; the latest that began."""
    fitting = [
        row
        for row in _bounds()
        if row.valid_from <= day and (not row.valid_to or day < row.valid_to)
    ]
    return max(fitting, key=lambda row: row.valid_from)


@cache
def _bounds() -> tuple[Bound, ...]:
    rows = yaml.safe_load(_FILE.read_text(encoding="utf-8"))["bounds"]
    return tuple(Bound(**row) for row in rows)

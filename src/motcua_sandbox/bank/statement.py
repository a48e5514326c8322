"""The statement of a day, as a CSV file."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from motcua_sandbox import clock
from motcua_sandbox.bank.books import CURRENCY

if TYPE_CHECKING:
    import sqlite3

    from motcua_sandbox.store import Store

COLUMNS = (
    *("transaction", "booked_at", "merchant", "kind", "bank", "account", "direction"),
    *("amount", "currency", "content", "reference", "original"),
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def statement(store: Store, day: str, merchant: str) -> bytes:
    """Write the bookings of a civil day (`YYYY-MM-DD`), of one merchant or (empty) of all, as CSV.

    Raises ValueError when `day` is no date.
    """
    first, after = clock.day_bounds(day)
    rows = store.rows(
        "SELECT * FROM bookings WHERE at >= ? AND at < ? AND ? IN ('', merchant) ORDER BY seq",
        first,
        after,
        merchant,
    )
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows(_line(row) for row in rows)
    return text.getvalue().encode()


def direction(kind: str) -> str:
    """Say how a booking moves the merchant's money: `credit` or `debit`."""
    return "credit" if kind in {"payment", "transfer"} else "debit"


def _line(row: sqlite3.Row) -> list[str]:
    values = (
        *(row["id"], clock.iso(row["at"]), row["merchant"], row["kind"], row["bank"]),
        *(row["account"], direction(row["kind"]), str(row["amount"]), CURRENCY),
        *(row["content"], row["reference"], row["original"]),
    )
    return [f"'{value}" if value.startswith(_FORMULA) else value for value in values]

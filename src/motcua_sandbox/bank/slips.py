"""What a terminal's slip says, and the fee that its settlement costs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from motcua_sandbox import clock

if TYPE_CHECKING:
    from motcua_sandbox.store import Store

SCHEMA = """
CREATE TABLE IF NOT EXISTS slips (
  order_id TEXT PRIMARY KEY,
  merchant TEXT NOT NULL,
  terminal TEXT NOT NULL,
  at REAL,
  slip TEXT NOT NULL DEFAULT '',
  approval TEXT NOT NULL DEFAULT '',
  last_four TEXT NOT NULL DEFAULT '',
  reason TEXT NOT NULL DEFAULT '',
  fee INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX IF NOT EXISTS slips_at ON slips (at);
"""
_TOLD = ("terminal", "slip", "approval", "last_four", "reason")


def slip_of(store: Store, order: str) -> dict[str, str]:
    """Give what a slip says, for events and answers; empty for what is no terminal's."""
    row = store.row("SELECT * FROM slips WHERE order_id = ?", order)
    return {name: row[name] for name in _TOLD if row[name]} if row else {}


def void(store: Store, booking: str) -> None:
    """Take the fee off a payment that goes back whole on the very day it was made."""
    sql = """UPDATE slips SET fee = 0 WHERE at >= ? AND at < ? AND order_id IN (
      SELECT o.id FROM orders o WHERE o.booking = ? AND o.amount = (
        SELECT sum(b.amount) FROM bookings b WHERE b.original = o.booking))"""
    with store.write() as db:
        for first, after in clock.shown_bounds(clock.today(clock.shown_at(clock.now()))):
            db.execute(sql, (first, after, booking))


def fees(store: Store, day: str, merchant: str) -> list[dict[str, Any]]:
    """Give the fee of each merchant's day as a line of its statement: one a settlement batch."""
    sql = """SELECT merchant, sum(fee) AS fee, count(*) AS slips, max(at) AS at FROM slips
      WHERE at >= ? AND at < ? AND fee > 0 AND ? IN ('', merchant) GROUP BY merchant"""
    stretches = enumerate(clock.shown_bounds(day))
    return [
        {
            **dict.fromkeys(("bank", "account", "reference", "original"), ""),
            "id": f"PF{day[2:].replace('-', '')}{number:02d}{row['merchant'][-8:]}",
            "at": row["at"],
            "merchant": row["merchant"],
            "kind": "fee",
            "amount": row["fee"],
            "content": f"PHI THE {row['slips']} GD",
        }
        for number, (first, after) in stretches
        for row in store.rows(sql, first, after, merchant)
    ]


def fees_before(store: Store, moment: float, merchant: str) -> int:
    """Give the sum of a merchant's fees before a moment."""
    sql = "SELECT coalesce(sum(fee), 0) AS fee FROM slips WHERE at < ? AND merchant = ?"
    row = store.row(sql, moment, merchant)
    return int(row["fee"]) if row else 0

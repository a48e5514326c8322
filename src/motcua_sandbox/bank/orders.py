"""Orders of the redirect gateway: pending, then paid, cancelled or expired, once and for all."""

from __future__ import annotations

import re
import secrets
import sqlite3
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from motcua_sandbox import clock, events, wire
from motcua_sandbox.bank import books
from motcua_sandbox.bank.books import CURRENCY, Bank, Entry
from motcua_sandbox.bank.slips import slip_of

if TYPE_CHECKING:
    from motcua_sandbox.bank.merchants import Merchant
    from motcua_sandbox.store import Store

SCHEMA = """
CREATE TABLE IF NOT EXISTS orders (
  id TEXT PRIMARY KEY,
  merchant TEXT NOT NULL,
  reference TEXT NOT NULL,
  request TEXT NOT NULL,
  amount INTEGER NOT NULL,
  description TEXT NOT NULL,
  return_url TEXT NOT NULL,
  expires_at INTEGER NOT NULL,
  made_at REAL NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('pending', 'paid', 'cancelled', 'expired')),
  ended_at REAL,
  booking TEXT,
  UNIQUE (merchant, reference)
);
CREATE INDEX IF NOT EXISTS orders_pending ON orders (expires_at) WHERE state = 'pending';
"""
_FIELDS = {
    "command": r"pay",
    "merchant": r"[A-Za-z0-9._-]{1,32}",
    "order": r"[A-Za-z0-9._-]{1,64}",
    "amount": r"[1-9][0-9]{0,11}",
    "currency": CURRENCY,
    "description": r".{1,200}",
    "return_url": r".{1,2000}",
    "locale": r"vi|en",
    "expires_at": r"[0-9]{1,12}",
    "signature": r"[0-9a-f]{128}",
}


class OrderError(Exception):
    """A pay request the gateway does not take; `status` is HTTP's."""

    status = 400


class ConflictError(OrderError):
    """The order is known, with other particulars."""

    status = 409


@dataclass(frozen=True, slots=True)
class Order:
    """One order; moments in Unix seconds, `amount` in đồng, `booking` the transaction when paid."""

    id: str
    merchant: str
    reference: str
    request: str
    amount: int
    description: str
    return_url: str
    expires_at: int
    made_at: float
    state: str
    ended_at: float | None
    booking: str | None


def open_order(bank: Bank, fields: dict[str, str]) -> Order:
    """Check a merchant's signed request and store the order, once if it is repeated.

    Raises OrderError on malformed or wrongly signed fields, ConflictError on a reference that
    was used with other particulars.
    """
    merchant = _checked(bank, fields)
    request, now = wire.canonical(fields), clock.now()
    with bank.store.write() as db:
        db.execute(
            """INSERT INTO orders (id, merchant, reference, request, amount, description,
              return_url, expires_at, made_at, state) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'pending')
            ON CONFLICT (merchant, reference) DO NOTHING""",
            (
                *(secrets.token_urlsafe(24), merchant.code, fields["order"], request),
                *(int(fields["amount"]), fields["description"], fields["return_url"]),
                *(int(fields["expires_at"]), now),
            ),
        )
    order = by_reference(bank.store, merchant.code, fields["order"])
    if order is None or order.request != request:
        raise ConflictError("this order reference was used with other particulars")
    return order


def end(bank: Bank, order: Order, state: str, *, is_told: bool = True) -> Order:
    """Move a pending order to `paid`, `cancelled` or `expired` and tell the merchant, if at all.

    An order that has ended already stays as it is; one past its time expires, whatever was asked.
    """
    now = clock.now()
    if order.expires_at <= now:
        state = "expired"
    with bank.store.write() as db:
        moved = db.execute(
            "UPDATE orders SET state = ?, ended_at = ? WHERE id = ? AND state = 'pending'",
            (state, now, order.id),
        )
        if moved.rowcount:
            facts = _ended(bank, db, order, state, now)
            if is_told:
                events.emit(bank.store, db, order.merchant, f"payment.{state}", facts)
    return get(bank.store, order.id) or order


def expire_due(bank: Bank) -> None:
    """End every pending order whose time has passed."""
    sql = "SELECT * FROM orders WHERE state = 'pending' AND expires_at <= ?"
    for row in bank.store.rows(sql, clock.now()):
        end(bank, Order(**dict(row)), "expired")


def get(store: Store, order: str) -> Order | None:
    """Give the order behind an address's random id."""
    row = store.row("SELECT * FROM orders WHERE id = ?", order)
    return Order(**dict(row)) if row else None


def by_reference(store: Store, merchant: str, reference: str) -> Order | None:
    """Give a merchant's order by the merchant's own reference."""
    sql = "SELECT * FROM orders WHERE merchant = ? AND reference = ?"
    row = store.row(sql, merchant, reference)
    return Order(**dict(row)) if row else None


def latest(store: Store, most: int) -> list[Order]:
    """Give the newest orders."""
    sql = "SELECT * FROM orders ORDER BY made_at DESC LIMIT ?"
    return [Order(**dict(row)) for row in store.rows(sql, most)]


def return_address(order: Order, merchant: Merchant) -> str:
    """Give the signed address that takes the payer of an ended order back to the merchant."""
    fields = {
        "command": "return",
        "merchant": order.merchant,
        "order": order.reference,
        "amount": str(order.amount),
        "currency": CURRENCY,
        "status": order.state,
        "at": str(int(order.ended_at or 0)),
    }
    if order.booking:
        fields["transaction"] = order.booking
    fields[wire.SIGNATURE] = wire.sign_fields(fields, merchant.secret)
    return f"{order.return_url}?{urlencode(fields)}"


def as_answer(store: Store, order: Order) -> dict[str, Any]:
    """Give an order as the query API shows it."""
    is_paid, booking = order.state == "paid", order.booking or ""
    return slip_of(store, order.id) | {
        "order": order.reference,
        "state": order.state,
        "amount": order.amount,
        "currency": CURRENCY,
        "paid": order.amount if is_paid else 0,
        "refunded": books.returned(store, booking, "refund"),
        "charged_back": books.returned(store, booking, "chargeback"),
        "transaction": order.booking,
        "paid_at": clock.iso(order.ended_at) if is_paid and order.ended_at else None,
    }


class Expiry:
    """The thread that lets orders expire in time."""

    def __init__(self, bank: Bank) -> None:
        self._bank = bank
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._work)

    def start(self) -> None:
        """Begin to look every second."""
        self._thread.start()

    def stop(self) -> None:
        """End."""
        self._stopping.set()
        self._thread.join()

    def _work(self) -> None:
        while not self._stopping.wait(1):
            try:
                expire_due(self._bank)
            except sqlite3.OperationalError:
                continue  # the disk is full: the orders expire when it is not


def _checked(bank: Bank, fields: dict[str, str]) -> Merchant:
    """Give the merchant whose rightly signed request this is; signature first, then the rest."""
    merchant = bank.merchants.all().get(fields.get("merchant", ""))
    if merchant is None:
        raise OrderError("there is no such merchant")
    try:
        wire.check_fields(fields, merchant.secret)
    except wire.WireError as error:
        raise OrderError(str(error)) from error
    if set(fields) != set(_FIELDS):
        raise OrderError("a field is missing or unknown")
    for name, pattern in _FIELDS.items():
        if not re.fullmatch(pattern, fields[name], re.ASCII) or not fields[name].isprintable():
            raise OrderError(f"{name} is malformed")
    if not merchant.takes_back(fields["return_url"]):
        raise OrderError("return_url does not fit the merchant's registered prefix")
    return merchant


def _ended(
    bank: Bank, db: sqlite3.Connection, order: Order, state: str, now: float
) -> dict[str, Any]:
    """Book a payment; give what the event says of how the order ended."""
    facts: dict[str, Any] = {"merchant": order.merchant}
    if state == "paid":
        facts["transaction"] = booking = books.book(db, _entry(bank, order), now)
        db.execute("UPDATE orders SET booking = ? WHERE id = ?", (booking, order.id))
    return facts | {
        "order": order.reference,
        "amount": order.amount,
        "currency": CURRENCY,
        "description": order.description,
        **slip_of(bank.store, order.id),
    }


def _entry(bank: Bank, order: Order) -> Entry:
    """Book a payment on the merchant's first account, where it has one."""
    merchant = bank.merchants.all().get(order.merchant)
    account = merchant.accounts[0] if merchant and merchant.accounts else None
    return Entry(
        *(order.merchant, "payment", order.amount),
        bank=account.bank if account else "",
        account=account.number if account else "",
        content=order.description,
        reference=order.reference,
    )

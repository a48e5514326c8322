"""The bank's books: what was booked on merchants' accounts, and money going back."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from motcua_sandbox import clock, events, wire

if TYPE_CHECKING:
    import sqlite3

    from motcua_sandbox.bank.merchants import Account, Merchants
    from motcua_sandbox.store import Store

CURRENCY = "VND"
MOST_CONTENT = 140
SCHEMA = """
CREATE TABLE IF NOT EXISTS bookings (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  at REAL NOT NULL,
  merchant TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('payment', 'transfer', 'refund', 'chargeback')),
  bank TEXT NOT NULL,
  account TEXT NOT NULL,
  amount INTEGER NOT NULL CHECK (amount > 0),
  content TEXT NOT NULL,
  reference TEXT NOT NULL,
  original TEXT NOT NULL,
  form_token TEXT UNIQUE
);
CREATE INDEX IF NOT EXISTS bookings_at ON bookings (at);
CREATE INDEX IF NOT EXISTS bookings_original ON bookings (original) WHERE original <> '';
CREATE TABLE IF NOT EXISTS refunds (
  merchant TEXT NOT NULL,
  reference TEXT NOT NULL,
  request TEXT NOT NULL,
  answer TEXT NOT NULL,
  PRIMARY KEY (merchant, reference)
);
"""


class BooksError(Exception):
    """A booking the bank does not make; `code` and `status` are for machines."""

    code, status = "bad_request", 400


class OverRefundError(BooksError):
    """More would go back than is left of the transaction."""

    code, status = "over_refund", 409


class ReusedError(BooksError):
    """The reference was used before for something else."""

    code, status = "reused", 422


class UnknownTransactionError(BooksError):
    """The merchant has no such incoming transaction."""

    code, status = "unknown_transaction", 404


@dataclass(frozen=True, slots=True)
class Bank:
    """The bank as a whole: its store and its merchants."""

    store: Store
    merchants: Merchants


@dataclass(frozen=True, slots=True)
class Entry:
    """Something to book; `amount` in đồng, `reference` an order's or a refund's."""

    merchant: str
    kind: str
    amount: int
    bank: str = ""
    account: str = ""
    content: str = ""
    reference: str = ""
    original: str = ""
    form_token: str | None = None


def book(db: sqlite3.Connection, entry: Entry, now: float) -> str:
    """Write a booking in the caller's transaction; give its transaction id."""
    last = db.execute("SELECT coalesce(max(seq), 0) AS seq FROM bookings").fetchone()["seq"]
    seq = last + 1
    transaction = f"FT{clock.today(now)[2:].replace('-', '')}{seq:08d}"
    db.execute(
        """INSERT INTO bookings (seq, id, at, merchant, kind, bank, account, amount, content,
          reference, original, form_token) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        (
            *(seq, transaction, now, entry.merchant, entry.kind, entry.bank, entry.account),
            *(entry.amount, entry.content, entry.reference, entry.original, entry.form_token),
        ),
    )
    return transaction


def clean(content: str) -> str:
    """Give a content as a bank keeps it: no control characters, at most 140 characters."""
    return "".join(c if c.isprintable() else " " for c in content).strip()[:MOST_CONTENT]


def receive(bank: Bank, account: Account, amount: int, content: str, form_token: str | None) -> str:
    """Book a transfer to a merchant's account and tell the merchant; give the transaction id.

    The same `form_token` (a form sent twice) books once. Raises BooksError when nobody has the
    account.
    """
    owned = bank.merchants.owner(account.bank, account.number)
    if owned is None:
        raise BooksError("nobody has this account")
    code, content, now = owned[0].code, clean(content), clock.now()
    entry = Entry(
        code, "transfer", amount, account.bank, account.number, content, form_token=form_token
    )
    with bank.store.write() as db:
        known = db.execute("SELECT id FROM bookings WHERE form_token = ?", (form_token,)).fetchone()
        if known:
            return str(known["id"])
        transaction = book(db, entry, now)
        facts = _facts(entry, transaction) | {
            "bank": account.bank,
            "account": account.number,
            "content": content,
        }
        events.emit(bank.store, db, code, "transfer.received", facts)
    return transaction


def refund(bank: Bank, merchant: str, request: dict[str, Any]) -> dict[str, Any]:
    """Send money back and tell the merchant; give the answer, the same one for the same request.

    `request` is `{refund, transaction, amount, reason}`. Raises BooksError and its kinds.
    """
    wish = _refund_wish(request)
    digest = hashlib.sha256(wire.dump_json(dict(sorted(request.items())))).hexdigest()
    with bank.store.write() as db:
        sql = "SELECT request, answer FROM refunds WHERE merchant = ? AND reference = ?"
        known = db.execute(sql, (merchant, wish.reference)).fetchone()
        if known and known["request"] != digest:
            raise ReusedError("this refund reference was used for something else")
        if known:
            return dict(json.loads(known["answer"]))
        answer = _send_back(bank, db, merchant, wish, "refund.done")
        db.execute(
            "INSERT INTO refunds VALUES (?, ?, ?, ?)",
            (merchant, wish.reference, digest, json.dumps(answer)),
        )
    return answer


def charge_back(bank: Bank, transaction: str, reason: str) -> None:
    """Take what is left of a gateway payment back from the merchant, and say so.

    Raises UnknownTransactionError, OverRefundError.
    """
    with bank.store.write() as db:
        row = _booking(db, transaction)
        if row is None or row["kind"] != "payment":
            raise UnknownTransactionError("there is no such payment")
        wish = Entry(
            row["merchant"], "chargeback", _left(db, row), content=reason, original=row["id"]
        )
        _send_back(bank, db, row["merchant"], wish, "payment.charged_back")


def returned(store: Store, transaction: str, kind: str) -> int:
    """Give how many đồng of a transaction went back as `refund` or `chargeback`."""
    sql = "SELECT coalesce(sum(amount), 0) AS total FROM bookings WHERE original = ? AND kind = ?"
    row = store.row(sql, transaction, kind)
    return int(row["total"]) if row else 0


def _refund_wish(request: dict[str, Any]) -> Entry:
    reference, original = request.get("refund"), request.get("transaction")
    amount, reason = request.get("amount"), request.get("reason", "")
    if set(request) - {"refund", "transaction", "amount", "reason"}:
        raise BooksError("unknown keys in the refund")
    if not isinstance(reference, str) or not re.fullmatch(r"[A-Za-z0-9._-]{1,64}", reference):
        raise BooksError("refund must be a reference of 1 to 64 letters, digits, . _ -")
    if not isinstance(original, str) or not isinstance(reason, str):
        raise BooksError("transaction and reason must be texts")
    if type(amount) is not int or amount <= 0:
        raise BooksError("amount must be a whole number of đồng above 0")
    return Entry(
        "", "refund", amount, content=clean(reason), reference=reference, original=original
    )


def _send_back(
    bank: Bank, db: sqlite3.Connection, merchant: str, wish: Entry, event: str
) -> dict[str, Any]:
    row = _booking(db, wish.original)
    if row is None or row["merchant"] != merchant or row["kind"] not in {"payment", "transfer"}:
        raise UnknownTransactionError("the merchant has no such incoming transaction")
    if not 0 < wish.amount <= _left(db, row):
        raise OverRefundError("more than is left of the transaction")
    now, order = clock.now(), row["reference"]
    entry = Entry(
        *(merchant, wish.kind, wish.amount, row["bank"], row["account"], wish.content),
        reference=wish.reference or order,
        original=row["id"],
    )
    transaction = book(db, entry, now)
    facts = _facts(entry, transaction) | {"original": row["id"], "reason": wish.content}
    facts |= {"order": order} if order else {}
    facts |= {"refund": wish.reference} if wish.kind == "refund" else {}
    events.emit(bank.store, db, merchant, event, facts)
    return {
        "refund": wish.reference,
        "state": "done",
        "transaction": transaction,
        "original": row["id"],
        "amount": wish.amount,
        "currency": CURRENCY,
        "at": clock.iso(now),
    }


def _facts(entry: Entry, transaction: str) -> dict[str, Any]:
    return {
        "merchant": entry.merchant,
        "transaction": transaction,
        "amount": entry.amount,
        "currency": CURRENCY,
    }


def _booking(db: sqlite3.Connection, transaction: str) -> sqlite3.Row | None:
    row: sqlite3.Row | None = db.execute(
        "SELECT * FROM bookings WHERE id = ?", (transaction,)
    ).fetchone()
    return row


def _left(db: sqlite3.Connection, row: sqlite3.Row) -> int:
    sql = "SELECT coalesce(sum(amount), 0) AS total FROM bookings WHERE original = ?"
    return int(row["amount"]) - int(db.execute(sql, (row["id"],)).fetchone()["total"])

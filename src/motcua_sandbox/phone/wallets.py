"""Mobile money: each phone has a wallet; a charge waits until its owner types the PIN."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from motcua_sandbox import clock, events
from motcua_sandbox.phone.messages import BadNumberError, MessageError, ReusedError, normal

if TYPE_CHECKING:
    import sqlite3

    from motcua_sandbox.phone.clients import Client
    from motcua_sandbox.phone.messages import Network
    from motcua_sandbox.store import Store

CURRENCY, PIN = "VND", "1234"
BALANCE, MOST_A_MONTH, MOST_TRIES = 3_000_000, 10_000_000, 3
SCHEMA = """
CREATE TABLE IF NOT EXISTS wallets (
  phone INTEGER PRIMARY KEY REFERENCES phones (id),
  balance INTEGER NOT NULL CHECK (balance >= 0),
  elsewhere INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE IF NOT EXISTS charges (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  client TEXT NOT NULL,
  reference TEXT NOT NULL,
  request TEXT NOT NULL,
  phone INTEGER NOT NULL REFERENCES phones (id),
  amount INTEGER NOT NULL CHECK (amount > 0),
  description TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('pending', 'paid', 'refused')),
  reason TEXT NOT NULL DEFAULT '',
  tries INTEGER NOT NULL DEFAULT 0,
  booking TEXT,
  refunded INTEGER NOT NULL DEFAULT 0,
  at REAL NOT NULL,
  ended_at REAL,
  UNIQUE (client, reference)
);
CREATE INDEX IF NOT EXISTS charges_phone ON charges (phone, seq);
CREATE TABLE IF NOT EXISTS wallet_refunds (
  client TEXT NOT NULL,
  reference TEXT NOT NULL,
  request TEXT NOT NULL,
  answer TEXT NOT NULL,
  PRIMARY KEY (client, reference)
);
"""
_REFERENCE = re.compile(r"[A-Za-z0-9._-]{1,64}", re.ASCII)


class UnknownTransactionError(MessageError):
    """The client has no such transaction."""

    code, status = "unknown_transaction", 404


class OverRefundError(MessageError):
    """More would go back than is left of the transaction."""

    code, status = "over_refund", 409


@dataclass(frozen=True, slots=True)
class Purse:
    """A wallet as its owner sees it, in đồng; `month` is what was paid since the first."""

    balance: int
    month: int


def charge(net: Network, client: Client, wish: dict[str, Any]) -> dict[str, Any]:
    """Ask a phone's owner to pay, once for a reference; give where it stands.

    Too little in the wallet or a month that is used up is refused at once. Raises MessageError.
    """
    reference, number, amount, description = _wish(wish)
    digest = hashlib.sha256(json.dumps(wish, sort_keys=True).encode()).hexdigest()
    with net.store.write() as db:
        known = _charge(db, client.code, reference)
        if known is not None and known["request"] != digest:
            raise ReusedError("this charge was used for something else")
        if known is None:
            phone = _phone(db, number)
            reason = _hindrance(db, phone, amount)
            state = "refused" if reason else "pending"
            db.execute(
                """INSERT INTO charges (client, reference, request, phone, amount, description,
                  state, reason, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                (
                    *(client.code, reference, digest, phone, amount, description),
                    *(state, reason, clock.now()),
                ),
            )
            known = _charge(db, client.code, reference)
    assert known is not None
    return as_answer(known)


def look(store: Store, client: str, reference: str) -> dict[str, Any]:
    """Give where a charge stands; `unknown` where there is none."""
    sql = "SELECT * FROM charges WHERE client = ? AND reference = ?"
    row = store.row(sql, client, reference)
    return as_answer(row) if row else {"charge": reference, "state": "unknown"}


def decide(net: Network, phone: int, seq: int, pin: str | None) -> None:
    """Pay a pending charge with the PIN, or refuse it where none is given; tell the client.

    The third wrong PIN refuses it. What has ended stays as it is.
    """
    with net.store.write() as db:
        sql = "SELECT * FROM charges WHERE seq = ? AND phone = ? AND state = 'pending'"
        row = db.execute(sql, (seq, phone)).fetchone()
        if row is None:
            return
        if pin is not None and pin != PIN and row["tries"] + 1 < MOST_TRIES:
            db.execute("UPDATE charges SET tries = tries + 1 WHERE seq = ?", (seq,))
            return
        reason = "declined" if pin is None else "pin" if pin != PIN else ""
        _end(net, db, row, reason or _hindrance(db, phone, row["amount"]))


def refund(net: Network, client: Client, wish: dict[str, Any]) -> dict[str, Any]:
    """Send money back into a wallet, once for a reference. Raises MessageError and its kinds."""
    reference, original = wish.get("refund"), wish.get("transaction")
    amount = wish.get("amount")
    if not (isinstance(reference, str) and _REFERENCE.fullmatch(reference)):
        raise MessageError("refund is no reference")
    if type(amount) is not int or amount <= 0:
        raise MessageError("amount must be a whole number of đồng above 0")
    digest = hashlib.sha256(json.dumps(wish, sort_keys=True).encode()).hexdigest()
    with net.store.write() as db:
        sql = "SELECT request, answer FROM wallet_refunds WHERE client = ? AND reference = ?"
        known = db.execute(sql, (client.code, reference)).fetchone()
        if known and known["request"] != digest:
            raise ReusedError("this refund was used for something else")
        if known:
            return dict(json.loads(known["answer"]))
        sql = "SELECT * FROM charges WHERE client = ? AND booking = ?"
        row = db.execute(sql, (client.code, str(original))).fetchone()
        if row is None:
            raise UnknownTransactionError("there is no such transaction")
        if amount > row["amount"] - row["refunded"]:
            raise OverRefundError("more than is left of the transaction")
        db.execute("UPDATE charges SET refunded = refunded + ? WHERE seq = ?", (amount, row["seq"]))
        _move(db, row["phone"], amount)
        answer = {
            "refund": reference,
            "state": "done",
            "transaction": f"VR{row['seq']:08d}{row['refunded'] + amount}",
            "amount": amount,
            "currency": CURRENCY,
        }
        db.execute(
            "INSERT INTO wallet_refunds VALUES (?, ?, ?, ?)",
            (client.code, reference, digest, json.dumps(answer)),
        )
    return answer


def purse(store: Store, phone: int) -> Purse:
    """Give a phone's wallet; one that was never used has what all begin with."""
    row = store.row("SELECT balance, elsewhere FROM wallets WHERE phone = ?", phone)
    rows = store.rows(
        "SELECT amount, ended_at FROM charges WHERE phone = ? AND state = 'paid'", phone
    )
    return Purse(
        row["balance"] if row else BALANCE,
        (row["elsewhere"] if row else 0) + _this_month(rows),
    )


def fill(store: Store, phone: int, balance: int, elsewhere: int) -> None:
    """Say what a wallet holds, and what its owner paid elsewhere this month."""
    with store.write() as db:
        db.execute(
            """INSERT INTO wallets VALUES (?, ?, ?) ON CONFLICT (phone) DO UPDATE
              SET balance = excluded.balance, elsewhere = excluded.elsewhere""",
            (phone, max(0, balance), max(0, elsewhere)),
        )


def as_answer(row: sqlite3.Row) -> dict[str, Any]:
    """Give a charge as calls and events show it."""
    return {
        "charge": row["reference"],
        "state": row["state"],
        "amount": row["amount"],
        "currency": CURRENCY,
        "reason": row["reason"] or None,
        "transaction": row["booking"],
    }


def _wish(wish: dict[str, Any]) -> tuple[str, str, int, str]:
    reference, phone = wish.get("charge"), wish.get("phone")
    amount, description = wish.get("amount"), wish.get("description", "")
    if set(wish) - {"charge", "phone", "amount", "description"}:
        raise MessageError("unknown keys")
    if not (isinstance(reference, str) and _REFERENCE.fullmatch(reference)):
        raise MessageError("charge is no reference")
    if not isinstance(phone, str) or not isinstance(description, str):
        raise MessageError("phone and description must be texts")
    if type(amount) is not int or not 0 < amount < 10**12:
        raise MessageError("amount must be a whole number of đồng above 0")
    number = normal(phone)
    if not number.startswith("+84"):
        raise BadNumberError("only Vietnamese numbers have a wallet")
    return reference, number, amount, description[:200]


def _phone(db: sqlite3.Connection, number: str) -> int:
    db.execute("INSERT INTO phones (number) VALUES (?) ON CONFLICT DO NOTHING", (number,))
    return int(db.execute("SELECT id FROM phones WHERE number = ?", (number,)).fetchone()["id"])


def _charge(db: sqlite3.Connection, client: str, reference: str) -> sqlite3.Row | None:
    sql = "SELECT * FROM charges WHERE client = ? AND reference = ?"
    row: sqlite3.Row | None = db.execute(sql, (client, reference)).fetchone()
    return row


def _hindrance(db: sqlite3.Connection, phone: int, amount: int) -> str:
    """Give why a wallet cannot pay an amount now; empty where it can."""
    row = db.execute("SELECT * FROM wallets WHERE phone = ?", (phone,)).fetchone()
    if amount > (row["balance"] if row else BALANCE):
        return "balance"
    sql = "SELECT amount, ended_at FROM charges WHERE phone = ? AND state = 'paid'"
    month = _this_month(db.execute(sql, (phone,)).fetchall()) + (row["elsewhere"] if row else 0)
    return "limit" if month + amount > MOST_A_MONTH else ""


def _this_month(rows: list[sqlite3.Row]) -> int:
    month = clock.today(clock.now())[:7]
    return sum(row["amount"] for row in rows if clock.today(row["ended_at"])[:7] == month)


def _move(db: sqlite3.Connection, phone: int, amount: int) -> None:
    db.execute("INSERT OR IGNORE INTO wallets (phone, balance) VALUES (?, ?)", (phone, BALANCE))
    db.execute("UPDATE wallets SET balance = balance + ? WHERE phone = ?", (amount, phone))


def _end(net: Network, db: sqlite3.Connection, row: sqlite3.Row, reason: str) -> None:
    state, now = ("refused" if reason else "paid"), clock.now()
    day = clock.today(now)[2:].replace("-", "")
    booking = None if reason else f"VI{day}{row['seq']:08d}"
    db.execute(
        "UPDATE charges SET state = ?, reason = ?, booking = ?, ended_at = ? WHERE seq = ?",
        (state, reason, booking, now, row["seq"]),
    )
    if not reason:
        _move(db, row["phone"], -row["amount"])
    client = net.clients.get(row["client"])
    if client is not None and client.webhook_url:
        facts = {"client": client.code, "charge": row["reference"], "amount": row["amount"]}
        facts |= {"currency": CURRENCY, "reason": reason or None, "transaction": booking}
        events.emit(net.store, db, client.code, f"wallet.{state}", facts)

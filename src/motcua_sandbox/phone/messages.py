"""Messages to and from phones, each taken once, and the reports on them."""

from __future__ import annotations

import hashlib
import json
import re
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from motcua_sandbox import clock, dial, events
from motcua_sandbox.phone.clients import INBOX
from motcua_sandbox.phone.segments import cost

if TYPE_CHECKING:
    import sqlite3

    from motcua_sandbox.phone.clients import Client, Clients
    from motcua_sandbox.store import Store

MOST_SEGMENTS = 10
SCHEMA = """
CREATE TABLE IF NOT EXISTS phones (
  id INTEGER PRIMARY KEY,
  number TEXT NOT NULL UNIQUE,
  is_on INTEGER NOT NULL DEFAULT 1
);
CREATE TABLE IF NOT EXISTS messages (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  phone INTEGER NOT NULL REFERENCES phones (id),
  client TEXT NOT NULL,
  direction TEXT NOT NULL CHECK (direction IN ('out', 'in')),
  text TEXT NOT NULL,
  reference TEXT NOT NULL DEFAULT '',
  encoding TEXT NOT NULL,
  segments INTEGER NOT NULL,
  state TEXT NOT NULL,
  at REAL NOT NULL,
  key TEXT,
  request TEXT,
  UNIQUE (client, key)
);
CREATE INDEX IF NOT EXISTS messages_phone ON messages (phone, seq);
"""


class MessageError(Exception):
    """A message the network does not take; `code` and `status` are for machines."""

    code, status = "bad_request", 400


class BadNumberError(MessageError):
    """The number is none."""

    code, status = "bad_number", 422


class TooLongError(MessageError):
    """The text takes more segments than the network carries in one message."""

    code, status = "too_long", 422


class ReusedError(MessageError):
    """The idempotency key was used before for something else."""

    code, status = "reused", 422


@dataclass(frozen=True, slots=True)
class Network:
    """The network as a whole; `report_delay` is in seconds."""

    store: Store
    clients: Clients
    report_delay: float


def normal(number: str) -> str:
    """Write a number internationally, `+84912345678`; raise BadNumberError when it is none."""
    bare = re.sub(r"[ .()-]", "", number)
    national = re.fullmatch(r"(?:0|\+84)([0-9]{9})", bare, re.ASCII)
    if national:
        return f"+84{national[1]}"
    if re.fullmatch(r"\+(?!84)[1-9][0-9]{7,14}", bare, re.ASCII):
        return bare
    raise BadNumberError("to is no telephone number")


def accept(net: Network, client: Client, key: str, wish: dict[str, Any]) -> dict[str, Any]:
    """Take a message once per client and key, and queue its report; give the answer.

    Raises MessageError and its kinds.
    """
    number, text, reference = _checked(wish)
    digest = hashlib.sha256(json.dumps(wish, sort_keys=True).encode()).hexdigest()
    with net.store.write() as db:
        known = _known(db, client.code, key)
        if known and known["request"] != digest:
            raise ReusedError("this Idempotency-Key was used for something else")
        row = known or _insert(net, db, client, (number, text, reference, key, digest))
    return {
        "id": row["id"],
        "to": number,
        "encoding": row["encoding"],
        "segments": row["segments"],
        "state": "accepted",
    }


def answer(net: Network, phone: int, text: str) -> None:
    """Write back from a phone to whoever wrote to it last; raise MessageError when nobody did."""
    text = text.strip()
    if not text or cost(text).segments > MOST_SEGMENTS:
        raise TooLongError("the answer is empty or too long")
    sql = """SELECT m.client, p.number FROM messages m JOIN phones p ON p.id = m.phone
      WHERE p.id = ? AND m.direction = 'out' ORDER BY m.seq DESC LIMIT 1"""
    last = net.store.row(sql, phone)
    client = net.clients.get(last["client"]) if last else None
    if last is None or client is None:
        raise MessageError("nobody has written to this phone")
    with net.store.write() as db:
        _bring(net, db, client, phone, last["number"], text)


def write_to(net: Network, sender: str, to: str, text: str) -> int:
    """Write from a phone to a client's number; give the phone.

    Raises MessageError, also where nobody has the number.
    """
    number, text = normal(sender), text.strip()
    client = net.clients.of_number(to)
    if client is None:
        raise BadNumberError("nobody has this number")
    if not text or cost(text).segments > MOST_SEGMENTS:
        raise TooLongError("the message is empty or too long")
    with net.store.write() as db:
        db.execute("INSERT INTO phones (number) VALUES (?) ON CONFLICT DO NOTHING", (number,))
        phone = db.execute("SELECT id FROM phones WHERE number = ?", (number,)).fetchone()["id"]
        _bring(net, db, client, int(phone), number, text)
    return int(phone)


def switch(store: Store, phone: int) -> None:
    """Switch a phone off, or on again."""
    with store.write() as db:
        db.execute("UPDATE phones SET is_on = 1 - is_on WHERE id = ?", (phone,))


def forget_all(store: Store) -> None:
    """Delete all messages; phones stay as they are."""
    with store.write() as db:
        db.execute("DELETE FROM messages")


def _checked(wish: dict[str, Any]) -> tuple[str, str, str]:
    number, text, reference = wish.get("to"), wish.get("text"), wish.get("reference", "")
    if set(wish) - {"to", "text", "reference"}:
        raise MessageError("unknown keys")
    if not (isinstance(number, str) and isinstance(text, str) and isinstance(reference, str)):
        raise MessageError("to, text and reference must be texts")
    if not text.strip() or len(reference) > 64:
        raise MessageError("text is empty or reference too long")
    if cost(text).segments > MOST_SEGMENTS:
        raise TooLongError(f"text takes more than {MOST_SEGMENTS} segments")
    return normal(number), text, reference


def _known(db: sqlite3.Connection, client: str, key: str) -> sqlite3.Row | None:
    sql = "SELECT id, request, encoding, segments FROM messages WHERE client = ? AND key = ?"
    row: sqlite3.Row | None = db.execute(sql, (client, key)).fetchone()
    return row


def _insert(
    net: Network, db: sqlite3.Connection, client: Client, parts: tuple[str, str, str, str, str]
) -> dict[str, Any]:
    number, text, reference, key, digest = parts
    db.execute("INSERT INTO phones (number) VALUES (?) ON CONFLICT DO NOTHING", (number,))
    phone = db.execute("SELECT * FROM phones WHERE number = ?", (number,)).fetchone()
    state = "delivered" if phone["is_on"] else "failed"
    row = _write(db, (phone["id"], client.code, "out", text, reference, state, key, digest))
    if client.webhook_url:
        facts = {"client": client.code, "message": row["id"], "reference": reference, "to": number}
        facts["segments"] = row["segments"]
        told = ("delivered", "failed") if dial.read(net.store).contradict else (state,)
        for one in told:
            facts["reason"] = None if one == "delivered" else "absent"
            events.emit(net.store, db, client.code, f"message.{one}", facts, net.report_delay)
    return row


def _bring(
    net: Network, db: sqlite3.Connection, client: Client, phone: int, number: str, text: str
) -> None:
    """Note a message of a phone, and tell the client of it."""
    message = _write(db, (phone, client.code, "in", text, "", "received", None, None))["id"]
    facts = {"client": client.code, "message": message, "from": number}
    facts |= {"to": client.number or client.sender, "text": text}
    if client.inbox_url:
        events.emit(net.store, db, client.code + INBOX, "message.received", facts)
    elif client.webhook_url:
        events.emit(net.store, db, client.code, "message.received", facts)


def _write(
    db: sqlite3.Connection,
    parts: tuple[int, str, str, str, str, str, str | None, str | None],
) -> dict[str, Any]:
    phone, client, direction, text, reference, state, key, digest = parts
    price, message = cost(text), f"msg_{secrets.token_hex(16)}"
    db.execute(
        """INSERT INTO messages (id, phone, client, direction, text, reference, encoding, segments,
          state, at, key, request) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        (
            *(message, phone, client, direction, text, reference),
            *(price.encoding, price.segments, state, clock.now(), key, digest),
        ),
    )
    return {"id": message, "encoding": price.encoding, "segments": price.segments}

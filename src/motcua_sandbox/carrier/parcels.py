"""Parcels: taken once for each key, then moved by hand, each move told to the sender."""

from __future__ import annotations

import hashlib
import json
import re
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from motcua_sandbox import clock, events

if TYPE_CHECKING:
    import sqlite3

    from motcua_sandbox.carrier.senders import Sender, Senders
    from motcua_sandbox.store import Store

SCHEMA = """
CREATE TABLE IF NOT EXISTS parcels (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  sender TEXT NOT NULL,
  reference TEXT NOT NULL,
  direction TEXT NOT NULL CHECK (direction IN ('collect', 'deliver')),
  party TEXT NOT NULL,
  grams INTEGER NOT NULL,
  amount INTEGER NOT NULL,
  state TEXT NOT NULL,
  made_at REAL NOT NULL,
  request TEXT NOT NULL,
  UNIQUE (sender, reference)
);
CREATE TABLE IF NOT EXISTS moves (
  seq INTEGER PRIMARY KEY,
  parcel TEXT NOT NULL REFERENCES parcels (id),
  event TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  place TEXT NOT NULL,
  at REAL NOT NULL
);
CREATE INDEX IF NOT EXISTS moves_parcel ON moves (parcel, seq);
"""
# From which states a parcel may go where; the name of the move is the state it leads to, but for
# `delayed`, which tells that it will be late and moves nothing.
MOVES = {
    "picked_up": ("accepted",),
    "in_transit": ("picked_up", "in_transit", "lost"),
    "delayed": ("accepted", "picked_up", "in_transit"),
    "delivered": ("in_transit", "lost"),
    "refused": ("in_transit",),
    "brought_back": ("refused",),
    "lost": ("picked_up", "in_transit", "refused"),
    "cancelled": ("accepted",),
}
PLACES = ("Bưu cục Ba Đình", "Trung tâm khai thác Hà Nội", "Bưu cục phát Hoàn Kiếm")
_NEAR, _FAR, _STEP, _PER_STEP = 18_000, 30_000, 500, 4_000
_PARTY = {"name": 200, "phone": 20, "address": 500, "place": 20}
_REFERENCE = re.compile(r"[A-Za-z0-9._-]{1,40}", re.ASCII)
_PLACE = re.compile(r"[0-9]{2}([0-9]{3})?", re.ASCII)
MOST_GRAMS = 30_000


class ParcelError(Exception):
    """A wish the carrier does not fulfil; `code` and `status` are for machines."""

    code, status = "bad_request", 400


class ReusedError(ParcelError):
    """The reference was used before for something else."""

    code, status = "reused", 422


class UnknownError(ParcelError):
    """The sender has no such parcel."""

    code, status = "unknown_parcel", 404


class TooLateError(ParcelError):
    """The parcel is beyond what is asked."""

    code, status = "too_late", 409


@dataclass(frozen=True, slots=True)
class Carrier:
    """The carrier as a whole."""

    store: Store
    senders: Senders


def price(wish: dict[str, Any]) -> tuple[int, int]:
    """Give what a parcel costs in đồng, and in how many working days it arrives.

    Raises ParcelError.
    """
    origin, target, grams = wish.get("from"), wish.get("to"), wish.get("grams")
    if not all(isinstance(one, str) and _PLACE.fullmatch(one) for one in (origin, target)):
        raise ParcelError("from and to are codes of a province, two or five digits")
    if type(grams) is not int or not 0 < grams <= MOST_GRAMS:
        raise ParcelError(f"grams must be 1 to {MOST_GRAMS}")
    is_near = str(origin)[:2] == str(target)[:2]
    steps = (grams - 1) // _STEP
    return (_NEAR if is_near else _FAR) + steps * _PER_STEP, 2 if is_near else 4


def accept(carrier: Carrier, sender: Sender, wish: dict[str, Any]) -> dict[str, Any]:
    """Take a parcel once for each of the sender's references; give what was agreed.

    Raises ParcelError, ReusedError.
    """
    amount, days = _checked(wish)
    digest = hashlib.sha256(json.dumps(wish, sort_keys=True).encode()).hexdigest()
    with carrier.store.write() as db:
        row = _find(db, sender.code, wish["reference"])
        if row is not None and row["request"] != digest:
            raise ReusedError("this reference was used for something else")
        if row is None:
            row = _insert(db, sender, wish, amount, digest)
    return {
        "parcel": row["id"],
        "reference": row["reference"],
        "state": row["state"],
        "amount": row["amount"],
        "currency": "VND",
        "days": days,
    }


def cancel(carrier: Carrier, sender: Sender, reference: str) -> dict[str, Any]:
    """Call a parcel off before it is picked up; a second call changes nothing.

    Raises UnknownError, TooLateError.
    """
    row = by_reference(carrier, sender, reference)
    if row["state"] not in {"accepted", "cancelled"}:
        raise TooLateError("the parcel was picked up")
    if row["state"] == "accepted":
        move(carrier, row["id"], "cancelled", "")
    return {"reference": reference, "state": "cancelled"}


def move(carrier: Carrier, parcel: str, kind: str, place: str) -> None:
    """Move a parcel and tell its sender. Raises UnknownError, TooLateError."""
    with carrier.store.write() as db:
        row = db.execute("SELECT * FROM parcels WHERE id = ?", (parcel,)).fetchone()
        if row is None:
            raise UnknownError("there is no such parcel")
        if row["state"] not in MOVES.get(kind, ()):
            raise TooLateError(f"{kind} does not follow {row['state']}")
        facts = {
            "sender": row["sender"],
            "parcel": parcel,
            "reference": row["reference"],
            "place": place,
        }
        event = events.emit(carrier.store, db, row["sender"], f"parcel.{kind}", facts)
        db.execute(
            "INSERT INTO moves (parcel, event, kind, place, at) VALUES (?, ?, ?, ?, ?)",
            (parcel, event, kind, place, clock.now()),
        )
        if kind != "delayed":
            db.execute("UPDATE parcels SET state = ? WHERE id = ?", (kind, parcel))


def by_reference(carrier: Carrier, sender: Sender, reference: str) -> sqlite3.Row:
    """Give a sender's parcel by the sender's own reference. Raises UnknownError."""
    sql = "SELECT * FROM parcels WHERE sender = ? AND reference = ?"
    row = carrier.store.row(sql, sender.code, reference)
    if row is None:
        raise UnknownError("the sender has no such parcel")
    return row


def moves_of(carrier: Carrier, parcel: str) -> list[sqlite3.Row]:
    """Give what happened to a parcel, oldest first."""
    return carrier.store.rows("SELECT * FROM moves WHERE parcel = ? ORDER BY seq", parcel)


def _checked(wish: dict[str, Any]) -> tuple[int, int]:
    known = {"reference", "direction", "from", "to", "grams", "party"}
    if set(wish) != known or wish["direction"] not in {"collect", "deliver"}:
        raise ParcelError("a key is missing or unknown, or the direction is none")
    if not isinstance(wish["reference"], str) or not _REFERENCE.fullmatch(wish["reference"]):
        raise ParcelError("reference is malformed")
    party = wish["party"]
    if not isinstance(party, dict) or set(party) != set(_PARTY):
        raise ParcelError("party has name, phone, address and place")
    for name, most in _PARTY.items():
        if not isinstance(party[name], str) or not 0 < len(party[name].strip()) <= most:
            raise ParcelError(f"party.{name} is empty or too long")
    return price(wish)


def _find(db: sqlite3.Connection, sender: str, reference: str) -> sqlite3.Row | None:
    sql = "SELECT * FROM parcels WHERE sender = ? AND reference = ?"
    row: sqlite3.Row | None = db.execute(sql, (sender, reference)).fetchone()
    return row


def _insert(
    db: sqlite3.Connection, sender: Sender, wish: dict[str, Any], amount: int, digest: str
) -> sqlite3.Row:
    db.execute(
        """INSERT INTO parcels (id, sender, reference, direction, party, grams, amount, state,
          made_at, request) VALUES (?, ?, ?, ?, ?, ?, ?, 'accepted', ?, ?)""",
        (
            *(_number(), sender.code, wish["reference"], wish["direction"]),
            *(json.dumps(wish["party"], ensure_ascii=False), wish["grams"], amount),
            *(clock.now(), digest),
        ),
    )
    row = _find(db, sender.code, wish["reference"])
    assert row is not None  # just written
    return row


def _number() -> str:
    """Make a parcel's number in the shape of international post: two letters, nine digits, VN."""
    return f"TN{secrets.randbelow(10**9):09}VN"

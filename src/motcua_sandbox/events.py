"""Events for a merchant or client, and the queue of their deliveries, kept in the store."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from motcua_sandbox import clock, dial as dials, wire
from motcua_sandbox.dial import Dial

if TYPE_CHECKING:
    import sqlite3

    from motcua_sandbox.store import Store

SCHEMA = (
    dials.SCHEMA
    + """
CREATE TABLE IF NOT EXISTS events (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  party TEXT NOT NULL,
  kind TEXT NOT NULL,
  body BLOB NOT NULL,
  at REAL NOT NULL
);
CREATE TABLE IF NOT EXISTS deliveries (
  id INTEGER PRIMARY KEY,
  event TEXT NOT NULL REFERENCES events (id),
  state TEXT NOT NULL CHECK (state IN ('waiting', 'held', 'taken', 'dropped')),
  due_at REAL NOT NULL,
  goes_after INTEGER REFERENCES deliveries (id),
  twist TEXT NOT NULL DEFAULT '' CHECK (twist IN ('', 'forged', 'stale')),
  stale INTEGER NOT NULL DEFAULT 0,
  tries INTEGER NOT NULL DEFAULT 0,
  status INTEGER NOT NULL DEFAULT 0,
  note TEXT NOT NULL DEFAULT ''
);
CREATE INDEX IF NOT EXISTS deliveries_due ON deliveries (due_at) WHERE state = 'waiting';
CREATE INDEX IF NOT EXISTS deliveries_held ON deliveries (id) WHERE state = 'held';
CREATE INDEX IF NOT EXISTS deliveries_event ON deliveries (event);
"""
)


@dataclass(frozen=True, slots=True)
class Job:
    """One delivery that is due: what to send to whom, and what to do wrong at this try."""

    delivery: int
    event: str
    party: str
    body: bytes
    tries: int
    twist: str
    stale: int


def emit(
    store: Store,
    db: sqlite3.Connection,
    party: str,
    kind: str,
    facts: dict[str, Any],
    wait: float = 0,
) -> str:
    """Write an event and its deliveries in the caller's transaction; give the event's id.

    `facts` are the body's fields after `id`, `event` and `at`; `wait` is in seconds. The dial, as
    it stands now, decides how the event will be delivered.
    """
    dial, now = dials.read(store), clock.now()
    if dial.wrong_amount and "amount" in facts:
        facts = {**facts, "amount": max(1, facts["amount"] + dial.wrong_amount)}
    event = f"evt_{secrets.token_hex(16)}"
    body = wire.dump_json({"id": event, "event": kind, "at": clock.iso(now), **facts})
    db.execute(
        "INSERT INTO events (id, party, kind, body, at) VALUES (?, ?, ?, ?, ?)",
        (event, party, kind, body, now),
    )
    for _ in range(1 + dial.duplicate):
        _queue(db, event, dial, now + wait + dial.delay)
    if dial.reorder:
        _release_when_enough(db, dial.reorder)
    _count_down(db, dial)
    return event


def turn(store: Store, wanted: dict[str, Any]) -> Dial:
    """Turn the dial; events held for shuffling go out when shuffling is turned off.

    Raises DialError.
    """
    with store.write() as db:
        dial = dials.turned(dials.read(store), wanted)
        _set(db, dial)
    return dial


def send_again(store: Store, event: str) -> bool:
    """Queue one more plain delivery of an event, due now; say whether there is such an event."""
    with store.write() as db:
        if db.execute("SELECT 1 FROM events WHERE id = ?", (event,)).fetchone() is None:
            return False
        _queue(db, event, Dial(), clock.now())
    return True


def count(store: Store, dial: Dial) -> None:
    """Count an answer that the dial shaped, as an event is counted."""
    with store.write() as db:
        _count_down(db, dial)


def due(store: Store, now: float, most: int) -> list[Job]:
    """Give deliveries that may be tried at `now` (Unix seconds), oldest first."""
    rows = store.rows(
        """SELECT d.id AS delivery, d.event, e.party, e.body, d.tries, d.twist, d.stale
        FROM deliveries d JOIN events e ON e.id = d.event
        LEFT JOIN deliveries before ON before.id = d.goes_after
        WHERE d.state = 'waiting' AND d.due_at <= ?
          AND (before.id IS NULL OR before.state = 'taken')
        ORDER BY d.due_at, d.id LIMIT ?""",
        now,
        most,
    )
    return [Job(**dict(row)) for row in rows]


def next_due_at(store: Store) -> float | None:
    """Give the moment the next delivery is due, None when none waits."""
    row = store.row("SELECT min(due_at) AS at FROM deliveries WHERE state = 'waiting'")
    return row["at"] if row else None


def record(store: Store, job: Job, outcome: tuple[int, str], retry_at: float) -> None:
    """Write how a try ended: (HTTP status or 0, note); anything but 2xx is tried again."""
    status, note = outcome
    state = "taken" if 200 <= status < 300 else "waiting"
    with store.write() as db:
        db.execute(
            """UPDATE deliveries SET state = ?, tries = tries + 1, due_at = ?, status = ?, note = ?
            WHERE id = ?""",
            (state, retry_at, status, note, job.delivery),
        )


def _queue(db: sqlite3.Connection, event: str, dial: Dial, due_at: float) -> None:
    state = "dropped" if dial.drop else "held" if dial.reorder else "waiting"
    twist = "forged" if dial.forged else "stale" if dial.stale else ""
    db.execute(
        "INSERT INTO deliveries (event, state, due_at, twist, stale) VALUES (?, ?, ?, ?, ?)",
        (event, state, due_at, twist, dial.stale),
    )


def _release_when_enough(db: sqlite3.Connection, enough: int) -> None:
    sql = "SELECT count(DISTINCT event) AS n FROM deliveries WHERE state = 'held'"
    if db.execute(sql).fetchone()["n"] >= enough:
        _release(db)


def _release(db: sqlite3.Connection) -> None:
    """Let held deliveries go, last first, each after the one before was taken."""
    before: int | None = None
    held = db.execute("SELECT id FROM deliveries WHERE state = 'held' ORDER BY id DESC").fetchall()
    for row in held:
        db.execute(
            "UPDATE deliveries SET state = 'waiting', goes_after = ? WHERE id = ?",
            (before, row["id"]),
        )
        before = row["id"]


def _count_down(db: sqlite3.Connection, dial: Dial) -> None:
    if dial.limit and dial.is_shaping():
        left = dial.limit - 1
        _set(db, replace(dial, limit=left) if left else Dial(down=dial.down))


def _set(db: sqlite3.Connection, dial: Dial) -> None:
    dials.write(db, dial)
    if not dial.reorder:
        _release(db)

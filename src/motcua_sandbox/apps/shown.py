"""What the apps were given, each thing shown once; the browsers and their keys."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from motcua_sandbox import clock
from motcua_sandbox.apps import opening

if TYPE_CHECKING:
    import sqlite3

    from motcua_sandbox.store import Store

SCHEMA = """
CREATE TABLE IF NOT EXISTS browsers (
  id TEXT PRIMARY KEY,
  key BLOB NOT NULL,
  auth BLOB NOT NULL,
  is_closed INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE IF NOT EXISTS shown (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  app TEXT NOT NULL,
  recipient TEXT NOT NULL,
  title TEXT NOT NULL,
  text TEXT NOT NULL,
  link TEXT NOT NULL,
  reference TEXT NOT NULL,
  times INTEGER NOT NULL DEFAULT 1,
  at REAL NOT NULL,
  UNIQUE (app, recipient, reference)
);
"""
_GIVEN = """INSERT INTO shown (id, app, recipient, title, text, link, reference, at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (app, recipient, reference) DO UPDATE SET times = times + 1 RETURNING id"""


@dataclass(frozen=True, slots=True)
class Given:
    """Something to show: in which app, to whom, what; `reference` is the sender's own."""

    app: str
    recipient: str
    title: str
    text: str
    link: str
    reference: str


def show(store: Store, given: Given) -> str:
    """Show something, once for each reference; give its number."""
    with store.write() as db:
        row = db.execute(
            _GIVEN,
            (
                secrets.token_hex(8),
                given.app,
                given.recipient,
                given.title,
                given.text,
                given.link,
                given.reference,
                clock.now(),
            ),
        ).fetchone()
    return str(row["id"])


def make_browser(store: Store) -> tuple[str, str, str]:
    """Make a browser; give its number and both halves of what it tells senders."""
    number, key, auth = secrets.token_hex(8), opening.new_key(), secrets.token_bytes(16)
    with store.write() as db:
        db.execute("INSERT INTO browsers (id, key, auth) VALUES (?, ?, ?)", (number, key, auth))
    return number, opening.point_of(key), opening.write(auth)


def browser(store: Store, number: str) -> sqlite3.Row | None:
    """Give a browser, closed or not."""
    return store.row("SELECT * FROM browsers WHERE id = ?", number)

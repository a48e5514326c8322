"""The fault dial: how events are to be delayed, doubled, lost, shuffled or forged."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import sqlite3

    from motcua_sandbox.store import Store

SCHEMA = "CREATE TABLE IF NOT EXISTS dial (name TEXT PRIMARY KEY, value INTEGER NOT NULL);"
_MOST = {
    "delay": 3600,
    "duplicate": 20,
    "drop": 1,
    "reorder": 50,
    "wrong_amount": 1_000_000_000,
    "forged": 1,
    "stale": 1_000_000,
    "down": 1,
    "mute": 1,
    "contradict": 1,
    "answers": 1,
    "limit": 1000,
}


class DialError(Exception):
    """A position the dial does not have; the message names it."""


@dataclass(frozen=True, slots=True)
class Dial:
    """The dial's position; `docs/processes/sandbox.md` §2.6 says what each does. 0 is off."""

    delay: int = 0
    duplicate: int = 0
    drop: int = 0
    reorder: int = 0
    wrong_amount: int = 0
    forged: int = 0
    stale: int = 0
    down: int = 0
    mute: int = 0
    contradict: int = 0
    answers: int = 0
    limit: int = 0

    def is_shaping(self) -> bool:
        """Say whether a new event would be treated differently from an ordinary one."""
        off = {"down": 0, "mute": 0, "contradict": 0, "answers": 0, "limit": 0}
        return replace(self, **off) != Dial()


def read(store: Store) -> Dial:
    """Give the dial's position."""
    return Dial(**{row["name"]: row["value"] for row in store.rows("SELECT * FROM dial")})


def write(db: sqlite3.Connection, dial: Dial) -> None:
    """Store the dial's position."""
    for name in _names():
        db.execute("INSERT OR REPLACE INTO dial VALUES (?, ?)", (name, getattr(dial, name)))


def turned(dial: Dial, wanted: dict[str, Any]) -> Dial:
    """Give the position after a wish like `{"delay": 5}` or `{"reset": true}`.

    Raises DialError on a name or a value the dial does not have.
    """
    if wanted.get("reset") is True:
        dial = Dial()
    changes = {name: _position(name, value) for name, value in wanted.items() if name != "reset"}
    return replace(dial, **changes)


def _names() -> list[str]:
    return [one.name for one in fields(Dial)]


def _position(name: str, value: Any) -> int:
    if name not in _MOST:
        raise DialError(f"{name} is not on the dial")
    least = -_MOST[name] if name == "wrong_amount" else 0
    if not isinstance(value, int) or not least <= int(value) <= _MOST[name]:
        raise DialError(f"{name} must be {least} to {_MOST[name]}")
    return int(value)

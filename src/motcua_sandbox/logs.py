"""Log lines on stderr, for people or as JSON; never with names, numbers or contents."""

from __future__ import annotations

import json
import sys
from contextlib import suppress
from typing import Protocol

from motcua_sandbox import clock


class Log(Protocol):
    """Something to write events to."""

    def __call__(self, event: str, **fields: object) -> None:
        """Write one event with its fields."""


def json_log(event: str, **fields: object) -> None:
    """Write one JSON object."""
    line = {"at": clock.iso(clock.now()), "event": event, **fields}
    _write(json.dumps(line, ensure_ascii=False))


def plain_log(event: str, **fields: object) -> None:
    """Write one line for people."""
    rest = " ".join(f"{name}={value}" for name, value in fields.items())
    _write(f"{clock.iso(clock.now())} {event} {rest}")


def _write(line: str) -> None:
    """Write a line in one piece, so that those of several threads do not mix.

    Whoever read the log may be gone; the sandbox goes on without a reader.
    """
    with suppress(OSError):
        sys.stderr.write(f"{line}\n")
        sys.stderr.flush()

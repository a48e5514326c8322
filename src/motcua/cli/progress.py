"""Steps of a long command, shown as they go with the time each took."""

from __future__ import annotations

import contextlib
import sys
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from motcua.cli.speech import say

if TYPE_CHECKING:
    from collections.abc import Iterator

_WIDTH = 58
_SECONDS_BETWEEN_LINES = 10.0


@dataclass(slots=True)
class Step:
    """One step under way; `note` says how far it is."""

    text: str
    started: float = field(default_factory=time.monotonic)
    _noted: float = field(default_factory=time.monotonic)

    def note(self, text: str) -> None:
        """Show how far the step is: at once on a terminal, now and then in a file."""
        if sys.stdout.isatty():
            _write(f"\r\033[2K  … {self.text}: {text}")
        elif time.monotonic() - self._noted > _SECONDS_BETWEEN_LINES:
            self._noted = time.monotonic()
            _write(f"  … {self.text}: {text}\n")

    def tell(self, text: str) -> None:
        """Write a line of its own while the step goes on."""
        start = "\r\033[2K" if sys.stdout.isatty() else ""
        _write(f"{start}{text}\n")

    def end(self, mark: str) -> None:
        """Close the step's line with a mark and its time."""
        took = say(f"{time.monotonic() - self.started:.1f} giây".replace(".", ","), "")
        took = took or f"{time.monotonic() - self.started:.1f} s"
        start = "\r\033[2K" if sys.stdout.isatty() else ""
        _write(f"{start}  {mark} {self.text:<{_WIDTH}} {took:>9}\n")


@contextlib.contextmanager
def step(vi: str, en: str) -> Iterator[Step]:
    """Show one step while it runs and how it ended."""
    shown = Step(say(vi, en))
    if sys.stdout.isatty():
        _write(f"  … {shown.text}")
    try:
        yield shown
    except BaseException:
        shown.end("✗")
        raise
    shown.end("✓")


def line(text: str = "") -> None:
    """Write one line."""
    _write(f"{text}\n")


def _write(text: str) -> None:
    with contextlib.suppress(BrokenPipeError):  # whoever read us has gone; the work goes on
        sys.stdout.write(text)
        sys.stdout.flush()

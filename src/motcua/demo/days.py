"""One more day: asked for once, played in the background, followed on a page."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from motcua.demo import clock
from motcua.demo.history.year import play_today
from motcua.kernel.caching import forget_all
from motcua.kernel.clock import civil, system_now

if TYPE_CHECKING:
    from collections import Counter

_SILENCE = 60.0  # seconds; playing one agency takes a few


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the latest day is: agencies played of all, and how often each act was done.

    `day` is that day as `20/11/2026`; `heard_at` machine time, in Unix seconds.
    """

    day: str
    heard_at: float
    played: int = 0
    of: int = 0
    done: dict[str, int] = field(default_factory=dict)

    @property
    def is_over(self) -> bool:
        """Say whether every agency was played."""
        return 0 < self.of == self.played

    @property
    def is_silent(self) -> bool:
        """Say whether nothing was heard for so long that it may have been cut short."""
        return not self.is_over and system_now().timestamp() - self.heard_at > _SILENCE


def begin(*, after: int) -> bool:
    """Let a day pass, to be played; say whether it did.

    A second click finds that it has passed, and nobody begins a day before the last one is played.
    """
    latest = progress()
    is_busy = latest is not None and not (latest.is_over or latest.is_silent)
    if is_busy or not clock.pass_one_day(after=after):
        return False
    _keep(_begun())
    return True


def play() -> None:
    """Play today up to this moment, and keep how far that is."""
    forget_all()  # this process may remember, for a second, the clock of the day before
    today = _begun().day

    def note(played: int, of: int, done: Counter[str]) -> None:
        _keep(Progress(today, system_now().timestamp(), played, of, dict(sorted(done.items()))))

    play_today(clock.now(), note)


def progress() -> Progress | None:
    """Give how far the latest day is; None before the first."""
    try:
        return Progress(**json.loads(_file().read_text()))
    except FileNotFoundError:
        return None


def _begun() -> Progress:
    return Progress(f"{civil(clock.now()):%d/%m/%Y}", system_now().timestamp())


def _keep(reached: Progress) -> None:
    candidate = _file().with_suffix(f".{os.getpid()}")
    candidate.write_text(json.dumps(asdict(reached)))
    candidate.replace(_file())


def _file() -> Path:
    return Path(settings.DATA) / "demo" / "day.json"

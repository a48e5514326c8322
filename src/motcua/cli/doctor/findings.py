"""What a check finds: a level, the finding in words, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from motcua.cli.speech import say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    Check = Callable[[], "Iterable[Finding]"]


class Level(StrEnum):
    """How bad a finding is; one `bad` makes the command fail."""

    OK = "ok"
    WARN = "warn"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: a stable name (`database.version`), its level, and words."""

    check: str
    level: Level
    found: str
    advice: str = ""


def ok(check: str, vi: str, en: str) -> Finding:
    """Give a finding that needs nothing done."""
    return Finding(check, Level.OK, say(vi, en))


def warn(check: str, found: tuple[str, str], advice: tuple[str, str]) -> Finding:
    """Give a finding that somebody should look at; texts are (Vietnamese, English)."""
    return Finding(check, Level.WARN, say(*found), say(*advice))


def bad(check: str, found: tuple[str, str], advice: tuple[str, str]) -> Finding:
    """Give a finding that must be put right; texts are (Vietnamese, English)."""
    return Finding(check, Level.BAD, say(*found), say(*advice))

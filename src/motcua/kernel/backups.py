"""How far the backups of this node are, as the process that ships them noted it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

LATE = timedelta(minutes=1)
"""Backups that reach no further than so long ago are said to be behind: it is what may be lost."""


@dataclass(frozen=True, slots=True)
class Backups:
    """Whether a place is set, and until when all is there that was acknowledged, if anything is."""

    are_set: bool
    reached: datetime | None

    def behind(self, now: datetime) -> timedelta | None:
        """Give how much would be lost with the machine now; None where nothing was shipped."""
        return None if self.reached is None else max(now - self.reached, timedelta(0))

    def are_late(self, now: datetime) -> bool:
        """Say whether more than a minute would be lost though backups are set up."""
        behind = self.behind(now)
        return self.are_set and (behind is None or behind > LATE)


def backups() -> Backups:
    """Give how far they are."""
    return Backups(bool(settings.BACKUP_TO), _reached())


def _reached() -> datetime | None:
    try:
        noted = json.loads((Path(settings.DATA) / "backup" / "reached.json").read_text())
        return datetime.fromisoformat(noted["at"])
    except (OSError, ValueError, KeyError):
        return None  # never shipped, or by nobody whose folder this process sees

"""What tests of the one door share."""

from __future__ import annotations

from tests.dossiers.episodes import declare, end, second

__all__ = ["declare", "end", "second"]

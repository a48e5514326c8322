"""When a quiet hour is."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import time


def is_within(moment: time, starts: time, ends: time) -> bool:
    """Say whether a time of day lies in hours that may go over midnight; the end is outside."""
    if starts <= ends:
        return starts <= moment < ends
    return moment >= starts or moment < ends

"""Sealing the audit log, which waits for every transaction of the server."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from motcua.kernel.audit.sealer import seal_all
from motcua.kernel.models import AuditLeaf, AuditRow

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

LONGEST = 600
"""Seconds that a test beside this one, a transaction in a database of its own, may take."""


def until(is_so: Callable[[], bool]) -> None:
    """Wait until something holds that such a test may hold up."""
    deadline = time.monotonic() + LONGEST
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def seal_everything(now: datetime) -> int:
    """Seal what is committed, and give how many rows were sealed."""
    sealed = 0

    def is_sealed() -> bool:
        nonlocal sealed
        if AuditRow.objects.count() > AuditLeaf.objects.count():
            sealed += seal_all(now=now)
        return AuditRow.objects.count() <= AuditLeaf.objects.count()

    until(is_sealed)
    return sealed

"""Lists that somebody takes with him are written down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from motcua.kernel import audit

if TYPE_CHECKING:
    from datetime import datetime

    from motcua.kernel.actors import Actor


def note_export(*, actor: Actor, what: str, agency_id: int, now: datetime) -> None:
    """Write into the audit log that somebody took a list (a code such as `orders`) as a file."""
    audit.record(
        actor=actor,
        action="payments.export",
        subject=("list", what),
        agency_id=agency_id,
        now=now,
    )

"""Who acts on cash, and writing it into the audit log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from motcua.kernel import audit
from motcua.kernel.errors import NotAllowed

if TYPE_CHECKING:
    from datetime import datetime

    from motcua.kernel.actors import Actor
    from motcua.tills.models import Drawer


def taker(actor: Actor, *roles: str) -> tuple[int, int]:
    """Give the official who acts in one of some roles, and the agency whose cash he holds.

    Raises `NotAllowed`.
    """
    agencies = actor.agencies(*roles)
    if actor.official_id is None or not agencies:
        raise NotAllowed
    return actor.official_id, min(agencies)


def record(act: str, drawer: Drawer, *, actor: Actor, now: datetime, **data: object) -> None:
    """Write an act upon a drawer into the audit log, in this transaction."""
    audit.record(
        actor=actor,
        action=f"tills.{act}",
        subject=("drawer", str(drawer.public_id)),
        agency_id=drawer.agency_id,
        now=now,
        data=data,
    )

"""Reading is an act too, written down once an hour for each official and thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from motcua.kernel.clock import civil
from motcua.kernel.idempotency import once

if TYPE_CHECKING:
    from datetime import datetime

    from motcua.kernel.actors import Actor


def is_first_this_hour(actor: Actor, *, room: str, what: str, now: datetime) -> bool:
    """Claim the hour in which an official reads something of a room; False where he did before.

    `what` tells what is read from all else in the room. In the caller's transaction.
    """
    hour = f"{civil(now):%Y-%m-%dT%H}"
    scope = f"{room}.read:official:{actor.official_id}"
    return once(scope=scope, key=f"{what}:{hour}", body=b"", now=now).answer is None

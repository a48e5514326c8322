"""Who else has a dossier open now."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from motcua.dossiers.models import Presence

if TYPE_CHECKING:
    from datetime import datetime

    from motcua.dossiers.models import Dossier
    from motcua.kernel.actors import Actor

LATELY = timedelta(minutes=1)


def others_present(actor: Actor, dossier: Dossier, now: datetime) -> tuple[str, ...]:
    """Give the names of the other officials who had a dossier open within the last minute."""
    rows = Presence.objects.filter(dossier=dossier, seen_at__gt=now - LATELY)
    others = rows.exclude(official_id=actor.official_id or -1).order_by("official__full_name")
    return tuple(others.values_list("official__full_name", flat=True))

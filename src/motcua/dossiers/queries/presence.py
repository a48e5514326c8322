"""Who else has a dossier open now."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from motcua.dossiers.models import Presence
from motcua.kernel.composed import composed

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from motcua.dossiers.models import Dossier
    from motcua.kernel.actors import Actor

LATELY = timedelta(minutes=1)


def others_present(actor: Actor, dossier: Dossier, now: datetime) -> tuple[str, ...]:
    """Give the names of the other officials who had a dossier open within the last minute."""
    rows = _others(dossier=dossier.pk, official=actor.official_id or -1, since=now - LATELY)
    return tuple(rows)


@composed
def _others(dossier: Any, official: Any, since: Any) -> QuerySet[Presence, str]:
    rows = Presence.objects.filter(dossier=dossier, seen_at__gt=since)
    others = rows.exclude(official_id=official).order_by("official__full_name")
    return others.values_list("official__full_name", flat=True)

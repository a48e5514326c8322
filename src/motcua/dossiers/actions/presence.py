"""Who has a dossier open says so each half minute."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from motcua.dossiers.models import Presence

if TYPE_CHECKING:
    from datetime import datetime

    from motcua.kernel.actors import Actor

_FORGOTTEN = timedelta(hours=1)


@transaction.atomic
def be_present(*, actor: Actor, dossier_id: int, now: datetime) -> None:
    """Say that an official has a dossier open."""
    if actor.official_id is None:
        return
    Presence.objects.bulk_create(
        [Presence(dossier_id=dossier_id, official_id=actor.official_id, seen_at=now)],
        update_conflicts=True,
        unique_fields=["dossier", "official"],
        update_fields=["seen_at"],
    )


@transaction.atomic
def sweep_presences(*, now: datetime) -> int:
    """Forget who had which dossier open an hour ago and longer; give how many rows went."""
    gone, _each = Presence.objects.filter(seen_at__lt=now - _FORGOTTEN).delete()
    return gone

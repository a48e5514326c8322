"""Who has a dossier open says so each half minute."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import connection, transaction

from motcua.dossiers.models import Presence

if TYPE_CHECKING:
    from datetime import datetime

    from motcua.kernel.actors import Actor

_FORGOTTEN = timedelta(hours=1)


# One statement, and a transaction of its own: every page of a dossier says it.
_HERE = """
INSERT INTO dossiers_presence (dossier_id, official_id, seen_at) VALUES (%s, %s, %s)
ON CONFLICT (dossier_id, official_id) DO UPDATE SET seen_at = EXCLUDED.seen_at
"""


def be_present(*, actor: Actor, dossier_id: int, now: datetime) -> None:
    """Say that an official has a dossier open."""
    if actor.official_id is None:
        return
    with connection.cursor() as cursor:
        cursor.execute(_HERE, (dossier_id, actor.official_id, now))


@transaction.atomic
def sweep_presences(*, now: datetime) -> int:
    """Forget who had which dossier open an hour ago and longer; give how many rows went."""
    gone, _each = Presence.objects.filter(seen_at__lt=now - _FORGOTTEN).delete()
    return gone

"""What the workshop does that touches more than the catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from motcua.dossiers.queries.versions import uses_of_version
from motcua.procedures.actions import undo_publication
from motcua.procedures.errors import VersionInUse

if TYPE_CHECKING:
    from datetime import datetime

    from motcua.kernel.actors import Actor


@transaction.atomic
def undo(*, actor: Actor, version_id: int, now: datetime) -> None:
    """Take back a publication that neither a dossier nor somebody's draft stands on.

    Raises `NotAllowed`, `NotFound`, `VersionInUse`.
    """
    undo_publication(actor=actor, version_id=version_id, now=now)
    if uses_of_version(version_id):
        raise VersionInUse

"""The clock of a dossier: stopped, resumed, or counted anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from motcua.dossiers.actions.timing import begin_shares_anew, put_off_shares
from motcua.dossiers.models import Dossier, Pause
from motcua.dossiers.queries import promised

if TYPE_CHECKING:
    from datetime import datetime

    from motcua.dossiers.enums import PauseKind


def pause(dossier: Dossier, kind: PauseKind, *, now: datetime, reason: str = "") -> None:
    """Stop the clock of a locked dossier; the caller saves it."""
    Pause.objects.create(dossier=dossier, kind=kind, started_at=now, reason=reason)
    dossier.paused_at = now
    dossier.save(update_fields=["paused_at"])


def resume(dossier: Dossier, *, now: datetime) -> None:
    """Let the clock run on: the pause does not count. The promised time moves accordingly."""
    paused_at = dossier.paused_at
    Pause.objects.filter(dossier=dossier, ended_at=None).update(ended_at=now)
    dossier.paused_at = None
    if dossier.accepted_at is not None:
        dossier.due_at = promised(dossier, received=dossier.accepted_at).due_at
        put_off_shares(dossier, paused_at=paused_at or now, now=now)


def restart(dossier: Dossier, *, now: datetime) -> None:
    """Count the whole limit anew from now, the moment the dossier became complete."""
    Pause.objects.filter(dossier=dossier, ended_at=None).update(ended_at=now)
    dossier.paused_at = None
    dossier.due_at = promised(dossier, received=now).due_at
    begin_shares_anew(dossier, now=now)

"""Steps of the process: entered, finished, sent back. One step is in hand at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import BigIntegerField, Value
from django.db.models.functions import Coalesce

from motcua.dossiers.actions.moving import keep_standing
from motcua.dossiers.models import Dossier, StepRun
from motcua.procedures import queries as catalogue

if TYPE_CHECKING:
    from datetime import datetime

    from motcua.procedures.base.processes import Step


def leave_step(dossier: Dossier, *, now: datetime, note: str = "") -> None:
    """Finish the step in hand, if there is one."""
    in_hand = StepRun.objects.filter(dossier=dossier, finished_at=None)
    doer = Coalesce("official_id", Value(dossier.official_id, BigIntegerField()))
    in_hand.update(finished_at=now, official_id=doer, note=note)


def enter_step(dossier: Dossier, step: Step | None, *, now: datetime, note: str = "") -> None:
    """Leave the step in hand and begin another, in its unit and with its share of the time.

    With no step left the dossier is in nobody's hands.
    """
    leave_step(dossier, now=now, note=note)
    if step is None:
        dossier.step_code = dossier.step_role = dossier.step_path = ""
        dossier.step_due_at = None
        dossier.official_id = None
        keep_standing(dossier)
        return
    unit = catalogue.offering(dossier.offering_id).unit_of(step.role)
    dossier.step_code = step.code
    dossier.step_role = step.role
    dossier.step_path = unit.path
    dossier.step_due_at = share_of_time(dossier, step.share, now)
    dossier.official_id = None
    keep_standing(dossier)
    StepRun.objects.create(
        dossier=dossier,
        code=step.code,
        role=step.role,
        unit_id=unit.id,
        started_at=now,
        due_at=dossier.step_due_at,
    )


def share_of_time(dossier: Dossier, share: float, now: datetime) -> datetime | None:
    """Give the end of a step's share of the time between acceptance and the promised time."""
    if dossier.due_at is None or dossier.accepted_at is None:
        return None
    return min(now + (dossier.due_at - dossier.accepted_at) * share, max(now, dossier.due_at))

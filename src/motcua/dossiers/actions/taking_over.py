"""A unit signs for what the one door handed to it: dossier and papers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from motcua.dossiers.actions.authorising import official_of
from motcua.dossiers.actions.moving import lock, record
from motcua.dossiers.errors import DossierNotFound
from motcua.dossiers.models import StepRun, TakingOver
from motcua.dossiers.queries.taking_over import runs_to_take_over

if TYPE_CHECKING:
    from datetime import datetime

    from motcua.kernel.actors import Actor


@transaction.atomic
def take_over(*, actor: Actor, run_id: int, now: datetime, remark: str = "") -> bool:
    """Sign for a dossier that was handed to one's unit; `remark` says what was not all right.

    Gives whether it was done now: a second call changes nothing. Who handed it over does not sign
    for it. Source: Decree 61/2018, Article 18. Raises `DossierNotFound`.
    """
    official = official_of(actor)
    run = StepRun.objects.filter(pk=run_id).first()
    if run is None:
        raise DossierNotFound
    dossier = lock(run.dossier_id)
    if not runs_to_take_over(actor).filter(pk=run_id).exists():
        if TakingOver.objects.filter(run=run, official=official).exists():
            return False
        raise DossierNotFound
    TakingOver.objects.create(run=run, at=now, official_id=official, remark=remark.strip()[:1000])
    record(dossier, "dossiers.take_over", actor=actor, now=now, step=run.code)
    return True

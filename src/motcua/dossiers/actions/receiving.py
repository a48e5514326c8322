"""The receptionist's acts: accept with a promised time, hand over, or refuse with reasons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from motcua.agencies.enums import Role
from motcua.dossiers.actions.authorising import require_role
from motcua.dossiers.actions.moving import lock, move
from motcua.dossiers.actions.slips import issue_slip
from motcua.dossiers.actions.stepping import go_on
from motcua.dossiers.enums import FeeState, SlipForm
from motcua.dossiers.errors import FeeUnpaid, ReasonMissing
from motcua.dossiers.queries import promised
from motcua.dossiers.queries.processes import open_runs

if TYPE_CHECKING:
    from datetime import datetime

    from motcua.dossiers.models import Dossier
    from motcua.kernel.actors import Actor


@transaction.atomic
def accept(*, actor: Actor, dossier_id: int, now: datetime) -> Dossier:
    """Accept a dossier: the clock starts, and slip 01 promises when the result will be there.

    Source: Decree 61/2018, Articles 17 and 19 (carried into Decree 118/2025). Raises
    `DossierNotFound`, `NotAllowed`, `FeeUnpaid`, `MoveRefused`.
    """
    dossier = lock(dossier_id)
    require_role(actor, dossier, Role.RECEPTIONIST)
    if dossier.fee_state == FeeState.DUE:
        raise FeeUnpaid
    dossier.accepted_at = now
    dossier.due_at = promised(dossier, received=now).due_at
    move(dossier, "accept", actor=actor, now=now)
    issue_slip(dossier, SlipForm.RECEIPT, actor=actor, now=now)
    return dossier


@transaction.atomic
def hand_over(*, actor: Actor, dossier_id: int, now: datetime) -> Dossier:
    """Hand an accepted dossier to the unit that settles it.

    Source: Decree 61/2018, Article 18. Raises `DossierNotFound`, `NotAllowed`, `MoveRefused`.
    """
    dossier = lock(dossier_id)
    require_role(actor, dossier, Role.RECEPTIONIST)
    move(dossier, "hand_over", actor=actor, now=now)
    for run in open_runs(dossier):
        go_on(dossier, run, now=now, doer=actor.official_id)
    return dossier


@transaction.atomic
def refuse(*, actor: Actor, dossier_id: int, reason: str, now: datetime) -> Dossier:
    """Refuse to take a dossier, with reasons on slip 03.

    Source: Decree 61/2018, Article 19.8. Raises `DossierNotFound`, `NotAllowed`, `ReasonMissing`,
    `MoveRefused`.
    """
    if not reason.strip():
        raise ReasonMissing
    dossier = lock(dossier_id)
    require_role(actor, dossier, Role.RECEPTIONIST)
    move(dossier, "refuse", actor=actor, now=now, reason=reason.strip())
    issue_slip(dossier, SlipForm.REFUSAL, actor=actor, now=now, reason=reason.strip())
    return dossier

"""The receptionist's acts: accept with a promised time, hand over, or refuse with reasons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import connection, transaction

from motcua.agencies.enums import Role
from motcua.dossiers.actions.authorising import require_role
from motcua.dossiers.actions.guarding import require_second
from motcua.dossiers.actions.moving import lock, move, written
from motcua.dossiers.actions.papers_by_post import require_papers
from motcua.dossiers.actions.pausing import stop_for_outages
from motcua.dossiers.actions.provisional import time_of_receipt
from motcua.dossiers.actions.slips import issue_slip
from motcua.dossiers.actions.stepping import go_on
from motcua.dossiers.enums import FeeState, Sensitive, SlipForm, State
from motcua.dossiers.errors import ExemptionUnseen, FeeUnpaid, ReasonMissing
from motcua.dossiers.models import Intake, LateHandOver
from motcua.dossiers.queries import promised
from motcua.dossiers.queries.dues import hand_over_due_by
from motcua.dossiers.queries.fee_debts import claims_open
from motcua.dossiers.queries.intakes import office_elsewhere
from motcua.dossiers.queries.processes import open_runs
from motcua.kernel.clock import civil_date

if TYPE_CHECKING:
    from datetime import datetime

    from motcua.dossiers.models import Dossier
    from motcua.kernel.actors import Actor

_DUE = "UPDATE dossiers_steprun SET due_at = %s WHERE dossier_id = %s AND finished_at IS NULL"


@transaction.atomic
def accept(*, actor: Actor, dossier_id: int, now: datetime) -> Dossier:
    """Accept a dossier: the clock starts, and slip 01 promises when the result will be there.

    Source: Decree 61/2018, Articles 17 and 19 (carried into Decree 118/2025). Raises
    `DossierNotFound`, `NotAllowed`, `FeeUnpaid`, `ExemptionUnseen`, `PapersNotHere`,
    `MoveRefused`. What was taken on paper in an outage is accepted as of that time, what came by
    post as of when it was there.
    """
    dossier = lock(dossier_id)
    require_role(actor, dossier, Role.RECEPTIONIST)
    if dossier.fee_state == FeeState.DUE:
        raise FeeUnpaid
    if claims_open(dossier):
        raise ExemptionUnseen
    require_papers(dossier)
    dossier.accepted_at = moment = time_of_receipt(dossier, now)
    stop_for_outages(dossier, since=moment)
    dossier.due_at = promised(dossier, received=moment).due_at
    _hand_over_by(dossier, moment)
    _take_in(dossier, actor, now)
    said: dict[str, Any] = dict(written(moment, now))
    move(dossier, "accept", actor=actor, now=moment, **said)
    issue_slip(dossier, SlipForm.RECEIPT, actor=actor, now=now)
    return dossier


def _take_in(dossier: Dossier, actor: Actor, now: datetime) -> None:
    """Keep where it was received, where that is another agency's office (Decree 118/2025)."""
    office = office_elsewhere(actor, dossier.agency_id, civil_date(now))
    if office is None or actor.official_id is None:
        return
    Intake.objects.get_or_create(
        dossier=dossier,
        defaults={
            "agency_id": office.agency_id,
            "unit_id": office.unit_id,
            "official_id": actor.official_id,
            "taken_at": now,
        },
    )


def _hand_over_by(dossier: Dossier, now: datetime) -> None:
    """Set by when the first step must be done: the hand-over (Decree 61/2018, Article 18)."""
    due_at = hand_over_due_by(dossier, accepted=now)
    with connection.cursor() as cursor:
        cursor.execute(_DUE, (due_at, dossier.pk))
    dossier.step_due_at = due_at


@transaction.atomic
def hand_over(*, actor: Actor, dossier_id: int, now: datetime) -> Dossier:
    """Hand an accepted dossier to the unit that settles it, with its control slip (form 05).

    A late one is done all the same, and kept as late. Source: Decree 61/2018, Article 18. Raises
    `DossierNotFound`, `NotAllowed`, `MoveRefused`.
    """
    dossier = lock(dossier_id)
    require_role(actor, dossier, Role.RECEPTIONIST)
    _keep_late(dossier, actor, now)
    move(dossier, "hand_over", actor=actor, now=now)
    issue_slip(dossier, SlipForm.CONTROL, actor=actor, now=now)
    for run in open_runs(dossier):
        go_on(dossier, run, now=now, doer=actor.official_id)
    return dossier


def _keep_late(dossier: Dossier, actor: Actor, now: datetime) -> None:
    """Keep a hand-over that comes after its time, once."""
    due_at = dossier.step_due_at
    if dossier.state == State.ACCEPTED and due_at is not None and now > due_at:
        LateHandOver.objects.get_or_create(
            dossier=dossier,
            defaults={"due_at": due_at, "handed_at": now, "official_id": actor.official_id},
        )


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
    require_second(dossier, Sensitive.REFUSE, actor=actor, now=now)
    move(dossier, "refuse", actor=actor, now=now, reason=reason.strip())
    issue_slip(dossier, SlipForm.REFUSAL, actor=actor, now=now, reason=reason.strip())
    return dossier

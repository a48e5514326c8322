"""An apology in time: form 04, with the reason, the new date, and never twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from motcua.agencies.enums import Role
from motcua.agencies.queries import working_calendar
from motcua.dossiers.actions.authorising import require_role
from motcua.dossiers.actions.moving import happen, keep_standing, lock
from motcua.dossiers.actions.slips import issue_slip
from motcua.dossiers.enums import SlipForm
from motcua.dossiers.errors import NewDateInvalid, ReappointedAlready, ReasonMissing
from motcua.dossiers.models import Reappointment
from motcua.dossiers.queries.dues import closing_on, last_apology
from motcua.dossiers.queries.queues import IN_PROCESS
from motcua.kernel.calendar import is_working_day
from motcua.kernel.clock import civil_date
from motcua.kernel.transitions import MoveRefused

if TYPE_CHECKING:
    from datetime import date, datetime

    from motcua.dossiers.models import Dossier
    from motcua.kernel.actors import Actor


@transaction.atomic
def apologise(
    *, actor: Actor, dossier_id: int, reason: str, again_on: date, now: datetime
) -> Reappointment:
    """Apologise for a dossier that will not be in time, and promise it anew, on slip 04.

    By the head or the leader, at least a working day before the promised time: later it is still
    owed, and kept as late. The new time is the closing of a working day after the first promise.
    Source: Decree 61/2018, Article 19.9. Raises `DossierNotFound`, `NotAllowed`, `ReasonMissing`,
    `ReappointedAlready`, `NewDateInvalid`, `MoveRefused` where no promise runs.
    """
    if not reason.strip():
        raise ReasonMissing
    dossier = lock(dossier_id)
    require_role(actor, dossier, Role.HEAD, Role.LEADER)
    if dossier.state not in IN_PROCESS or dossier.due_at is None or dossier.accepted_at is None:
        raise MoveRefused(state=dossier.state)
    if Reappointment.objects.filter(dossier=dossier).exists():
        raise ReappointedAlready
    again = _again(dossier, again_on, now)
    made = Reappointment.objects.create(
        dossier=dossier,
        made_at=now,
        made_by_id=actor.official_id,
        reason=reason.strip(),
        first_due_at=dossier.due_at,
        due_at=again,
        is_late=now > last_apology(dossier, dossier.due_at, begun=dossier.accepted_at),
    )
    dossier.reappointed_at = again
    keep_standing(dossier)
    happen(dossier, "apologise", actor=actor, now=now, reason=reason.strip())
    issue_slip(dossier, SlipForm.APOLOGY, actor=actor, now=now, reason=reason.strip())
    return made


def _again(dossier: Dossier, day: date, now: datetime) -> datetime:
    """Give the new time: the closing of a working day after today and after the first promise."""
    assert dossier.due_at
    hours = working_calendar(dossier.agency_id)
    if day <= civil_date(now) or not is_working_day(day, hours):
        raise NewDateInvalid
    again = closing_on(day, hours)
    if again <= dossier.due_at:
        raise NewDateInvalid
    return again

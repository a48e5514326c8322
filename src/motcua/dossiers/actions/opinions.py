"""Another agency's opinion: asked with a time of its own, answered by its officials."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from motcua.agencies.queries import working_calendar
from motcua.agencies.queries.finding import agency_of_code
from motcua.dossiers.actions.authorising import official_of, require_step
from motcua.dossiers.actions.guarding import refuse_while_signing, require_in_process
from motcua.dossiers.actions.moving import lock, record
from motcua.dossiers.errors import DossierNotFound, NotConsultable, OpinionGone, ReasonMissing
from motcua.dossiers.models import OutsideOpinion
from motcua.dossiers.queries.opinions import ANSWERING, asked_of
from motcua.kernel.calendar import Limit, Unit, due

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from motcua.kernel.actors import Actor

LONGEST = 30
"""Working days that another agency may be given at most."""


@transaction.atomic
def ask_agency(  # noqa: PLR0913 - whom, what, until when, each by its name
    *,
    actor: Actor,
    dossier_id: int,
    agency: str,
    request: str,
    days: int,
    now: datetime,
    step: str = "",
) -> OutsideOpinion:
    """Ask another agency, named by its code, for its opinion within some working days of its own.

    Its officials see this dossier until they answered or the step is done. Raises
    `DossierNotFound`, `StepNotYours`, `ReasonMissing`, `NotConsultable`, `BeingSigned`,
    `MoveRefused` outside the process.
    """
    if not request.strip():
        raise ReasonMissing
    dossier = lock(dossier_id)
    run = require_step(actor, dossier, step)
    require_in_process(dossier)
    refuse_while_signing(dossier)
    asked = agency_of_code(agency)
    if asked is None or asked.pk == dossier.agency_id or not 1 <= days <= LONGEST:
        raise NotConsultable
    if OutsideOpinion.objects.filter(dossier=dossier, agency=asked, ended_at=None).exists():
        raise NotConsultable
    until = due(now, Limit(days, Unit.WORKING_DAY), working_calendar(asked.pk)).due_at
    opinion = OutsideOpinion.objects.create(
        dossier=dossier,
        run=run,
        agency=asked,
        request=request.strip(),
        asked_by_id=official_of(actor),
        asked_at=now,
        due_at=until,
    )
    record(dossier, "dossiers.ask_agency", actor=actor, now=now, step=run.code, to=asked.code)
    return opinion


@transaction.atomic
def answer_agency(*, actor: Actor, opinion_id: UUID, answer: str, now: datetime) -> OutsideOpinion:
    """Give one's agency's opinion on another's dossier.

    Raises `ReasonMissing` without a word, `DossierNotFound` where nobody asked this agency,
    `OpinionGone` once it was given or is no longer waited for.
    """
    if not answer.strip():
        raise ReasonMissing
    found = OutsideOpinion.objects.filter(public_id=opinion_id).first()
    if found is None or found.agency_id not in actor.agencies(*ANSWERING):
        raise DossierNotFound
    dossier = lock(found.dossier_id)
    opinion = OutsideOpinion.objects.select_for_update().get(pk=found.pk)
    if opinion.ended_at is not None or not asked_of(actor).filter(pk=opinion.pk).exists():
        raise OpinionGone
    opinion.answer = answer.strip()
    opinion.answered_by_id = official_of(actor)
    opinion.answered_at = opinion.ended_at = now
    opinion.save(update_fields=["answer", "answered_by", "answered_at", "ended_at"])
    record(dossier, "dossiers.answer_agency", actor=actor, now=now, agency=opinion.agency_id)
    return opinion

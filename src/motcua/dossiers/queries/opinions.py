"""Opinions of other agencies: what was asked, what waits, and which dossiers they open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from motcua.agencies.enums import Role
from motcua.dossiers.models import OutsideOpinion
from motcua.dossiers.queries.kept import kept
from motcua.dossiers.queries.wording import procedure_name
from motcua.kernel.composed import composed, one_of

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from django.db.models import QuerySet

    from motcua.dossiers.models import Dossier, StepRun
    from motcua.kernel.actors import Actor

ANSWERING = frozenset({Role.HEAD, Role.LEADER, Role.SPECIALIST})
"""Roles that answer for their agency."""


@dataclass(frozen=True, slots=True)
class OpinionShown:
    """An opinion asked of another agency, as its asker sees it."""

    agency: str
    request: str
    asked_at: datetime
    due_at: datetime
    answer: str
    answered_by: str
    answered_at: datetime | None
    is_late: bool
    is_waiting: bool


@dataclass(frozen=True, slots=True)
class AskedOfUs:
    """An opinion asked of the reader's agency."""

    public_id: UUID
    dossier_id: UUID
    code: str
    procedure: str
    agency: str
    request: str
    due_at: datetime
    is_late: bool


def opinions_on(dossier: Dossier, now: datetime, language: str) -> tuple[OpinionShown, ...]:
    """Give the opinions asked of other agencies on a dossier, the first first."""
    rows = kept(OutsideOpinion, dossier.pk, "agency", "answered_by")
    return tuple(
        OpinionShown(
            agency=row.agency.name_in(language),
            request=row.request,
            asked_at=row.asked_at,
            due_at=row.due_at,
            answer=row.answer,
            answered_by=row.answered_by.full_name if row.answered_by else "",
            answered_at=row.answered_at,
            is_late=row.ended_at is None and now > row.due_at,
            is_waiting=row.ended_at is None,
        )
        for row in rows
    )


def waits_outside(run: StepRun, now: datetime) -> bool:
    """Say whether a step waits for another agency's opinion that is not yet late."""
    rows = (row for row in kept(OutsideOpinion, run.dossier_id) if row.run_id == run.pk)
    return any(row.ended_at is None and row.due_at >= now for row in rows)


def asked_of(actor: Actor) -> QuerySet[OutsideOpinion]:
    """Give the open questions to the agencies for which an official answers."""
    own = actor.agencies(*ANSWERING)
    return OutsideOpinion.objects.filter(agency_id__in=own, ended_at=None)


def asked_count(actor: Actor) -> int:
    """Count the open questions to an official's agencies."""
    own = actor.agencies(*ANSWERING)
    return len(_asked(agencies=sorted(own))) if own else 0


@composed
def _asked(agencies: Any) -> QuerySet[OutsideOpinion, int]:
    rows = OutsideOpinion.objects.filter(one_of("agency_id", agencies), ended_at=None)
    return rows.order_by().values_list("pk", flat=True)


def asked_of_us(actor: Actor, now: datetime, language: str) -> tuple[AskedOfUs, ...]:
    """Give the open questions to an official's agencies, the most urgent first."""
    rows = asked_of(actor).select_related("dossier__agency").order_by("due_at", "pk")
    return tuple(
        AskedOfUs(
            public_id=row.public_id,
            dossier_id=row.dossier.public_id,
            code=row.dossier.code,
            procedure=procedure_name(row.dossier, language),
            agency=row.dossier.agency.name_in(language),
            request=row.request,
            due_at=row.due_at,
            is_late=now > row.due_at,
        )
        for row in rows
    )


def is_asked_on(actor: Actor, dossier: Dossier) -> bool:
    """Say whether an official's agency is asked for its opinion on a dossier now."""
    return asked_of(actor).filter(dossier=dossier).exists()

"""What a rating asks: the questions only the citizen can answer, beside what is known already."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from motcua.dossiers.queries import visible_to
from motcua.dossiers.queries.service_facts import service_facts
from motcua.kernel.actors import SYSTEM
from motcua.kernel.clock import civil_date
from motcua.voice.base.indices import Index, indices_on
from motcua.voice.errors import RatingClosed
from motcua.voice.models import Invitation

if TYPE_CHECKING:
    from datetime import datetime

    from motcua.dossiers.models import Dossier

AS_RECORDED = "as-recorded"


@dataclass(frozen=True, slots=True)
class Known:
    """What the system worked out of an index: the score, None where it does not know."""

    index: Index
    score: int | None

    def say(self, language: str) -> str:
        """Give the level in words; empty where nothing is known."""
        level = None if self.score is None else self.index.level(self.score)
        return level.say(language) if level else ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is asked of one dossier: which it is, what is known, what is to be answered."""

    dossier: Dossier
    known: tuple[Known, ...]
    asked: tuple[Known, ...]


def dossier_of(invitation: Invitation) -> Dossier:
    """Give the dossier an invitation is for."""
    rows = visible_to(SYSTEM).select_related("agency", "unit")
    return rows.get(pk=invitation.dossier_id)


def sheet_of(dossier: Dossier, now: datetime) -> Sheet:
    """Give what a rating of a dossier asks on a day."""
    scores = known_scores(dossier, now)
    rows = [Known(index, scores[index.code]) for index in indices_on(civil_date(now), "dossier")]
    return Sheet(
        dossier=dossier,
        known=tuple(row for row in rows if not row.index.is_asked and row.score is not None),
        asked=tuple(row for row in rows if row.index.is_asked),
    )


def sheet_for(invitation_id: int, now: datetime) -> Sheet:
    """Give what a rating asks of the dossier of an invitation. Raises `RatingClosed`."""
    invitation = Invitation.objects.filter(pk=invitation_id, is_spent=False).first()
    if invitation is None:
        raise RatingClosed
    return sheet_of(dossier_of(invitation), now)


def known_scores(dossier: Dossier, now: datetime) -> dict[str, int | None]:
    """Score the indices of a dossier that the system can; None for the others, by code."""
    facts = service_facts(dossier)
    endings = {"total-time": facts.total, "agency-time": facts.agencies}
    counts = {"contacts": facts.contacts, "agencies": facts.contacted}
    scores: dict[str, int | None] = {}
    for index in indices_on(civil_date(now), "dossier"):
        scores[index.code] = None
        if index.fact in endings:
            scores[index.code] = index.of_ending(endings[index.fact])
        elif index.fact in counts:
            scores[index.code] = index.of_count(counts[index.fact])
    return scores


def has_rated(dossier: Dossier) -> bool:
    """Say to its filer whether a dossier was rated; officials are never told."""
    return Invitation.objects.filter(dossier=dossier, is_spent=True).exists()

"""How a dossier was served, as far as the system knows: times, contacts, agencies contacted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from motcua.dossiers.models import StepRun, Supplement
from motcua.kernel.clock import civil_date

if TYPE_CHECKING:
    from datetime import datetime

    from motcua.dossiers.models import Dossier

_EARLY, _ON_TIME, _LATE = "early", "on-time", "late"


@dataclass(frozen=True, slots=True)
class ServiceFacts:
    """What is known of how a dossier was served.

    Attributes:
        total: how it ended against its promise: `early`, `on-time`, `late`; empty where nothing
            was promised or it was not settled.
        agencies: the same for the slowest agency that took part; empty where no step had a time.
        contacts: how often its filer dealt with the office: filing, and each supplement.
        contacted: how many agencies asked something of him, the receiving one among them.

    """

    total: str
    agencies: str
    contacts: int
    contacted: int


def service_facts(dossier: Dossier) -> ServiceFacts:
    """Give what is known of how a dossier was served; source: Circular 01/2018, Art. 13."""
    supplements = Supplement.objects.filter(dossier=dossier)
    asking = set(supplements.values_list("asked_by__agency_id", flat=True))
    return ServiceFacts(
        total=_ending(dossier.finished_at, dossier.due_at),
        agencies=_slowest(dossier),
        contacts=1 + supplements.count(),
        contacted=len(asking | {dossier.agency_id}),
    )


def handlers_of(dossier: Dossier) -> frozenset[int]:
    """Give the officials who had a step of a dossier in hand or moved it."""
    steps = StepRun.objects.filter(dossier=dossier, official__isnull=False)
    moves = dossier.transitions.filter(official__isnull=False)
    found = steps.values_list("official_id", flat=True).union(
        moves.values_list("official_id", flat=True)
    )
    return frozenset(number for number in found if number is not None)


def _slowest(dossier: Dossier) -> str:
    """Give how the slowest step ended: an agency is late with any of its steps."""
    runs = StepRun.objects.filter(dossier=dossier, finished_at__isnull=False, due_at__isnull=False)
    endings = {_ending(run.finished_at, run.due_at) for run in runs}
    return next((one for one in (_LATE, _ON_TIME, _EARLY) if one in endings), "")


def _ending(finished_at: datetime | None, due_at: datetime | None) -> str:
    if finished_at is None or due_at is None:
        return ""
    if finished_at > due_at:
        return _LATE
    return _ON_TIME if civil_date(finished_at) == civil_date(due_at) else _EARLY

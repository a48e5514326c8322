"""What the one door handed to one's unit and nobody of the unit has signed for yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, Subquery

from motcua.agencies.enums import Role
from motcua.dossiers.models import Dossier, StepRun, TakingOver, Transition
from motcua.dossiers.queries.scopes import NOTHING, at_work, in_units
from motcua.dossiers.queries.wording import paper_names, procedure_name
from motcua.kernel.clock import civil

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from motcua.agencies.models import Official
    from motcua.kernel.actors import Actor, Power

MOST = 200
_TAKING = frozenset({Role.SPECIALIST, Role.HEAD, Role.CLERK, Role.ACCOUNTANT, Role.LEADER})


@dataclass(frozen=True, slots=True)
class Handed:
    """A dossier as it was handed over: what it is, by whom and when, until when it is due."""

    run_id: int
    dossier: Dossier
    procedure: str
    papers: tuple[str, ...]
    unit: str
    giver: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Taken:
    """What was signed for: the dossier's code, by whom, when, what was not as it should be."""

    dossier: Dossier
    official: Official
    at: datetime
    remark: str


def takes_over(actor: Actor) -> bool:
    """Say whether the one door hands dossiers to a unit of an official's."""
    return actor.official_id is not None and bool(_taking(actor))


def runs_to_take_over(actor: Actor) -> QuerySet[StepRun]:
    """Give the steps that were handed to an official's units and wait to be signed for.

    What he handed over himself is not among them.
    """
    powers = _taking(actor)
    handing = Transition.objects.filter(
        dossier=OuterRef("dossier"), action="hand_over", at=OuterRef("started_at")
    )
    return (
        StepRun.objects.filter(
            _own_steps(powers),
            Exists(handing.exclude(official_id=actor.official_id or -1)),
            dossier__in=Dossier.objects.open().filter(in_units(powers)),
            finished_at=None,
            asked_by=None,
            taking_over=None,
        )
        .annotate(giver=Subquery(handing.values("official__full_name")[:1]))
        .select_related("dossier", "unit")
        .order_by("started_at", "pk")
    )


def handed_to(actor: Actor, language: str) -> tuple[Handed, ...]:
    """Give what waits to be signed for, the oldest first, at most 200."""
    return tuple(
        Handed(
            run_id=run.pk,
            dossier=run.dossier,
            procedure=procedure_name(run.dossier, language),
            papers=tuple(paper_names(run.dossier, language)),
            unit=run.unit.name_in(language) if run.unit else "",
            giver=getattr(run, "giver", "") or "",
            at=run.started_at,
        )
        for run in runs_to_take_over(actor)[:MOST]
    )


def taken_on_day(actor: Actor, now: datetime) -> tuple[Taken, ...]:
    """Give what one's units signed for today, the latest first, at most 200."""
    begins = datetime.combine(civil(now).date(), time(), tzinfo=civil(now).tzinfo)
    rows = TakingOver.objects.filter(_own_steps(_taking(actor), of="run__"), at__gte=begins)
    rows = rows.select_related("run__dossier", "official").order_by("-at", "-pk")
    return tuple(Taken(row.run.dossier, row.official, row.at, row.remark) for row in rows[:MOST])


def _taking(actor: Actor) -> tuple[Power, ...]:
    return tuple(power for power in at_work(actor.powers) if power.role in _TAKING)


def _own_steps(powers: Iterable[Power], of: str = "") -> Q:
    scope = NOTHING
    for agency_id, path in sorted({(one.agency_id, one.unit_path) for one in powers}):
        own = {f"{of}unit__agency_id": agency_id, f"{of}unit__path__startswith": path}
        scope |= Q(**own)
    return scope

"""The state of the units an official looks on: figures, months and units, from indexed columns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Avg, Count, F, Q, Value
from django.db.models.functions import TruncMonth

from motcua.agencies.base import name_in
from motcua.dossiers.models import Dossier, Rating
from motcua.dossiers.models.dossiers import SOON
from motcua.dossiers.queries.planning import planned_for_values
from motcua.dossiers.queries.queues import IN_PROCESS, looks_on, month_of
from motcua.dossiers.queries.scopes import at_work, in_units
from motcua.dossiers.workflow import WAITING_FOR_CITIZEN
from motcua.kernel.clock import ZONE
from motcua.kernel.errors import NotAllowed

if TYPE_CHECKING:
    from uuid import UUID

    from motcua.kernel.actors import Actor

MONTHS = 6
_LATE = Q(finished_at__gt=F("due_at"))
_WAITING = sorted(WAITING_FOR_CITIZEN)


@dataclass(frozen=True, slots=True)
class MonthFigures:
    """One civil month: what came in, and what was finished in time and late."""

    begins: datetime
    received: int
    on_time: int
    late: int


@dataclass(frozen=True, slots=True)
class UnitFigures:
    """What a unit has in hand now; `soon` and `late` are parts of `in_process`."""

    public_id: UUID
    name: str
    name_en: str
    in_process: int
    soon: int
    late: int
    waiting: int

    def name_in(self, language: str) -> str:
        """Give the unit's name in a language."""
        return name_in(self.name, self.name_en, language)


@dataclass(frozen=True, slots=True)
class AgencyState:
    """The state of an agency at a moment.

    Attributes:
        late: a part of `in_process`, whose promised time has passed.
        on_time: per mille of what was finished this month in time; None when nothing was.
        rating: average of this month's ratings, 1 to 5; None when there are none.
        months: the last six civil months, the running one last.

    """

    received: int
    in_process: int
    on_time: int | None
    late: int
    waiting: int
    rating: float | None
    rated: int
    months: tuple[MonthFigures, ...]
    units: tuple[UnitFigures, ...]


def state_of_agency(actor: Actor, now: datetime) -> AgencyState:
    """Give the state of the units of an official who looks on some of them as a whole.

    Raises `NotAllowed` for anybody else.
    """
    if not looks_on(actor):
        raise NotAllowed
    return _state(in_units(at_work(actor.powers)), now)


@planned_for_values()
def _state(scope: Q, now: datetime) -> AgencyState:
    units, months, twice = _units(scope, now), _months(scope, now), _counted_twice(scope, now)
    this_month = months[-1]
    finished = this_month.on_time + this_month.late
    ratings = Rating.objects.filter(
        at__gte=month_of(now), dossier__in=Dossier.objects.filter(scope)
    )
    rated = ratings.aggregate(average=Avg("score"), count=Count("pk"))
    return AgencyState(
        received=this_month.received,
        in_process=sum(unit.in_process for unit in units) - twice["in_process"],
        on_time=round(1000 * this_month.on_time / finished) if finished else None,
        late=sum(unit.late for unit in units) - twice["late"],
        waiting=sum(unit.waiting for unit in units) - twice["waiting"],
        rating=rated["average"],
        rated=rated["count"],
        months=months,
        units=units,
    )


def _counted_twice(scope: Q, now: datetime) -> dict[str, int]:
    """Give how often dossiers with steps side by side stand in the units beyond the first time."""
    running = Q(state__in=IN_PROCESS)
    kinds = {
        "in_process": running,
        "late": running & Q(due_at__lt=now),
        "waiting": Q(state__in=_WAITING),
    }
    split = Dossier.objects.filter(scope, is_open=True, is_split=True, steps__finished_at=None)
    found = split.aggregate(
        **{f"{kind}_steps": Count("pk", filter=kept) for kind, kept in kinds.items()},
        **{f"{kind}_once": Count("pk", filter=kept, distinct=True) for kind, kept in kinds.items()},
    )
    return {kind: found[f"{kind}_steps"] - found[f"{kind}_once"] for kind in kinds}


def _units(scope: Q, now: datetime) -> tuple[UnitFigures, ...]:
    """Count what each unit has in hand; a unit that has nothing is left out."""
    running = Q(state__in=IN_PROCESS)
    rows = (
        Dossier.objects.filter(scope, is_open=True, steps__finished_at=None)
        .values("steps__unit__public_id", "steps__unit__name", "steps__unit__name_en")
        .annotate(
            in_process=Count("pk", filter=running),
            soon=Count("pk", filter=running & Q(due_at__gte=now, due_at__lte=now + SOON)),
            behind=Count("pk", filter=running & Q(due_at__lt=now)),
            waiting=Count("pk", filter=Q(state__in=_WAITING)),
        )
        .order_by("-behind", "-in_process", "steps__unit__name")
    )
    return tuple(
        UnitFigures(
            public_id=row["steps__unit__public_id"],
            name=row["steps__unit__name"] or "",
            name_en=row["steps__unit__name_en"] or "",
            in_process=row["in_process"],
            soon=row["soon"],
            late=row["behind"],
            waiting=row["waiting"],
        )
        for row in rows
    )


def _months(scope: Q, now: datetime) -> tuple[MonthFigures, ...]:
    begins = _last_months(now)
    received = _by_month(scope, "submitted_at", begins[0])
    finished = _by_month(scope, "finished_at", begins[0])
    return tuple(
        MonthFigures(
            begins=begin,
            received=sum(received.get(begin, (0, 0))),
            on_time=finished.get(begin, (0, 0))[0],
            late=finished.get(begin, (0, 0))[1],
        )
        for begin in begins
    )


def _by_month(scope: Q, field: str, since: datetime) -> dict[datetime, tuple[int, int]]:
    """Count by the month of a moment: those not finished late, and those finished late."""
    late = Count("pk", filter=_LATE) if field == "finished_at" else Value(0)
    rows = (
        Dossier.objects.filter(scope, **{f"{field}__gte": since})
        .annotate(month=TruncMonth(field, tzinfo=ZONE))
        .values("month")
        .annotate(whole=Count("pk"), behind=late)
        .order_by("month")
    )
    return {row["month"]: (row["whole"] - row["behind"], row["behind"]) for row in rows}


def _last_months(now: datetime) -> list[datetime]:
    """Give the beginnings of the last civil months, the running one last."""
    begins = [month_of(now)]
    while len(begins) < MONTHS:
        begins.append(month_of(begins[-1] - timedelta(days=1)))
    return begins[::-1]

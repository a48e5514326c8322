"""What happened in a period, from the sums; and the dossiers behind each of these numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q, Sum

from motcua.agencies.queries.subtrees import units_below
from motcua.insight.enums import Happening
from motcua.insight.models import Counted, DaySum, MonthSum

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from django.db.models import QuerySet

    from motcua.dossiers.queries.leading import Look
    from motcua.insight.base import Period

_KINDS = ("received", "accepted", "on_time", "late", "ended")
_DAY_OF = {
    Happening.RECEIVED: "received_on",
    Happening.ACCEPTED: "accepted_on",
    Happening.ON_TIME: "settled_on",
    Happening.LATE: "settled_on",
    Happening.SETTLED: "settled_on",
    Happening.ENDED: "ended_on",
}


@dataclass(frozen=True, slots=True)
class Sums:
    """What happened: received, accepted, settled in time and late, ended otherwise."""

    received: int = 0
    accepted: int = 0
    on_time: int = 0
    late: int = 0
    ended: int = 0

    @property
    def settled(self) -> int:
        """Give what was finished, in time or late."""
        return self.on_time + self.late

    @property
    def gone(self) -> int:
        """Give all that left: settled, refused, withdrawn or stopped."""
        return self.settled + self.ended

    @property
    def per_mille(self) -> int | None:
        """Give the part of what was settled that was in time; None where nothing was."""
        return round(1000 * self.on_time / self.settled) if self.settled else None


@dataclass(frozen=True, slots=True)
class Part:
    """Which part of what happened is meant; what is None or empty leaves nothing out."""

    unit_id: int | None = None
    official_id: int | None = None
    procedure: str = ""
    channel: str = ""


def parts_by(looks: Sequence[Look], period: Period, column: str) -> dict[Any, Sums]:
    """Sum up a period by `unit_id`, `official_id`, `procedure_code` or `channel`."""
    rows = _months(looks, period).values(column).annotate(**_sums()).order_by()
    return {row[column]: _read(row) for row in rows}


def sums_of_days(
    looks: Sequence[Look], since: date, until: date, column: str
) -> dict[object, Sums]:
    """Sum up any days, both ends included, by a column, from what each dossier counts as."""
    found: dict[object, dict[str, int]] = {}
    for kind, day in (
        *(("received", "received_on"), ("accepted", "accepted_on")),
        *(("on_time", "settled_on"), ("late", "settled_on"), ("ended", "ended_on")),
    ):
        rows = Counted.objects.filter(_scope(looks), **{f"{day}__gte": since, f"{day}__lte": until})
        if day == "settled_on":
            rows = rows.filter(is_late=kind == "late")
        for key, count in rows.values_list(column).annotate(n=Count("pk")).order_by():
            found.setdefault(key, {})[kind] = count
    return {key: Sums(**kinds) for key, kinds in found.items()}


def by_month(looks: Sequence[Look], since: date, until: date) -> dict[date, Sums]:
    """Sum up each civil month from one to before another."""
    rows = MonthSum.objects.filter(_scope(looks), month__gte=since, month__lt=until)
    return {row["month"]: _read(row) for row in rows.values("month").annotate(**_sums()).order_by()}


def by_week(looks: Sequence[Look], last: date, count: int) -> list[tuple[date, Sums]]:
    """Sum up so many weeks of seven days, the last of which ends with a day: (first day, sums)."""
    begins = [last - timedelta(days=7 * back - 1) for back in range(count, 0, -1)]
    rows = DaySum.objects.filter(_scope(looks), day__gte=begins[0], day__lte=last)
    days = {row["day"]: _read(row) for row in rows.values("day").annotate(**_sums()).order_by()}
    return [
        (begin, add_up(sums for day, sums in days.items() if 0 <= (day - begin).days < 7))
        for begin in begins
    ]


def flows_by_unit(
    looks: Sequence[Look], spans: Sequence[tuple[date, date]]
) -> tuple[dict[int, Sums], ...]:
    """Sum up some spans of days at once, each from one day to before another, by unit."""
    within = [Q(day__gte=since, day__lt=ends) for since, ends in spans]
    sums = {
        f"{kind}_{number}": Sum(kind, filter=span, default=0)
        for number, span in enumerate(within)
        for kind in _KINDS
    }
    days = reduce(or_, within, Q(pk__in=[]))
    rows = DaySum.objects.filter(_scope(looks), days).values("unit_id").annotate(**sums).order_by()
    found: list[Any] = list(rows)
    return tuple(
        {row["unit_id"]: Sums(*(row[f"{kind}_{number}"] for kind in _KINDS)) for row in found}
        for number, _span in enumerate(spans)
    )


def add_up(parts: Iterable[Sums]) -> Sums:
    """Add sums up."""
    rows = [(0,) * len(_KINDS)]
    rows += [tuple(getattr(part, kind) for kind in _KINDS) for part in parts]
    return Sums(*(sum(column) for column in zip(*rows, strict=True)))


def behind(
    looks: Sequence[Look], happening: Happening, days: tuple[date, date], part: Part
) -> QuerySet[Counted]:
    """Give the dossiers that make up a number, the latest first.

    `days` are the first day, and the first one behind.
    """
    day = _DAY_OF[happening]
    wanted = {
        "unit_id": part.unit_id,
        "official_id": part.official_id,
        "procedure_code": part.procedure or None,
        "channel": part.channel or None,
        "is_late": {Happening.LATE: True, Happening.ON_TIME: False}.get(happening),
    }
    kept = {name: value for name, value in wanted.items() if value is not None}
    found = Counted.objects.filter(_scope(looks), **kept)
    span = {f"{day}__gte": days[0], f"{day}__lt": days[1]}
    return found.filter(**span).order_by(f"-{day}", "-dossier_id")


def behind_from(rows: QuerySet[Counted], happening: Happening, dossier_id: int) -> Q:
    """Keep what stands behind one dossier in the order of `behind`."""
    day = _DAY_OF[happening]
    at = rows.filter(pk=dossier_id).values_list(day, flat=True).first()
    if at is None:
        return Q()
    return Q(**{f"{day}__lt": at}) | Q(**{day: at, "dossier_id__lt": dossier_id})


def _months(looks: Sequence[Look], period: Period) -> QuerySet[MonthSum]:
    return MonthSum.objects.filter(_scope(looks), month__gte=period.begins, month__lt=period.ends)


def _scope(looks: Sequence[Look]) -> Q:
    scope = Q(pk__in=[])
    for look in looks:
        within = Q(agency_id=look.agency_id)
        if look.unit_path:
            within &= Q(unit_id__in=[unit.id for unit in units_below(*_of(look))])
        scope |= within
    return scope


def _of(look: Look) -> tuple[int, str]:
    return look.agency_id, look.unit_path


def _sums() -> dict[str, Sum]:
    return {f"sum_{kind}": Sum(kind) for kind in _KINDS}


def _read(row: Any) -> Sums:
    return Sums(*(row[f"sum_{kind}"] or 0 for kind in _KINDS))

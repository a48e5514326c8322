"""What is open in the units somebody looks on: how much, in whose hands, and the dossiers of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Case, CharField, Count, Q, Value, When

from motcua.dossiers.enums import Due, State, Urgency, Waits
from motcua.dossiers.models import Dossier, LateHandOver, OutsideOpinion
from motcua.dossiers.queries.planning import planned_for_values
from motcua.dossiers.queries.processes import rules_of
from motcua.dossiers.queries.queues import IN_PROCESS, LOOKING_ON
from motcua.dossiers.queries.scopes import NOTHING
from motcua.dossiers.workflow import WAITING_FOR_CITIZEN
from motcua.kernel.errors import NotAllowed
from motcua.procedures.base.texts import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime
    from uuid import UUID

    from django.db.models import QuerySet

    from motcua.dossiers.models.dossiers import DossierQuerySet
    from motcua.kernel.actors import Actor

PAYMENT = (State.PAYMENT_AT_RECEIPT, State.PAYMENT_IN_PROCESS)
_CITIZEN = sorted(WAITING_FOR_CITIZEN - set(PAYMENT))
_SHOWN = (
    *("public_id", "code", "applicant_name", "gist", "version_id", "process_version_id", "state"),
    *("is_open", "submitted_at", "due_at", "reappointed_at", "finished_at", "closed_at"),
    "paused_at",
    "official__full_name",
)


@dataclass(frozen=True, slots=True, order=True)
class Look:
    """Part of an agency that somebody looks on as a whole: a unit with what is below it, or all."""

    agency_id: int
    unit_path: str


@dataclass(frozen=True, slots=True)
class Moments:
    """By what is late or soon late: now, and the end of the days that count as soon."""

    now: datetime
    soon: datetime


@dataclass(frozen=True, slots=True)
class OpenCell:
    """How many open dossiers are alike in all this; a path is that of the unit in hand.

    `official_id` is None where nobody has taken it.
    """

    agency_id: int
    unit_path: str
    official_id: int | None
    procedure_code: str
    waits: Waits
    due: Due
    count: int


@dataclass(frozen=True, slots=True)
class Narrowed:
    """Which open dossiers are meant; what is empty leaves nothing out.

    `has_official` False means those that nobody has taken.
    """

    waits: str = ""
    due: str = ""
    agency_id: int | None = None
    unit_path: str | None = None
    official_id: int | None = None
    has_official: bool | None = None
    procedure: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A dossier as a line behind a figure."""

    public_id: UUID
    code: str
    applicant: str
    procedure: str
    state: str
    official: str
    submitted_at: datetime
    due_at: datetime | None
    ended_at: datetime | None
    urgency: Urgency
    gist: str = ""


def looked_on(actor: Actor) -> tuple[Look, ...]:
    """Give what an official looks on as a whole, nothing twice. Raises `NotAllowed` for nothing."""
    looks = {
        Look(power.agency_id, power.unit_path)
        for power in actor.powers
        if actor.kind == "official" and power.role in LOOKING_ON
    }
    if not looks:
        raise NotAllowed
    return tuple(sorted(one for one in looks if not _is_within(one, looks - {one})))


def _is_within(one: Look, others: Iterable[Look]) -> bool:
    return any(
        other.agency_id == one.agency_id and one.unit_path.startswith(other.unit_path)
        for other in others
    )


@planned_for_values()
def open_cells(looks: Sequence[Look], at: Moments) -> tuple[OpenCell, ...]:
    """Count what is open, by everything that figures are told apart by; each dossier once.

    A dossier with steps side by side counts for the one it shows, which began first.
    """
    alike: Any = _open(looks, at)
    rows = (
        alike.values("agency_id", "step_path", "official_id", "procedure_code", "waits", "due")
        .annotate(count=Count("pk"))
        .order_by()
    )
    return tuple(
        OpenCell(
            agency_id=row["agency_id"],
            unit_path=row["step_path"],
            official_id=row["official_id"],
            procedure_code=row["procedure_code"],
            waits=Waits(row["waits"]),
            due=Due(row["due"]),
            count=row["count"],
        )
        for row in rows
    )


def open_dossiers(looks: Sequence[Look], wanted: Narrowed, at: Moments) -> DossierQuerySet:
    """Give the open dossiers behind a figure, the longest filed first."""
    fields = {
        "waits": wanted.waits or None,
        "due": wanted.due or None,
        "agency_id": wanted.agency_id,
        "step_path": wanted.unit_path,
        "official_id": wanted.official_id,
        "procedure_code": wanted.procedure or None,
    }
    kept = {name: value for name, value in fields.items() if value is not None}
    found = _open(looks, at).filter(**kept)
    if wanted.has_official is not None:
        found = found.filter(official__isnull=not wanted.has_official)
    return found.order_by("submitted_at", "pk")


def late_hand_overs(
    looks: Sequence[Look], since: datetime, until: datetime, wanted: Narrowed
) -> QuerySet[LateHandOver]:
    """Give what was handed over late between two moments, by who handed it over; the latest first.

    Of `wanted` the agency, the unit that received, the official and the procedure count.
    """
    fields = {
        "dossier__agency": wanted.agency_id,
        "dossier__unit_path": wanted.unit_path,
        "official": wanted.official_id,
        "dossier__procedure_code": wanted.procedure or None,
    }
    kept = {name: value for name, value in fields.items() if value is not None}
    rows = LateHandOver.objects.filter(
        _scope(looks, "dossier__"), handed_at__gte=since, handed_at__lt=until, **kept
    )
    return rows.order_by("-handed_at", "-pk")


def lines_of(rows: DossierQuerySet, now: datetime, language: str) -> tuple[Line, ...]:
    """Show dossiers that the caller may show, in their order."""
    shown = rows.select_related("official").only(*_SHOWN)
    return tuple(_line(dossier, now, language) for dossier in shown)


def lines_numbered(numbers: Sequence[int], now: datetime, language: str) -> tuple[Line, ...]:
    """Show dossiers by their numbers, in the order of these; the caller may show them."""
    rows = Dossier.objects.filter(pk__in=numbers).select_related("official").only(*_SHOWN)
    found = {dossier.pk: dossier for dossier in rows}
    return tuple(_line(found[number], now, language) for number in numbers if number in found)


def number_of(public_id: UUID) -> int | None:
    """Give the number of a dossier, to cut a list at; that alone opens nothing."""
    return Dossier.objects.filter(public_id=public_id).values_list("pk", flat=True).first()


def _line(dossier: Dossier, now: datetime, language: str) -> Line:
    return Line(
        public_id=dossier.public_id,
        code=dossier.code,
        applicant=dossier.applicant_name,
        procedure=say(rules_of(dossier).pack.name, language),
        state=str(State(dossier.state).label),
        official=dossier.official.full_name if dossier.official else "",
        submitted_at=dossier.submitted_at,
        due_at=dossier.due_at,
        ended_at=dossier.finished_at or dossier.closed_at,
        urgency=dossier.urgency(now),
        gist=dossier.gist,
    )


def _open(looks: Sequence[Look], at: Moments) -> DossierQuerySet:
    found = Dossier.objects.filter(_scope(looks), is_open=True)
    return found.annotate(waits=_waits(), due=_due(at))


def _scope(looks: Sequence[Look], to: str = "") -> Q:
    """Keep what is looked on; `to` is how the dossier is reached from the rows."""
    scope = NOTHING
    for look in looks:
        within = Q(**{f"{to}agency": look.agency_id})
        if look.unit_path:
            within &= Q(**{f"{to}unit_path__startswith": look.unit_path}) | Q(
                **{f"{to}step_path__startswith": look.unit_path}
            )
        scope |= within
    return scope


def _waits() -> Case:
    """Say for whom a dossier waits."""
    asked = OutsideOpinion.objects.filter(ended_at=None).values("dossier")
    return Case(
        When(state__in=PAYMENT, then=Value(Waits.PAYMENT.value)),
        When(state__in=_CITIZEN, then=Value(Waits.CITIZEN.value)),
        When(state=State.FINISHED, then=Value(Waits.COLLECTION.value)),
        When(pk__in=asked, then=Value(Waits.AGENCY.value)),
        default=Value(Waits.OFFICIAL.value),
        output_field=CharField(),
    )


def _due(at: Moments) -> Case:
    """Say how near the promised time is, where it runs."""
    running = Q(state__in=IN_PROCESS, due_at__isnull=False)
    return Case(
        When(running & Q(due_at__lt=at.now), then=Value(Due.LATE.value)),
        When(running & Q(due_at__lte=at.soon), then=Value(Due.SOON.value)),
        When(running, then=Value(Due.LATER.value)),
        default=Value(Due.NONE.value),
        output_field=CharField(),
    )

"""The register of dossiers (form 06): what a unit took in during a period, line by line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, F, Q

from motcua.agencies.enums import Role
from motcua.agencies.queries import agency_name, unit_name
from motcua.agencies.queries.subtrees import units_below
from motcua.dossiers.enums import SlipForm, State
from motcua.dossiers.models import Dossier, Slip
from motcua.dossiers.queries.intakes import taken_in
from motcua.dossiers.queries.outage_remarks import entered_late
from motcua.dossiers.queries.outside import outside_marks_of
from motcua.dossiers.queries.processes import rules_of
from motcua.dossiers.queries.scopes import NOTHING, at_work
from motcua.dossiers.queries.wording import moment_in_words
from motcua.kernel.clock import ZONE
from motcua.kernel.errors import NotAllowed
from motcua.procedures.base.texts import say
from motcua.procedures.enums import Channel

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from uuid import UUID

    from motcua.agencies.queries.subtrees import UnitCard
    from motcua.dossiers.models.dossiers import DossierQuerySet
    from motcua.kernel.actors import Actor, Power

READERS = (Role.RECEPTIONIST, Role.CLERK, Role.HEAD, Role.LEADER, Role.AUDITOR)
"""Roles that keep the register of their units, or look into it."""
PAGE = 50
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which part of the register is asked for.

    Attributes:
        since, until: civil days of filing, both included.
        agency: the agency whose register it is; None for all that the reader may read.
        unit: public id of the one-door unit that received; None for every unit.
        procedure: code of a procedure; empty for all.

    """

    since: date
    until: date
    agency: int | None = None
    unit: UUID | None = None
    procedure: str = ""


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """A line of form 06, in the order of its columns; what is not known yet is None or empty."""

    public_id: UUID
    entry: str
    code: str
    procedure: str
    sets: int
    applicant: str
    contact: str
    handled_by: str
    channel: str
    submitted_at: datetime
    received_at: datetime | None
    due_at: datetime | None
    reappointed_at: datetime | None
    finished_at: datetime | None
    returned_at: datetime | None
    state: str
    remark: str
    is_late: bool

    def on_paper(self, number: int) -> dict[str, str]:
        """Give the line as the template of form 06 reads it, under its number in the list."""
        again = f" (hẹn lại {moment_in_words(self.reappointed_at)})" if self.reappointed_at else ""
        late = "Quá hạn" if self.is_late else ""
        return {
            "number": str(number),
            "entry": self.entry,
            "code": self.code,
            "procedure": self.procedure,
            "sets": str(self.sets),
            "applicant": self.applicant,
            "contact": self.contact,
            "handled_by": self.handled_by,
            "received": moment_in_words(self.received_at),
            "due": moment_in_words(self.due_at) + again,
            "returned": moment_in_words(self.returned_at),
            "channel": self.channel,
            "remark": "; ".join(part for part in (self.state, late, self.remark) if part),
        }


@dataclass(frozen=True, slots=True)
class RegisterPage:
    """Some lines of the register; `after` is where the next page begins, None at the end."""

    rows: tuple[RegisterRow, ...]
    after: UUID | None


def register(
    actor: Actor, wanted: Wanted, language: str, *, after: UUID | None = None, limit: int = PAGE
) -> RegisterPage:
    """Give a page of the register, in the order of filing, of units that an official answers for.

    `after` is what the page before gave. Source: Circular 01/2018/TT-VPCP, form 06. Raises
    `NotAllowed` for whoever keeps no register.
    """
    found = registered(actor, wanted).order_by("submitted_at", "pk")
    last = (
        found.filter(public_id=after).values_list("submitted_at", "pk").first() if after else None
    )
    if last is not None:
        at, number = last
        later = Q(submitted_at__gt=at) | Q(submitted_at=at, pk__gt=number)
        found = found.filter(later, submitted_at__gte=at)
    rows = list(found[: limit + 1])
    shown = rows[:limit]
    return RegisterPage(
        tuple(_rows(shown, language)), shown[-1].public_id if len(rows) > limit else None
    )


def register_rows(actor: Actor, wanted: Wanted, language: str) -> Iterator[RegisterRow]:
    """Give every line of a part of the register, read in batches; for papers and workbooks.

    Raises `NotAllowed`.
    """
    after: UUID | None = None
    while True:
        page = register(actor, wanted, language, after=after, limit=_AT_ONCE)
        yield from page.rows
        if page.after is None:
            return
        after = page.after


def registered(actor: Actor, wanted: Wanted) -> DossierQuerySet:
    """Give the dossiers of a part of the register, unsorted. Raises `NotAllowed`."""
    powers = [power for power in at_work(actor.powers) if power.role in READERS]
    if actor.kind != "official" or not powers:
        raise NotAllowed
    kept = _of(powers)
    if wanted.agency is not None:
        kept &= Q(agency_id=wanted.agency)
    if wanted.unit is not None:
        kept &= Q(unit__public_id=wanted.unit)
    if wanted.procedure:
        kept &= Q(procedure_code=wanted.procedure)
    return Dossier.objects.filter(
        kept, submitted_at__gte=_midnight(wanted.since), submitted_at__lt=_after(wanted.until)
    )


@dataclass(frozen=True, slots=True)
class RegisterSums:
    """How many stand in a part of the register, and what became of them.

    `in_time` and `late` are results, judged by the first promise; `overdue` are open past it.
    """

    filed: int
    received: int
    in_time: int
    late: int
    in_hand: int
    overdue: int
    ended: int


def register_sums(actor: Actor, wanted: Wanted, now: datetime) -> RegisterSums:
    """Add up a part of the register. Raises `NotAllowed`."""
    done = Q(finished_at__isnull=False)
    open_ = Q(is_open=True, finished_at=None)
    counted: dict[str, int] = registered(actor, wanted).aggregate(
        filed=Count("pk"),
        received=Count("pk", filter=Q(accepted_at__isnull=False)),
        in_time=Count("pk", filter=done & Q(finished_at__lte=F("due_at"))),
        late=Count("pk", filter=done & Q(finished_at__gt=F("due_at"))),
        in_hand=Count("pk", filter=open_),
        overdue=Count("pk", filter=open_ & Q(due_at__lt=now, paused_at=None)),
        ended=Count("pk", filter=Q(is_open=False, finished_at=None)),
    )
    return RegisterSums(**counted)


def registers_of(actor: Actor) -> frozenset[int]:
    """Give the agencies whose register, or a part of it, an official keeps or looks into."""
    if actor.kind != "official":
        return frozenset()
    return frozenset(power.agency_id for power in at_work(actor.powers) if power.role in READERS)


def units_registered(actor: Actor, agency_id: int) -> tuple[UnitCard, ...]:
    """Give the units of an agency whose part of the register an official keeps or looks into."""
    paths = {
        power.unit_path
        for power in at_work(actor.powers)
        if power.role in READERS and power.agency_id == agency_id
    }
    found = {card.id: card for path in paths for card in units_below(agency_id, path)}
    return tuple(sorted(found.values(), key=lambda card: card.path))


def keeps_register(actor: Actor) -> bool:
    """Say whether an official keeps a register, or looks into one."""
    return bool(registers_of(actor))


def _of(powers: Sequence[Power]) -> Q:
    """Keep what the units of some powers received, for other agencies too, or have in hand."""
    scope = NOTHING
    for power in set(powers):
        within = Q(agency_id=power.agency_id)
        if power.unit_path:
            within &= Q(unit_path__startswith=power.unit_path) | Q(
                step_path__startswith=power.unit_path
            )
        scope |= within
    return scope | (taken_in(set(powers)) or NOTHING)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(0), ZONE)


def _after(day: date) -> datetime:
    return _midnight(day + timedelta(days=1))


def _rows(dossiers: list[Dossier], language: str) -> Iterator[RegisterRow]:
    numbers = _entries(dossiers)
    marks = outside_marks_of([dossier.pk for dossier in dossiers], language)
    late = entered_late([dossier.pk for dossier in dossiers])
    for dossier in dossiers:
        words = [mark.in_words for mark in marks.get(dossier.pk, ())]
        remark = "; ".join((*words, *late.get(dossier.pk, ())))
        yield _row(dossier, numbers.get(dossier.pk, ""), remark, language)


def _entries(dossiers: list[Dossier]) -> dict[int, str]:
    """Give the number of the first slip 01 of each, under which it stands in the book."""
    slips = Slip.objects.filter(
        dossier__in=[dossier.pk for dossier in dossiers], form=SlipForm.RECEIPT
    )
    rows = slips.order_by("-issued_at").values_list("dossier_id", "number", "year")
    return {pk: f"{number:02d}/{year}" for pk, number, year in rows}


def _row(dossier: Dossier, entry: str, remark: str, language: str) -> RegisterRow:
    contact = dossier.contact
    returned = dossier.closed_at if dossier.state == State.RETURNED else None
    return RegisterRow(
        public_id=dossier.public_id,
        entry=entry,
        code=dossier.code,
        procedure=say(rules_of(dossier).pack.name, language),
        sets=1,
        applicant=dossier.applicant_name,
        contact=" · ".join(
            part for part in (contact.get("phone", ""), contact.get("email", "")) if part
        ),
        handled_by=_handled_by(dossier, language),
        channel=str(Channel(dossier.channel).label),
        submitted_at=dossier.submitted_at,
        received_at=dossier.accepted_at,
        due_at=dossier.due_at,
        reappointed_at=dossier.reappointed_at,
        finished_at=dossier.finished_at,
        returned_at=returned,
        state=str(State(dossier.state).label),
        remark=remark,
        is_late=dossier.is_late,
    )


def _handled_by(dossier: Dossier, language: str) -> str:
    """Name the agency that settles it, with the unit that received it."""
    agency = agency_name(dossier.agency_id, language)
    unit = unit_name(dossier.unit_id, language) if dossier.unit_id else ""
    return " · ".join(part for part in (unit, agency) if part)

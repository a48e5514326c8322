"""Working hours, days off and exchanged days: seeded once, then edited by administrators."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from motcua.agencies.models import Agency, CalendarDay, WorkingHours
from motcua.agencies.queries.locking import lock_agency
from motcua.kernel import audit
from motcua.kernel.caching import forget_all
from motcua.kernel.calendar import Hours, WorkingCalendar, default_calendar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from motcua.kernel.actors import Actor


@transaction.atomic
def seed_calendar() -> None:
    """Copy the shipped hours and days into the tables, where they can be edited.

    Days that the tables already have are left as they are, so that a later release adds years
    without undoing what an administrator settled.
    """
    shipped = default_calendar()
    if not WorkingHours.objects.filter(agency=None).exists():
        WorkingHours.objects.bulk_create(
            WorkingHours(
                weekday=hours.weekday + 1,
                opens_at=hours.opens,
                closes_at=hours.closes,
                valid_from=hours.valid_from or date(1900, 1, 1),
                valid_to=hours.valid_to and hours.valid_to + timedelta(days=1),
                citation=hours.citation,
            )
            for hours in shipped.hours
        )
    CalendarDay.objects.bulk_create(
        (
            CalendarDay(
                day=day.on,
                kind=day.kind.value,
                instead_of=day.instead_of,
                name=day.name_vi,
                name_en=day.name_en,
                citation=day.source,
                is_confirmed=day.confirmed,
            )
            for day in shipped.days
        ),
        ignore_conflicts=True,
    )


@dataclass(frozen=True, slots=True)
class DayFacts:
    """A day off or worked: `kind` of `DayKind`, its name and the decision behind it.

    A day worked in exchange has the hours of the day off it is worked for, `instead_of`.
    """

    day: date
    kind: str
    name: str
    citation: str
    name_en: str = ""
    instead_of: date | None = None


@transaction.atomic
def set_calendar_day(
    *, actor: Actor, agency: Agency | None, facts: DayFacts, now: datetime
) -> CalendarDay:
    """Make a day off or worked, for one agency or (by the node's own administrator) for all.

    Raises `NotAllowed`.
    """
    _require_administrator(actor, agency)
    day, _made = CalendarDay.objects.update_or_create(
        agency=agency,
        day=facts.day,
        defaults={
            "kind": facts.kind,
            "instead_of": facts.instead_of,
            "name": facts.name,
            "name_en": facts.name_en,
            "citation": facts.citation,
            "is_confirmed": True,
        },
    )
    _record("set_calendar_day", agency, actor=actor, now=now, day=facts.day.isoformat())
    return day


@transaction.atomic
def remove_calendar_day(*, actor: Actor, calendar_day: CalendarDay, now: datetime) -> None:
    """Make a day an ordinary one again. Raises `NotAllowed`."""
    _require_administrator(actor, calendar_day.agency)
    _record(
        "remove_calendar_day",
        calendar_day.agency,
        actor=actor,
        now=now,
        day=calendar_day.day.isoformat(),
    )
    calendar_day.delete()


@dataclass(frozen=True, slots=True)
class Stretch:
    """One stretch of work on a weekday (1 Monday … 7 Sunday)."""

    weekday: int
    opens_at: time
    closes_at: time


@transaction.atomic
def set_working_hours(
    *, actor: Actor, agency: Agency, stretches: Sequence[Stretch], valid_from: date, now: datetime
) -> None:
    """Give an agency hours of its own from a day; what held before ends on that day.

    Without any stretch the nation's hours hold again. Raises `NotAllowed`, `CalendarInvalid` for
    stretches that close before they open or overlap.
    """
    _require_administrator(actor, agency)
    _check(stretches)
    # Of two at once the second replaces what the first set, instead of standing beside it.
    lock_agency(agency.pk)
    running = WorkingHours.objects.filter(agency=agency)
    running.filter(valid_from__gte=valid_from).delete()
    running.valid_on(valid_from).update(valid_to=valid_from)
    WorkingHours.objects.bulk_create(
        WorkingHours(
            agency=agency,
            weekday=stretch.weekday,
            opens_at=stretch.opens_at,
            closes_at=stretch.closes_at,
            valid_from=valid_from,
        )
        for stretch in stretches
    )
    _record("set_working_hours", agency, actor=actor, now=now, since=valid_from.isoformat())


def _check(stretches: Sequence[Stretch]) -> None:
    """Refuse hours that no calendar can be made of, before every page that counts time meets them.

    Raises `CalendarInvalid`.
    """
    if stretches:
        hours = (Hours(row.weekday - 1, row.opens_at, row.closes_at) for row in stretches)
        WorkingCalendar(hours=tuple(hours))


def _require_administrator(actor: Actor, agency: Agency | None) -> None:
    if actor.kind != "system":
        actor.require_role("administrator", agency_id=agency.pk if agency else -1)


def _record(
    act: str, agency: Agency | None, *, actor: Actor, now: datetime, **data: object
) -> None:
    transaction.on_commit(forget_all)
    audit.record(
        actor=actor,
        action=f"agencies.{act}",
        subject=("agency", str(agency.public_id) if agency else "national"),
        agency_id=agency.pk if agency else audit.NODE,
        now=now,
        data=data,
    )

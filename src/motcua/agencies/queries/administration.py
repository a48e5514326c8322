"""What an administrator sees of an agency: its units, hours, days off, officials and grants."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from django.db.models import Model, Prefetch, Q

from motcua.agencies.enums import Role
from motcua.agencies.models import (
    Agency,
    CalendarDay,
    Grant,
    Official,
    Posting,
    Unit,
    WorkingHours,
)
from motcua.kernel.errors import NotAllowed, NotFound
from motcua.kernel.text import search_document

if TYPE_CHECKING:
    import uuid
    from datetime import date

    from django.db.models import QuerySet

    from motcua.kernel.actors import Actor

M = TypeVar("M", bound=Model)


def administered_agencies(actor: Actor) -> list[Agency]:
    """Give the agencies an actor administers, by code."""
    ids = actor.agencies(Role.ADMINISTRATOR)
    return list(Agency.objects.filter(pk__in=ids).order_by("code"))


def administered_agency(actor: Actor, code: str) -> Agency:
    """Give the agency of a code to its administrator.

    Raises `NotFound` for a stranger's agency as for none, `NotAllowed` for its other officials.
    """
    agency = Agency.objects.filter(code=code, pk__in=actor.agencies()).first()
    if agency is None:
        raise NotFound
    if not actor.has_role(Role.ADMINISTRATOR, agency.pk):
        raise NotAllowed
    return agency


def units_of(agency: Agency, on: date) -> list[Unit]:
    """Give the units that an agency has on a day or will have, parents before their children."""
    still = Q(valid_to__isnull=True) | Q(valid_to__gt=on)
    units = agency.units.select_related("parent").filter(still)
    return sorted(units, key=lambda unit: [int(number) for number in unit.path.split("/")[:-1]])


def units_by_role(agency: Agency, on: date) -> dict[str, list[Unit]]:
    """Give the units where somebody holds a role on a day, by role, from the top down."""
    held = (
        Posting.objects.filter(unit__agency=agency)
        .filter(Q(official__valid_to=None) | Q(official__valid_to__gt=on))
        .valid_on(on)
        .select_related("unit")
        .order_by("unit__path")
    )
    found: dict[str, dict[int, Unit]] = {}
    for posting in held:
        found.setdefault(posting.role, {})[posting.unit_id] = posting.unit
    return {role: list(units.values()) for role, units in found.items()}


def unit_for(agency: Agency, public_id: uuid.UUID) -> Unit:
    """Give a unit of an agency. Raises `NotFound`."""
    return _one(agency.units.filter(public_id=public_id))


def hours_of(agency: Agency | None, on: date) -> list[WorkingHours]:
    """Give an agency's own hours of a day or later, or the nation's for None."""
    hours = WorkingHours.objects.filter(agency=agency)
    still = hours.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on))
    return list(still.order_by("valid_from", "weekday", "opens_at"))


def days_of(agency: Agency, since: date) -> list[CalendarDay]:
    """Give the days off and worked from a day on: the agency's and, without one, the nation's."""
    days = CalendarDay.objects.filter(Q(agency=agency) | Q(agency=None), day__gte=since)
    return list(days.order_by("day", "agency"))


def day_for(agency: Agency, number: int) -> CalendarDay:
    """Give a day that an agency set for itself. Raises `NotFound`."""
    return _one(CalendarDay.objects.filter(agency=agency, pk=number))


def officials_of(agency: Agency, on: date, words: str = "") -> QuerySet[Official]:
    """Give an agency's officials by name, with the postings (`held`) that run on a day or later.

    Those who left stay on the list, so that a leaver can still be found. `words` is looked for in
    names and staff codes, without diacritics.
    """
    held = Posting.objects.select_related("unit").filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=on)
    )
    found = agency.officials.prefetch_related(
        Prefetch("postings", held.order_by("unit__code", "role"), to_attr="held")
    )
    for word in search_document(words[:100]).split():
        found = found.filter(search_text__contains=word)
    return found.order_by("full_name", "pk")


def official_for(agency: Agency, public_id: uuid.UUID) -> Official:
    """Give an official of an agency. Raises `NotFound`."""
    return _one(agency.officials.select_related("agency").filter(public_id=public_id))


def official_by_code(agency_code: str, staff_code: str, on: date) -> Official | None:
    """Give the official of any agency who serves on a day under a staff code; None for nobody."""
    serving = Official.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on))
    return serving.filter(agency__code=agency_code, staff_code=staff_code).first()


def staff_codes(agency: Agency) -> frozenset[str]:
    """Give the staff codes an agency has given out, those of leavers too."""
    return frozenset(agency.officials.values_list("staff_code", flat=True))


def postings_of(official: Official) -> list[Posting]:
    """Give all postings of an official, the latest first."""
    return list(official.postings.select_related("unit__agency").order_by("-valid_from", "-pk"))


def posting_for(agency: Agency, number: int) -> Posting:
    """Give a posting in a unit of an agency. Raises `NotFound`."""
    postings = Posting.objects.select_related("unit", "official")
    return _one(postings.filter(unit__agency=agency, pk=number))


def grants_on(agency: Agency, on: date) -> list[Grant]:
    """Give the grants into an agency that run on a day or later."""
    grants = Grant.objects.select_related("official__agency", "unit", "granted_by")
    still = grants.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on), agency=agency)
    return list(still.order_by("valid_from", "pk"))


def grant_for(agency: Agency, number: int) -> Grant:
    """Give a grant into an agency. Raises `NotFound`."""
    return _one(Grant.objects.select_related("official").filter(agency=agency, pk=number))


def _one(rows: QuerySet[M]) -> M:
    row = rows.first()
    if row is None:
        raise NotFound
    return row

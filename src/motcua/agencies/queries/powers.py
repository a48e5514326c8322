"""Reads of the agencies room: what an official may do on a day, and where."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import BigIntegerField, F, Func, Q, Value
from django.db.models.functions import Cast

from motcua.agencies.enums import GrantKind, Role
from motcua.agencies.models import Grant, Official, Posting, Unit
from motcua.kernel.actors import Actor, Power
from motcua.kernel.composed import composed

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet


# What a grant lets its holder do. A consultation is a power of its own: it opens a dossier for an
# opinion and nothing else.
_ROLE_OF_GRANT: dict[str, str] = {
    GrantKind.RECEIPT: Role.RECEPTIONIST,
    GrantKind.AUDIT: Role.AUDITOR,
    GrantKind.CONSULTATION: GrantKind.CONSULTATION,
}


def powers_of(official: Official, on: date) -> tuple[Power, ...]:
    """Give the powers an official holds on a day, from postings and grants, in one query.

    An official whose service has not begun or has ended holds none. A posting reaches the unit's
    subtree; a grant reaches its unit's, or the whole agency. What he holds for who is away says so.
    """
    return powers_by_id(official.pk, on)


def powers_by_id(official_id: int, on: date) -> tuple[Power, ...]:
    """Give the powers of the official with this number on a day; see `powers_of`."""
    rows = _held(official=official_id, on=on)
    return tuple(sorted({_power(*row) for row in rows}, key=_order))


@composed
def _held(official: Any, on: Any) -> QuerySet[Posting, tuple[Any, ...]]:
    """Give what an official holds himself, what was granted to him, and what he stands in for."""
    columns = ("what", "agency", "unit_id", "path", "behalf")
    nobody = Cast(Value(None), BigIntegerField())
    postings = (
        Posting.objects.filter(_in_service(on), official_id=official)
        .annotate(what=F("role"), agency=F("unit__agency_id"), path=F("unit__path"), behalf=nobody)
        .valid_on(on)
        .values_list(*columns)
    )
    grants = (
        Grant.objects.filter(_in_service(on), official_id=official)
        .annotate(what=F("kind"), path=F("unit__path"), behalf=nobody)
        .valid_on(on)
        .values_list("what", "agency_id", "unit_id", "path", "behalf")
    )
    return postings.union(grants, _stood_in(official, on).values_list(*columns))


def _stood_in(official: Any, on: Any) -> QuerySet[Posting]:
    """Give the postings of those who are away on a day and for whom an official stands in.

    Only their own postings, in the roles that were handed to him: a delegation is not passed on.
    """
    still = Q(official__absences__delegate__valid_to=None)
    still |= Q(official__absences__delegate__valid_to__gt=on)
    return (
        Posting.objects.filter(
            _in_service(on),
            still,
            official__absences__delegate_id=official,
            official__absences__delegate__valid_from__lte=on,
            official__absences__valid_from__lte=on,
            official__absences__valid_to__gt=on,
            official__absences__roles__contains=Func(
                F("role"), template="ARRAY[%(expressions)s]::varchar[]"
            ),
        )
        .annotate(
            what=F("role"),
            agency=F("unit__agency_id"),
            path=F("unit__path"),
            behalf=F("official_id"),
        )
        .valid_on(on)
    )


def administrators_of(agency_id: int, on: date) -> frozenset[int]:
    """Give the ids of the officials who administer an agency on a day."""
    postings = Posting.objects.filter(
        _in_service(on), unit__agency_id=agency_id, role=Role.ADMINISTRATOR
    )
    return frozenset(postings.valid_on(on).values_list("official_id", flat=True))


def postings_at(agency_id: int, on: date) -> frozenset[Power]:
    """Give the powers that somebody's postings at an agency give on a day."""
    held = (
        Posting.objects.filter(_in_service(on), unit__agency_id=agency_id)
        .valid_on(on)
        .values_list("role", "unit__agency_id", "unit_id", "unit__path")
    )
    return frozenset(_power(*row) for row in held)


def covers(actor: Actor, agency_id: int, unit_path: str, roles: tuple[str, ...] = ()) -> bool:
    """Say whether an actor holds one of the roles (any, when none is named) over a unit.

    `unit_path` lists the numbers of the units from the top, as `12/40/`; the empty path asks for
    the whole agency.
    """
    return any(
        power.covers(agency_id, unit_path)
        for power in actor.powers
        if not roles or power.role in roles
    )


def _in_service(on: Any) -> Q:
    still = Q(official__valid_to__isnull=True) | Q(official__valid_to__gt=on)
    return still & Q(official__valid_from__lte=on)


def _power(  # a row of the statement above
    what: str, agency: int, unit: int | None, path: str | None, behalf: int | None = None
) -> Power:
    # A unit whose path was never written must not read as the whole agency.
    reach = path or (f"{unit}/" if unit else "")
    role = _ROLE_OF_GRANT.get(what, what)
    return Power(role=role, agency_id=agency, unit_path=reach, behalf=behalf)


def _order(power: Power) -> tuple[int, str, str, int]:
    return (power.agency_id, power.unit_path, power.role, power.behalf or 0)


def unit_paths(unit_ids: tuple[int, ...]) -> dict[int, str]:
    """Give the paths of units by their ids."""
    return dict(Unit.objects.filter(pk__in=unit_ids).values_list("id", "path"))

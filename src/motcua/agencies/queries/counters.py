"""Reads of the agencies room: the counters where an official may sit, and units by public id."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from django.db.models import Q

from motcua.agencies.enums import Role
from motcua.agencies.models import Counter, Unit
from motcua.kernel.composed import MOST_KEPT, Composed, composed

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from django.db.models import QuerySet

    from motcua.kernel.actors import Actor


def counters_held(actor: Actor) -> QuerySet[Counter]:
    """Give the open counters of the units where an official receives."""
    scope = Q(pk__in=[])
    for power in actor.powers if actor.official_id is not None else ():
        if power.role == Role.RECEPTIONIST:
            scope |= Q(unit__agency_id=power.agency_id, unit__path__startswith=power.unit_path)
    rows = Counter.objects.filter(scope, is_open=True)
    return rows.select_related("unit__agency").order_by("unit_id", "code")


def unit_called(public_id: UUID) -> Unit | None:
    """Give a unit with its agency by its public id; None where there is none."""
    return Unit.objects.select_related("agency").filter(public_id=public_id).first()


def units_administered(actor: Actor) -> list[Unit]:
    """Give the units that have counters where an official administers."""
    return _with_counters(actor, Role.ADMINISTRATOR)


def units_with_counters(actor: Actor) -> list[Unit]:
    """Give the units that have counters where an official receives, leads or administers."""
    return _with_counters(actor, Role.RECEPTIONIST, Role.HEAD, Role.ADMINISTRATOR)


def _with_counters(actor: Actor, *roles: Role) -> list[Unit]:
    powers = actor.powers if actor.official_id is not None else ()
    places = {(one.agency_id, one.unit_path) for one in powers if one.role in roles}
    return _below(tuple(sorted(places)))() if places else []


@lru_cache(MOST_KEPT)
def _below(places: tuple[tuple[int, str], ...]) -> Composed[Unit]:
    """Compose the read of the units with counters at or below some (agency, path of a unit)."""

    def units() -> QuerySet[Unit]:
        scope = Q(pk__in=[])
        for agency_id, path in places:
            scope |= Q(agency_id=agency_id, path__startswith=path)
        rows = Unit.objects.filter(scope, counters__is_open=True).select_related("agency")
        return rows.distinct().order_by("agency_id", "code")

    return composed(units)


def counters_in(units: Iterable[Unit]) -> list[Counter]:
    """Give the open counters of some units."""
    rows = Counter.objects.filter(unit__in=[unit.pk for unit in units], is_open=True)
    return list(rows.select_related("unit").order_by("unit", "code"))


def unit_coded(agency_code: str, unit_code: str) -> Unit | None:
    """Give a unit by its agency's code and its own; None where there is none."""
    return Unit.objects.filter(agency__code=agency_code, code=unit_code).first()

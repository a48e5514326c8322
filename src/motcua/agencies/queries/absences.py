"""Absences and who stands in: what holds on a day, whom one may name, whose absence one sets."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import yaml
from django.db.models import Q

from motcua.agencies.enums import Role
from motcua.agencies.models import Absence, Official, Posting

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from django.db.models import QuerySet

    from motcua.kernel.actors import Actor

NEVER = frozenset({Role.ADMINISTRATOR, Role.AUDITOR})
"""Roles in which nobody stands in for another: they watch over the others."""
_FILE = Path(__file__).parents[1] / "data" / "standing_in.yaml"


@dataclass(frozen=True, slots=True)
class StandIn:
    """Which roles may stand in for a role, from a day to another, by what."""

    role: str
    by: frozenset[str]
    valid_from: date
    valid_to: date | None
    citation: str
    is_confirmed: bool

    def holds_on(self, day: date) -> bool:
        """Say whether it holds on a day."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


@cache
def stand_ins() -> tuple[StandIn, ...]:
    """Give the dated rows on who may stand in for whom."""
    rows = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return tuple(
        StandIn(
            role=row["role"],
            by=frozenset(row["by"]),
            valid_from=row["valid_from"],
            valid_to=row.get("valid_to"),
            citation=row["citation"],
            is_confirmed=row["confirmed"],
        )
        for row in rows
    )


def may_stand_in(role: str, own: frozenset[str], on: date) -> bool:
    """Say whether somebody with some roles may stand in for a role on a day."""
    rows = (row for row in stand_ins() if row.role == role and row.holds_on(on))
    return any(row.by & own for row in rows)


def roles_to_hand(official: Official, delegate: Official, on: date) -> tuple[str, ...]:
    """Give the roles of an official in which another may stand in for him on a day.

    The other works in the same agency, in the same unit or above it, and holds a role that the
    dated rows name for it.
    """
    own = _postings(official, on)
    others = _postings(delegate, on)
    fit = {
        posting.role
        for posting in own
        if posting.role not in NEVER
        and may_stand_in(
            posting.role,
            frozenset(one.role for one in others if posting.unit.path.startswith(one.unit.path)),
            on,
        )
    }
    return tuple(role for role in Role.values if role in fit)


def may_set_absence(actor: Actor, official: Official, on: date) -> bool:
    """Say whether an actor sets an official's absences: his own, as head, as administrator."""
    if actor.kind == "system" or actor.official_id == official.pk:
        return True
    if actor.has_role(Role.ADMINISTRATOR, official.agency_id):
        return True
    paths = [posting.unit.path for posting in _postings(official, on)]
    return any(
        power.behalf is None
        and power.role in {Role.HEAD, Role.LEADER}
        and any(power.covers(official.agency_id, path) for path in paths)
        for power in actor.powers
    )


def absences_under(actor: Actor, on: date) -> list[Absence]:
    """Give the absences that last or are to come, of all whose absences an actor sets."""
    rows = Absence.objects.filter(
        official__agency_id__in=actor.agencies(), valid_to__gt=on
    ).select_related("official", "delegate", "set_by")
    ordered = rows.order_by("valid_from", "pk")
    return [row for row in ordered if may_set_absence(actor, row.official, on)]


def officials_under(actor: Actor, on: date) -> list[Official]:
    """Give the officials whose absences an actor sets, by name; himself first."""
    serving = Q(valid_to=None) | Q(valid_to__gt=on)
    rows = Official.objects.filter(
        serving, agency_id__in=actor.agencies(), valid_from__lte=on
    ).order_by("search_text", "pk")
    fit = [row for row in rows if may_set_absence(actor, row, on)]
    return sorted(fit, key=lambda row: row.pk != actor.official_id)


def delegates_for(official: Official, on: date) -> list[tuple[Official, tuple[str, ...]]]:
    """Give who may stand in for an official on a day, each with the roles he may do so in."""
    serving = Q(valid_to=None) | Q(valid_to__gt=on)
    rows = Official.objects.filter(serving, agency_id=official.agency_id, valid_from__lte=on)
    others = rows.exclude(pk=official.pk).order_by("search_text", "pk")
    found = ((other, roles_to_hand(official, other, on)) for other in others)
    return [(other, roles) for other, roles in found if roles]


def absence_called(public_id: UUID) -> Absence | None:
    """Give an absence by its public id; None where there is none."""
    rows = Absence.objects.select_related("official", "delegate")
    return rows.filter(public_id=public_id).first()


def overlapping(since: date, until: date, **whose: object) -> QuerySet[Absence]:
    """Give the absences of somebody that share a day with a stretch."""
    return Absence.objects.filter(valid_from__lt=until, valid_to__gt=since, **whose)


def _postings(official: Official, on: date) -> list[Posting]:
    rows = Posting.objects.valid_on(on).filter(official=official)
    return list(rows.select_related("unit"))

"""Reads of the agencies room: who administers what is below him, and whom a new one answers for."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Q

from motcua.agencies.enums import Role
from motcua.agencies.models import Agency, Official, Posting
from motcua.kernel.clock import civil_date

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from motcua.kernel.actors import Actor

PROBATION = timedelta(days=30)
"""How long an administrator whom another one posted counts as that one, where two must agree."""


def administers_the_node(actor: Actor, on: date) -> bool:
    """Say whether an actor administers an agency that stands below no other on a day.

    Only the node itself registers such an agency: it is the one that runs the node.
    """
    return is_top(actor.agencies(Role.ADMINISTRATOR), on)


def is_top(agency_ids: Iterable[int], on: date) -> bool:
    """Say whether one of some agencies stands below no other on a day."""
    return Agency.objects.valid_on(on).filter(pk__in=list(agency_ids), parent=None).exists()


def administers(actor: Actor, agency_id: int) -> bool:
    """Say whether an actor administers an agency or one above it."""
    own = actor.agencies(Role.ADMINISTRATOR)
    return bool(own) and not own.isdisjoint(_upwards(agency_id))


def agencies_below(agency: Agency, on: date) -> list[Agency]:
    """Give the agencies below one on a day, all the way down, by code."""
    found: dict[int, Agency] = {}
    level = [agency.pk]
    while level:
        rows = Agency.objects.valid_on(on).filter(parent__in=level).exclude(pk__in=found)
        new = {row.pk: row for row in rows}
        found |= new
        level = list(new)
    return sorted(found.values(), key=lambda row: row.code)


def agency_of_official(official_id: int) -> int | None:
    """Give the id of the agency an official belongs to; None where there is no such official."""
    found = Official.objects.filter(pk=official_id).values_list("agency_id", flat=True)
    return found.first()


def administrators_among(official_ids: Iterable[int], on: date) -> frozenset[int]:
    """Give those of some officials who administer any agency on a day."""
    serving = Q(official__valid_to=None) | Q(official__valid_to__gt=on)
    held = Posting.objects.valid_on(on).filter(
        serving, official_id__in=list(official_ids), role=Role.ADMINISTRATOR
    )
    return frozenset(held.values_list("official_id", flat=True))


def answers_for(official_id: int, now: datetime) -> int:
    """Give the official whom one counts as, where two people must agree.

    Himself once he is an administrator for longer than `PROBATION`, or the node posted him; until
    then the one who posted him, and so on up.
    """
    seen: set[int] = set()
    while official_id not in seen:
        seen.add(official_id)
        by = _new_by(official_id, now)
        official_id = official_id if by is None else by
    return official_id


def _new_by(official_id: int, now: datetime) -> int | None:
    """Give who made somebody an administrator lately; None where he is one by other means."""
    held = Posting.objects.valid_on(civil_date(now)).filter(
        official_id=official_id, role=Role.ADMINISTRATOR
    )
    by: list[int] = []
    for posted_by, posted_at in held.order_by("pk").values_list("posted_by_id", "posted_at"):
        if posted_by is None or posted_at is None or posted_at <= now - PROBATION:
            return None
        by.append(posted_by)
    return by[0] if by else None


def _upwards(agency_id: int | None) -> set[int]:
    found: set[int] = set()
    while agency_id is not None and agency_id not in found:
        found.add(agency_id)
        parents = Agency.objects.filter(pk=agency_id).values_list("parent_id", flat=True)
        agency_id = parents.first()
    return found

"""Reads of the agencies room: who administers what is below him, and whom a new one answers for."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db.models import Q

from motcua.agencies.enums import Role
from motcua.agencies.models import Agency, Official, Posting
from motcua.agencies.queries.humans import one_human
from motcua.kernel.clock import civil_date

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from motcua.kernel.actors import Actor

PROBATION = timedelta(days=30)
"""How long an administrator whom another one posted counts as that one, where two must agree."""

UNKNOWN = 0
"""Stands in a chain for who is not known any more; no official has this number."""


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


def chain_of(official_id: int, now: datetime) -> frozenset[int]:
    """Give whom one counts as where two people must agree: himself and all who made him.

    Another record of one of them is that one.

    Only himself once he stands for himself: the node made him an administrator at any time, or he
    has been one for `PROBATION`, whoever posts him since. Until then also everybody who posted him,
    and so on up; `UNKNOWN` where nothing tells any more who made one of them an administrator.
    """
    found: set[int] = set()
    left = {official_id}
    while left:
        one = left.pop()
        found.add(one)
        left |= (_made_by(one, now) | one_human(one)) - found
    return frozenset(found)


def one_hand(official_id: int, others: Iterable[int], now: datetime) -> frozenset[int]:
    """Give those of some officials beside whom one is no second person: their chains meet.

    Whose chain leads to `UNKNOWN` is a second person beside nobody.
    """
    own = chain_of(official_id, now)
    return frozenset(one for one in others if _meet(own, chain_of(one, now)))


def _meet(one: frozenset[int], other: frozenset[int]) -> bool:
    return UNKNOWN in one | other or not one.isdisjoint(other)


def _made_by(official_id: int, now: datetime) -> set[int]:
    """Give who made somebody an administrator; nobody where he stands for himself."""
    if official_id == UNKNOWN:
        return set()
    today = civil_date(now)
    held = Posting.objects.filter(
        official_id=official_id, role=Role.ADMINISTRATOR, valid_from__lte=today
    )
    by: set[int] = set()
    stood: list[tuple[date, date]] = []
    for one in held:
        if one.posted_by_id is None or one.posted_at is None:
            return set()
        by.add(one.posted_by_id)
        stood.append((civil_date(one.posted_at), min(one.valid_to or today, today)))
    return set() if _together(stood) >= PROBATION else by or {UNKNOWN}


def _together(stretches: Iterable[tuple[date, date]]) -> timedelta:
    """Give how long some stretches last together; a day that is in several counts once."""
    total, until = timedelta(), date.min
    for begin, end in sorted(stretches):
        total += max(end - max(begin, until), timedelta())
        until = max(until, end)
    return total


def _upwards(agency_id: int | None) -> set[int]:
    found: set[int] = set()
    while agency_id is not None and agency_id not in found:
        found.add(agency_id)
        parents = Agency.objects.filter(pk=agency_id).values_list("parent_id", flat=True)
        agency_id = parents.first()
    return found

"""The circuit breaker of each medium: a carrier that fails in a row is left alone for a while."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

import structlog
from django.db import transaction

from motcua.notifications.models import CarrierHealth

log = structlog.get_logger(__name__)

MOST_DOWNS = 5
"""Failures in a row after which the carrier rests."""
FIRST_REST, LONGEST_REST = timedelta(seconds=5), timedelta(minutes=5)


def room_for(medium: str, limit: int, now: datetime) -> int:
    """Give how many messages may be tried now: none while the carrier rests, then one, to see."""
    health = CarrierHealth.objects.filter(medium=medium).first()
    if health is None or health.rests_until is None:
        return limit
    return 0 if now < health.rests_until else 1


@transaction.atomic
def note_downs(*, medium: str, downs: int, now: datetime) -> None:
    """Count failures of a carrier since its last success; too many, and it rests, longer each time.

    A rest is an alarm: it stands in the log, the metrics and the console.
    """
    CarrierHealth.objects.get_or_create(medium=medium)
    health = CarrierHealth.objects.select_for_update().get(medium=medium)
    health.downs += downs
    if health.downs >= MOST_DOWNS:
        health.rests += 1
        health.since = health.since or now
        rest = min(FIRST_REST * 2 ** min(health.rests - 1, 20), LONGEST_REST)
        health.rests_until = now + rest * random.uniform(0.8, 1.2)  # noqa: S311 - spreads tries
        say = log.error if health.rests == 1 else log.info
        say("notifications.carrier_rests", medium=medium, rests=health.rests)
    health.save()


def note_success(medium: str) -> None:
    """Forget the failures of a carrier that took something."""
    failing = CarrierHealth.objects.filter(medium=medium, downs__gt=0)
    if failing.update(downs=0, rests=0, rests_until=None, since=None):
        log.info("notifications.carrier_back", medium=medium)

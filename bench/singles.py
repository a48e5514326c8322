"""Figures of single parts: the working calendar, and the outbox with its handlers."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import TYPE_CHECKING

import psycopg
from django.db import connection

from bench.figures import Figure, rate
from motcua.agencies.models import Agency
from motcua.agencies.queries import working_calendar
from motcua.kernel import calendar, clock, outbox

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bench.stage import Stage

_BARE_TAKE = """
WITH taken AS (
  SELECT id FROM kernel_outboxrow WHERE state = 'waiting' AND due_at <= now()
  ORDER BY agency_id, due_at, id LIMIT %s FOR UPDATE SKIP LOCKED
) DELETE FROM kernel_outboxrow o USING taken WHERE o.id = taken.id
"""


def calendar_due(stage: Stage) -> Iterator[Figure]:
    """Work out due times of seven working days by an agency's calendar, one after the other."""
    agency = Agency.objects.order_by("id").first()
    assert agency is not None
    days = working_calendar(agency.pk)
    limit = calendar.Limit(7, calendar.Unit.WORKING_DAY)
    received = clock.now()
    rounds = []
    for _ in range(stage.size.rounds):
        count, began = 0, time.monotonic()
        while time.monotonic() - began < stage.size.seconds / 5:
            calendar.due(received + timedelta(minutes=count % 10_000), limit, days)
            count += 1
        rounds.append(count / (time.monotonic() - began))
    yield rate("calendar_due", rounds)


def outbox_drain(stage: Stage) -> Iterator[Figure]:
    """Handle events of filings by one drainer; the floor takes and deletes them unhandled."""
    rounds, floors = [], []
    for _ in range(stage.size.rounds):
        done, began = 0, time.monotonic()
        while time.monotonic() - began < stage.size.seconds:
            drained = outbox.drain(now=clock.now())
            done += drained.done
            if drained.idle:
                break
        rounds.append(done / (time.monotonic() - began))
        floors.append(_bare(stage))
    connection.close()
    yield rate("outbox_drain", rounds, floors)


def _bare(stage: Stage) -> float:
    done, began = 0, time.monotonic()
    with psycopg.connect(stage.node.urls.app, autocommit=True, prepare_threshold=0) as own:
        for _ in range(5):
            done += own.execute(_BARE_TAKE, (outbox.BATCH,)).rowcount
    return done / (time.monotonic() - began)

"""Figures of the sweeps: clocks, results nobody fetched, money nobody paid, drafts to delete."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import TYPE_CHECKING

import psycopg
from django.db import connection
from django.test import override_settings

from bench.figures import Figure, rate
from bench.rows import copy_dossiers
from motcua.dossiers.actions.lapsing import close_all_unpaid
from motcua.dossiers.actions.reminding import remind_officials
from motcua.dossiers.actions.reminding_citizens import (
    purge_drafts,
    remind_of_results,
    warn_of_drafts,
)
from motcua.dossiers.models import Draft
from motcua.identity.models import Account
from motcua.kernel import clock
from motcua.procedures import queries as catalogue
from motcua.procedures.models import Offering

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from bench.stage import Stage

# Every copy is in process, received a fortnight ago, and due today or tomorrow or in a month.
_OPEN = """
UPDATE dossiers_dossier SET state = 'in-process', national_code = 4, is_open = true,
  finished_at = NULL, closed_at = NULL, paused_at = NULL, reappointed_at = NULL,
  accepted_at = now() - interval '14 days',
  due_at = now() + (id % 30) * interval '1 day' + interval '40 days'
WHERE submission_key LIKE 'bench:%%'
"""
_DUE = "UPDATE dossiers_dossier SET due_at = due_at - %s WHERE submission_key LIKE 'bench:%%'"
_BARE = """
INSERT INTO dossiers_reminded (dossier_id, kind, clock, at)
SELECT id, 'bare', due_at, now() FROM dossiers_dossier WHERE is_open AND due_at IS NOT NULL
"""
_FINISHED = """
UPDATE dossiers_dossier SET state = 'finished', national_code = 9,
  finished_at = now() - interval '8 days'
WHERE submission_key LIKE 'bench:%%'
"""
_UNPAID = """
UPDATE dossiers_dossier SET state = 'filed', national_code = 1, fee_state = 'due',
  finished_at = NULL, submitted_at = now() - interval '100 days'
WHERE id IN (SELECT id FROM dossiers_dossier WHERE submission_key LIKE 'bench:%%' LIMIT %s)
"""
_PART_UNPAID, _PART_DRAFTS = 500, 100
_CLEAR = "TRUNCATE dossiers_reminded, dossiers_sweepturn, notifications_officialnotice"


def sweeps(stage: Stage) -> Iterator[Figure]:
    """Sweep open dossiers of which nothing is due, then of which everything is overdue.

    The floor writes one row for each with a single statement, and tells nobody.
    """
    count, owner = stage.size.swept, stage.node.urls.owner
    copy_dossiers(owner, count)
    with psycopg.connect(owner, autocommit=True) as own:
        own.execute(_OPEN)
        own.execute("VACUUM ANALYZE dossiers_dossier")
    idle = _swept(owner, count)
    with psycopg.connect(owner, autocommit=True) as own:
        own.execute(_DUE, (timedelta(days=90),))
        own.execute("VACUUM ANALYZE dossiers_dossier")
        began = time.monotonic()
        bare = own.execute(_BARE).rowcount / (time.monotonic() - began)
    late = _swept(owner, count)
    yield from _others(owner, count)
    connection.close()
    yield rate("sweep_idle", [idle], [bare], dossiers=count, seconds=count / idle)
    yield rate("sweep_all_due", [late], [bare], dossiers=count, seconds=count / late)


def _others(owner: str, count: int) -> Iterator[Figure]:
    """Sweep what is no clock: results, then unpaid dossiers, then drafts, each twice."""
    with psycopg.connect(owner, autocommit=True) as own:
        own.execute(_FINISHED)
        own.execute("VACUUM ANALYZE dossiers_dossier")
    with override_settings(SMTP_URL="smtp://127.0.0.1:1"):
        yield _twice("sweep_results", remind_of_results, clock.now(), among=count)
        with psycopg.connect(owner, autocommit=True) as own:
            own.execute(_UNPAID, (count // _PART_UNPAID,))
            own.execute("VACUUM ANALYZE dossiers_dossier")
        yield _twice("sweep_unpaid", close_all_unpaid, clock.now(), among=count)
        _begin_drafts(count // _PART_DRAFTS)
        later = clock.now() + timedelta(days=400)
        yield _twice("sweep_drafts_told", warn_of_drafts, later, among=count // _PART_DRAFTS)
        gone = later + timedelta(days=30)
        yield _twice("sweep_drafts_deleted", purge_drafts, gone, among=count // _PART_DRAFTS)


def _twice(name: str, sweep: Callable[..., int], now: datetime, *, among: int) -> Figure:
    """Sweep, and sweep again when there is nothing left to do."""
    began = time.monotonic()
    done = sweep(now=now)
    took, began = time.monotonic() - began, time.monotonic()
    if sweep(now=now):
        raise RuntimeError(f"{name} did something twice")
    again = time.monotonic() - began
    return rate(name, [done / took], among=among, done=done, seconds=took, seconds_again=again)


def _begin_drafts(count: int) -> None:
    """Begin forms of invented people, as many as asked for."""
    offering, now = Offering.objects.order_by("pk").first(), clock.now()
    accounts = Account.objects.filter(person__is_invented=True).values_list("pk", flat=True)[:500]
    version = catalogue.offering(offering.pk).version_id if offering else 0
    drafts = (
        Draft(
            account_id=accounts[number % len(accounts)],
            offering=offering,
            version_id=version,
            answers={"number": number},
            started_at=now,
            saved_at=now,
        )
        for number in range(count)
    )
    Draft.objects.bulk_create(drafts, batch_size=2000)


def _swept(owner: str, count: int) -> float:
    """Sweep once from a clean slate; give the dossiers a second."""
    with psycopg.connect(owner, autocommit=True) as own:
        own.execute(_CLEAR)
    began = time.monotonic()
    remind_officials(now=clock.now())
    return count / (time.monotonic() - began)

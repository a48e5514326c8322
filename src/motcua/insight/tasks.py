"""Jobs of the insight room: folding the sums, comparing them at night, writing reports."""

from __future__ import annotations

from uuid import UUID

import structlog
from procrastinate.contrib.django import app

from motcua.insight.actions import compare, fold, recount
from motcua.insight.actions.reporting import throw_reports_away, write_report
from motcua.kernel import clock
from motcua.kernel.jobs import PATIENT

log = structlog.get_logger(__name__)


@app.periodic(cron="*/5 * * * *")
@app.task(name="insight.fold", queue="insight", queueing_lock="insight.fold")
def fold_sums(timestamp: int = 0) -> None:
    """Join what came to the sums since the last time."""
    del timestamp
    fold()


@app.periodic(cron="23 2 * * *")
@app.task(name="insight.compare", queue="insight", queueing_lock="insight.compare")
def compare_sums(timestamp: int = 0) -> None:
    """Compare the sums with the dossiers; a difference is reported, and dossiers are recounted."""
    del timestamp
    found = compare()
    if not found.is_none:
        log.error("insight.sums_differ", dossiers=found.dossiers, sums=found.sums)
        recount()


@app.task(name="insight.write_report", queue="insight", retry=PATIENT)
def write(report: str) -> None:
    """Write a report that somebody waits for."""
    write_report(public_id=UUID(report), now=clock.now())


@app.periodic(cron="13 * * * *")
@app.task(name="insight.throw_away", queue="insight", queueing_lock="insight.throw_away")
def throw_away(timestamp: int = 0) -> None:
    """Throw away reports whose day is over."""
    del timestamp
    throw_reports_away(now=clock.now())

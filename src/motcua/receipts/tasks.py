"""Jobs of the receipts room."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import structlog
from procrastinate.contrib.django import app

from motcua.kernel import clock
from motcua.kernel.actors import SYSTEM
from motcua.kernel.jobs import PATIENT
from motcua.receipts.actions import follow_money, issue_receipt, sweep, write_papers
from motcua.receipts.errors import SeriesFull, SeriesMissing

if TYPE_CHECKING:
    from collections.abc import Callable

log = structlog.get_logger(__name__)


@app.task(name="receipts.issue", queue="receipts", retry=PATIENT)
def issue(order_id: int) -> None:
    """Issue the receipt of a paid order; without a number to give, the sweep goes on with it."""
    _numbered(partial(issue_receipt, actor=SYSTEM, order_id=order_id, now=clock.now()))


@app.task(name="receipts.follow", queue="receipts", retry=PATIENT)
def follow(order_id: int) -> None:
    """Cancel or adjust the receipt of an order whose money went back; else the sweep does."""
    _numbered(partial(follow_money, actor=SYSTEM, order_id=order_id, now=clock.now()))


@app.task(name="receipts.write", queue="receipts", retry=PATIENT)
def write(receipt_id: int) -> None:
    """Write and sign a receipt's files."""
    write_papers(receipt_id=receipt_id, now=clock.now())


@app.periodic(cron="*/5 * * * *")
@app.task(name="receipts.sweep", queue="receipts", queueing_lock="receipts.sweep")
def sweep_left(timestamp: int = 0) -> None:
    """Issue and write what a killed worker or a missing series left behind."""
    del timestamp
    sweep(actor=SYSTEM, now=clock.now())


def _numbered(act: Callable[[], object]) -> None:
    """Do what needs a number."""
    try:
        act()
    except SeriesFull as error:
        log.critical("receipts.series_full", series=error.details["series"])
    except SeriesMissing:
        return  # this agency gives receipts another way, or not yet

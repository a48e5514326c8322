"""Jobs of the receipts room."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import structlog
from procrastinate.contrib.django import app

from motcua.kernel import clock
from motcua.kernel.actors import SYSTEM
from motcua.kernel.jobs import PATIENT
from motcua.receipts.actions import follow_money, issue_receipts, sweep, write_all_papers
from motcua.receipts.errors import SeriesFull, SeriesMissing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

log = structlog.get_logger(__name__)


@app.task(name="receipts.issue", queue="receipts", retry=PATIENT)
def issue(order_ids: Sequence[int]) -> None:
    """Issue the receipts of paid orders of one agency; without numbers, the sweep goes on."""
    with _one_by_one("receipts.issue", "order_ids", order_ids):
        _numbered(lambda: issue_receipts(actor=SYSTEM, order_ids=order_ids, now=clock.now()))


@app.task(name="receipts.follow", queue="receipts", retry=PATIENT)
def follow(order_id: int) -> None:
    """Cancel or adjust the receipt of an order whose money went back; else the sweep does."""
    _numbered(lambda: follow_money(actor=SYSTEM, order_id=order_id, now=clock.now()))


@app.task(name="receipts.write", queue="receipts", retry=PATIENT)
def write(receipt_ids: Sequence[int]) -> None:
    """Write and sign the files of receipts."""
    with _one_by_one("receipts.write", "receipt_ids", receipt_ids):
        write_all_papers(receipt_ids=receipt_ids, now=clock.now())


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


@contextmanager
def _one_by_one(job: str, name: str, numbers: Sequence[int]) -> Iterator[None]:
    """Do something for many at once; where one spoils it, each gets a job of its own."""
    try:
        yield
    except Exception as error:
        if len(numbers) == 1:
            raise
        log.warning("receipts.one_by_one", job=job, error=type(error).__name__)
        for number in numbers:
            alone: Any = {name: [number]}
            app.configure_task(job).defer(**alone)

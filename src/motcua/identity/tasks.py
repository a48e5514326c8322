"""Jobs of the identity room."""

from __future__ import annotations

from procrastinate.contrib.django import app

from motcua.identity import actions
from motcua.kernel import clock
from motcua.kernel.actors import SYSTEM


@app.periodic(cron="17 * * * *")
@app.task(name="identity.sweep", queue="identity", queueing_lock="identity.sweep")
def sweep(timestamp: int = 0) -> None:
    """Delete sessions that ended and sign-ups that were never proved."""
    del timestamp
    now = clock.system_now()
    actions.purge_sessions(now=now)
    actions.purge_unproved_accounts(now=now)


@app.periodic(cron="*/5 * * * *")
@app.task(name="identity.leavers", queue="identity", queueing_lock="identity.leavers")
def leavers(timestamp: int = 0) -> None:
    """Close the accounts of those whose last day is over; a quarter of an hour is the most."""
    del timestamp
    actions.close_accounts_of_leavers(now=clock.now())


@app.periodic(cron="41 2 * * *")
@app.task(name="identity.index_phones", queue="identity", queueing_lock="identity.index_phones")
def index_phones(timestamp: int = 0) -> None:
    """Make telephones findable that were written down before they could be."""
    del timestamp
    actions.index_phones(actor=SYSTEM, now=clock.now())

"""Jobs of the dossiers room."""

from __future__ import annotations

from procrastinate.contrib.django import app

from motcua.dossiers.actions.gisting import give_gists
from motcua.dossiers.actions.lapsing import close_all_awaiting, close_all_unpaid
from motcua.dossiers.actions.outage_clocks import carry_out_outages
from motcua.dossiers.actions.parting import sweep_parts
from motcua.dossiers.actions.presence import sweep_presences
from motcua.dossiers.actions.reminding import remind_officials
from motcua.dossiers.actions.reminding_citizens import (
    purge_drafts,
    remind_of_papers,
    remind_of_results,
    warn_of_drafts,
)
from motcua.dossiers.actions.reminding_payers import remind_of_payments
from motcua.dossiers.actions.sweeping import sweep_answers, sweep_sent_ahead
from motcua.kernel import clock


@app.periodic(cron="37 2 * * *")
@app.task(name="dossiers.sweep", queue="dossiers", queueing_lock="dossiers.sweep")
def sweep(timestamp: int = 0) -> None:
    """Delete files given 30 days ago and never filed or never whole, and who had what open."""
    del timestamp
    now = clock.now()
    sweep_sent_ahead(now=now)
    sweep_answers(now=now)
    sweep_parts(now=now)
    sweep_presences(now=now)


@app.periodic(cron="12 * * * *")
@app.task(name="dossiers.remind", queue="dossiers", queueing_lock="dossiers.remind")
def remind(timestamp: int = 0) -> None:
    """Remind officials of what falls due, and filers of orders about to expire, every hour."""
    del timestamp
    now = clock.now()
    remind_officials(now=now)
    remind_of_payments(now=now)


@app.periodic(cron="* * * * *")
@app.task(name="dossiers.outages", queue="dossiers", queueing_lock="dossiers.outages")
def carry_out(timestamp: int = 0) -> None:
    """Stop and set going the clocks of declared outages, every minute."""
    del timestamp
    carry_out_outages(now=clock.now())


@app.periodic(cron="22 1 * * *")
@app.task(name="dossiers.remind_citizens", queue="dossiers", queueing_lock="dossiers.citizens")
def remind_citizens(timestamp: int = 0) -> None:
    """Remind citizens of results and envelopes; tell them of drafts about to go, then delete."""
    del timestamp
    now = clock.now()
    remind_of_results(now=now)
    remind_of_papers(now=now)
    warn_of_drafts(now=now)
    purge_drafts(now=now)


@app.periodic(cron="*/5 * * * *")
@app.task(name="dossiers.gists", queue="dossiers", queueing_lock="dossiers.gists")
def tell_older(timestamp: int = 0) -> None:
    """Give gists to dossiers of before there were any, half a minute's work every five minutes."""
    del timestamp
    give_gists(now=clock.now())


@app.periodic(cron="52 1 * * *")
@app.task(name="dossiers.unpaid", queue="dossiers", queueing_lock="dossiers.unpaid")
def end_unpaid(timestamp: int = 0) -> None:
    """End dossiers whose payment, or whose envelope, never came."""
    del timestamp
    now = clock.now()
    close_all_unpaid(now=now)
    close_all_awaiting(now=now)

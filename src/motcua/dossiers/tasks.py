"""Jobs of the dossiers room."""

from __future__ import annotations

from procrastinate.contrib.django import app

from motcua.dossiers.actions.sweeping import sweep_answers, sweep_sent_ahead
from motcua.kernel import clock


@app.periodic(cron="37 2 * * *")
@app.task(name="dossiers.sweep", queue="dossiers", queueing_lock="dossiers.sweep")
def sweep(timestamp: int = 0) -> None:
    """Delete files that were given 30 days ago and never filed."""
    del timestamp
    now = clock.now()
    sweep_sent_ahead(now=now)
    sweep_answers(now=now)

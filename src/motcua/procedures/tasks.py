"""Jobs of the catalogue."""

from __future__ import annotations

from procrastinate.contrib.django import app

from motcua.kernel import clock
from motcua.procedures.actions import index_begun


@app.periodic(cron="2 * * * *")
@app.task(name="procedures.index_begun", queueing_lock="procedures.index_begun")
def begun(timestamp: int = 0) -> None:
    """Let what begins today be found by its own words: at every full hour, midnight among them."""
    del timestamp
    index_begun(now=clock.now())

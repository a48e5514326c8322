"""Jobs of the room."""

from __future__ import annotations

from procrastinate.contrib.django import app

from motcua.kernel import clock
from motcua.kernel.actors import SYSTEM
from motcua.voice.actions.escalating import escalate_late, escalate_late_help
from motcua.voice.actions.rating import release_ratings


@app.periodic(cron="12 * * * *")
@app.task(name="voice.escalate", queue="voice", queueing_lock="voice.escalate")
def escalate(timestamp: int = 0) -> None:
    """Bring late feedback, and late requests for help, before who must know."""
    del timestamp
    escalate_late(actor=SYSTEM, now=clock.now())
    escalate_late_help(actor=SYSTEM, now=clock.now())


@app.periodic(cron="47 0 * * *")
@app.task(name="voice.release", queue="voice", queueing_lock="voice.release")
def release(timestamp: int = 0) -> None:
    """Release the ratings of earlier days, where there are enough."""
    del timestamp
    release_ratings(actor=SYSTEM, now=clock.now())

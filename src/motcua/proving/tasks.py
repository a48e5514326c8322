"""Jobs of the proving room."""

from __future__ import annotations

import time
from datetime import timedelta

import structlog
from procrastinate.contrib.django import app

from motcua.kernel import clock
from motcua.kernel.actors import SYSTEM
from motcua.proving.actions import prove
from motcua.proving.errors import TrialRunning
from motcua.proving.queries import never_proved

log = structlog.get_logger(__name__)
_LONGEST = timedelta(hours=2).total_seconds()


@app.periodic(cron="11 3 * * *")
@app.task(name="proving.prove_new", queue="proving", queueing_lock="proving.prove_new")
def prove_new(timestamp: int = 0) -> None:
    """Prove at night what agencies took, or what changed, since the night before."""
    del timestamp
    end = time.monotonic() + _LONGEST
    for code, agency in never_proved(clock.civil_date(clock.now())):
        try:
            prove(actor=SYSTEM, code=code, agency_code=agency, now=clock.now())
        except TrialRunning:  # somebody's own trial: this one's turn is the next night
            log.info("proving.left", code=code)
        if time.monotonic() > end:
            return

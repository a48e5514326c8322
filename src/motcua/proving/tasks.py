"""Jobs of the proving room."""

from __future__ import annotations

import time
from datetime import timedelta

import structlog
from procrastinate.contrib.django import app

from motcua.kernel import clock
from motcua.kernel.actors import SYSTEM
from motcua.proving.actions import prove_some
from motcua.proving.errors import TrialRunning
from motcua.proving.queries import never_proved

log = structlog.get_logger(__name__)
_LONGEST = timedelta(hours=2).total_seconds()
_AT_ONCE = 20
PATIENCE = 60.0
"""How many seconds the night waits for somebody's own trial to end."""


@app.periodic(cron="11 3 * * *")
@app.task(name="proving.prove_new", queue="proving", queueing_lock="proving.prove_new")
def prove_new(timestamp: int = 0) -> None:
    """Prove at night what agencies took, or what changed, since the night before."""
    del timestamp
    end = time.monotonic() + _LONGEST
    left = never_proved(clock.civil_date(clock.now()))
    while left and time.monotonic() < end:
        try:
            done = prove_some(
                actor=SYSTEM, work=left[:_AT_ONCE], now=clock.now(), patience=PATIENCE
            )
        except TrialRunning:  # somebody's own run, a long one: the rest is for the next night
            log.info("proving.left", number=len(left))
            return
        left = [one for one in left if one not in done]

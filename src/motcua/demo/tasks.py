"""Jobs of the demo."""

from __future__ import annotations

from contextlib import suppress
from typing import Final

from procrastinate.contrib.django import app

from motcua.demo import days
from motcua.kernel import clock
from motcua.kernel.actors import SYSTEM
from motcua.proving.actions import prove_some
from motcua.proving.errors import TrialRunning
from motcua.proving.queries import offered_unproved

_ROUNDS: Final = 60
# The first visitor has the machine to himself for a moment, and between the rounds again.
_FIRST, _PAUSE = 60, 20


@app.task(name="demo.day")
def play_day() -> None:
    """Play the day that has just begun."""
    days.play()


@app.task(name="demo.prove_offered", queue="proving", queueing_lock="demo.prove_offered")
def prove_offered(left: int = _ROUNDS) -> None:
    """Prove what agencies take and nobody proved, a minute's work a job, until nothing is left.

    Once for all agencies, at one made up; `left` is how many more jobs there may be.
    """
    now = clock.now()
    work = [(code, "") for code in offered_unproved(clock.civil_date(now))]
    if not work or left <= 0:
        return
    with suppress(TrialRunning):  # somebody's own trial: the next job goes on
        prove_some(actor=SYSTEM, work=work, now=now)
    prove_soon(_PAUSE, left - 1)


def prove_soon(seconds: int = _FIRST, left: int = _ROUNDS) -> None:
    """Let the worker prove what is offered, some time from now."""
    prove_offered.configure(schedule_in={"seconds": seconds}).defer(left=left)

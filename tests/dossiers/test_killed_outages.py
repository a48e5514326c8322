"""The sweep of an outage is killed again and again: each clock is stopped and set going once."""

from __future__ import annotations

import os
import signal
import time

import pytest
from django.db import connections
from django.db.models import Count

from motcua.dossiers.actions.outage_clocks import carry_out_outages
from motcua.dossiers.models import Dossier, Outage, Pause
from motcua.kernel.models import AuditRow
from tests.desk.crowds import crowd
from tests.dossiers.episodes import at
from tests.dossiers.test_outages import received

START, END, NOW = "2026-11-23T07:00", "2026-11-25T17:00", "2026-11-25T17:05"
SECONDS = 600


def swept_by_a_process_that_is_killed(done, share):
    """Sweep in a process of its own, and kill it once a share is done; give how much was."""
    before = done()
    connections.close_all()
    child = os.fork()
    if child == 0:
        try:
            carry_out_outages(now=at(NOW))
        finally:
            os._exit(0)
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        if done() >= before + share or os.waitpid(child, os.WNOHANG) != (0, 0):
            break
        time.sleep(0.01)
    try:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    except (ProcessLookupError, ChildProcessError):
        pass
    return done()


def sweep_to_the_end(outage):
    """Sweep until nothing is left; what a killed process still holds is left to the next time."""
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        carry_out_outages(now=at(NOW))
        outage.refresh_from_db()
        if outage.paused_at and (outage.resumed_at or not outage.ended_at):
            return
        time.sleep(0.05)
    raise AssertionError("it came to no end")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "clocks",
    [700, pytest.param(10_000, marks=[pytest.mark.drill, pytest.mark.timeout(3600)])],
)
def test_each_clock_stops_and_runs_on_once_whenever_the_sweep_is_killed(
    world, declare, end, clocks
):
    model = received(world)
    alone = model.due_at
    crowd(model, clocks - 1)
    outage = declare(START, carry_out=False)

    stopped = swept_by_a_process_that_is_killed(Pause.objects.count, clocks // 4)
    assert stopped > 0
    assert Outage.objects.get(pk=outage.pk).paused_at is None or stopped == clocks
    sweep_to_the_end(outage)
    assert Pause.objects.count() == clocks
    assert Dossier.objects.filter(paused_at=at(START)).count() == clocks

    Outage.objects.filter(pk=outage.pk).update(
        ended_at=at(END), end_noted_at=at(NOW), end_by=outage.asked_by_id
    )
    going = Pause.objects.filter(ended_at__isnull=False).count
    for share in (clocks // 5, clocks // 3):
        assert swept_by_a_process_that_is_killed(going, share) > 0
    sweep_to_the_end(outage)

    assert set(Pause.objects.values_list("started_at", "ended_at")) == {(at(START), at(END))}
    assert Dossier.objects.filter(paused_at=None).count() == clocks
    # Monday and Wednesday stood still: from Thursday 26 to Monday 30 November, for all the same.
    assert set(Dossier.objects.values_list("due_at", flat=True)) == {at("2026-11-30T17:00")}
    assert alone == at("2026-11-26T17:00")
    for act in ("dossiers.pause_in_outage", "dossiers.resume_after_outage"):
        rows = AuditRow.objects.filter(action=act)
        assert rows.count() == clocks
        twice = rows.values("dossier_id").annotate(n=Count("pk")).filter(n__gt=1)
        assert not twice.exists()

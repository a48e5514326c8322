"""A fresh demo proves what is offered soon after it started, in the background."""

from __future__ import annotations

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from motcua.demo import tasks
from motcua.kernel import clock
from motcua.proving.models import Proof
from motcua.proving.queries import offered_unproved, proved_on
from tests.cast import BIRTH, BUSINESS, RESIDENCE

pytestmark = pytest.mark.django_db


def waiting():
    jobs = ProcrastinateJob.objects.filter(task_name="demo.prove_offered", status="todo")
    return [job.args["left"] for job in jobs]


def test_what_is_offered_is_proved_for_every_agency_and_then_left_alone(world):
    world.give_a_key()
    day = clock.civil_date(clock.now())
    assert set(offered_unproved(day)) >= {BIRTH, BUSINESS, RESIDENCE}
    tasks.prove_offered(left=5)
    assert waiting() == [4]
    first = Proof.objects.filter(agency=None).order_by("pk")[0]
    assert first.version.procedure.code not in offered_unproved(day)
    assert first.holds, first.failures
    assert proved_on(first.version_id, world.ward.pk) is not None


def test_the_jobs_come_to_an_end(world):
    tasks.prove_offered(left=0)
    assert waiting() == []

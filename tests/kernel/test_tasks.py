"""The kernel's jobs do their housekeeping, and failed jobs come back with patience."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.jobs import Job

from motcua.kernel import clock, files, ratelimits, tasks
from motcua.kernel.enums import FileState
from motcua.kernel.errors import NotFound, TooManyRequests, Unavailable
from motcua.kernel.jobs import PATIENT, WorkerConnector
from motcua.kernel.kinds import DOCUMENTS
from motcua.kernel.models import Blob, RateWindow, RequestKey
from tests.kernel.test_files import PDF, store_folder  # noqa: F401 - a fixture for every test here


def job(attempts):
    return Job(
        id=1,
        queue="q",
        lock=None,
        queueing_lock=None,
        task_name="t",
        attempts=attempts,
    )


def wait_after(attempts, error):
    decision = PATIENT.get_retry_decision(exception=error, job=job(attempts))
    if decision is None or decision.retry_at is None:
        return None
    return round((decision.retry_at - clock.system_now()).total_seconds())


def test_a_job_whose_help_is_away_waits_longer_each_time_and_ends():
    waits = [wait_after(attempts, Unavailable()) for attempts in range(10)]
    assert waits == [5, 10, 20, 40, 80, 160, 320, 640, 1280, None]


def test_a_refusal_that_will_not_change_is_not_tried_again():
    assert wait_after(0, NotFound()) is None


def test_an_unexpected_fault_is_tried_again():
    assert wait_after(0, ZeroDivisionError()) == 5


@pytest.mark.django_db
def test_what_is_over_is_thrown_away_every_hour():
    now = clock.now()
    ratelimits.hit("s", "old", limit=1, seconds=1, now=now - timedelta(hours=1))
    ratelimits.hit("s", "new", limit=1, seconds=3600, now=now)
    for days in (6, 8):
        RequestKey.objects.create(
            key=bytes([days]), body=b"", claimed_at=now - timedelta(days=days)
        )
    tasks.purge()
    assert RateWindow.objects.count() == 1
    assert [bytes(row.key) for row in RequestKey.objects.all()] == [b"\x06"]


def a_week_ahead():
    """A demo's clock after somebody has played seven days."""
    return clock.system_now() + timedelta(days=7)


@pytest.mark.django_db
def test_who_is_locked_out_stays_so_though_a_demo_plays_a_week(settings):
    ratelimits.hit("s", "guesser", limit=1, seconds=3600, now=clock.system_now())
    settings.CLOCK = f"{__name__}.a_week_ahead"
    tasks.purge()
    with pytest.raises(TooManyRequests):
        ratelimits.hit("s", "guesser", limit=1, seconds=3600, now=clock.system_now())


@pytest.mark.django_db
def test_a_file_left_in_quarantine_is_checked_later():
    long_ago = clock.now() - timedelta(hours=1)
    file = files.store(
        io.BytesIO(PDF), name="a.pdf", now=long_ago, limit_bytes=10**6, accept=DOCUMENTS
    )
    Blob.objects.update(state=FileState.RECEIVED)
    tasks.check_late()
    file.blob.refresh_from_db()
    assert file.state == FileState.UNCHECKED


def test_the_jobs_of_the_kernel_have_their_times():
    periods = {
        each.task.name: each.cron
        for each in app.periodic_registry.periodic_tasks.values()
        if each.task.name.startswith("kernel.")
    }
    assert periods == {
        "kernel.check_late": "*/10 * * * *",
        "kernel.purge": "7 * * * *",
        "kernel.forget_jobs": "17 3 * * *",
    }
    assert app.tasks["kernel.check_content"].retry_strategy is PATIENT


@pytest.mark.django_db(transaction=True)
def test_what_the_worker_defers_begins_only_with_what_it_is_about():
    with app.replace_connector(WorkerConnector(app.connector)):
        with transaction.atomic():
            app.configure_task("receipts.issue").defer(order_id=1)
            transaction.set_rollback(True)
        app.configure_task("receipts.issue").defer(order_id=2)
    assert [job.args for job in ProcrastinateJob.objects.all()] == [{"order_id": 2}]

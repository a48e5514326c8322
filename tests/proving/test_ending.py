"""Trials and what else goes on at a node: one at a time, an end, and no error page."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime

import psycopg
import pytest
from django.db import connection

from motcua.kernel.actors import SYSTEM
from motcua.kernel.models import AuditRow
from motcua.procedures import queries as catalogue
from motcua.procedures.base.conditions.branches import covering_answers
from motcua.procedures.base.loading import pack_folders, read_pack
from motcua.proving import tasks
from motcua.proving.actions import Terms, ending, prove, rehearse, trial
from motcua.proving.actions.printing import check_prints
from motcua.proving.actions.refusing import refuse_wrong_results
from motcua.proving.base.outcomes import Outcome
from motcua.proving.errors import TrialRunning
from motcua.proving.models import Proof
from tests.cast import BIRTH, NOW

pytestmark = pytest.mark.django_db
ONLINE = Terms(("online",))


def birth():
    return read_pack(next(folder for folder in pack_folders() if folder.name == BIRTH))


@contextmanager
def somebody_elses_trial():
    """Hold what a trial in another process holds."""
    with psycopg.connect(**connection.get_connection_params()) as other:
        other.execute("SELECT pg_advisory_xact_lock(%s)", (ending._LOCK,))
        yield


def test_while_one_trial_runs_another_is_told_to_wait(world):
    with somebody_elses_trial():
        with pytest.raises(TrialRunning, match="Đang có lần chạy thử khác"):
            prove(actor=SYSTEM, code=BIRTH, agency_code="H26.101", now=NOW)
        assert not Proof.objects.exists()
    assert rehearse(birth(), ONLINE, now=NOW).holds


def test_the_nightly_proving_leaves_to_the_next_night_what_it_cannot_try(world, monkeypatch):
    monkeypatch.setattr(tasks, "PATIENCE", 0.1)
    with somebody_elses_trial():
        tasks.prove_new()
    assert not Proof.objects.exists()


def test_a_trial_that_takes_too_long_ends_in_words_and_leaves_nothing(places, monkeypatch):
    monkeypatch.setattr(trial, "SECONDS", 0)
    before = AuditRow.objects.count()
    outcome = rehearse(birth(), ONLINE, now=NOW)
    assert not outcome.holds
    (failure,) = outcome.failures
    assert "The trial was ended after 0 seconds" in failure.words["en"]
    assert AuditRow.objects.count() == before
    monkeypatch.undo()
    assert rehearse(birth(), ONLINE, now=NOW).holds


def test_a_step_that_reads_no_row_ends_with_the_time_too(world):
    rules = catalogue.rules(catalogue.version_on(BIRTH, NOW.date()))
    steps = (
        lambda: covering_answers(rules, today=NOW.date(), before_each=ending.still_in_time),
        lambda: refuse_wrong_results(rules, Outcome(), now=NOW),
        lambda: check_prints(rules, [{}], Outcome(), now=NOW),
    )
    for step in steps:
        with pytest.raises(ending.TookTooLong), ending.alone_for(0):
            step()


def test_a_statement_within_a_trial_has_a_limit_and_those_after_it_their_own(places):
    def limit():
        with connection.cursor() as cursor:
            cursor.execute("SHOW statement_timeout")
            return cursor.fetchone()[0]

    before = limit()
    with ending.alone_for(10):
        assert limit() == "5s"
    assert limit() == before


def test_what_a_trial_breaks_off_with_is_told_not_raised(places):
    outcome = rehearse(birth(), ONLINE, now=datetime.max.replace(tzinfo=UTC))
    assert not outcome.holds
    assert "OverflowError" in outcome.failures[0].words["vi"]

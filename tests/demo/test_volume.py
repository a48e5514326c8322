"""Generated dossiers: many, whole, the same for the same seed, and never on a real node."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import date
from itertools import pairwise
from time import sleep

import psycopg
import pytest
from django.db import IntegrityError, connection, connections
from django.db.models import Count, F, Q
from django.test import override_settings

from motcua.agencies.models import Agency
from motcua.demo.volume import generate as volume
from motcua.demo.volume.days import volumes
from motcua.dossiers.models import Dossier, Paper, Slip, StepRun, Transition
from motcua.dossiers.workflow import CLOSED, NATIONAL_MOVES, TABLE
from motcua.insight.actions import Difference, compare
from motcua.kernel.calendar import default_calendar
from motcua.kernel.search import document_of, vector_of
from motcua.procedures import queries as catalogue
from motcua.procedures.base.forms.gist import gist_of
from tests.cast import NOW

SOME = 400


@pytest.fixture
def generate(world, tmp_path):
    """Generate some dossiers in the ward of the cast, all of it invented."""
    Agency.objects.update(is_invented=True)
    with override_settings(DATA=tmp_path):
        yield lambda total=SOME, seed=1, note=lambda _progress: None: volume.generate(
            _url(), total=total, seed=seed, now=NOW, note=note
        )


def _url():
    """Give the address of the test's database as its owner, who sees what is committed."""
    name = connection.settings_dict["NAME"]
    return os.environ["DATABASE_OWNER_URL"].replace("/motcua?", f"/{name}?")


@pytest.mark.django_db(transaction=True)
def test_what_is_generated_hangs_together(generate):
    progress = generate()
    assert progress.made == Dossier.objects.count() > 0.98 * SOME
    assert not Dossier.objects.exclude(is_open=~Q(state__in=CLOSED)).exists()
    assert Dossier.objects.values("code").distinct().count() == Dossier.objects.count()
    _references_hold()
    _moves_are_of_the_table()
    _steps_follow_each_other()
    _are_found_by_what_they_are_about()
    _constraints_hold()
    late = Dossier.objects.filter(finished_at__gt=F("due_at")).count()
    assert 0.01 < late / Dossier.objects.exclude(finished_at=None).count() < 0.25
    papers = Dossier.objects.annotate(n=Count("papers")).values_list("n", flat=True)
    assert set(papers) == {2, 3, 4}
    assert compare() == Difference(0, 0)
    dossier = Dossier.objects.exclude(finished_at=None).first()
    assert isinstance(dossier.answers, dict)
    assert dossier.answers
    assert dossier.contact["language"] == "vi"
    # Once more: nothing is written twice; another seed writes others.
    again = generate()
    assert (again.made, again.before) == (0, SOME)
    assert generate(seed=2).made > 0


@pytest.mark.django_db(transaction=True)
def test_the_same_seed_gives_the_same_dossiers(generate):
    generate()
    first = _told()
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE dossiers_dossier, dossiers_dossiernumbering CASCADE")
    generate()
    assert _told() == first
    assert len(first) > 0.98 * SOME


def _told():
    """Give what is told of each dossier, but for the numbers of rows."""
    of_dossiers = Dossier.objects.order_by("submission_key").values_list(
        *("submission_key", "public_id", "code", "offering", "applicant_name", "channel", "state"),
        *("gist", "submitted_at", "accepted_at", "due_at", "finished_at", "closed_at"),
        *("step_code", "official", "search"),
    )
    return list(of_dossiers)


@pytest.mark.django_db(transaction=True)
def test_few_dossiers_more_leave_the_indexes_in_place(generate):
    generate()
    before = _indexes()
    during = []
    generate(total=SOME // 4, seed=2, note=lambda _progress: during.append(_indexes()))
    assert during == [before] * len(during)
    assert _indexes() == before


@pytest.mark.django_db(transaction=True)
def test_a_generator_that_is_killed_leaves_a_node_that_has_its_indexes_after_the_next_run(generate):
    before = _indexes()
    _generated_until_it_is_killed(generate)
    assert _indexes() < before
    generate()
    assert _indexes() == before
    assert Dossier.objects.count() > 0.98 * SOME
    assert compare() == Difference(0, 0)
    _references_hold()


@pytest.mark.django_db(transaction=True)
def test_a_generator_that_is_killed_leaves_a_node_that_has_its_indexes_after_the_next_start(
    generate, tmp_path
):
    before = _indexes()
    _generated_until_it_is_killed(generate)
    assert _indexes() < before
    environment = {"MOTCUA_DATA": str(tmp_path), "DATABASE_URL": _url(), "DATABASE_OWNER_URL": ""}
    subprocess.run(
        [sys.executable, "-m", "motcua.cli.prepare"], env=os.environ | environment, check=True
    )
    assert _indexes() == before
    # Nothing is left of it, and what says who is who refuses again.
    paper = Paper.objects.first()
    with pytest.raises(IntegrityError):
        Paper.objects.create(
            public_id=paper.public_id, dossier=paper.dossier, file=paper.file, added_at=NOW
        )


def _generated_until_it_is_killed(generate):
    """Generate in a process of its own, and kill it when the first days are written."""
    connections.close_all()
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            generate(note=lambda progress: progress.made and os.write(writing, b".") and sleep(600))
        finally:
            os._exit(0)
    assert os.read(reading, 1) == b"."
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def _indexes():
    """Give the indexes and the constraints there are, each as the database writes it."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
            UNION ALL SELECT concat_ws(' ', conrelid::regclass, conname, pg_get_constraintdef(oid),
              convalidated) FROM pg_constraint WHERE connamespace = 'public'::regnamespace
            UNION ALL SELECT indexrelid::regclass || ' is ready' FROM pg_index
              WHERE indisvalid AND indisready AND indrelid::regclass::text LIKE '%%dossiers%%'"""
        )
        return {row[0] for row in cursor.fetchall()}


def _are_found_by_what_they_are_about():
    """See that name and gist are written for the search as filing writes them."""
    assert Dossier.objects.exclude(gist="").exists()
    for dossier in Dossier.objects.all()[:50]:
        rules = catalogue.rules(dossier.version_id)
        assert dossier.gist == gist_of(rules.form, dossier.answers)
        words = document_of(dossier.applicant_name, dossier.gist)
        assert dossier.search_text == words
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT search = %s::tsvector FROM dossiers_dossier WHERE id = %s",
                (vector_of(words), dossier.pk),
            )
            assert cursor.fetchone() == (True,)


def _constraints_hold():
    """Have the database check every foreign key anew: the generator leaves that out."""
    with psycopg.connect(_url(), autocommit=True) as owner:
        keys = owner.execute(
            """SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid)
            FROM pg_constraint WHERE contype = 'f' AND convalidated
            AND conrelid::regclass::text = ANY (%s)""",
            ([model._meta.db_table for model in (Dossier, Paper, StepRun, Transition, Slip)],),
        ).fetchall()
        assert len(keys) > 10
        for table, name, definition in keys:
            with owner.transaction(force_rollback=True):
                owner.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
                owner.execute(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}')


def _references_hold():
    for model in (Dossier, Paper, StepRun, Transition, Slip):
        for field in model._meta.concrete_fields:
            if field.is_relation:
                broken = model.objects.filter(**{f"{field.name}__isnull": False}).exclude(
                    **{f"{field.name}__in": field.related_model.objects.all()}
                )
                assert not broken.exists(), field


def _moves_are_of_the_table():
    moves = set(Transition.objects.exclude(action="submit").values_list("from_state", "action"))
    for state, action in moves:
        assert TABLE.target(state, action)
    assert NATIONAL_MOVES
    for dossier in Dossier.objects.all()[:100]:
        rows = list(dossier.transitions.order_by("pk"))
        assert rows[0].action == "submit"
        assert rows[-1].to_state == dossier.state
        assert all(one.to_state == two.from_state for one, two in pairwise(rows))
        assert all(one.at <= two.at for one, two in pairwise(rows))


def _steps_follow_each_other():
    for dossier in Dossier.objects.all()[:100]:
        runs = list(dossier.steps.order_by("pk"))
        assert runs[0].started_at == dossier.submitted_at
        assert all(one.finished_at is not None for one in runs[:-1])
        assert (runs[-1].finished_at is None) == dossier.is_open
        assert all(one.started_at <= two.started_at for one, two in pairwise(runs))


def test_a_node_with_a_real_agency_gets_none(world):
    Agency.objects.filter(pk=world.ward.pk).update(is_invented=False)
    with pytest.raises(volume.NotInvented):
        volume.generate("", total=1, seed=1, now=NOW, note=lambda _progress: None)


def test_days_add_up_and_weekends_and_feasts_are_quiet():
    days = volumes(100_000, NOW, default_calendar(), 1)
    assert sum(one.count for one in days) == 100_000
    assert [one.first + one.count for one in days[:-1]] == [one.first for one in days[1:]]
    by_day = {one.day: one.count for one in days}
    assert by_day[date(2026, 9, 2)] < by_day[date(2026, 9, 9)] / 3
    assert by_day[date(2026, 11, 15)] < by_day[date(2026, 11, 16)] / 3
    assert volumes(100_000, NOW, default_calendar(), 1) == days

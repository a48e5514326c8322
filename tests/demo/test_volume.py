"""Generated dossiers: many, whole, the same for the same seed, and never on a real node."""

from __future__ import annotations

import os
from datetime import date
from itertools import pairwise

import psycopg
import pytest
from django.db import connection
from django.db.models import Count, F, Q
from django.test import override_settings

from motcua.agencies.models import Agency
from motcua.demo.volume import generate as volume
from motcua.demo.volume.days import volumes
from motcua.demo.volume.indexes import set_aside
from motcua.dossiers.models import Dossier, Paper, Slip, StepRun, Transition
from motcua.dossiers.workflow import CLOSED, NATIONAL_MOVES, TABLE
from motcua.insight.actions import Difference, compare
from motcua.kernel.calendar import default_calendar
from tests.cast import NOW

SOME = 400


@pytest.fixture
def generate(world, tmp_path):
    """Generate some dossiers in the ward of the cast, all of it invented."""
    Agency.objects.update(is_invented=True)
    # The node's owner, who sees what is committed.
    url = os.environ["DATABASE_OWNER_URL"].replace("/motcua?", f"/{_database()}?")
    with override_settings(DATA=tmp_path):
        yield lambda total=SOME, seed=1: volume.generate(
            url, total=total, seed=seed, now=NOW, note=lambda _progress: None
        )


def _database():
    return connection.settings_dict["NAME"]


@pytest.mark.django_db(transaction=True)
def test_what_is_generated_hangs_together(generate):
    progress = generate()
    assert progress.made == Dossier.objects.count() > 0.98 * SOME
    assert not Dossier.objects.exclude(is_open=~Q(state__in=CLOSED)).exists()
    assert Dossier.objects.values("code").distinct().count() == Dossier.objects.count()
    _references_hold()
    _moves_are_of_the_table()
    _steps_follow_each_other()
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
def test_indexes_are_there_again_afterwards_even_those_of_a_call_that_was_killed(generate):
    before = _indexes()
    url = os.environ["DATABASE_OWNER_URL"].replace("/motcua?", f"/{_database()}?")
    with psycopg.connect(url, autocommit=True) as killed:
        set_aside(killed, ("dossiers_dossier", "dossiers_paper"))
    assert _indexes() < before
    generate()
    assert _indexes() == before
    generate(total=SOME // 4, seed=2)  # fewer than are there: with the indexes in place
    assert _indexes() == before


def _indexes():
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'")
        return {row[0] for row in cursor.fetchall()}


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

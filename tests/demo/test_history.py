"""The played year: true to the calendar, gone on with where it was cut short."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db.models import F

from motcua.demo.history.cast import casts
from motcua.demo.history.year import DAYS, play_agency
from motcua.dossiers.models import Dossier, StepRun, Transition
from motcua.kernel.clock import civil, civil_date
from motcua.kernel.models import OutboxRow
from motcua.notifications.models import Message

RATE = 0.06  # about two dozen in the year


@pytest.fixture
def later(now):
    """A year after the cast was built, so that everybody is there for the whole of it."""
    return now + timedelta(days=DAYS + 1)


@pytest.fixture
def cast(world, later):
    world.give_a_key()
    return casts(later)[0]


def test_a_year_that_was_cut_short_is_gone_on_with_and_nothing_is_played_twice(cast, later):
    cut = later - timedelta(days=60)
    play_agency(cast, cut, RATE)
    before = set(Transition.objects.values_list("id", flat=True))
    filed = Dossier.objects.count()
    assert filed > 5

    play_agency(cast, later, RATE)

    assert Dossier.objects.count() > filed
    moves = Transition.objects.exclude(id__in=before)
    assert all(move.at > cut - timedelta(days=1) for move in moves)
    first_again = moves.order_by("at").first()
    last_before = Transition.objects.filter(id__in=before).order_by("at").last()
    assert civil_date(first_again.at) > civil_date(last_before.at)

    played = Transition.objects.count()
    assert not play_agency(cast, later, RATE)
    assert Transition.objects.count() == played


def test_the_played_year_leaves_nothing_to_do_and_tells_nobody(cast, later):
    done = play_agency(cast, later, RATE)

    assert done["submit"] == Dossier.objects.count()
    assert {"accept", "hand_over", "approve_result", "return_result"} <= set(done)
    assert not OutboxRow.objects.filter(name__startswith="dossiers.").exists()
    assert not Message.objects.exists()
    assert not StepRun.objects.filter(finished_at__lt=F("started_at")).exists()
    accepted = Transition.objects.filter(action="accept").values_list("at", flat=True)
    assert all(civil(at).weekday() < 6 and 7 <= civil(at).hour < 17 for at in accepted)
    assert all(at <= later for at in Transition.objects.values_list("at", flat=True))

"""The sums: whatever happened, however often it was heard of, they come to what is there."""

from __future__ import annotations

import threading
from datetime import timedelta
from random import Random

import pytest
from django.db import connection, transaction

from motcua.dossiers import actions
from motcua.dossiers.models import Dossier
from motcua.insight import handlers
from motcua.insight.actions import Difference, compare, count_again, fold, recount
from motcua.insight.models import Counted, DaySum, MonthSum
from motcua.kernel import outbox
from tests.insight.histories import play

AGREED = Difference(dossiers=0, sums=0)


def sums():
    """Give what the sums by month come to, by kind."""
    names = ("received", "accepted", "on_time", "late", "ended")
    return {name: sum(getattr(row, name) for row in MonthSum.objects.all()) for name in names}


@pytest.mark.parametrize("seed", range(6))
def test_after_random_histories_the_sums_are_those_of_a_recount(world, seed):
    rng = Random(seed)
    now = play(world, rng, after=lambda at: rng.random() < 0.5 and world.settle(at))
    world.settle(now)
    kept = sums(), sorted(Counted.objects.values_list())

    assert compare() == AGREED
    assert kept[0]["received"] == Dossier.objects.count()
    for table in (Counted, DaySum, MonthSum):
        table.objects.all().delete()
    recount()
    assert (sums(), sorted(Counted.objects.values_list())) == kept


def test_what_is_heard_of_twice_counts_once(world):
    dossier = world.receive(world.file())
    world.settle()
    first = sums()

    assert count_again(dossier_ids=[dossier.pk, dossier.pk]) == 0
    assert count_again(dossier_ids=[dossier.pk]) == 0
    assert sums() == first == {"received": 1, "accepted": 1, "on_time": 0, "late": 0, "ended": 0}


def test_events_that_come_in_the_wrong_order_count_the_same(world):
    world.finish(world.receive(world.file()))
    rows = list(Dossier.objects.values_list("pk", flat=True))
    for table in (Counted, DaySum, MonthSum):
        table.objects.all().delete()
    for _ in range(3):
        count_again(dossier_ids=reversed(rows))
    assert sums() == {"received": 1, "accepted": 1, "on_time": 1, "late": 0, "ended": 0}


def test_counting_that_is_killed_in_the_middle_leaves_what_was_and_is_done_again(
    world, monkeypatch
):
    dossier = world.file()

    def killed(events):
        count_again(dossier_ids=[event.payload["dossier_id"] for event in events])
        raise KeyboardInterrupt

    dying = {"dossiers.submitted": (handlers.InBatches(killed),)}
    with pytest.raises(KeyboardInterrupt), transaction.atomic():
        outbox.drain(now=world.now, to=dying)
    assert not Counted.objects.filter(pk=dossier.pk).exists()

    world.settle()
    assert sums()["received"] == 1
    assert compare() == AGREED


def test_a_dossier_counts_for_the_unit_and_the_person_who_settled_it(world):
    dossier = world.receive(world.file())
    world.settle()
    counted = Counted.objects.get(pk=dossier.pk)
    expert = world.actor("specialist")
    run = dossier.steps.get(role="specialist")
    assert (counted.unit_id, counted.official_id) == (run.unit_id, 0)

    world.finish(dossier)
    counted.refresh_from_db()
    assert (counted.unit_id, counted.official_id) == (run.unit_id, expert.official_id)
    assert not counted.is_late


def test_what_was_finished_behind_the_promised_time_counts_as_late(world):
    dossier = world.receive(world.file())
    Dossier.objects.filter(pk=dossier.pk).update(due_at=world.now - timedelta(minutes=1))
    dossier.refresh_from_db()
    world.finish(dossier)
    assert sums() == {"received": 1, "accepted": 1, "on_time": 0, "late": 1, "ended": 0}


def test_what_was_refused_or_withdrawn_is_neither_in_time_nor_late(world):
    refused, withdrawn = world.file(key="one"), world.file(key="two")
    actions.refuse(
        actor=world.actor("receptionist"), dossier_id=refused.pk, reason="Sai nơi.", now=world.now
    )
    actions.withdraw(
        actor=world.actor("citizen"), dossier_id=withdrawn.pk, reason="", now=world.now
    )
    world.settle()
    assert sums() == {"received": 2, "accepted": 0, "on_time": 0, "late": 0, "ended": 2}


def test_comparing_finds_a_dossier_that_was_changed_behind_our_back_and_sums_that_were(world):
    dossier = world.receive(world.file())
    world.settle()
    Dossier.objects.filter(pk=dossier.pk).update(accepted_at=None)
    DaySum.objects.filter(received=1).update(received=5)

    assert compare() == Difference(dossiers=1, sums=1)
    assert recount() == 1
    assert compare() == AGREED


def test_a_dossier_of_which_an_event_waits_is_not_called_a_difference(world):
    world.file()
    assert compare() == AGREED


def test_folding_joins_the_rows_and_changes_no_sum(world):
    filed = [world.file(key=f"n-{number}") for number in range(3)]
    for dossier in filed[:2]:
        world.receive(dossier)
        world.settle()
    before, rows = sums(), MonthSum.objects.count()
    fold()
    assert sums() == before
    assert MonthSum.objects.count() < rows
    world.receive(filed[2])
    world.settle()
    fold()
    assert sums() == before | {"accepted": 3}
    assert MonthSum.objects.filter(is_folded=False).count() == 0
    assert compare() == AGREED


@pytest.mark.django_db(transaction=True)
def test_two_who_count_the_same_dossier_at_once_count_it_once(world):
    dossier = world.file()
    ready = threading.Barrier(2)

    def count():
        ready.wait()
        for _ in range(10):
            count_again(dossier_ids=[dossier.pk])
        connection.close()

    threads = [threading.Thread(target=count) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sums()["received"] == 1
    assert compare() == AGREED

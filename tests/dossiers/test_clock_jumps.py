"""Clocks that jump, differ between machines, or pass what 32 bits hold."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from motcua.dossiers import actions
from motcua.dossiers.models import Dossier
from motcua.kernel import clock
from motcua.kernel.audit.sealer import seal_all
from motcua.kernel.audit.verifying import verify
from motcua.kernel.clock import civil
from motcua.kernel.models import AuditRow
from motcua.kernel.signed_bodies import is_signed, sign
from tests.cast import BUSINESS

# One second past it: 10:14 on a Tuesday in Viet Nam.
END_OF_32_BITS = datetime(2038, 1, 19, 3, 14, 8, tzinfo=UTC)


def settled(world, dossier, now):
    """Take the fee as paid: what is tried here is the clock."""
    Dossier.objects.filter(pk=dossier.pk).update(fee_state="paid")
    return world.receive(dossier, now=now)


def test_a_dossier_lives_its_life_in_the_year_2038(world):
    filed = world.file(BUSINESS, key="2038", seed=1, now=END_OF_32_BITS)
    received = settled(world, filed, END_OF_32_BITS + timedelta(minutes=5))
    done = world.finish(received, END_OF_32_BITS + timedelta(hours=4))

    assert filed.code.startswith("H26.101-380119-")
    assert f"{civil(received.due_at):%d/%m/%Y %H:%M}" == "22/01/2038 17:00"
    assert done.result is not None


@pytest.mark.parametrize("jump", [-600, -30, 30, 600])
def test_a_clock_that_jumps_between_two_steps_stops_nothing_and_loses_nothing(world, now, jump):
    filing, actor = world.filing(BUSINESS, name="citizen", seed=2, now=now), world.actor("citizen")
    jumped = now + timedelta(seconds=jump)
    first, again = (
        actions.submit(actor=actor, filing=filing, key="jump", now=each) for each in (now, jumped)
    )
    filed = Dossier.objects.get(pk=first.dossier_id)
    received = settled(world, filed, jumped)

    assert again.dossier_id == first.dossier_id  # one key is one dossier, whatever the clock says
    assert received.due_at > now
    rows = AuditRow.objects.filter(dossier_id=filed.pk).count()
    assert rows >= 2


@pytest.mark.parametrize(
    ("seconds", "holds"), [(-600, False), (-30, True), (30, True), (600, False)]
)
def test_a_signed_word_from_a_clock_that_differs_is_believed_for_five_minutes(now, seconds, holds):
    header = sign(b"{}", b"secret", now=now + timedelta(seconds=seconds))
    assert is_signed(b"{}", header, b"secret", now=now) is holds


@pytest.mark.parametrize(
    ("utc", "day"),
    [("2026-11-22T16:59:59", "261122"), ("2026-11-22T17:00:00", "261123")],
)
def test_a_day_ends_at_midnight_in_viet_nam_wherever_the_machine_stands(world, utc, day):
    now = datetime.fromisoformat(utc).replace(tzinfo=UTC)
    assert f"-{day}-" in world.file(BUSINESS, key=utc, seed=3, now=now).code


def test_a_clock_set_back_over_midnight_gives_no_code_twice(world):
    """It was a minute fast, was set right after midnight had been, and passes it again."""
    before = datetime(2026, 11, 22, 16, 59, 30, tzinfo=UTC)
    after = before + timedelta(minutes=1)
    passed = [before, after, before, after, after, before]
    codes = [
        world.file(BUSINESS, key=f"back-{turn}", seed=4, now=now).code
        for turn, now in enumerate(passed)
    ]
    days = {day: [code for code in codes if f"-{day}-" in code] for day in ("261122", "261123")}
    assert [[code[-4:] for code in each] for each in days.values()] == [
        ["0001", "0002", "0003"]
    ] * 2


@pytest.mark.django_db(transaction=True)
def test_the_log_is_whole_after_a_clock_that_was_set_back_a_year(world, now):
    later = now + timedelta(days=400)
    for key, moment in (("fast", later), ("right", now)):
        settled(world, world.file(BUSINESS, key=key, seed=5, now=moment), moment)
    assert seal_all(now=now)
    assert verify().is_sound


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2016-12-31T23:59:60Z", "2016-12-31T23:59:59+00:00"),
        ("2017-01-01T06:59:60+07:00", "2017-01-01T06:59:59+07:00"),
        ("2017-01-01T06:59:60.5+07:00", "2017-01-01T06:59:59.500000+07:00"),
        ("2017-01-01T06:60:00+07:00", None),
        ("2017-01-01T06:59:61+07:00", None),
    ],
)
def test_a_leap_second_of_others_is_the_second_before_it(written, meant):
    if meant is None:
        with pytest.raises(ValueError, match=r"minute|second|isoformat"):
            clock.read(written)
    else:
        assert clock.read(written).isoformat() == meant

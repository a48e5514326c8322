"""Officials are reminded of clocks once each: half, last day, overdue, and an apology in time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.utils.translation import gettext

from motcua.dossiers import actions
from motcua.dossiers.actions.reminding import remind_officials
from motcua.dossiers.base.reminders import QUEUES
from motcua.dossiers.models import Dossier, Reminded, SweepTurn
from motcua.dossiers.queries.queues import queues_of
from motcua.kernel.clock import ZONE
from motcua.notifications.models import OfficialNotice
from tests.cast import BUSINESS
from tests.desk.crowds import crowd
from tests.dossiers.killing import kill_in_the_middle


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=ZONE).astimezone(UTC)


def told(world, role):
    rows = OfficialNotice.objects.filter(official=world.accounts[role].official_id)
    return [row.kind.removeprefix("dossiers.") for row in rows.order_by("at", "id")]


def dossiers_told(world, role):
    """Count the dossiers that an official was told of, by name or by number."""
    rows = OfficialNotice.objects.filter(official=world.accounts[role].official_id)
    return sum(row.data.get("count", 1) for row in rows)


@pytest.fixture
def in_hand(world):
    """A dossier that the specialist has in hand, received on Friday morning."""
    dossier = world.file(BUSINESS)
    Dossier.objects.filter(pk=dossier.pk).update(fee_state="paid")
    dossier = world.receive(dossier)
    actions.take_up(actor=world.actor("specialist"), dossier_id=dossier.pk, now=world.now)
    dossier.refresh_from_db()
    return dossier


def promise(dossier, text):
    """Let a dossier be due at a moment."""
    Dossier.objects.filter(pk=dossier.pk).update(due_at=at(text))


pytestmark = pytest.mark.django_db


def test_nothing_is_said_while_less_than_half_of_the_time_has_passed(world, in_hand):
    promise(in_hand, "2026-12-04T17:00")  # nine working days from Friday 20 November
    assert remind_officials(now=at("2026-11-26T23:00")) == 0
    assert told(world, "specialist") == []


def test_rule_warn_half__the_official_in_hand_is_reminded(world, in_hand):
    promise(in_hand, "2026-12-07T17:00")  # the 24th is off: ten working days
    assert remind_officials(now=at("2026-11-29T23:00")) == 0
    assert remind_officials(now=at("2026-11-30T07:00")) == 1
    assert told(world, "specialist") == ["half"]
    assert told(world, "head") == []


def test_working_days_make_the_half_not_days_of_the_calendar(world, in_hand):
    promise(in_hand, "2026-11-25T17:00")  # Monday and Wednesday; half is Monday
    assert remind_officials(now=at("2026-11-22T12:00")) == 1  # two working days before: the apology
    assert told(world, "specialist") == []
    remind_officials(now=at("2026-11-23T07:00"))
    assert told(world, "specialist") == ["half"]


def test_time_that_stood_still_is_not_of_the_half(world, in_hand):
    promise(in_hand, "2026-12-04T17:00")
    in_hand.pauses.create(
        kind="obligation", started_at=at("2026-11-23T07:00"), ended_at=at("2026-11-25T17:00")
    )
    # Without it the fifth of nine days is the half; now it is the fourth of eight that count.
    remind_officials(now=at("2026-11-27T07:00"))
    assert told(world, "specialist") == []
    remind_officials(now=at("2026-11-30T07:00"))
    assert told(world, "specialist") == ["half"]


def test_rule_warn_apology_article_19_9__the_head_is_told_two_working_days_before(world, in_hand):
    promise(in_hand, "2026-12-04T17:00")
    remind_officials(now=at("2026-12-01T23:00"))
    assert told(world, "head") == []
    remind_officials(now=at("2026-12-02T00:30"))
    assert told(world, "head") == ["apology"]


def test_on_the_last_day_the_official_in_hand_is_reminded(world, in_hand):
    promise(in_hand, "2026-12-04T17:00")
    remind_officials(now=at("2026-12-04T06:00"))
    assert told(world, "specialist") == ["last-day"]


def test_overdue_the_head_is_told_as_well_and_only_once(world, in_hand):
    promise(in_hand, "2026-12-04T17:00")
    for day in ("2026-12-04T17:01", "2026-12-04T18:00", "2026-12-07T08:00"):
        remind_officials(now=at(day))
    assert (told(world, "specialist"), told(world, "head")) == (["late"], ["late"])


def test_a_promise_that_moved_is_reminded_of_anew(world, in_hand):
    promise(in_hand, "2026-12-04T17:00")
    remind_officials(now=at("2026-12-04T06:00"))
    promise(in_hand, "2026-12-08T17:00")
    remind_officials(now=at("2026-12-08T06:00"))
    assert told(world, "specialist") == ["last-day", "last-day"]


def test_who_may_take_it_is_reminded_of_what_nobody_took(world):
    dossier = world.file(BUSINESS)
    Dossier.objects.filter(pk=dossier.pk).update(fee_state="paid")
    promise(world.receive(dossier), "2026-12-04T17:00")
    remind_officials(now=at("2026-12-04T06:00"))
    assert told(world, "specialist") == ["last-day"]


def test_a_clock_that_stands_still_or_is_done_reminds_of_nothing(world, in_hand):
    promise(in_hand, "2026-12-04T17:00")
    for change in ({"paused_at": world.now}, {"finished_at": world.now, "paused_at": None}):
        Dossier.objects.filter(pk=in_hand.pk).update(**change)
        assert remind_officials(now=at("2026-12-07T08:00")) == 0


def test_the_half_goes_over_the_turn_of_the_year(world, in_hand):
    promise(in_hand, "2027-01-08T17:00")
    Dossier.objects.filter(pk=in_hand.pk).update(accepted_at=at("2026-12-28T09:00"))
    # 29, 30, 31 December, 4 to 8 January count: eight days; the fourth is Monday 4 January.
    remind_officials(now=at("2027-01-03T12:00"))
    assert told(world, "specialist") == []
    remind_officials(now=at("2027-01-04T00:10"))
    assert told(world, "specialist") == ["half"]


def test_a_second_sweep_and_any_size_of_batches_tell_the_same_once(world, in_hand):
    promise(in_hand, "2026-12-04T17:00")
    in_hand.refresh_from_db()
    crowd(in_hand, 24, due_at=lambda number: in_hand.due_at + timedelta(minutes=number % 5))
    now = at("2026-12-07T08:00")
    assert remind_officials(now=now, batch=7) == 25
    assert remind_officials(now=now + timedelta(hours=1), batch=25) == 0
    assert (dossiers_told(world, "specialist"), dossiers_told(world, "head")) == (25, 25)
    assert SweepTurn.objects.filter(done_at=None).count() == 0


@pytest.mark.parametrize(("others", "subjects"), [(4, {"dossier"}), (5, {"queue"})])
def test_a_few_dossiers_are_named_and_many_are_told_in_one_notice(world, in_hand, others, subjects):
    promise(in_hand, "2026-12-04T17:00")
    in_hand.refresh_from_db()
    crowd(in_hand, others, due_at=lambda number: in_hand.due_at + timedelta(minutes=number))
    assert remind_officials(now=at("2026-12-07T08:00")) == others + 1
    his = OfficialNotice.objects.filter(official=world.accounts["specialist"].official_id)
    assert set(his.values_list("subject_kind", flat=True)) == subjects
    assert his.count() == (others + 1 if subjects == {"dossier"} else 1)
    assert dossiers_told(world, "specialist") == others + 1


def test_one_notice_of_many_names_the_most_urgent_and_their_queue(world, in_hand):
    promise(in_hand, "2026-12-04T17:00")
    in_hand.refresh_from_db()
    crowd(in_hand, 30, due_at=lambda number: in_hand.due_at + timedelta(minutes=number))
    remind_officials(now=at("2026-12-07T08:00"))
    notice = OfficialNotice.objects.get(official=world.accounts["head"].official_id)
    said = gettext(notice.text) % notice.data
    assert said == "31 hồ sơ đã quá hạn trả; hồ sơ lâu nhất hẹn trả 04/12/2026 17:00."
    assert set(QUEUES.values()) <= set(queues_of(world.actor("head")))
    assert (notice.subject_kind, notice.subject_id) == ("queue", "late")


@pytest.mark.django_db(transaction=True)
def test_a_sweep_that_is_killed_between_two_batches_tells_everything_once(world, in_hand):
    promise(in_hand, "2026-12-04T17:00")
    in_hand.refresh_from_db()
    last = crowd(in_hand, 20, due_at=lambda number: in_hand.due_at + timedelta(minutes=number))[-1]
    now = at("2026-12-07T08:00")
    kill_in_the_middle(
        lambda: remind_officials(now=now, batch=6),
        "INSERT INTO dossiers_reminded (dossier_id, kind, clock, at) VALUES (%s, 'late', %s, %s)",
        (last.pk, last.due_at, now),
    )
    assert 0 < Reminded.objects.count() < 21
    assert SweepTurn.objects.get().done_at is None
    remind_officials(now=now, batch=6)
    assert Reminded.objects.count() == 21
    assert (dossiers_told(world, "specialist"), dossiers_told(world, "head")) == (21, 21)

"""Outages known beforehand: announced, begun and ended at their moments, whoever was down then."""

from __future__ import annotations

import pytest

from motcua.dossiers import actions
from motcua.dossiers.actions.outage_clocks import carry_out_outages
from motcua.dossiers.actions.outages import (
    OutageFacts,
    agree_to_outage,
    ask_outage,
    call_off_outage,
    end_outage,
)
from motcua.dossiers.errors import OutageLasts, OutagePlan, OutageSettled, OutageTimes
from motcua.dossiers.models import Dossier, Outage
from motcua.dossiers.queries.outage_banners import (
    banner_at_offering,
    banner_for_official,
    banner_over_dossier,
)
from motcua.kernel.caching import forget_all
from motcua.kernel.errors import NotAllowed
from motcua.kernel.models import AuditRow
from tests.cast import BUSINESS
from tests.dossiers.episodes import BASIS, at
from tests.dossiers.test_outages import due, received

pytestmark = pytest.mark.django_db
WORKS = "Bảo trì máy chủ"


@pytest.fixture
def announce(world, second):
    """Have two administrators announce an outage on Friday 20 November at 9."""

    def announced(start, end, *, now="2026-11-20T09:00", **more):
        facts = OutageFacts(WORKS, BASIS, at(start), planned_end_at=at(end), **more)
        asked = ask_outage(
            actor=world.actor("administrator"), agency_id=world.ward.pk, facts=facts, now=at(now)
        )
        agree_to_outage(actor=second, public_id=asked.public_id, now=at(now))
        forget_all()
        return Outage.objects.get(pk=asked.pk)

    return announced


def sweep(*moments):
    for moment in moments:
        carry_out_outages(now=at(moment))


def test_it_begins_and_ends_at_its_moments_by_the_sweep(world, announce):
    dossier = received(world)
    outage = announce("2026-11-23T07:00", "2026-11-25T17:00")
    assert outage.announced_at == at("2026-11-20T09:00")
    sweep("2026-11-20T09:01", "2026-11-23T06:59")
    assert not dossier.pauses.exists()
    sweep("2026-11-23T07:00")
    dossier.refresh_from_db()
    assert dossier.paused_at == at("2026-11-23T07:00")
    sweep("2026-11-25T16:59")
    assert dossier.pauses.get().ended_at is None
    sweep("2026-11-25T17:00")
    dossier.refresh_from_db()
    assert (dossier.paused_at, due(dossier)) == (None, "30/11 17:00")
    row = AuditRow.objects.get(action="dossiers.end_outage")
    assert row.data["ended_at"] == at("2026-11-25T17:00").isoformat()


@pytest.mark.parametrize(
    "moments",
    [("2026-11-26T08:00",), ("2026-11-24T03:00", "2026-11-26T08:00")],
    ids=["down all the time", "down at the beginning and at the end"],
)
def test_a_worker_that_was_down_then_comes_to_the_same(world, announce, moments):
    dossier = received(world)
    announce("2026-11-23T07:00", "2026-11-25T17:00")
    sweep(*moments)
    dossier.refresh_from_db()
    stood = dossier.pauses.get()
    assert (stood.started_at, stood.ended_at) == (at("2026-11-23T07:00"), at("2026-11-25T17:00"))
    assert (dossier.paused_at, due(dossier)) == (None, "30/11 17:00")


def test_what_is_received_meanwhile_has_its_whole_time_though_nobody_swept(world, announce):
    filed = world.file(BUSINESS)
    Dossier.objects.update(fee_state="paid")
    announce("2026-11-23T07:00", "2026-11-25T17:00")
    dossier = world.receive(filed, now=at("2026-11-23T10:00"))
    assert dossier.paused_at == at("2026-11-23T10:00")
    sweep("2026-11-26T08:00")
    # As if it had come at the end: three working days after the 25th.
    assert due(dossier) == "30/11 17:00"


def test_it_is_called_off_before_it_begins_and_not_after(world, announce):
    dossier, first = received(world), announce("2026-11-23T07:00", "2026-11-25T17:00")
    by = {"actor": world.actor("administrator"), "public_id": first.public_id}
    call_off_outage(**by, now=at("2026-11-22T09:00"))
    sweep("2026-11-23T08:00", "2026-11-26T08:00")
    assert not dossier.pauses.exists()
    second = announce("2026-11-26T07:00", "2026-11-26T09:00", now="2026-11-25T09:00")
    by["public_id"] = second.public_id
    for moment in ("2026-11-26T07:00", "2026-11-27T07:00"):
        with pytest.raises(OutageSettled):
            call_off_outage(**by, now=at(moment))


def test_rule_outage_planned__it_has_an_end_and_begins_within_sixty_days(world):
    def ask(**times):
        facts = OutageFacts(WORKS, BASIS, **times)
        by = {"actor": world.actor("administrator"), "agency_id": world.ward.pk, "now": world.now}
        return ask_outage(facts=facts, **by)

    for times, refusal in (
        ({"started_at": at("2026-11-23T07:00")}, OutagePlan),
        (
            {
                "started_at": at("2027-02-01T07:00"),
                "planned_end_at": at("2027-02-01T09:00"),
            },
            OutagePlan,
        ),
        ({"started_at": world.now, "planned_end_at": at("2026-11-23T07:00")}, OutagePlan),
        (
            {
                "started_at": at("2026-11-23T07:00"),
                "planned_end_at": at("2026-11-23T06:00"),
            },
            OutageTimes,
        ),
    ):
        with pytest.raises(refusal):
            ask(**times)


def test_it_may_end_earlier_than_announced_and_not_later(world, announce):
    dossier = received(world)
    outage = announce("2026-11-23T07:00", "2026-11-25T17:00")
    sweep("2026-11-23T07:01")
    by = {"actor": world.actor("administrator"), "public_id": outage.public_id}
    with pytest.raises(OutageTimes):
        end_outage(**by, ended_at=at("2026-11-25T17:01"), now=at("2026-11-25T17:02"))
    end_outage(**by, ended_at=at("2026-11-23T17:00"), now=at("2026-11-23T17:30"))
    sweep("2026-11-23T17:31", "2026-11-26T08:00")
    assert dossier.pauses.get().ended_at == at("2026-11-23T17:00")
    assert due(dossier) == "27/11 17:00"


def test_online_filing_is_refused_only_while_it_lasts(world, announce):
    announce("2026-11-23T07:00", "2026-11-23T12:00")
    for number, (moment, is_refused) in enumerate(
        (("2026-11-23T06:59", False), ("2026-11-23T07:00", True), ("2026-11-23T12:00", False))
    ):
        now = at(moment)
        filing = world.filing(BUSINESS, now=now)
        by = {"actor": world.actor("citizen"), "filing": filing, "key": f"key-{number}", "now": now}
        if is_refused:
            with pytest.raises(OutageLasts):
                actions.submit(**by)
        else:
            assert actions.submit(**by).is_new


# --- outages of the node and of an agency -------------------------------------------------------


def test_an_outage_of_the_node_stops_every_agency_and_overlaps_count_once(
    world, announce, declare, end
):
    dossier = received(world)
    fire = declare("2026-11-23T07:00")
    whole = announce("2026-11-23T13:30", "2026-11-25T17:00", whole_node=True)
    sweep("2026-11-23T14:00")
    end(fire, "2026-11-25T11:30")
    dossier.refresh_from_db()
    assert dossier.paused_at == at("2026-11-23T13:30"), "the node's lasts yet"
    sweep("2026-11-25T17:00")
    dossier.refresh_from_db()
    assert (dossier.paused_at, due(dossier)) == (None, "30/11 17:00")
    assert dossier.pauses.count() == 2
    assert whole.unit_paths == []


def test_only_who_administers_the_node_declares_one_of_the_node(world):
    type(world.ward).objects.filter(pk=world.ward.pk).update(parent=world.other_ward)
    forget_all()
    facts = OutageFacts(WORKS, BASIS, world.now, whole_node=True)
    with pytest.raises(NotAllowed):
        ask_outage(
            actor=world.actor("administrator"),
            agency_id=world.ward.pk,
            facts=facts,
            now=world.now,
        )


def test_an_outage_of_the_node_is_told_to_another_agencys_people_too(world, announce):
    announce("2026-11-23T07:00", "2026-11-25T17:00", whole_node=True)
    banner = banner_for_official(world.actor("outsider"), at("2026-11-23T08:00"))
    assert banner.title == f"Đang có sự cố: {WORKS}"


# --- over a holiday, over the turn of the year, over Tết ----------------------------------------


@pytest.mark.parametrize(
    ("accepted", "start", "end", "promise"),
    [
        # Tuesday 24 November is a day off: a day and a half is lost; limits in days end at closing.
        ("2026-11-20T09:00", "2026-11-23T13:30", "2026-11-25T17:00", "30/11 17:00"),
        # 31 December from 10 on, the 4th until 10: eight working hours, a whole day.
        ("2026-12-30T09:00", "2026-12-31T10:00", "2027-01-04T10:00", "06/01 17:00"),
        # The whole of Tết 2027 (4 to 10 February) and the day before and after it.
        ("2027-02-02T09:00", "2027-02-03T07:00", "2027-02-11T17:00", "16/02 17:00"),
    ],
    ids=["a holiday", "the year", "Tết"],
)
def test_days_off_within_it_are_not_lost_twice(world, second, accepted, start, end, promise):
    now = at(accepted)
    filed = world.file(BUSINESS, now=now)
    Dossier.objects.filter(pk=filed.pk).update(fee_state="paid")
    dossier = world.receive(filed, now=now)
    facts = OutageFacts(WORKS, BASIS, at(start), planned_end_at=at(end))
    asked = ask_outage(
        actor=world.actor("administrator", now), agency_id=world.ward.pk, facts=facts, now=now
    )
    agree_to_outage(actor=second, public_id=asked.public_id, now=now)
    carry_out_outages(now=at(start))
    carry_out_outages(now=at(end))
    assert due(dossier) == promise


# --- what pages say -----------------------------------------------------------------------------


def test_pages_announce_it_and_say_what_to_do_while_it_lasts(world, announce):
    dossier = received(world)
    offering = world.offerings[BUSINESS]
    assert banner_at_offering(offering, world.now) is None
    announce("2026-11-23T07:00", "2026-11-25T17:00")
    ahead = banner_at_offering(offering, world.now)
    assert ahead.is_ahead
    assert ahead.title == f"Sắp tạm ngừng: {WORKS}"
    assert "Từ 07:00 23/11/2026 đến 17:00 25/11/2026" in ahead.lines[0]
    now = at("2026-11-23T08:00")
    lasting = banner_over_dossier(dossier, now)
    assert not lasting.is_ahead
    assert lasting.title == f"Đang có sự cố: {WORKS}"
    said = " ".join(lasting.lines)
    for words in ("Từ 07:00 23/11/2026", "đến 17:00 25/11/2026", "nộp giấy", BASIS):
        assert words in said
    official = banner_for_official(world.actor("receptionist"), now)
    assert official.takes_paper
    assert not banner_for_official(world.actor("specialist"), now).takes_paper
    assert banner_at_offering(offering, at("2026-11-25T17:00")) is None

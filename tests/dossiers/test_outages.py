"""A declared outage: two people, clocks that stand still once, and run on from its end."""

from __future__ import annotations

from datetime import timedelta

import pytest

from motcua.dossiers import actions
from motcua.dossiers.actions.outage_clocks import carry_out_outages
from motcua.dossiers.actions.outages import (
    OutageFacts,
    agree_to_outage,
    ask_outage,
    refuse_outage,
)
from motcua.dossiers.actions.pausing import pause, restart, resume
from motcua.dossiers.enums import PauseKind, Urgency
from motcua.dossiers.errors import (
    OutageLasts,
    OutageNotFound,
    OutagePlan,
    OutageSettled,
    OutageTimes,
)
from motcua.dossiers.models import Dossier
from motcua.dossiers.queries import promised
from motcua.dossiers.queries.story import story_of
from motcua.identity.errors import TwoPeopleNeeded
from motcua.kernel.clock import ZONE
from motcua.kernel.errors import NotAllowed
from motcua.kernel.models import AuditRow
from tests.cast import BUSINESS
from tests.dossiers.episodes import BASIS, FIRE, at

pytestmark = pytest.mark.django_db


def received(world, when="2026-11-20T09:00", key="key-0001"):
    dossier = world.file(BUSINESS, key=key)
    Dossier.objects.filter(pk=dossier.pk).update(fee_state="paid")
    return world.receive(dossier, now=at(when))


def due(dossier):
    dossier.refresh_from_db()
    return dossier.due_at.astimezone(ZONE).strftime("%d/%m %H:%M")


def test_one_person_alone_declares_nothing(world, second):
    administrator = world.actor("administrator")
    facts = OutageFacts(FIRE, BASIS, world.now)
    by = {"agency_id": world.ward.pk, "now": world.now}
    outage = ask_outage(actor=administrator, facts=facts, **by)
    with pytest.raises(TwoPeopleNeeded):
        agree_to_outage(actor=administrator, public_id=outage.public_id, now=world.now)
    assert carry_out_outages(now=world.now) == 0
    for stranger, refusal in (("receptionist", NotAllowed), ("outsider", OutageNotFound)):
        with pytest.raises(refusal):
            ask_outage(actor=world.actor(stranger), facts=facts, **by)
        with pytest.raises(refusal):
            agree_to_outage(actor=world.actor(stranger), public_id=outage.public_id, now=world.now)
    refuse_outage(actor=second, public_id=outage.public_id, now=world.now)
    with pytest.raises(OutageSettled):
        agree_to_outage(actor=second, public_id=outage.public_id, now=world.now)


def test_rule_outage_declared__it_begins_in_the_near_past(world):
    ahead, long_ago = world.now + timedelta(minutes=1), world.now - timedelta(days=8)
    for start, refusal in ((ahead, OutagePlan), (long_ago, OutageTimes)):
        with pytest.raises(refusal):
            ask_outage(
                actor=world.actor("administrator"),
                agency_id=world.ward.pk,
                facts=OutageFacts(FIRE, BASIS, start),
                now=world.now,
            )


def test_what_is_agreed_to_too_late_declares_nothing_backwards(world, second):
    by = {"actor": world.actor("administrator"), "agency_id": world.ward.pk, "now": world.now}
    planned = {"planned_end_at": world.now + timedelta(days=2)}
    for start, more, late in (
        (world.now + timedelta(hours=1), planned, timedelta(days=3)),
        (world.now, {}, timedelta(days=8)),
    ):
        asked = ask_outage(facts=OutageFacts(FIRE, BASIS, start, **more), **by)
        with pytest.raises(OutageTimes):
            agree_to_outage(actor=second, public_id=asked.public_id, now=world.now + late)


def test_rule_outage_ended__a_clock_runs_on_with_the_time_it_had(world, declare, end):
    dossier = received(world)
    before = due(dossier)
    outage = declare("2026-11-23T07:00")
    dossier.refresh_from_db()
    assert dossier.paused_at == at("2026-11-23T07:00")
    assert dossier.urgency(at("2026-12-30T09:00")) == Urgency.PAUSED
    assert dossier.pauses.get().reason == f"{FIRE} ({BASIS})"
    said = [moment.text for moment in story_of(dossier, at("2026-11-23T09:00"), "vi")]
    assert f"Sự cố đã công bố: {FIRE} ({BASIS})" in said
    end(outage, "2026-11-25T17:00")  # two working days: Tuesday the 24th is a day off
    dossier.refresh_from_db()
    assert dossier.paused_at is None
    assert before != due(dossier)
    assert dossier.due_at == promised(dossier, received=dossier.accepted_at).due_at
    assert (before, due(dossier)) == ("26/11 17:00", "30/11 17:00")
    acts = AuditRow.objects.filter(dossier_id=dossier.pk).values_list("action", flat=True)
    assert {"dossiers.pause_in_outage", "dossiers.resume_after_outage"} <= set(acts)


def test_an_outage_declared_afterwards_counts_from_its_true_start(world, declare, end):
    dossier = received(world)
    outage = declare("2026-11-23T07:00", now="2026-11-25T17:00")
    end(outage, "2026-11-25T17:00", now="2026-11-25T17:30")
    assert due(dossier) == "30/11 17:00"


def test_time_that_a_payment_and_an_outage_share_counts_once(world, declare, end):
    dossier, other = received(world), received(world, key="key-0002")
    for one in (dossier, other):
        pause(one, PauseKind.PAYMENT, now=at("2026-11-23T07:00"))
        one.save()
    outage = declare("2026-11-23T13:30")
    resume(Dossier.objects.get(pk=dossier.pk), now=at("2026-11-25T11:30"))
    first = Dossier.objects.get(pk=dossier.pk)
    resume(first, now=at("2026-11-25T11:30"))
    first.save()
    assert first.paused_at == at("2026-11-23T13:30"), "the outage lasts yet"
    end(outage, "2026-11-25T17:00")
    second = Dossier.objects.get(pk=other.pk)
    assert second.paused_at == at("2026-11-23T07:00"), "the payment is awaited yet"
    resume(second, now=at("2026-11-25T17:00"))
    second.save()
    assert due(dossier) == due(other) == "30/11 17:00"
    steps = {one.steps.get(finished_at=None).due_at for one in (first, second)}
    assert len(steps) == 1, "steps too were put off once"


def test_the_limit_counted_anew_after_a_supplement_stands_still_in_the_outage(world, declare, end):
    dossier = received(world)
    pause(dossier, PauseKind.SUPPLEMENT, now=at("2026-11-20T10:00"))
    dossier.save()
    outage = declare("2026-11-23T07:00")
    fresh = Dossier.objects.get(pk=dossier.pk)
    restart(fresh, now=at("2026-11-23T09:00"))
    fresh.save()
    assert fresh.paused_at == at("2026-11-23T07:00")
    end(outage, "2026-11-25T17:00")
    again = promised(fresh, received=at("2026-11-23T09:00")).due_at
    assert Dossier.objects.get(pk=dossier.pk).due_at == again
    assert due(dossier) == "30/11 17:00"


def test_two_outages_that_overlap_count_as_one(world, declare, end):
    dossier = received(world)
    first = declare("2026-11-23T07:00")
    second = declare("2026-11-23T13:30")
    end(first, "2026-11-25T11:30")
    dossier.refresh_from_db()
    assert dossier.paused_at == at("2026-11-23T13:30")
    end(second, "2026-11-25T17:00")
    dossier.refresh_from_db()
    assert (dossier.paused_at, due(dossier)) == (None, "30/11 17:00")


def test_an_outage_is_ended_once(world, declare, end):
    dossier, outage = received(world), declare("2026-11-23T07:00")
    end(outage, "2026-11-25T17:00")
    promise = due(dossier)
    with pytest.raises(OutageSettled):
        end(outage, "2026-11-26T17:00")
    assert carry_out_outages(now=at("2026-11-27T09:00")) == 0
    assert due(dossier) == promise
    assert outage.resumed_at


def test_an_outage_ends_after_its_start_and_not_in_the_future(world, declare, end):
    outage = declare("2026-11-23T07:00")
    for when, now in (("2026-11-23T07:00", "2026-11-23T09:00"), ("2026-11-25", "2026-11-24")):
        with pytest.raises(OutageTimes):
            end(outage, when, now=now)


def test_what_was_late_before_stays_late(world, declare):
    dossier = received(world)
    Dossier.objects.filter(pk=dossier.pk).update(due_at=at("2026-11-20T17:00"))
    declare("2026-11-23T07:00")
    dossier.refresh_from_db()
    assert dossier.urgency(at("2026-11-23T09:00")) == Urgency.LATE


def test_what_is_received_meanwhile_has_its_whole_time_from_the_end(world, declare, end):
    filed = [world.file(BUSINESS, key=f"key-000{number}") for number in (1, 2)]
    Dossier.objects.update(fee_state="paid")
    outage = declare("2026-11-23T07:00")
    dossier = world.receive(filed[0], now=at("2026-11-23T10:00"))
    assert dossier.paused_at == at("2026-11-23T10:00")
    end(outage, "2026-11-25T17:00")
    after = world.receive(filed[1], now=at("2026-11-25T17:00"))
    assert due(dossier) == due(after)


def test_an_outage_of_a_unit_stops_its_clocks_only(world, declare):
    dossier = received(world)
    unit = world.ward.units.get(code="CM")
    declare("2026-11-23T07:00", units=(unit.path,))
    elsewhere = world.file(BUSINESS, key="key-0002")
    Dossier.objects.filter(pk=elsewhere.pk).update(
        fee_state="paid", accepted_at=world.now, due_at=at("2026-12-01T17:00")
    )
    carry_out_outages(now=at("2026-11-23T08:00"))
    dossier.refresh_from_db()
    elsewhere.refresh_from_db()
    assert dossier.paused_at
    assert elsewhere.paused_at is None


def test_filing_online_is_refused_while_it_lasts_and_the_draft_is_kept(world, declare, end):
    outage = declare("2026-11-23T07:00")
    now = at("2026-11-23T09:00")
    filing = world.filing(BUSINESS, now=now)
    with pytest.raises(OutageLasts):
        actions.submit(actor=world.actor("citizen"), filing=filing, key="key-0009", now=now)
    end(outage, "2026-11-23T10:00")
    filed = actions.submit(actor=world.actor("citizen"), filing=filing, key="key-0009", now=now)
    assert filed.is_new

"""Two people for one act: the first asks, the second agrees or does not, nobody is both."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from motcua.agencies.actions.absences import AbsenceTerms, set_absence
from motcua.dossiers import actions
from motcua.dossiers.enums import Sensitive, State
from motcua.dossiers.errors import (
    DossierNotFound,
    NotSecondPerson,
    ProposalGone,
    ProposedAlready,
    ReasonMissing,
    RuleUncited,
    SecondPersonNeeded,
)
from motcua.dossiers.models import Dossier, Proposal, Slip, Transition, TwoPersonRule
from motcua.dossiers.queries.agreeing import is_for_two, may_agree
from motcua.dossiers.queries.counting import queue_counts
from motcua.dossiers.queries.histories import history_of
from motcua.dossiers.queries.queues import Queue, standing_in
from motcua.kernel.clock import civil_date
from motcua.kernel.errors import NotAllowed
from motcua.kernel.models import AuditRow
from motcua.kernel.transitions import MoveRefused
from tests.dossiers.branching import branching_world, sorted_out

REASON = {"reason": "Hết căn cứ."}
OFFICE = ("receptionist", "specialist", "head", "clerk", "leader", "administrator", "auditor")


def rule(world, act=Sensitive.STOP, by="leader", days=0):
    return actions.set_two_person_rule(
        actor=world.actor(by),
        agency=world.ward,
        act=act,
        valid_from=civil_date(world.now) + timedelta(days=days),
        citation="Quy chế làm việc số 12/QC-UBND",
        now=world.now,
    )


def by(world, name, dossier, **more):
    return {"actor": world.actor(name), "dossier_id": dossier.pk, "now": world.now, **more}


def propose(world, dossier, name="head"):
    return actions.propose(**by(world, name, dossier, act=Sensitive.STOP, values=REASON))


def state(dossier):
    return Dossier.objects.get(pk=dossier.pk).state


def test_where_two_are_asked_for_one_alone_does_nothing(world):
    rule(world)
    dossier = world.receive(world.file())
    for name in ("head", "leader"):
        with pytest.raises(SecondPersonNeeded):
            actions.stop(**by(world, name, dossier, **REASON))
    assert state(dossier) == State.IN_PROCESS


def test_the_second_agrees_and_it_is_done_in_the_firsts_name(world):
    rule(world)
    dossier = world.receive(world.file())
    proposal = propose(world, dossier)
    assert state(dossier) == State.IN_PROCESS
    assert dossier in standing_in(Queue.AGREEING, world.actor("leader"), world.now)
    assert dossier not in standing_in(Queue.AGREEING, world.actor("head"), world.now)
    actions.agree(**by(world, "leader", dossier, proposal_id=proposal.public_id))
    assert state(dossier) == State.STOPPED
    move = Transition.objects.get(dossier=dossier, action="stop")
    assert move.official_id == world.accounts["head"].official_id
    told = {one.title: one.who for one in history_of(dossier, "vi")}
    assert told["Đề nghị người thứ hai: Dừng xử lý"] == "Cán bộ head"
    assert told["Đồng ý: Dừng xử lý"] == "Cán bộ leader"
    row = AuditRow.objects.get(action="dossiers.agree", dossier_id=dossier.pk)
    assert row.official_id == world.accounts["leader"].official_id
    with pytest.raises(ProposalGone):
        actions.agree(**by(world, "leader", dossier, proposal_id=proposal.public_id))


@pytest.mark.parametrize(
    ("act", "values", "who"),
    [
        (Sensitive.STOP, REASON, "head"),
        (Sensitive.RETURN, {}, "receptionist"),
    ],
)
def test_what_waits_for_ones_agreement_is_what_one_may_agree_to(world, act, values, who):
    rule(world, act)
    dossier = world.receive(world.file())
    if act is Sensitive.RETURN:
        world.finish(dossier)
    actions.propose(**by(world, who, dossier, act=act, values=values))
    dossier.refresh_from_db()
    asked_by = world.accounts[who].official_id
    seen = {
        name: dossier in standing_in(Queue.AGREEING, world.actor(name), world.now)
        for name in (*OFFICE, "outsider")
    }
    assert seen == {
        name: may_agree(world.actor(name), dossier, act, asked_by) for name in (*OFFICE, "outsider")
    }
    assert {True, False} <= set(seen.values())


def test_who_stands_in_for_the_one_who_asked_is_not_asked_to_agree_in_that_name(world):
    rule(world, Sensitive.RETURN)
    dossier = world.finish(world.receive(world.file()))
    actions.propose(**by(world, "receptionist", dossier, act=Sensitive.RETURN, values={}))
    first = world.accounts["receptionist"].official_id
    dossier.refresh_from_db()
    helper = standing_in_for(world, "receptionist", "specialist")
    assert not may_agree(helper, dossier, Sensitive.RETURN, first)
    assert dossier not in standing_in(Queue.AGREEING, helper, world.now)
    other = standing_in_for(world, "leader", "specialist")
    assert may_agree(other, dossier, Sensitive.RETURN, first)
    assert dossier in standing_in(Queue.AGREEING, other, world.now)


def standing_in_for(world, absent, helper):
    """Give a helper with what he may do in the name of somebody who is away, and nothing else."""
    behalf = world.accounts[absent].official_id
    held = world.actor(absent).powers
    return replace(
        world.actor(helper), powers=tuple(replace(power, behalf=behalf) for power in held)
    )


def test_nobody_is_both(world):
    rule(world)
    dossier = world.receive(world.file())
    proposal = propose(world, dossier)
    with pytest.raises(NotSecondPerson):
        actions.agree(**by(world, "head", dossier, proposal_id=proposal.public_id))
    proposal.is_agreed, proposal.decided_by = True, proposal.asked_by
    with pytest.raises(IntegrityError), transaction.atomic():
        proposal.save()


def test_nobody_is_both_by_standing_in_for_the_other(world):
    rule(world)
    today = civil_date(world.now)
    terms = AbsenceTerms(today, today, delegate=world.accounts["leader"].official)
    dossier = world.receive(world.file())
    proposal = propose(world, dossier, "head")
    set_absence(
        actor=world.actor("head"),
        official=world.accounts["head"].official,
        terms=terms,
        now=world.now,
    )
    # The leader agrees by his own role, not by the head's.
    actions.agree(**by(world, "leader", dossier, proposal_id=proposal.public_id))
    assert state(dossier) == State.STOPPED


def test_who_has_no_right_to_the_act_is_no_second(world):
    rule(world)
    dossier = world.receive(world.file())
    proposal = propose(world, dossier)
    for name, error in (
        ("receptionist", NotSecondPerson),
        ("auditor", NotSecondPerson),
        ("outsider", DossierNotFound),
        ("administrator", DossierNotFound),
    ):
        with pytest.raises(error):
            actions.agree(**by(world, name, dossier, proposal_id=proposal.public_id))
    assert state(dossier) == State.IN_PROCESS


def test_the_second_says_no_with_his_reason_and_the_first_takes_back(world):
    rule(world)
    dossier = world.receive(world.file())
    proposal = propose(world, dossier)
    with pytest.raises(ProposedAlready):
        propose(world, dossier, "leader")
    common = {"proposal_id": proposal.public_id}
    with pytest.raises(ReasonMissing):
        actions.disagree(**by(world, "leader", dossier, reason=" ", **common))
    actions.disagree(**by(world, "leader", dossier, reason="Còn căn cứ.", **common))
    again = propose(world, dossier)
    actions.disagree(**by(world, "head", dossier, reason="", proposal_id=again.public_id))
    assert state(dossier) == State.IN_PROCESS
    assert not Slip.objects.filter(form="03").exists()


def test_what_could_not_be_done_is_not_proposed(world):
    rule(world)
    with pytest.raises(MoveRefused):
        propose(world, world.file(), "leader")
    assert not Proposal.objects.exists()


def test_what_went_on_meanwhile_stays_proposed_and_is_told(world):
    rule(world)
    dossier = world.receive(world.file())
    proposal = propose(world, dossier)
    actions.withdraw(
        actor=world.actor("citizen"), dossier_id=dossier.pk, reason="Thôi.", now=world.now
    )
    with pytest.raises(MoveRefused):
        actions.agree(**by(world, "leader", dossier, proposal_id=proposal.public_id))
    proposal.refresh_from_db()
    assert proposal.decided_at is None


def test_a_rule_is_dated_and_cites(world):
    coming = rule(world, days=5)
    dossier = world.receive(world.file())
    actions.stop(**by(world, "head", dossier, **REASON))
    assert state(dossier) == State.STOPPED
    with pytest.raises(RuleUncited):
        actions.set_two_person_rule(
            actor=world.actor("leader"),
            agency=world.ward,
            act=Sensitive.STOP,
            valid_from=civil_date(world.now),
            citation=" ",
            now=world.now,
        )
    for name in ("head", "outsider", "auditor"):
        with pytest.raises(NotAllowed):
            rule(world, by=name)
        with pytest.raises(NotAllowed):
            actions.ask_to_end_rule(**end(world, name, coming))
        with pytest.raises(NotAllowed):
            actions.end_two_person_rule(**end(world, name, coming))
    actions.ask_to_end_rule(**end(world, "administrator", coming))
    actions.end_two_person_rule(**end(world, "leader", coming))
    assert not TwoPersonRule.objects.exists(), "it never held"


def end(world, name, held, now=None):
    return {"actor": world.actor(name), "rule_id": held.public_id, "now": now or world.now}


def test_two_end_what_two_must_do(world):
    held = rule(world)
    with pytest.raises(ProposalGone):
        actions.end_two_person_rule(**end(world, "administrator", held))
    actions.ask_to_end_rule(**end(world, "administrator", held))
    with pytest.raises(NotSecondPerson):
        actions.end_two_person_rule(**end(world, "administrator", held))
    tomorrow = civil_date(world.now) + timedelta(days=1)
    assert is_for_two(world.ward.pk, Sensitive.STOP, tomorrow), "to ask for it ends nothing"
    for _press in range(2):
        actions.end_two_person_rule(**end(world, "leader", held))
    assert is_for_two(world.ward.pk, Sensitive.STOP, civil_date(world.now))
    assert not is_for_two(world.ward.pk, Sensitive.STOP, tomorrow)
    row = AuditRow.objects.get(action="dossiers.end_two_person_rule")
    assert row.official_id == world.accounts["leader"].official_id
    assert row.data["first"] == world.accounts["administrator"].official_id


def test_who_has_two_records_is_not_the_second_who_ends_a_rule(world):
    held = rule(world)
    leader, other = (world.accounts[name].official for name in ("leader", "administrator"))
    type(leader).objects.filter(pk=leader.pk).update(email=other.email)
    actions.ask_to_end_rule(**end(world, "administrator", held))
    with pytest.raises(NotSecondPerson):
        actions.end_two_person_rule(**end(world, "leader", held))


def test_who_stands_in_for_the_first_does_not_end_a_rule_in_that_name(world):
    held = rule(world)
    actions.ask_to_end_rule(**end(world, "leader", held))
    how = end(world, "head", held) | {"actor": standing_in_for(world, "leader", "head")}
    with pytest.raises(NotSecondPerson):
        actions.end_two_person_rule(**how)


def test_a_rule_that_was_asked_to_end_is_kept_where_somebody_says_no(world):
    held = rule(world)
    actions.ask_to_end_rule(**end(world, "administrator", held))
    actions.keep_two_person_rule(**end(world, "leader", held))
    with pytest.raises(ProposalGone):
        actions.end_two_person_rule(**end(world, "leader", held))
    held.refresh_from_db()
    assert (held.valid_to, held.end_asked_by) == (None, None)
    held.valid_to = civil_date(world.now) + timedelta(days=1)
    held.ended_by_id = held.end_asked_by_id = world.accounts["leader"].official_id
    with pytest.raises(IntegrityError), transaction.atomic():
        held.save()


def test_a_rule_of_another_agency_does_not_bind(world):
    rule(world, Sensitive.REFUSE)
    dossier = world.receive(world.file())
    actions.stop(**by(world, "head", dossier, **REASON))
    assert state(dossier) == State.STOPPED


def test_who_may_agree_for_the_sake_of_his_step_has_it_in_his_list_and_is_counted(world):
    rule(world)
    other = world.receive(world.file(key="key-0002", seed=4))
    dossier = sorted_out(branching_world(world), needs_visit=False)
    asked = {"head": propose(world, dossier), "leader": propose(world, other, "leader")}
    specialist = world.actor("specialist")
    (listed,) = standing_in(Queue.AGREEING, specialist, world.now)
    assert listed == dossier
    counts = {row.queue: row.count for row in queue_counts(specialist, world.now)}
    assert counts[Queue.AGREEING] == 1
    common = {"proposal_id": asked["head"].public_id}
    actions.agree(**by(world, "specialist", dossier, **common))
    assert not standing_in(Queue.AGREEING, specialist, world.now).exists()
    assert Queue.AGREEING not in {row.queue for row in queue_counts(specialist, world.now)}

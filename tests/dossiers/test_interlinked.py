"""Article 19.6 and 19.7: interlinked procedures, side by side or in turn, the lead coordinates."""

from __future__ import annotations

import copy

import pytest

from motcua.dossiers import actions
from motcua.dossiers.errors import DossierNotFound
from motcua.dossiers.queries import visible_to
from motcua.dossiers.queries.control import hand_overs
from motcua.dossiers.queries.handling import Act, acts_open, standing_of
from motcua.dossiers.queries.listing import page
from motcua.dossiers.queries.narrowing import Filters
from motcua.dossiers.queries.queues import Queue
from motcua.dossiers.queries.timelines import clock_of
from motcua.kernel.actors import SYSTEM
from motcua.kernel.caching import forget_all
from motcua.kernel.errors import NotAllowed
from motcua.procedures.actions import OfferingFacts, open_offering
from tests.cast import BIRTH, ROLES, SINCE, _official
from tests.dossiers.branching import codes_in_hand, complete, publish_process, sorted_out
from tests.procedures.flows import BRANCHED


def lend(world, content):
    """Let the accountant's step be done by a unit of the other ward, and give it officials."""
    publish_process(world, content)
    units = {role: world.ward.units.get(code=code).pk for role, code in ROLES.items()}
    theirs = world.other_ward.units.get(code="CM")
    open_offering(
        actor=SYSTEM,
        agency=world.ward,
        procedure_code=BIRTH,
        facts=OfferingFacts({**units, "accountant": theirs.pk}),
        opened_from=SINCE,
        now=world.now,
    )
    for name, role in (("partner", "accountant"), ("partner-head", "head")):
        world.accounts[name] = _official(world.other_ward, theirs, name, world.now, post=role)
    forget_all()
    return world


@pytest.fixture
def side_by_side(world):
    """A dossier whose visit is the ward's and whose books are the other ward's, at once."""
    lend(world, BRANCHED)
    return sorted_out(world, needs_visit=True)


@pytest.fixture
def in_turn(world):
    """A dossier that goes from the ward to the other ward, and back to the ward."""
    content = copy.deepcopy(BRANCHED)
    content["steps"][1]["moves"][0]["to"] = ["kiem-tra"]
    content["steps"][2]["moves"] = [{"kind": "forward", "to": "so-sach"}]
    content["steps"][4]["join"] = False
    lend(world, content)
    dossier = sorted_out(world, needs_visit=True)
    complete(world, dossier, "specialist", note="Đúng thực tế.")
    return dossier


def mine(world, name):
    return [row.code for row in page(world.actor(name), Filters(Queue.MINE), world.now, "vi").rows]


def seen(world, name):
    return set(visible_to(world.actor(name)).values_list("code", flat=True))


def test_side_by_side_each_agency_has_its_step_and_the_lead_waits_for_both(world, side_by_side):
    assert codes_in_hand(side_by_side) == ["kiem-tra", "so-sach"]
    assert mine(world, "partner") == [side_by_side.code]
    assert mine(world, "specialist") == [side_by_side.code]
    complete(world, side_by_side, "partner", step="so-sach")
    assert codes_in_hand(side_by_side) == ["kiem-tra"]
    complete(world, side_by_side, "specialist", step="kiem-tra", note="Đúng thực tế.")
    assert codes_in_hand(side_by_side) == ["tham-dinh"]


def test_in_turn_the_other_agency_has_it_and_gives_it_back_to_the_lead(world, in_turn):
    assert codes_in_hand(in_turn) == ["so-sach"]
    assert mine(world, "partner") == [in_turn.code]
    with pytest.raises(DossierNotFound):
        complete(world, in_turn, "specialist")
    complete(world, in_turn, "partner")
    assert codes_in_hand(in_turn) == ["tham-dinh"]
    assert mine(world, "partner") == []
    assert in_turn.agency_id == world.ward.pk


def test_the_other_agency_sees_what_it_does_and_what_it_did_and_nothing_else(world, in_turn):
    other = world.file(key="other")
    assert seen(world, "partner") == {in_turn.code}
    assert seen(world, "outsider") == set()
    complete(world, in_turn, "partner")
    forget_all()
    assert seen(world, "partner") == {in_turn.code}
    assert other.code in seen(world, "receptionist")


def test_only_the_lead_ends_or_promises_anew_whoever_has_the_step(world, in_turn):
    head = world.actor("partner-head")
    offered = acts_open(standing_of(head, in_turn, world.now))
    assert not {Act.STOP, Act.APOLOGISE, Act.PART} & set(offered)
    with pytest.raises(NotAllowed):
        actions.stop(actor=head, dossier_id=in_turn.pk, reason="Không.", now=world.now)
    assert Act.STOP in acts_open(standing_of(world.actor("leader"), in_turn, world.now))


def test_before_its_turn_and_without_a_part_there_is_no_dossier(world):
    lend(world, BRANCHED)
    dossier = world.receive(world.file())
    with pytest.raises(DossierNotFound):
        actions.take_up(actor=world.actor("partner"), dossier_id=dossier.pk, now=world.now)


def test_rule_interlinked_article_19_6_7__the_clock_names_who_takes_part(world, in_turn):
    told = [line for line in clock_of(in_turn, world.now).lines if line.rule == "interlinked"]
    assert len(told) == 1
    assert hand_overs(in_turn, world.now, "vi")[-1].taker.startswith("Chuyên môn")

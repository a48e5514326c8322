"""All ten national statuses, and every way between them, driven by what people do."""

from __future__ import annotations

from datetime import timedelta

import pytest

from motcua.dossiers import actions
from motcua.dossiers.actions.lapsing import close_all_unpaid
from motcua.dossiers.enums import FeeState, NationalCode, Sensitive, SlipForm, State
from motcua.dossiers.errors import NotYetDue
from motcua.dossiers.models import Slip
from motcua.dossiers.queries.dues import kept_until, payment_lapses_at, reminders_due
from motcua.dossiers.workflow import NATIONAL_MOVES
from motcua.kernel.actors import SYSTEM
from motcua.kernel.errors import NotAllowed
from motcua.notifications.base.languages import in_one
from motcua.notifications.models import Message
from tests.cast import BUSINESS
from tests.dossiers.doing import ask, complete, residence
from tests.dossiers.test_step_times import LINE, pay

REASON = {"reason": "Không đủ điều kiện."}


def act(world, dossier, name, who, **more):
    getattr(actions, name)(actor=world.actor(who), dossier_id=dossier.pk, now=world.now, **more)


def paid(world, dossier):
    pay(dossier, world.now)
    world.settle()


def reopened(world, dossier):
    """Open a closed dossier again: one asks, the leader agrees."""
    given = {**REASON, "legal_basis": "Quyết định 1/QĐ"}
    by = {"dossier_id": dossier.pk, "now": world.now}
    asker, leader = world.actor("receptionist"), world.actor("leader")
    asked = actions.propose(actor=asker, act=Sensitive.REOPEN, values=given, **by)
    actions.agree(actor=leader, proposal_id=asked.public_id, **by)


REACHES = {
    1: (lambda _world, _dossier: None,),
    2: (lambda world, dossier: act(world, dossier, "accept", "receptionist"),),
    4: (lambda world, dossier: world.receive(dossier),),
    5: (
        ask,
        lambda world, dossier: ask(world, world.receive(dossier), who="specialist"),
    ),
    6: (
        lambda world, dossier: act(world, dossier, "ask_payment", "receptionist", line=LINE),
        lambda world, dossier: act(
            world, world.receive(dossier), "ask_payment", "specialist", line=LINE
        ),
    ),
    8: (lambda world, dossier: act(world, world.receive(dossier), "stop", "head", **REASON),),
    9: (lambda world, dossier: world.finish(world.receive(dossier)),),
    10: (
        lambda world, dossier: act(
            world, world.finish(world.receive(dossier)), "return_result", "receptionist"
        ),
    ),
}
AT_RECEIPT, IN_PROCESS = 0, 1
MOVES = {
    (1, 2): (0, lambda world, d: act(world, d, "accept", "receptionist")),
    (1, 3): (0, lambda world, d: act(world, d, "refuse", "receptionist", **REASON)),
    (1, 5): (0, ask),
    (1, 6): (0, lambda world, d: act(world, d, "ask_payment", "receptionist", line=LINE)),
    (1, 7): (0, lambda world, d: act(world, d, "withdraw", "citizen", **REASON)),
    (2, 4): (0, lambda world, d: act(world, d, "hand_over", "receptionist")),
    (2, 7): (0, lambda world, d: act(world, d, "withdraw", "citizen", **REASON)),
    (4, 5): (0, lambda world, d: ask(world, d, who="specialist")),
    (4, 6): (0, lambda world, d: act(world, d, "ask_payment", "specialist", line=LINE)),
    (4, 7): (0, lambda world, d: act(world, d, "withdraw", "citizen", **REASON)),
    (4, 8): (0, lambda world, d: act(world, d, "stop", "head", **REASON)),
    (4, 9): (0, lambda world, d: world.finish(d)),
    (5, 1): (AT_RECEIPT, complete),
    (5, 4): (IN_PROCESS, complete),
    (5, 7): (AT_RECEIPT, lambda world, d: act(world, d, "withdraw", "citizen", **REASON)),
    (5, 8): (IN_PROCESS, lambda world, d: act(world, d, "stop", "head", **REASON)),
    (6, 1): (AT_RECEIPT, paid),
    (6, 4): (IN_PROCESS, paid),
    (6, 7): (IN_PROCESS, lambda world, d: act(world, d, "withdraw", "citizen", **REASON)),
    (6, 8): (IN_PROCESS, lambda world, d: act(world, d, "stop", "leader", **REASON)),
    (9, 10): (0, lambda world, d: act(world, d, "return_result", "receptionist")),
    (8, 4): (0, reopened),
    (10, 4): (0, reopened),
}


def test_every_way_of_the_register_is_driven_here():
    assert set(MOVES) == NATIONAL_MOVES
    reached = {1} | {target for _source, target in MOVES}
    assert reached == set(NationalCode.values)


@pytest.mark.parametrize("way", sorted(MOVES), ids=lambda way: f"{way[0]}-{way[1]}")
def test_a_dossier_goes_from_one_national_status_to_the_next(world, way):
    source, target = way
    phase, move = MOVES[way]
    dossier = residence(world)
    REACHES[source][phase](world, dossier)
    dossier.refresh_from_db()
    assert dossier.national_code == source
    move(world, dossier)
    dossier.refresh_from_db()
    assert dossier.national_code == target
    assert dossier.is_open == (target not in {3, 7, 8, 10})


# --- money that never comes, results nobody fetches ----------------------------------------------


def test_what_is_never_paid_is_not_received_and_says_why(world):
    dossier = world.file(BUSINESS)
    world.settle()
    assert dossier.fee_state == FeeState.DUE
    lapses = payment_lapses_at(dossier)
    with pytest.raises(NotYetDue):
        actions.close_unpaid(actor=SYSTEM, dossier_id=dossier.pk, now=lapses - timedelta(seconds=1))
    for _again in range(2):
        actions.close_unpaid(actor=SYSTEM, dossier_id=dossier.pk, now=lapses)
    dossier.refresh_from_db()
    assert dossier.state == State.REFUSED
    (slip,) = Slip.objects.filter(dossier=dossier, form=SlipForm.REFUSAL)
    assert "30 ngày" in slip.data["reasons"][0]


def test_rule_obligation_lapse__what_is_never_met_stops_the_dossier(world):
    dossier = world.receive(residence(world))
    act(world, dossier, "ask_payment", "specialist", line=LINE)
    dossier.refresh_from_db()
    actions.close_unpaid(actor=SYSTEM, dossier_id=dossier.pk, now=payment_lapses_at(dossier))
    dossier.refresh_from_db()
    assert dossier.state == State.STOPPED


def test_what_was_paid_meanwhile_is_left_alone(world):
    dossier = world.receive(residence(world))
    done = actions.close_unpaid(
        actor=SYSTEM, dossier_id=dossier.pk, now=world.now + timedelta(days=99)
    )
    assert done.state == State.IN_PROCESS


def test_only_the_node_ends_what_is_not_paid(world):
    with pytest.raises(NotAllowed):
        actions.close_unpaid(
            actor=world.actor("receptionist"), dossier_id=world.file().pk, now=world.now
        )


def test_each_night_what_was_never_paid_is_ended_once(world):
    unpaid, paid_for = world.file(BUSINESS), residence(world)
    act(world, world.receive(paid_for), "ask_payment", "specialist", line=LINE)
    assert close_all_unpaid(now=world.now + timedelta(days=29)) == 0
    assert close_all_unpaid(now=world.now + timedelta(days=30)) == 2
    assert close_all_unpaid(now=world.now + timedelta(days=31)) == 0
    unpaid.refresh_from_db()
    assert unpaid.state == State.REFUSED


def test_rule_unclaimed_result__reminded_of_three_times_and_kept_180_days(world):
    dossier = world.finish(world.receive(world.file()))
    assert kept_until(dossier) == dossier.finished_at + timedelta(days=180)
    due = [reminders_due(dossier, world.now + timedelta(days=day)) for day in (0, 6, 7, 15, 30, 60)]
    assert due == [0, 0, 1, 2, 3, 3]
    act(world, dossier, "return_result", "receptionist")
    dossier.refresh_from_db()
    assert reminders_due(dossier, world.now + timedelta(days=60)) == 0
    assert kept_until(dossier) is None


@pytest.mark.parametrize(("code", "template"), [("birth", "finished"), ("land", "finished_early")])
def test_article_20_an_early_result_is_told_at_once_with_where_to_fetch_it(
    world, settings, code, template
):
    settings.SMTP_URL = "smtp://127.0.0.1:1"
    dossier = world.file() if code == "birth" else residence(world)
    world.finish(world.receive(dossier))
    told = Message.objects.get(template=template)
    assert "Trung tâm Phục vụ hành chính công" in in_one(told.context["place"], "vi")

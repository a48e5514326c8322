"""From each of the ten national statuses, what is no way of the register is refused."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import transaction

from motcua.dossiers import actions
from motcua.dossiers.actions.correcting import reopen
from motcua.dossiers.enums import NationalCode, State
from motcua.dossiers.models import Dossier, Transition
from motcua.dossiers.workflow import NATIONAL, TABLE
from motcua.kernel.actors import SYSTEM
from motcua.kernel.errors import DomainError
from tests.dossiers.doing import ask, complete, residence
from tests.dossiers.test_step_times import LINE

REASON = {"reason": "Không đủ điều kiện."}


def act(world, dossier, name, who, **more):
    getattr(actions, name)(actor=world.actor(who), dossier_id=dossier.pk, now=world.now, **more)


def received(world, dossier):
    world.receive(dossier)


REACHED = {
    State.FILED: lambda _world, _dossier: None,
    State.ACCEPTED: lambda world, one: act(world, one, "accept", "receptionist"),
    State.REFUSED: lambda world, one: act(world, one, "refuse", "receptionist", **REASON),
    State.IN_PROCESS: received,
    State.SUPPLEMENT_AT_RECEIPT: ask,
    State.SUPPLEMENT_IN_PROCESS: lambda world, one: ask(
        world, world.receive(one), who="specialist"
    ),
    State.PAYMENT_AT_RECEIPT: lambda world, one: act(
        world, one, "ask_payment", "receptionist", line=LINE
    ),
    State.PAYMENT_IN_PROCESS: lambda world, one: act(
        world, world.receive(one), "ask_payment", "specialist", line=LINE
    ),
    State.WITHDRAWN: lambda world, one: act(world, one, "withdraw", "citizen", **REASON),
    State.STOPPED: lambda world, one: act(world, world.receive(one), "stop", "head", **REASON),
    State.FINISHED: lambda world, one: world.finish(world.receive(one)),
    State.RETURNED: lambda world, one: act(
        world, world.finish(world.receive(one)), "return_result", "receptionist"
    ),
}
"""How each state is reached by what people do."""

TRIED = {
    "accept": lambda world, one: act(world, one, "accept", "receptionist"),
    "refuse": lambda world, one: act(world, one, "refuse", "receptionist", **REASON),
    "hand_over": lambda world, one: act(world, one, "hand_over", "receptionist"),
    "ask_supplement": ask,
    "ask_supplement by the unit": lambda world, one: ask(world, one, who="specialist"),
    "answer_supplement": complete,
    "ask_payment": lambda world, one: act(world, one, "ask_payment", "receptionist", line=LINE),
    "ask_payment by the unit": lambda world, one: act(
        world, one, "ask_payment", "specialist", line=LINE
    ),
    "withdraw": lambda world, one: act(world, one, "withdraw", "citizen", **REASON),
    "stop": lambda world, one: act(world, one, "stop", "head", **REASON),
    "finish": lambda world, one: act(world, one, "approve_result", "leader"),
    "return_result": lambda world, one: act(world, one, "return_result", "receptionist"),
    "apologise": lambda world, one: act(
        world, one, "apologise", "head", reason="Chờ.", again_on=date(2027, 1, 4)
    ),
    "reopen": lambda world, one: reopen(
        actor=world.actor("leader"),
        dossier_id=one.pk,
        legal_basis="Quyết định 1/QĐ-UBND",
        now=world.now,
        **REASON,
    ),
    "close_unpaid": lambda world, one: actions.close_unpaid(
        actor=SYSTEM, dossier_id=one.pk, now=world.now
    ),
}
"""What people may try, by the move of the table that it would make."""


def test_every_state_is_reached_and_every_move_of_people_is_tried():
    assert set(REACHED) == set(State)
    assert {int(NATIONAL[state]) for state in REACHED} == set(NationalCode.values)
    by_hand = {move.action for move in TABLE.moves} - {"submit", "settle_payment"}
    assert by_hand <= {name.split(" ")[0] for name in TRIED}


@pytest.mark.parametrize("state", list(State), ids=str)
def test_what_the_table_does_not_list_is_refused_and_changes_nothing(world, state):
    dossier = residence(world)
    REACHED[state](world, dossier)
    dossier = Dossier.objects.get(pk=dossier.pk)
    assert dossier.state == state
    listed = {move.action for move in TABLE.allowed(state)}
    if state in {State.ACCEPTED, State.IN_PROCESS}:
        listed.add("apologise")  # which moves nothing, and needs a promise that runs
    before = Transition.objects.filter(dossier=dossier).count()
    for name, attempt in TRIED.items():
        if name.split(" ")[0] in listed:
            continue
        did = False
        try:
            with transaction.atomic():
                attempt(world, Dossier.objects.get(pk=dossier.pk))
                did = Transition.objects.filter(dossier=dossier).count() != before
        except DomainError:
            pass
        assert not did, f"{name} from {state}"
        assert Dossier.objects.get(pk=dossier.pk).state == state
        assert Transition.objects.filter(dossier=dossier).count() == before

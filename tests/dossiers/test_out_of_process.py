"""Once a dossier left the process, or waits for its applicant, no official can settle it."""

from __future__ import annotations

import pytest

from motcua.dossiers import actions
from motcua.dossiers.models import Result
from motcua.kernel.transitions import MoveRefused
from motcua.payments.queries import orders_of
from motcua.signatures.models import SignedDocument
from tests.cast import BUSINESS

pytestmark = pytest.mark.django_db


def withdraw(world, dossier):
    actions.withdraw(
        actor=world.actor("citizen"), dossier_id=dossier.pk, reason="Đổi ý", now=world.now
    )


def stop(world, dossier):
    actions.stop(
        actor=world.actor("leader"), dossier_id=dossier.pk, reason="Trùng hồ sơ", now=world.now
    )


def ask_payment(world, dossier):
    actions.ask_payment(
        actor=world.actor("leader"),
        dossier_id=dossier.pk,
        line=actions.OrderLine("phi", {"vi": "Phí"}, 30_000),
        now=world.now,
    )


def act(world, name, dossier):
    leader = {"actor": world.actor("leader"), "dossier_id": dossier.pk, "now": world.now}
    if name == "approve":
        actions.approve_result(**leader)
    elif name == "complete":
        actions.complete_step(**leader, note="Đồng ý")
    elif name == "send back":
        actions.send_back(**leader, reason="Xem lại")
    elif name == "draft":
        actions.draft_result(**leader, data={})
    else:
        actions.take_up(**leader)


@pytest.fixture
def before_the_leader(world):
    """Give a dossier whose drafted result lies before the leader."""
    world.give_a_key()
    dossier = world.receive(world.file())
    world.draft(dossier)
    for name in ("specialist", "head"):
        actions.complete_step(
            actor=world.actor(name), dossier_id=dossier.pk, now=world.now, note="Đủ điều kiện."
        )
    return dossier


@pytest.mark.parametrize("leave", [withdraw, stop, ask_payment])
@pytest.mark.parametrize("name", ["approve", "complete", "send back", "draft", "take up"])
def test_nobody_settles_what_left_the_process(world, before_the_leader, leave, name):
    leave(world, before_the_leader)
    with pytest.raises(MoveRefused):
        act(world, name, before_the_leader)
    world.settle()
    assert Result.objects.get(dossier=before_the_leader).number == ""
    assert not SignedDocument.objects.exists()


def test_no_paper_is_signed_for_a_dossier_that_went_another_way(world, before_the_leader):
    act(world, "approve", before_the_leader)
    type(before_the_leader).objects.filter(pk=before_the_leader.pk).update(
        state="withdrawn", national_code=7, is_open=False
    )
    world.settle()
    assert Result.objects.get(dossier=before_the_leader).signed_at is None
    assert not SignedDocument.objects.exists()


def test_whoever_withdrew_owes_nothing_any_more(world):
    dossier = world.file(BUSINESS)
    world.settle()
    assert [order.state for order in orders_of("dossier", dossier.pk)] == ["open"]
    withdraw(world, dossier)
    assert [order.state for order in orders_of("dossier", dossier.pk)] == ["cancelled"]

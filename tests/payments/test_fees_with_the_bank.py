"""Fees paid at a real sandbox bank: the rest of a refused exemption, later, and with the result."""

from __future__ import annotations

from datetime import timedelta

import pytest

from motcua.dossiers import actions
from motcua.dossiers.enums import FeeState, State
from motcua.dossiers.models import Dossier
from motcua.kernel.clock import system_now
from motcua.payments.actions import expire_orders
from motcua.payments.queries import ledger_balance
from tests.cast import RESIDENCE
from tests.dossiers.fees import LATER, let_in_due, open_in
from tests.payments.test_with_the_bank import bank, go
from tests.sandbox.conftest import wait_for

__all__ = ["bank"]
pytestmark = pytest.mark.django_db(transaction=True)


def paid_at(bank, world, dossier, order, now):
    """Pay an order at the bank, and let its word come and be heard."""
    go(bank, order, "pay")

    def is_paid():
        order.refresh_from_db()
        return order.state == "paid"

    wait_for(is_paid)
    world.settle(now)
    return Dossier.objects.get(pk=dossier.pk)


def test_what_a_refused_exemption_leaves_due_is_paid_later_at_the_bank(bank, world):
    now = world.now = system_now()
    dossier = world.file(RESIDENCE, fixed={"fee_group": "merit"})
    world.settle()
    actions.judge_exemption(
        actor=world.actor("receptionist"),
        dossier_id=dossier.pk,
        is_granted=False,
        reason="Giấy đã hết hạn.",
        now=now,
    )
    # The first order ends unpaid: he pays later, by a fresh one.
    assert expire_orders(now=now + timedelta(days=10, minutes=1)) == 1
    order = actions.open_due_order(
        actor=world.actor("citizen"), dossier_id=dossier.pk, now=now + timedelta(days=10, hours=1)
    )
    heard = paid_at(bank, world, dossier, order, now)
    assert heard.fee_state == FeeState.PAID
    assert world.receive(heard).state == State.IN_PROCESS
    assert ledger_balance() == 0


def test_fees_at_filing_at_supplement_and_at_return_are_each_paid_at_the_bank(bank, world):
    now = world.now = system_now()
    fees = ("ho-so", "at-filing", 20_000), ("them", "at-supplement", 30_000)
    let_in_due(world, *fees, ("cap", "at-return", 50_000))
    dossier = world.file(LATER)
    world.settle()
    heard = paid_at(bank, world, dossier, open_in(dossier)["at-filing"], now)
    assert heard.fee_state == FeeState.PAID
    item = actions.SupplementItem("question", next(iter(dossier.answers)), "Chưa rõ.")
    clerk, citizen = world.actor("receptionist"), world.actor("citizen")
    actions.ask_supplement(actor=clerk, dossier_id=dossier.pk, items=[item], now=now)
    actions.answer_supplement(actor=citizen, dossier_id=dossier.pk, answers={}, uploads={}, now=now)
    heard = paid_at(bank, world, dossier, open_in(dossier)["at-supplement"], now)
    assert heard.fee_state == FeeState.PAID
    finished = world.finish(world.receive(heard))
    heard = paid_at(bank, world, finished, open_in(finished)["at-return"], now)
    returned = actions.return_result(actor=clerk, dossier_id=dossier.pk, now=now)
    assert returned.state == State.RETURNED
    assert ledger_balance() == 0

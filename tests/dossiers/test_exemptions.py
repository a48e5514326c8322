"""An exemption that a paper has to show: claimed, counted at filing, judged at receipt."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from motcua.dossiers import actions
from motcua.dossiers.actions.lapsing import close_all_unpaid, close_unpaid
from motcua.dossiers.enums import FeeState, State
from motcua.dossiers.errors import (
    ExemptionJudged,
    ExemptionUnseen,
    FeeUnpaid,
    NotYetDue,
    PapersMissing,
    ReasonMissing,
)
from motcua.dossiers.models import Dossier, Transition
from motcua.dossiers.queries.fee_debts import claim_states
from motcua.kernel.actors import SYSTEM
from motcua.kernel.errors import NotAllowed
from motcua.kernel.models import AuditRow
from motcua.kernel.transitions import MoveRefused
from motcua.payments.queries import orders_of
from tests.cast import BIRTH, RESIDENCE
from tests.dossiers.fees import LATE_BIRTH, open_in, pay, told

pytestmark = pytest.mark.django_db
REASON = "Giấy đã hết hạn từ tháng 6."


@pytest.fixture(autouse=True)
def _mail(settings):
    settings.SMTP_URL = "smtp://127.0.0.1:1"


def judge(world, dossier, is_granted, who="receptionist", now=None, **more):
    return actions.judge_exemption(
        actor=world.actor(who),
        dossier_id=dossier.pk,
        is_granted=is_granted,
        now=now or world.now,
        **more,
    )


def states(dossier):
    return list(claim_states(dossier).values())


def accept(world, dossier):
    return actions.accept(actor=world.actor("receptionist"), dossier_id=dossier.pk, now=world.now)


def test_the_fee_fixed_at_filing_counts_what_is_claimed_and_waits_for_its_proof(world, claimed):
    assert (claimed.fee_at_filing, claimed.fee_state) == (0, FeeState.NONE)
    (line,) = claimed.fee_lines
    (claim,) = line["claims"]
    assert (claim["proof"], claim["state"]) == ("mien-le-phi", "asked")
    assert (line["total"], line["ordinary"]["total"]) == (0, 10_000)
    assert orders_of("dossier", claimed.pk) == []
    with pytest.raises(ExemptionUnseen):
        accept(world, claimed)


def test_without_its_proof_nothing_is_claimed(world):
    filing = world.filing(RESIDENCE, fixed={"fee_group": "merit"})
    papers = tuple(row for row in filing.papers if row[0] != "mien-le-phi")
    with pytest.raises(PapersMissing) as refused:
        actions.submit(
            actor=world.actor("citizen"),
            filing=replace(filing, papers=papers),
            key="key-0001",
            now=world.now,
        )
    assert list(refused.value.details["papers"]) == ["mien-le-phi"]


def test_the_proof_may_be_left_to_the_registries_and_is_judged_all_the_same(world):
    filing = world.filing(RESIDENCE, fixed={"fee_group": "merit"})
    papers = tuple(row for row in filing.papers if row[0] != "mien-le-phi")
    by_data = replace(filing, papers=papers, by_data=frozenset({"mien-le-phi"}))
    filed = actions.submit(
        actor=world.actor("citizen"), filing=by_data, key="key-0001", now=world.now
    )
    dossier = Dossier.objects.get(pk=filed.dossier_id)
    assert (dossier.fee_at_filing, states(dossier)) == (0, ["asked"])


def test_who_claims_nothing_waits_for_nobody(world):
    dossier = world.file(RESIDENCE, fixed={"fee_group": "none"})
    assert dossier.fee_at_filing == 10_000
    assert states(dossier) == []


def test_granted_it_stays_and_the_dossier_is_accepted(world, claimed):
    for _ in range(2):
        judge(world, claimed, is_granted=True)
    world.settle()
    assert Transition.objects.filter(dossier=claimed, action="grant_exemption").count() == 1
    dossier = accept(world, claimed)
    assert (dossier.state, dossier.fee_at_filing) == (State.ACCEPTED, 0)
    assert orders_of("dossier", claimed.pk) == []
    assert told("exemption-refused") == []


def test_refused_the_ordinary_fee_is_due_told_and_paid(world, claimed):
    for _ in range(2):
        judge(world, claimed, is_granted=False, reason=REASON)
    world.settle()
    claimed.refresh_from_db()
    assert (claimed.fee_at_filing, claimed.fee_state) == (10_000, FeeState.DUE)
    (line,) = claimed.fee_lines
    assert (line["total"], line["exemption"], states(claimed)) == (10_000, "", ["refused"])
    ((_key, order),) = open_in(claimed).items()
    assert order.amount == 10_000
    (text,) = told("exemption-refused")
    assert "Anh/chị nộp thêm 10.000 đ" in text
    with pytest.raises(FeeUnpaid):
        accept(world, claimed)
    pay(world, order)
    assert accept(world, claimed).fee_state == FeeState.PAID


def test_the_act_stands_in_history_and_log_with_its_reason_and_amount(world, claimed):
    judge(world, claimed, is_granted=False, reason=REASON)
    move = Transition.objects.get(dossier=claimed, action="refuse_exemption")
    assert (move.reason, move.data["amount"]) == (REASON, 10_000)
    logged = AuditRow.objects.get(action="dossiers.refuse_exemption")
    assert logged.dossier_id == claimed.pk
    assert REASON not in str(logged.data)


def test_what_was_judged_is_not_judged_otherwise(world, claimed):
    judge(world, claimed, is_granted=True)
    with pytest.raises(ExemptionJudged):
        judge(world, claimed, is_granted=False, reason=REASON)


def test_a_refusal_needs_a_reason_a_receptionist_and_a_dossier_not_yet_accepted(world, claimed):
    with pytest.raises(ReasonMissing):
        judge(world, claimed, is_granted=False, reason="  ")
    with pytest.raises(NotAllowed):
        judge(world, claimed, is_granted=True, who="clerk")
    judge(world, claimed, is_granted=True)
    accept(world, claimed)
    with pytest.raises(MoveRefused):
        judge(world, claimed, is_granted=False, reason=REASON)


def test_only_the_difference_is_asked_for_where_the_rest_was_paid(world):
    dossier = world.file(BIRTH, fixed=LATE_BIRTH)
    world.settle()
    assert dossier.fee_at_filing == 16_000
    pay(world, open_in(dossier)["at-filing"])
    judge(world, dossier, is_granted=False, reason=REASON)
    dossier.refresh_from_db()
    assert (dossier.fee_at_filing, dossier.fee_state) == (21_000, FeeState.DUE)
    ((key, order),) = open_in(dossier).items()
    assert key.startswith("at-filing:")
    assert order.amount == 5_000
    pay(world, order)
    dossier.refresh_from_db()
    assert dossier.fee_state == FeeState.PAID


def test_an_order_that_was_not_paid_yet_stays_and_both_must_be(world):
    dossier = world.file(BIRTH, fixed=LATE_BIRTH)
    world.settle()
    judge(world, dossier, is_granted=False, reason=REASON)
    orders = open_in(dossier)
    assert sorted(order.amount for order in orders.values()) == [5_000, 16_000]
    first = actions.open_due_order(
        actor=world.actor("citizen"), dossier_id=dossier.pk, now=world.now
    )
    assert first.amount == 16_000
    pay(world, first)
    dossier.refresh_from_db()
    assert dossier.fee_state == FeeState.DUE
    second = actions.open_due_order(
        actor=world.actor("citizen"), dossier_id=dossier.pk, now=world.now
    )
    assert second.amount == 5_000
    pay(world, second)
    assert accept(world, dossier).fee_state == FeeState.PAID


def test_an_expired_order_of_the_difference_is_followed_by_another(world, claimed):
    judge(world, claimed, is_granted=False, reason=REASON)
    later = world.now + timedelta(days=11)
    order = actions.open_due_order(actor=world.actor("citizen"), dossier_id=claimed.pk, now=later)
    assert (order.amount, order.is_payable(later)) == (10_000, True)
    assert len(orders_of("dossier", claimed.pk)) == 2


def test_the_time_to_pay_runs_from_the_refusal(world, claimed):
    refused_at = world.now + timedelta(days=20)
    judge(world, claimed, is_granted=False, reason=REASON, now=refused_at)
    with pytest.raises(NotYetDue):
        close_unpaid(actor=SYSTEM, dossier_id=claimed.pk, now=refused_at + timedelta(days=29))
    assert close_all_unpaid(now=refused_at + timedelta(days=31)) == 1
    claimed.refresh_from_db()
    assert claimed.state == State.REFUSED

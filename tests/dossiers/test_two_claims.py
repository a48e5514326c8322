"""Two exemptions claimed with different papers: each is judged by itself, the least counts."""

from __future__ import annotations

from itertools import permutations

import pytest

from motcua.dossiers import actions
from motcua.dossiers.enums import FeeState, Sensitive, State
from motcua.dossiers.errors import ExemptionJudged, ExemptionUnseen, JudgedSo, ReasonMissing
from motcua.dossiers.models import Dossier, Transition
from motcua.dossiers.queries.agreeing import proposals_on
from motcua.dossiers.queries.fee_debts import claims_open, fee_debts, kept_by_code, owed_now
from motcua.payments.models import Refund
from motcua.payments.queries import orders_of
from motcua.procedures.base.fee_words import explained
from tests.dossiers.fees import LATER, let_in_due, open_in, pay, told

pytestmark = pytest.mark.django_db
FREE, HALF = "giay-nguoi-co-cong:co-cong", "giay-ho-ngheo:ngheo"
OLD, POOR = "Giấy đã hết hạn.", "Giấy của năm trước."


@pytest.fixture(autouse=True)
def _mail(settings):
    settings.SMTP_URL = "smtp://127.0.0.1:1"


def claim(line, exemption, name, total):
    by_it = {**line, "total": total, "exemption": exemption, "exempt_as": {"vi": name}}
    return {
        "exemption": exemption,
        "proof": f"giay-{'nguoi-' if exemption == 'co-cong' else 'ho-'}{exemption}",
        "state": "asked",
        "line": by_it,
    }


@pytest.fixture
def twice(world):
    """A fee of 100.000 đ that nobody of merit pays, and of which the poor pay half."""
    let_in_due(world, ("phi", "at-filing", 100_000))
    dossier = world.file(LATER)
    (line,) = dossier.fee_lines
    free, half = (
        claim(line, "co-cong", "Người có công", 0),
        claim(line, "ngheo", "Hộ nghèo", 50_000),
    )
    dossier.fee_lines = [{**free["line"], "claims": [free, half], "ordinary": line}]
    dossier.fee_at_filing, dossier.fee_state = 0, FeeState.NONE
    dossier.save()
    world.settle()
    assert open_in(dossier) == {}
    return dossier


def say(claim, reason=""):
    return {"claim": claim, "is_granted": not reason, "reason": reason}


def judge(world, dossier, *verdicts):
    who = world.actor("receptionist")
    actions.judge_exemptions(actor=who, dossier_id=dossier.pk, verdicts=verdicts, now=world.now)
    world.settle()
    return read(dossier)


def anew(world, dossier, claim, is_granted):
    how = {"claim": claim, "is_granted": is_granted, "reason": "Xem nhầm."}
    who = world.actor("receptionist")
    actions.judge_anew(actor=who, dossier_id=dossier.pk, now=world.now, **how)
    world.settle()
    return read(dossier)


def read(dossier):
    return Dossier.objects.get(pk=dossier.pk)


def refunds(dossier):
    rows = Refund.objects.filter(order__subject_id=dossier.pk).order_by("pk")
    return [row.amount for row in rows]


def owed(dossier):
    return sorted(order.amount for order in open_in(dossier).values())


@pytest.mark.parametrize(
    ("free", "half", "total"),
    [("", "", 0), ("", POOR, 0), (OLD, "", 50_000), (OLD, POOR, 100_000)],
)
def test_each_is_judged_by_itself_and_the_least_that_is_granted_counts(
    world, twice, free, half, total
):
    dossier = judge(world, twice, say(HALF, half), say(FREE, free))
    assert (dossier.fee_at_filing, owed_now(dossier)) == (total, total)
    assert owed(dossier) == ([total] if total else [])
    assert not claims_open(dossier)
    assert len(told("exemption-refused")) == (1 if free or half else 0)


def test_each_refusal_has_its_own_reason_and_the_grant_is_named(world, twice):
    judge(world, twice, say(FREE, OLD), say(HALF))
    refused = Transition.objects.get(dossier=twice, action="refuse_exemption")
    assert (refused.reason, refused.data["amount"]) == (f"Người có công: {OLD}", 50_000)
    assert Transition.objects.get(dossier=twice, action="grant_exemption").reason == "Hộ nghèo"
    (line,) = read(twice).fee_lines
    said = explained(line, "vi")
    assert "miễn, giảm: Hộ nghèo (cán bộ đã xem giấy chứng minh)" in said
    assert "không được công nhận miễn, giảm: Người có công" in said


def test_both_refused_are_told_once_with_both_reasons(world, twice):
    judge(world, twice, say(FREE, OLD), say(HALF, POOR))
    refused = Transition.objects.get(dossier=twice, action="refuse_exemption")
    assert refused.reason.splitlines() == [f"Người có công: {OLD}", f"Hộ nghèo: {POOR}"]
    (text,) = told("exemption-refused")
    assert "100.000 đ" in text


def test_none_may_be_left_out_and_the_same_again_does_nothing(world, twice):
    with pytest.raises(ExemptionUnseen):
        judge(world, twice, say(FREE))
    with pytest.raises(ReasonMissing):
        judge(world, twice, say(FREE), {**say(HALF, POOR), "reason": " "})
    with pytest.raises(ExemptionJudged):
        judge(world, twice, say(FREE), say(HALF), say("giay-khac:khac"))
    for _ in range(2):
        judge(world, twice, say(FREE), say(HALF, POOR))
    assert Transition.objects.filter(dossier=twice, action="refuse_exemption").count() == 1
    with pytest.raises(ExemptionJudged):
        judge(world, twice, say(FREE, OLD), say(HALF, POOR))


def test_the_other_judged_anew_changes_nothing_while_the_least_stands(world, twice):
    judge(world, twice, say(FREE), say(HALF, POOR))
    dossier = anew(world, twice, HALF, is_granted=True)
    assert (dossier.fee_at_filing, owed(dossier), refunds(dossier)) == (0, [], [])
    with pytest.raises(JudgedSo):
        anew(world, twice, HALF, is_granted=True)
    dossier = anew(world, twice, FREE, is_granted=False)
    assert (dossier.fee_at_filing, owed(dossier)) == (50_000, [50_000])


@pytest.mark.parametrize("is_paid", [True, False])
def test_half_granted_after_all_takes_half_off_what_was_asked(world, twice, is_paid):
    judge(world, twice, say(FREE, OLD), say(HALF, POOR))
    if is_paid:
        pay(world, *open_in(twice).values())
    dossier = anew(world, twice, HALF, is_granted=True)
    assert refunds(dossier) == ([50_000] if is_paid else [])
    assert owed(dossier) == ([] if is_paid else [50_000])
    (order,) = [one for one in orders_of("dossier", twice.pk) if one.state != "cancelled"]
    assert "Hộ nghèo" in explained(kept_by_code(order)["phi"], "vi")
    dossier = anew(world, twice, FREE, is_granted=True)
    assert refunds(dossier) == ([50_000, 50_000] if is_paid else [])
    assert (dossier.fee_at_filing, owed(dossier), owed_now(dossier)) == (0, [], 0)


@pytest.mark.parametrize("order", list(permutations([FREE, HALF])))
def test_refused_one_after_the_other_each_difference_is_a_debt_of_its_own(world, twice, order):
    judge(world, twice, say(FREE), say(HALF))
    for one in order:
        dossier = anew(world, twice, one, is_granted=False)
        for due in open_in(dossier).values():
            pay(world, due)
    dossier = read(twice)
    paid = sum(line.amount for debt in fee_debts(dossier) for line in debt.lines)
    assert (paid, dossier.fee_state, owed_now(dossier)) == (100_000, FeeState.PAID, 0)
    for one in order:
        dossier = anew(world, twice, one, is_granted=True)
    assert (sum(refunds(dossier)), dossier.fee_at_filing) == (100_000, 0)
    assert dossier.fee_state == FeeState.NONE


def test_the_second_person_reads_which_is_judged_anew_and_what_it_changes(world, twice):
    judge(world, twice, say(FREE), say(HALF))
    who = world.actor("receptionist")
    actions.accept(actor=who, dossier_id=twice.pk, now=world.now)
    values = {"claim": FREE, "is_granted": False, "reason": OLD}
    actions.propose(
        actor=who, dossier_id=twice.pk, act=Sensitive.REJUDGE, values=values, now=world.now
    )
    (proposed,) = proposals_on(world.actor("leader"), read(twice))
    ((name, before, after),) = proposed.changes
    assert name == "Lệ phí phi (Người có công)"
    assert before.replace("\xa0", " ") == "Đã công nhận: 0 đ"
    assert after.replace("\xa0", " ") == "Không công nhận: 50.000 đ"
    assert read(twice).state == State.ACCEPTED

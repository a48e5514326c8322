"""An exemption judged wrong is judged anew: alone before receipt, by two after; money follows."""

from __future__ import annotations

import pytest

from motcua.dossiers import actions
from motcua.dossiers.enums import FeeState, Sensitive, State
from motcua.dossiers.errors import (
    DossierNotFound,
    FeeUnpaid,
    JudgedSo,
    NotSecondPerson,
    ReasonMissing,
    SecondPersonNeeded,
)
from motcua.dossiers.models import Dossier, Proposal, Transition
from motcua.dossiers.queries.fee_debts import claim_states, kept_by_code, line_stands, owed_now
from motcua.dossiers.queries.handling import Act, acts_open, standing_of
from motcua.dossiers.queries.story import public_story_of, story_of
from motcua.kernel.errors import NotAllowed
from motcua.kernel.models import AuditRow
from motcua.kernel.transitions import MoveRefused
from motcua.payments.enums import OrderState
from motcua.payments.models import Refund
from motcua.payments.queries import orders_of
from tests.cast import BIRTH
from tests.dossiers.fees import LATE_BIRTH, LATER, let_in_due, open_in, pay, told

pytestmark = pytest.mark.django_db
WHY = "Xem nhầm giấy của người khác."


@pytest.fixture(autouse=True)
def _mail(settings):
    settings.SMTP_URL = "smtp://127.0.0.1:1"


def judge(world, dossier, is_granted):
    who = world.actor("receptionist")
    how = {"is_granted": is_granted, "reason": WHY}
    actions.judge_exemption(actor=who, dossier_id=dossier.pk, now=world.now, **how)
    world.settle()


def anew(world, dossier, is_granted, who="receptionist", reason=WHY):
    actor = world.actor(who)
    how = {"is_granted": is_granted, "reason": reason}
    found = actions.judge_anew(actor=actor, dossier_id=dossier.pk, now=world.now, **how)
    world.settle()
    return found


def by_two(world, dossier, is_granted):
    how = {"is_granted": is_granted, "reason": WHY}
    made = actions.propose(
        actor=world.actor("receptionist"),
        dossier_id=dossier.pk,
        act=Sensitive.REJUDGE,
        values=how,
        now=world.now,
    )
    actions.agree(
        actor=world.actor("leader"),
        dossier_id=dossier.pk,
        proposal_id=made.public_id,
        now=world.now,
    )
    world.settle()


def accept(world, dossier):
    return actions.accept(actor=world.actor("receptionist"), dossier_id=dossier.pk, now=world.now)


def read(dossier):
    return Dossier.objects.get(pk=dossier.pk)


def states(dossier):
    return list(claim_states(dossier).values())


def refunds(dossier):
    return [row.amount for row in Refund.objects.filter(order__subject_id=dossier.pk)]


def test_granted_by_mistake_it_is_refused_and_the_ordinary_fee_is_due(world, claimed):
    judge(world, claimed, is_granted=True)
    anew(world, claimed, is_granted=False)
    dossier = read(claimed)
    assert (dossier.fee_at_filing, dossier.fee_state) == (10_000, FeeState.DUE)
    (order,) = open_in(dossier).values()
    assert order.amount == 10_000
    (text,) = told("exemption-anew")
    assert "không công nhận" in text
    assert "Anh/chị nộp thêm 10.000 đ." in text
    with pytest.raises(FeeUnpaid):
        accept(world, dossier)
    pay(world, order)
    assert accept(world, dossier).fee_state == FeeState.PAID


def test_refused_by_mistake_and_not_paid_the_order_is_cancelled(world, claimed):
    judge(world, claimed, is_granted=False)
    anew(world, claimed, is_granted=True)
    dossier = read(claimed)
    assert (dossier.fee_at_filing, dossier.fee_state, owed_now(dossier)) == (0, FeeState.NONE, 0)
    (line,) = dossier.fee_lines
    assert (line["total"], line["exemption"], states(dossier)) == (0, "dieu-4-cong", ["granted"])
    assert [one.state for one in orders_of("dossier", dossier.pk)] == [OrderState.CANCELLED]
    assert refunds(dossier) == []
    assert accept(world, dossier).state == State.ACCEPTED


def test_refused_by_mistake_and_paid_the_money_goes_back_and_he_is_told(world, claimed):
    judge(world, claimed, is_granted=False)
    pay(world, *open_in(claimed).values())
    anew(world, claimed, is_granted=True)
    assert refunds(claimed) == [10_000]
    assert read(claimed).fee_state == FeeState.NONE
    (order,) = orders_of("dossier", claimed.pk)
    (line,) = kept_by_code(order).values()
    assert (line["total"], "exempt_as" in line) == (order.amount, False)
    (text,) = told("exemption-anew")
    assert "công nhận diện miễn" in text
    assert "10.000 đ được hoàn" in text


def test_only_what_was_asked_in_addition_goes_back(world):
    dossier = world.file(BIRTH, fixed=LATE_BIRTH)
    world.settle()
    pay(world, open_in(dossier)["at-filing"])
    judge(world, dossier, is_granted=False)
    pay(world, *open_in(dossier).values())
    anew(world, dossier, is_granted=True)
    after = read(dossier)
    assert (after.fee_at_filing, after.fee_state, refunds(after)) == (16_000, "paid", [5_000])


def test_to_and_fro_each_refusal_has_an_order_of_its_own(world, claimed):
    judge(world, claimed, is_granted=False)
    pay(world, *open_in(claimed).values())
    anew(world, claimed, is_granted=True)
    anew(world, claimed, is_granted=False)
    dossier = read(claimed)
    assert (dossier.fee_state, owed_now(dossier)) == (FeeState.DUE, 10_000)
    pay(world, *open_in(dossier).values())
    dossier = read(claimed)
    assert (dossier.fee_state, line_stands(dossier, 0)) == (FeeState.PAID, "Đã nộp")
    anew(world, claimed, is_granted=True)
    assert refunds(claimed) == [10_000, 10_000]


def test_judged_like_before_is_said_and_nothing_without_a_reason_or_a_judgement(world, claimed):
    with pytest.raises(MoveRefused):
        anew(world, claimed, is_granted=False)
    judge(world, claimed, is_granted=True)
    with pytest.raises(JudgedSo):
        anew(world, claimed, is_granted=True)
    with pytest.raises(ReasonMissing):
        anew(world, claimed, is_granted=False, reason=" ")
    with pytest.raises(NotAllowed):
        anew(world, claimed, is_granted=False, who="clerk")
    assert not Transition.objects.filter(action__endswith="_anew").exists()


def test_after_receipt_one_alone_does_nothing_and_two_do(world, claimed):
    judge(world, claimed, is_granted=True)
    accept(world, claimed)
    with pytest.raises(SecondPersonNeeded):
        anew(world, claimed, is_granted=False, who="leader")
    by_two(world, claimed, is_granted=False)
    dossier = read(claimed)
    assert (dossier.state, dossier.fee_state) == (State.ACCEPTED, FeeState.DUE)
    assert Proposal.objects.get().done_at is not None
    logged = AuditRow.objects.get(action="dossiers.refuse_exemption_anew")
    assert WHY not in str(logged.data)
    by_two(world, claimed, is_granted=True)
    assert read(claimed).fee_state == FeeState.NONE


def test_the_second_is_the_head_or_the_leader_and_never_who_asked(world, claimed):
    world.receive(claimed)
    how = {"is_granted": False, "reason": WHY}
    by = {"dossier_id": claimed.pk, "now": world.now}
    made = actions.propose(actor=world.actor("leader"), act=Sensitive.REJUDGE, values=how, **by)
    for who in ("leader", "clerk", "receptionist"):
        with pytest.raises((NotSecondPerson, DossierNotFound)):
            actions.agree(actor=world.actor(who), proposal_id=made.public_id, **by)
    actions.agree(actor=world.actor("head"), proposal_id=made.public_id, **by)
    assert read(claimed).fee_at_filing == 10_000


def test_the_act_is_offered_while_the_dossier_is_open_and_the_filer_alone_reads_why(world, claimed):
    def acts(who="receptionist"):
        return acts_open(standing_of(world.actor(who), read(claimed), world.now))

    assert Act.REJUDGE not in acts()
    judge(world, claimed, is_granted=True)
    assert Act.REJUDGE in acts()
    assert Act.REJUDGE not in acts("leader")
    anew(world, claimed, is_granted=False)
    own = [(one.title, one.text) for one in story_of(read(claimed), world.now, "vi")]
    assert ("Cơ quan xem lại: không công nhận diện miễn, giảm phí", WHY) in own
    public = [one.title for one in public_story_of(read(claimed), world.now, "vi")]
    assert not any("miễn" in title for title in public)
    pay(world, *open_in(claimed).values())
    accept(world, claimed)
    assert Act.REJUDGE in acts("leader")
    actions.withdraw(actor=world.actor("citizen"), dossier_id=claimed.pk, reason="", now=world.now)
    assert Act.REJUDGE not in acts("leader")


@pytest.fixture
def at_return(world):
    """A dossier that claims an exemption from 135.000 đ due at return, refused at receipt."""
    let_in_due(world, ("cap-giay", "at-return", 135_000))
    dossier = world.receive(world.file(LATER))
    (line,) = dossier.fee_lines
    free = {**line, "total": 0, "exempt_as": {"vi": "Hộ nghèo"}, "exemption": "ngheo"}
    claim = {"exemption": "ngheo", "proof": "giay", "state": "refused", "line": free}
    dossier.fee_lines = [{**line, "claims": [claim], "ordinary": line}]
    dossier.save(update_fields=["fee_lines"])
    world.settle()
    assert open_in(dossier) == {}
    return dossier


@pytest.mark.parametrize("is_paid", [True, False])
def test_what_fell_due_at_return_is_put_right_by_refund_or_a_fresh_order(world, at_return, is_paid):
    finished = world.finish(at_return)
    world.settle()
    (order,) = open_in(finished).values()
    assert order.amount == 135_000
    if is_paid:
        pay(world, order)
    by_two(world, finished, is_granted=True)
    dossier = read(finished)
    assert refunds(dossier) == ([135_000] if is_paid else [])
    assert dossier.fee_state == (FeeState.PAID if is_paid else FeeState.NONE)
    assert (owed_now(dossier), open_in(dossier)) == (0, {})
    by_two(world, finished, is_granted=False)
    dossier = read(finished)
    assert (dossier.fee_state, owed_now(dossier)) == (FeeState.DUE, 135_000)
    pay(world, *open_in(dossier).values())
    assert read(finished).fee_state == FeeState.PAID


def test_refused_before_it_falls_due_it_is_due_with_the_rest(world, at_return):
    by_two(world, at_return, is_granted=True)
    by_two(world, at_return, is_granted=False)
    finished = world.finish(read(at_return))
    world.settle()
    assert list(open_in(finished)) == ["at-return"]


def as_it_was_kept(dossier, state, **more):
    """Have a dossier's fee as fees were kept while each had one claim."""
    (line,) = dossier.fee_lines
    claimed, ordinary = line["claims"][0]["line"], line["ordinary"]
    claim = {"proof": "mien-le-phi", "state": state}
    if state == "refused":
        less = {"more": 10_000, "exempt_as": claimed["exempt_as"], **more}
        dossier.fee_lines = [{**ordinary, "claim": claim | less}]
    else:
        dossier.fee_lines = [{**claimed, "claim": claim | more, "ordinary": ordinary}]
    dossier.save(update_fields=["fee_lines"])


def test_what_was_filed_before_several_claims_were_known_is_judged_like_any(world, claimed):
    as_it_was_kept(claimed, "asked")
    judge(world, claimed, is_granted=False)
    assert (states(read(claimed)), read(claimed).fee_at_filing) == (["refused"], 10_000)
    pay(world, *open_in(claimed).values())
    assert accept(world, claimed).fee_state == FeeState.PAID


@pytest.mark.parametrize("whole", [True, False])
def test_what_was_refused_before_keeps_its_order_and_is_granted_too(world, claimed, whole):
    judge(world, claimed, is_granted=False)
    (order,) = open_in(claimed).values()
    dossier = read(claimed)
    whole_line = {"claimed": dossier.fee_lines[0]["claims"][0]["line"], "refusals": 1}
    as_it_was_kept(dossier, "refused", **(whole_line if whole else {}))
    assert owed_now(read(claimed)) == 10_000
    pay(world, order)
    assert read(claimed).fee_state == FeeState.PAID
    anew(world, claimed, is_granted=True)
    assert (read(claimed).fee_at_filing, refunds(claimed)) == (0, [10_000])
    anew(world, claimed, is_granted=False)
    assert (read(claimed).fee_at_filing, owed_now(read(claimed))) == (10_000, 10_000)

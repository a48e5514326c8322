"""A dossier's way from filing to rating, and the ways it must not take."""

from __future__ import annotations

from datetime import timedelta

import pytest

from motcua.dossiers import actions
from motcua.dossiers.enums import FeeState, State
from motcua.dossiers.errors import (
    BeingSigned,
    DossierNotFound,
    FeeUnpaid,
    NotListed,
    ReasonMissing,
    StepNotReady,
    StepNotYours,
    SupplementAsked,
    SupplementEmpty,
    SupplementNotAsked,
)
from motcua.dossiers.models import Slip
from motcua.dossiers.queries.holdings import may_withdraw
from motcua.kernel.clock import civil
from motcua.kernel.errors import NotAllowed
from motcua.kernel.files import open_stored
from motcua.kernel.transitions import MoveRefused
from motcua.payments.actions import hear
from motcua.payments.base import Word
from motcua.payments.queries import ledger_balance, orders_of
from motcua.signatures.queries import node_trust, verify_pdf
from tests.cast import BIRTH, BUSINESS, PDF
from tests.dossiers.doing import ask, at, complete, pay, residence


def test_a_filed_dossier_has_a_code_of_the_day_and_waits_for_receipt(world):
    dossier = world.file()
    assert dossier.code == "H26.101-261120-0001"
    assert dossier.state == State.FILED
    assert dossier.national_code == 1
    assert dossier.step_role == "receptionist"


def test_the_next_dossier_of_the_day_has_the_next_number(world):
    codes = [world.file(key=f"key-{number:04}").code for number in range(3)]
    assert [code[-4:] for code in codes] == ["0001", "0002", "0003"]


def test_a_dossier_of_the_next_year_begins_at_one_again(world):
    world.file()
    later = world.file(key="key-0002", now=at("2027-01-04T08:00"))
    assert later.code == "H26.101-270104-0001"


def test_the_whole_walk_ends_in_a_result_that_verifies(world):
    dossier = world.receive(world.file())
    assert civil(dossier.due_at) == at("2026-11-20T17:00")
    dossier = world.finish(dossier)
    assert dossier.state == State.FINISHED
    assert dossier.result.number == "01/2026"
    actions.return_result(actor=world.actor("receptionist"), dossier_id=dossier.pk, now=world.now)
    dossier.refresh_from_db()
    assert dossier.state == State.RETURNED
    assert not dossier.is_open


def test_the_signed_result_is_judged_valid(world):
    dossier = world.finish(world.receive(world.file()))
    with open_stored(dossier.result.pdf) as handle:
        pdf = handle.read()
    verdict = verify_pdf(pdf, trust=node_trust(at=world.now), at=world.now)
    assert str(verdict.verdict) == "valid"


def test_a_dossier_received_after_15_00_is_due_the_next_working_day(world):
    dossier = world.receive(world.file(now=at("2026-11-20T15:30")), now=at("2026-11-20T15:30"))
    assert civil(dossier.due_at) == at("2026-11-23T17:00")


def test_permanent_residence_takes_seven_working_days_past_the_day_off(world):
    dossier = residence(world)
    dossier = world.receive(dossier, now=at("2026-11-20T15:30"))
    assert civil(dossier.due_at) == at("2026-12-02T17:00")


def test_permanent_residence_costs_10_000_dong_online(world):
    assert residence(world).fee_at_filing == 10_000


def test_a_dossier_with_an_unpaid_fee_is_not_accepted_until_paid(world):
    dossier = world.file(BUSINESS)
    assert dossier.fee_at_filing == 100_000
    world.settle()
    with pytest.raises(FeeUnpaid):
        actions.accept(actor=world.actor("receptionist"), dossier_id=dossier.pk, now=world.now)
    pay(dossier, world.now)
    world.settle()
    dossier.refresh_from_db()
    assert dossier.fee_state == FeeState.PAID
    world.receive(dossier)
    assert ledger_balance() == 0


def test_a_supplement_reopens_only_what_was_listed(world):
    dossier = world.file()
    ask(world, dossier)
    code, better = dossier.papers.first().code, world.upload(content=PDF + b"better")
    with pytest.raises(NotListed):
        actions.answer_supplement(
            actor=world.actor("citizen"),
            dossier_id=dossier.pk,
            answers={"requester_name": "Người khác"},
            uploads={},
            now=world.now,
        )
    actions.answer_supplement(
        actor=world.actor("citizen"),
        dossier_id=dossier.pk,
        answers={},
        uploads={code: [better.public_id]},
        now=world.now,
    )
    dossier.refresh_from_db()
    assert dossier.state == State.FILED
    assert dossier.papers.filter(code=code, replaced_at=None).get().file_id == better.file_id
    assert dossier.papers.filter(code=code).exclude(replaced_at=None).exists()


def test_a_supplement_is_asked_for_once(world):
    dossier = world.file()
    ask(world, dossier)
    code = dossier.papers.first().code
    actions.answer_supplement(
        actor=world.actor("citizen"),
        dossier_id=dossier.pk,
        answers={},
        uploads={code: [world.upload(content=PDF + b"2").public_id]},
        now=world.now,
    )
    with pytest.raises(SupplementAsked):
        ask(world, dossier, [code])


def test_a_supplement_sent_twice_is_taken_once(world):
    dossier = world.file()
    ask(world, dossier)
    first = complete(world, dossier, b"first")
    again = complete(world, dossier, b"again", now=world.now + timedelta(seconds=1))
    assert (again.pk, again.state) == (first.pk, State.FILED)
    assert dossier.transitions.filter(action="answer_supplement").count() == 1
    code = dossier.papers.first().code
    assert dossier.papers.filter(code=code).count() == 2


def test_a_second_request_is_answered_though_the_first_was(world):
    dossier = residence(world)
    ask(world, dossier)
    complete(world, dossier)
    world.receive(dossier)
    ask(world, dossier, who="specialist")
    assert complete(world, dossier, b"3").state == State.IN_PROCESS


def test_what_nobody_asked_for_cannot_be_supplemented(world):
    with pytest.raises(SupplementNotAsked):
        complete(world, world.file())


def test_a_relative_learns_nothing_of_a_supplement(world):
    dossier = world.file()
    ask(world, dossier)
    with pytest.raises(DossierNotFound):
        actions.answer_supplement(
            actor=world.actor("relative"),
            dossier_id=dossier.pk,
            answers={},
            uploads={},
            now=world.now,
        )


def test_a_supplement_needs_a_reason_for_every_item(world):
    dossier = world.file()
    with pytest.raises(SupplementEmpty):
        actions.ask_supplement(
            actor=world.actor("receptionist"), dossier_id=dossier.pk, items=[], now=world.now
        )
    with pytest.raises(SupplementEmpty):
        actions.ask_supplement(
            actor=world.actor("receptionist"),
            dossier_id=dossier.pk,
            items=[actions.SupplementItem("paper", dossier.papers.first().code, " ")],
            now=world.now,
        )


def test_a_supplement_in_process_stops_the_clock_and_starts_it_anew(world):
    dossier = residence(world)
    dossier = world.receive(dossier)
    first = dossier.due_at
    ask(world, dossier, who="specialist", now=at("2026-11-23T09:00"))
    dossier.refresh_from_db()
    assert dossier.paused_at is not None
    answered = at("2026-12-01T09:00")
    actions.answer_supplement(
        actor=world.actor("citizen"),
        dossier_id=dossier.pk,
        answers={},
        uploads={dossier.papers.first().code: [world.upload(content=PDF + b"3").public_id]},
        now=answered,
    )
    dossier.refresh_from_db()
    assert dossier.state == State.IN_PROCESS
    assert dossier.due_at > first
    assert civil(dossier.due_at) == at("2026-12-10T17:00")


def test_only_the_role_of_the_step_may_act(world):
    dossier = world.receive(world.file())
    with pytest.raises(StepNotYours):
        actions.complete_step(
            actor=world.actor("head"), dossier_id=dossier.pk, now=world.now, note="x"
        )
    with pytest.raises(StepNotReady):
        actions.complete_step(
            actor=world.actor("specialist"), dossier_id=dossier.pk, now=world.now, note=""
        )


@pytest.mark.parametrize("act", ["accept", "hand_over"])
def test_another_agencys_official_finds_no_dossier(world, act):
    dossier = world.file()
    with pytest.raises(DossierNotFound):
        getattr(actions, act)(actor=world.actor("outsider"), dossier_id=dossier.pk, now=world.now)


def test_a_specialist_does_not_see_what_is_not_yet_his(world):
    with pytest.raises(DossierNotFound):
        actions.accept(actor=world.actor("specialist"), dossier_id=world.file().pk, now=world.now)


def test_a_leader_sees_the_whole_agency_but_may_not_accept(world):
    with pytest.raises(NotAllowed):
        actions.accept(actor=world.actor("leader"), dossier_id=world.file().pk, now=world.now)


def test_a_refusal_needs_reasons_and_gives_slip_03(world):
    dossier = world.file()
    with pytest.raises(ReasonMissing):
        actions.refuse(
            actor=world.actor("receptionist"), dossier_id=dossier.pk, reason="  ", now=world.now
        )
    actions.refuse(
        actor=world.actor("receptionist"),
        dossier_id=dossier.pk,
        reason="Không thuộc thẩm quyền.",
        now=world.now,
    )
    slip = Slip.objects.get(dossier=dossier)
    assert (slip.form, slip.number) == ("03", 1)
    assert slip.data["reasons"] == ["Không thuộc thẩm quyền."]


def test_a_finished_dossier_cannot_be_withdrawn(world):
    dossier = world.finish(world.receive(world.file()))
    with pytest.raises(MoveRefused):
        actions.withdraw(
            actor=world.actor("citizen"), dossier_id=dossier.pk, reason="", now=world.now
        )


def test_a_relative_cannot_withdraw_somebody_elses_dossier(world):
    with pytest.raises(DossierNotFound):
        actions.withdraw(
            actor=world.actor("relative"), dossier_id=world.file().pk, reason="", now=world.now
        )


def test_approving_twice_signs_once(world):
    world.give_a_key()
    dossier = world.receive(world.file())
    world.draft(dossier)
    for name in ("specialist", "head"):
        actions.complete_step(
            actor=world.actor(name), dossier_id=dossier.pk, now=world.now, note="Đủ."
        )
    for _ in range(2):
        actions.approve_result(actor=world.actor("leader"), dossier_id=dossier.pk, now=world.now)
    world.settle()
    dossier.refresh_from_db()
    assert dossier.result.number == "01/2026"
    assert dossier.transitions.filter(action="finish").count() == 1


def approved(world):
    """Give a dossier whose result was approved and is not signed yet."""
    world.give_a_key()
    dossier = world.receive(residence(world))
    world.draft(dossier)
    for name in ("specialist", "head"):
        actions.complete_step(
            actor=world.actor(name), dossier_id=dossier.pk, now=world.now, note="Đủ."
        )
    actions.approve_result(actor=world.actor("leader"), dossier_id=dossier.pk, now=world.now)
    return dossier


ELSEWHERE = {
    "send it back": lambda world, by: actions.send_back(
        actor=world.actor("leader"), reason="Sai tên.", **by
    ),
    "ask for a supplement": lambda world, by: actions.ask_supplement(
        actor=world.actor("leader"),
        items=[actions.SupplementItem("paper", "x", "Ảnh mờ.")],
        **by,
    ),
    "ask for money": lambda world, by: actions.ask_payment(
        actor=world.actor("leader"), line=actions.OrderLine("phi", {"vi": "Phí"}, 30_000), **by
    ),
    "stop": lambda world, by: actions.stop(actor=world.actor("leader"), reason="Hết căn cứ.", **by),
    "withdraw": lambda world, by: actions.withdraw(actor=world.actor("citizen"), reason="", **by),
}


@pytest.mark.parametrize("act", ELSEWHERE)
def test_a_dossier_whose_result_is_being_signed_goes_nowhere_else(world, act):
    dossier = approved(world)
    by = {"dossier_id": dossier.pk, "now": world.now}
    with pytest.raises(BeingSigned, match="đang được ký"):
        ELSEWHERE[act](world, by)
    assert not may_withdraw(dossier)
    world.settle()
    dossier.refresh_from_db()
    assert dossier.state == State.FINISHED
    assert dossier.transitions.last().action == "finish"


def test_a_payment_asked_in_process_stops_the_clock_and_resumes_it(world):
    dossier = residence(world)
    dossier = world.receive(dossier)
    due = dossier.due_at
    line = actions.OrderLine("phi", {"vi": "Phí"}, 30_000)
    later = world.now + timedelta(hours=2)
    actions.ask_payment(
        actor=world.actor("specialist"), dossier_id=dossier.pk, line=line, now=later
    )
    order = orders_of("dossier", dossier.pk)[1]
    paid = later + timedelta(days=5)
    word = Word("e2", "received", "transfer.received", order.reference, 30_000, "FT2")
    hear(provider="bank", word=word, body=b"{}", now=paid)
    world.settle(paid)
    dossier.refresh_from_db()
    assert dossier.state == State.IN_PROCESS
    assert dossier.due_at > due


def test_the_birth_registration_is_free(world):
    dossier = world.file(BIRTH)
    assert dossier.fee_at_filing == 0
    assert dossier.fee_state == FeeState.NONE

"""Changing what is done takes two people: a result replaced, a closed dossier opened again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from motcua.dossiers import actions
from motcua.dossiers.enums import Sensitive, State
from motcua.dossiers.errors import (
    BasisMissing,
    DossierNotFound,
    NotSecondPerson,
    ReasonMissing,
    SecondPersonNeeded,
    TooLateToChange,
)
from motcua.dossiers.models import Dossier, ReplacedResult
from motcua.dossiers.queries.agreeing import proposals_on
from motcua.dossiers.queries.correcting import holding_instead, replaced_result
from motcua.dossiers.queries.handling import Act, acts_open, standing_of
from motcua.dossiers.queries.holdings import number_issued, result_file, signed_paper
from motcua.dossiers.queries.processes import open_runs, rules_of
from motcua.kernel.errors import NotAllowed
from motcua.kernel.files import content_of
from motcua.kernel.models import AuditRow
from motcua.kernel.transitions import MoveRefused
from motcua.notifications.models import Message
from motcua.portal.verify.queries import issued_page
from motcua.signatures.queries import node_trust, verify_pdf

GROUNDS = {"reason": "Ghi sai họ tên.", "legal_basis": "Quyết định 12/QĐ-UBND"}


def by(world, who, dossier, now=None, **more):
    return {"actor": world.actor(who), "dossier_id": dossier.pk, "now": now or world.now, **more}


@pytest.fixture
def returned(world):
    dossier = world.finish(world.receive(world.file()))
    actions.return_result(**by(world, "receptionist", dossier))
    return Dossier.objects.get(pk=dossier.pk)


def values(dossier):
    return {"data": dossier.result.data, **GROUNDS}


def propose(world, dossier, act, who="receptionist", now=None, **more):
    given = values(dossier) if act is Sensitive.CORRECT else dict(GROUNDS)
    given.update(more)
    return actions.propose(**by(world, who, dossier, now, act=act, values=given))


def agree(world, dossier, proposal, who="leader", now=None):
    return actions.agree(**by(world, who, dossier, now, proposal_id=proposal.public_id))


def test_a_correction_replaces_the_result_and_the_old_one_says_so(world, returned, settings):
    settings.SMTP_URL = "smtp://127.0.0.1:1"
    old = returned.result
    proposal = propose(world, returned, Sensitive.CORRECT)
    assert Dossier.objects.get(pk=returned.pk).result.verification_id == old.verification_id
    later = world.now + timedelta(hours=1)
    agree(world, returned, proposal, now=later)
    world.settle(later)
    dossier = Dossier.objects.get(pk=returned.pk)
    new = dossier.result
    assert dossier.state == State.RETURNED
    assert new.verification_id
    assert new.verification_id != old.verification_id
    assert new.number != old.number
    assert new.approved_by_id == world.actor("leader").official_id
    signed = content_of(result_file(dossier, "pdf"))
    assert str(verify_pdf(signed, trust=node_trust(at=later), at=later).verdict) == "valid"
    kept = replaced_result(old.verification_id)
    assert holding_instead(kept) == new.verification_id
    page = issued_page(old.verification_id)
    assert (page.number, page.replaced_at, page.replacement) == (
        old.number,
        later,
        new.verification_id,
    )
    assert signed_paper(old.verification_id).pk == old.pdf_id
    assert number_issued(new.verification_id) == new.number
    assert issued_page(new.verification_id).replaced_at is None
    assert Message.objects.filter(template="corrected").count() == 1
    assert AuditRow.objects.filter(action="dossiers.correct_result").count() == 1


def test_the_second_person_sees_grounds_and_what_would_change(world, returned):
    form = rules_of(returned).official_form
    texts = [each.key for each in form.questions.values() if each.kind == "text"]
    data = dict(returned.result.data)
    changed = {key: "Chữ đã sửa" for key in texts if data.get(key)}
    propose(world, returned, Sensitive.CORRECT, data={**data, **changed})
    (shown,) = proposals_on(world.actor("leader"), returned)
    assert (shown.basis, shown.may_decide) == (GROUNDS["legal_basis"], True)
    assert [new for _question, _old, new in shown.changes] == list(changed.values())


def test_one_person_alone_changes_nothing(world, returned):
    for who in ("receptionist", "leader"):
        with pytest.raises(SecondPersonNeeded):
            actions.correct_result(**by(world, who, returned), **values(returned))
        with pytest.raises(SecondPersonNeeded):
            actions.reopen(**by(world, who, returned), **GROUNDS)
    assert not ReplacedResult.objects.exists()


def test_the_second_person_is_a_leader_and_not_who_asked(world, returned):
    proposal = propose(world, returned, Sensitive.CORRECT, who="leader")
    with pytest.raises(NotSecondPerson):
        agree(world, returned, proposal, who="leader")
    with pytest.raises(NotSecondPerson):
        agree(world, returned, proposal, who="receptionist")


def test_grounds_and_basis_are_written_down(world, returned):
    for missing, refusal in (("reason", ReasonMissing), ("legal_basis", BasisMissing)):
        with pytest.raises(refusal):
            propose(world, returned, Sensitive.CORRECT, **{missing: " "})


def test_after_its_time_nothing_is_corrected_or_opened_again(world, returned):
    late = world.now + timedelta(days=400)
    for act in (Sensitive.CORRECT, Sensitive.REOPEN):
        with pytest.raises(TooLateToChange):
            propose(world, returned, act, now=late)
    standing = standing_of(world.actor("leader"), returned, late)
    assert not {Act.CORRECT, Act.REOPEN} & set(acts_open(standing))
    now = standing_of(world.actor("leader"), returned, world.now)
    assert {Act.CORRECT, Act.REOPEN} <= set(acts_open(now))


@pytest.mark.parametrize("who", ["auditor", "outsider", "accountant"])
def test_others_do_not_ask_for_changes(world, returned, who):
    with pytest.raises((NotAllowed, DossierNotFound)):
        propose(world, returned, Sensitive.REOPEN, who=who)


def test_what_is_not_done_is_neither_corrected_nor_opened_again(world):
    dossier = world.receive(world.file())
    with pytest.raises(MoveRefused):
        actions.reopen(**by(world, "leader", dossier), **GROUNDS)
    with pytest.raises(MoveRefused):
        actions.correct_result(**by(world, "leader", dossier), data={}, **GROUNDS)


def test_a_returned_dossier_opened_again_runs_anew_and_its_result_holds_no_more(
    world, returned, settings
):
    settings.SMTP_URL = "smtp://127.0.0.1:1"
    old, due = returned.result.verification_id, returned.due_at
    later = world.now + timedelta(days=7)
    proposal = propose(world, returned, Sensitive.REOPEN, now=later)
    agree(world, returned, proposal, now=later)
    world.settle(later)
    dossier = Dossier.objects.get(pk=returned.pk)
    assert (dossier.state, dossier.is_open, dossier.closed_at) == (State.IN_PROCESS, True, None)
    assert dossier.due_at > due
    assert [run.role for run in open_runs(dossier)] == ["specialist"]
    page = issued_page(old)
    assert page.replaced_at == later
    assert page.replacement == ""
    assert Message.objects.filter(template="reopened").count() == 1
    again = world.finish(dossier, later + timedelta(hours=2))
    assert again.state == State.FINISHED
    assert again.result.verification_id != old


def test_a_stopped_dossier_is_opened_again(world):
    dossier = world.receive(world.file())
    actions.stop(**by(world, "head", dossier), reason="Nhầm.")
    stopped = Dossier.objects.get(pk=dossier.pk)
    agree(world, stopped, propose(world, stopped, Sensitive.REOPEN))
    dossier.refresh_from_db()
    assert dossier.state == State.IN_PROCESS


def test_agreeing_twice_changes_once(world, returned):
    proposal = propose(world, returned, Sensitive.CORRECT)
    agree(world, returned, proposal)
    with pytest.raises(Exception, match="đã được quyết định"):
        agree(world, returned, proposal)
    assert ReplacedResult.objects.count() == 1

"""Steps side by side: opened at once, each in its unit's queue, joined when all have come."""

from __future__ import annotations

from datetime import timedelta

import pytest

from motcua.dossiers import actions
from motcua.dossiers.enums import Outcome, State
from motcua.dossiers.errors import (
    AnswersInvalid,
    NotConsultable,
    OpinionsAwaited,
    ReasonMissing,
    StepNotReady,
    StepNotYours,
)
from motcua.dossiers.models import StepRun
from motcua.dossiers.queries.casefiles import case_file
from motcua.dossiers.queries.counting import queue_counts
from motcua.dossiers.queries.handling import Act, acts_open, standing_of
from motcua.dossiers.queries.histories import history_of
from motcua.dossiers.queries.leading import Moments, looked_on, open_cells
from motcua.dossiers.queries.listing import page
from motcua.dossiers.queries.narrowing import Filters
from motcua.dossiers.queries.progress import stages_of
from motcua.dossiers.queries.queues import Queue
from motcua.dossiers.queries.story import story_of
from motcua.kernel.transitions import MoveRefused
from motcua.procedures.base.processes.words import Stage
from tests.dossiers.branching import branching_world, codes_in_hand, complete, sorted_out

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(world):
    return branching_world(world)


@pytest.fixture
def split(world):
    """A dossier whose visit and books are under way at the same time."""
    return sorted_out(world, needs_visit=True)


def test_two_branches_begin_at_once(world, split):
    assert codes_in_hand(split) == ["kiem-tra", "so-sach"]
    assert split.is_split


def test_each_branch_stands_in_its_own_queue(world, split):
    for name in ("specialist", "accountant"):
        rows = page(world.actor(name), Filters(Queue.MINE), world.now, "vi").rows
        assert [row.code for row in rows] == [split.code]
        assert rows[0].step == "Kiểm tra thực địa + Đối chiếu sổ sách, nghĩa vụ tài chính"
        counts = {row.queue: row.count for row in queue_counts(world.actor(name), world.now)}
        assert counts[Queue.MINE] == 1


def test_nobody_elses_queue_has_it(world, split):
    rows = page(world.actor("head"), Filters(Queue.MINE), world.now, "vi").rows
    assert rows == ()


def test_the_join_waits_for_every_branch(world, split):
    complete(world, split, "accountant", step="so-sach")
    assert codes_in_hand(split) == ["kiem-tra"]
    assert not split.is_split
    complete(world, split, "specialist", step="kiem-tra", note="Đúng thực tế.")
    assert codes_in_hand(split) == ["tham-dinh"]


def test_it_does_not_matter_which_branch_is_last(world, split):
    complete(world, split, "specialist", step="kiem-tra", note="Đúng thực tế.")
    assert codes_in_hand(split) == ["so-sach"]
    assert split.step_role == "accountant"
    complete(world, split, "accountant", step="so-sach")
    assert codes_in_hand(split) == ["tham-dinh"]


def test_the_other_way_skips_the_branches(world):
    assert codes_in_hand(sorted_out(world, needs_visit=False)) == ["tham-dinh"]


def test_what_a_step_asks_must_be_filled_in(world):
    dossier = world.receive(world.file())
    with pytest.raises(AnswersInvalid):
        complete(world, dossier, "specialist")
    assert codes_in_hand(dossier) == ["phan-loai"]


def test_what_was_filled_in_is_told_to_those_who_come_after(world, split):
    (told,) = [one for one in history_of(split, "vi") if one.title == "Xong bước: Phân loại hồ sơ"]
    assert told.lines == ("Phải kiểm tra thực địa: Có",)


def test_a_step_that_has_gone_on_is_not_completed_again(world, split):
    complete(world, split, "accountant", step="so-sach")
    with pytest.raises(StepNotYours):
        complete(world, split, "accountant", step="so-sach")
    with pytest.raises(StepNotYours):
        complete(world, split, "specialist", step="phan-loai")


def test_a_branch_must_produce_its_own(world, split):
    with pytest.raises(StepNotReady):
        complete(world, split, "specialist", step="kiem-tra")


def test_a_branch_taken_up_is_that_persons_alone(world, split):
    actor = world.actor("accountant")
    actions.take_up(actor=actor, dossier_id=split.pk, now=world.now, step="so-sach")
    held = {run.code: run.official_id for run in StepRun.objects.filter(finished_at=None)}
    assert held["so-sach"] == actor.official_id
    assert held["kiem-tra"] is None


def test_sending_back_beyond_the_split_cancels_the_other_branch(world, split):
    complete(world, split, "accountant", step="so-sach")
    complete(world, split, "specialist", step="kiem-tra", note="Đúng.")
    actor = world.actor("specialist")
    actions.send_back(
        actor=actor, dossier_id=split.pk, reason="Sai loại.", now=world.now, to="phan-loai"
    )
    split.refresh_from_db()
    assert codes_in_hand(split) == ["phan-loai"]
    complete(world, split, "specialist", filled={"needs_visit": True})
    assert codes_in_hand(split) == ["kiem-tra", "so-sach"]
    actions.send_back(
        actor=actor, dossier_id=split.pk, reason="Lại sai.", now=world.now, step="kiem-tra"
    )
    split.refresh_from_db()
    assert codes_in_hand(split) == ["phan-loai"]
    cancelled = StepRun.objects.filter(dossier=split, outcome=Outcome.CANCELLED)
    assert [run.code for run in cancelled] == ["so-sach"]


def test_a_join_may_be_sent_back_into_one_branch(world, split):
    complete(world, split, "accountant", step="so-sach")
    complete(world, split, "specialist", step="kiem-tra", note="Đúng.")
    actions.send_back(
        actor=world.actor("specialist"),
        dossier_id=split.pk,
        reason="Thiếu ảnh.",
        now=world.now,
        to="kiem-tra",
    )
    split.refresh_from_db()
    assert codes_in_hand(split) == ["kiem-tra"]
    complete(world, split, "specialist", step="kiem-tra", note="Đã bổ sung ảnh.")
    assert codes_in_hand(split) == ["tham-dinh"]


def test_the_whole_walk_of_a_branching_process_ends_in_a_signed_result(world):
    dossier = sorted_out(world, needs_visit=True)
    complete(world, dossier, "accountant", step="so-sach")
    complete(world, dossier, "specialist", step="kiem-tra", note="Đúng.")
    world.give_a_key()
    world.draft(dossier)
    complete(world, dossier, "specialist", note="Đủ điều kiện.")
    actions.approve_result(actor=world.actor("leader"), dossier_id=dossier.pk, now=world.now)
    world.settle()
    dossier.refresh_from_db()
    assert dossier.state == State.FINISHED
    actions.return_result(actor=world.actor("receptionist"), dossier_id=dossier.pk, now=world.now)
    dossier.refresh_from_db()
    assert dossier.state == State.RETURNED
    assert set(stages_of(dossier, world.now).values()) == {Stage.DONE}


def test_only_a_step_that_may_wait_asks_the_citizen(world, split):
    """The books may wait for payment and for nothing else."""
    standing = standing_of(world.actor("accountant"), split, world.now)
    acts = acts_open(standing)
    assert Act.PAYMENT in acts
    assert Act.SUPPLEMENT not in acts
    with pytest.raises(MoveRefused):
        actions.ask_supplement(
            actor=world.actor("accountant"),
            dossier_id=split.pk,
            items=[actions.SupplementItem("question", "child_name", "Sai.")],
            now=world.now,
        )


def test_opinions_are_asked_for_while_the_step_stays_in_hand(world):
    dossier = sorted_out(world, needs_visit=False)
    actor = world.actor("specialist")
    with pytest.raises(ReasonMissing):
        actions.consult(actor=actor, dossier_id=dossier.pk, to="y-kien", request=" ", now=world.now)
    with pytest.raises(NotConsultable):
        actions.consult(actor=actor, dossier_id=dossier.pk, to="ky", request="?", now=world.now)
    actions.consult(
        actor=actor, dossier_id=dossier.pk, to="y-kien", request="Có đúng quy hoạch?", now=world.now
    )
    dossier.refresh_from_db()
    assert codes_in_hand(dossier) == ["tham-dinh", "y-kien"]
    assert dossier.step_code == "tham-dinh"
    rows = page(world.actor("head"), Filters(Queue.MINE), world.now, "vi").rows
    assert [row.code for row in rows] == [dossier.code]
    asked = case_file(world.actor("head"), dossier, world.now, "vi").in_hand
    assert [one.request for one in asked] == ["", "Có đúng quy hoạch?"]


def test_who_asked_goes_on_once_the_opinion_is_there(world):
    dossier = sorted_out(world, needs_visit=False)
    actions.consult(
        actor=world.actor("specialist"),
        dossier_id=dossier.pk,
        to="y-kien",
        request="Đúng không?",
        now=world.now,
    )
    world.draft(dossier)
    with pytest.raises(OpinionsAwaited):
        complete(world, dossier, "specialist", note="Đủ.")
    with pytest.raises(StepNotReady):
        complete(world, dossier, "head", step="y-kien")
    complete(world, dossier, "head", step="y-kien", note="Đúng quy hoạch.")
    assert codes_in_hand(dossier) == ["tham-dinh"]
    complete(world, dossier, "specialist", note="Đủ.")
    assert codes_in_hand(dossier) == ["ky"]


def test_an_opinion_that_is_late_holds_nobody_up(world):
    dossier = sorted_out(world, needs_visit=False)
    made = actions.consult(
        actor=world.actor("specialist"),
        dossier_id=dossier.pk,
        to="y-kien",
        request="Đúng không?",
        now=world.now,
    )
    world.draft(dossier)
    later = made.due_at + timedelta(minutes=1)
    complete(world, dossier, "specialist", note="Đủ.", now=later)
    assert codes_in_hand(dossier) == ["ky"]
    made.refresh_from_db()
    assert made.outcome == Outcome.UNANSWERED


def test_a_step_that_may_refuse_needs_no_head(world):
    dossier = sorted_out(world, needs_visit=False)
    actions.stop(
        actor=world.actor("specialist"), dossier_id=dossier.pk, reason="Không đủ.", now=world.now
    )
    dossier.refresh_from_db()
    assert dossier.state == State.STOPPED
    assert dossier.national_code == 8
    assert codes_in_hand(dossier) == []


def test_withdrawing_ends_every_branch(world, split):
    actions.withdraw(
        actor=world.actor("citizen"), dossier_id=split.pk, reason="Thôi.", now=world.now
    )
    split.refresh_from_db()
    assert split.state == State.WITHDRAWN
    assert codes_in_hand(split) == []
    assert not split.is_split


def test_a_dossier_with_two_branches_counts_once_in_the_agencys_figures(world, split):
    looks = looked_on(world.actor("leader"))
    assert [cell.count for cell in open_cells(looks, Moments(world.now, world.now))] == [1]


def test_the_filer_sees_both_branches_and_what_comes_after(world, split):
    told = [(moment.title, moment.state) for moment in story_of(split, world.now, "vi")]
    assert ("Kiểm tra thực địa", "current") in told
    assert ("Đối chiếu sổ sách, nghĩa vụ tài chính", "current") in told
    assert told[-1] == ("Trả kết quả", "next")
    assert "Cho ý kiến chuyên môn" not in {title for title, _state in told}


def test_the_examiner_is_of_the_unit_that_sorted(world, split):
    units = dict(StepRun.objects.filter(dossier=split).values_list("code", "unit__code"))
    complete(world, split, "accountant", step="so-sach")
    complete(world, split, "specialist", step="kiem-tra", note="Đúng.")
    joined = StepRun.objects.get(dossier=split, code="tham-dinh")
    assert joined.unit.code == units["phan-loai"]

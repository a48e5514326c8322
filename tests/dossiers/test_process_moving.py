"""Moving open dossiers to another process: previewed, on record, never under anybody's hands."""

from __future__ import annotations

import copy
import json
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from motcua.dossiers import actions
from motcua.dossiers.enums import Outcome
from motcua.dossiers.errors import (
    ProcessNotOfProcedure,
    ProcessUnchanged,
    ReasonMissing,
    StepNotYours,
    StepsChanged,
    StepUnmapped,
)
from motcua.dossiers.models import StepRun, Transition
from motcua.dossiers.queries.histories import history_of
from motcua.dossiers.queries.process_changes import following_by_version, plan_changes
from motcua.kernel.errors import DomainError, NotAllowed
from motcua.kernel.models import AuditRow
from motcua.procedures.queries import version_on
from motcua.procedures.queries.processes import processes_of
from tests.cast import BIRTH, RESIDENCE
from tests.dossiers.branching import branching_world, codes_in_hand, complete, publish_process
from tests.procedures.flows import BRANCHED


def newer(world):
    """Publish a process whose first handling step is another, and give its version."""
    content = copy.deepcopy(BRANCHED)
    content["steps"][1]["code"] = "xem-xet"
    content["steps"][1]["name"] = {"vi": "Xem xét", "en": "Review"}
    content["steps"][1]["role"] = "head"
    content["steps"][4]["unit"] = {"same_as": "xem-xet"}
    content["steps"][4]["moves"][1]["to"] = ["xem-xet", "kiem-tra"]
    publish_process(world, content)
    return processes_of(BIRTH)[0].version_id


def plan(world, version, mapping=None):
    return plan_changes(
        world.actor("administrator"),
        world.ward.pk,
        BIRTH,
        version,
        mapping=mapping or {},
        language="vi",
    )


def to(version, mapping=None, reason="Quy trình mới theo Quyết định 12."):
    return actions.ProcessChange(version, mapping or {}, reason)


def change(world, dossier, version, mapping=None, name="administrator"):
    (row,) = plan(world, version, mapping).changes
    actions.change_process(
        actor=world.actor(name),
        dossier_id=dossier.pk,
        change=to(version, mapping),
        seen=row.seen,
        now=world.now,
    )
    dossier.refresh_from_db()


@pytest.fixture
def dossier(world):
    """A dossier that is being sorted under the branching process."""
    return branching_world(world).receive(world.file())


@pytest.fixture
def version(world, dossier):
    """The newer process, published after the dossier was filed."""
    return newer(world)


def test_an_open_dossier_keeps_its_process_until_somebody_moves_it(world, dossier, version):
    complete(world, dossier, "specialist", filled={"needs_visit": False})
    assert codes_in_hand(dossier) == ["tham-dinh"]
    counted = following_by_version(world.actor("administrator"), world.ward.pk, BIRTH)
    assert counted == {dossier.version_id: 1}
    assert version not in counted


def test_the_preview_tells_step_unit_and_time_and_changes_nothing(world, dossier, version):
    found = plan(world, version, {"phan-loai": "xem-xet"})
    (row,) = found.changes
    assert found.lacking == (("phan-loai", "Phân loại hồ sơ"),)
    (step,) = row.steps
    assert (step.before, step.after) == ("Phân loại hồ sơ", "Xem xét")
    assert (step.unit_before, step.unit_after) == ("Chuyên môn", "Chuyên môn")
    assert step.due_before == step.due_after
    dossier.refresh_from_db()
    assert codes_in_hand(dossier) == ["phan-loai"]
    assert dossier.process_version_id is None


def test_a_step_without_a_counterpart_keeps_the_dossier_where_it_is(world, dossier, version):
    (row,) = plan(world, version).changes
    assert "chọn bước thay" in row.problem
    assert plan(world, version).ready == ()
    with pytest.raises(StepUnmapped):
        change(world, dossier, version)
    dossier.refresh_from_db()
    assert codes_in_hand(dossier) == ["phan-loai"]


def test_it_goes_on_under_the_new_process(world, dossier, version):
    change(world, dossier, version, {"phan-loai": "xem-xet"})
    assert codes_in_hand(dossier) == ["xem-xet"]
    assert (dossier.step_role, dossier.process_version_id) == ("head", version)
    assert dossier.version_id != version
    old = StepRun.objects.get(dossier=dossier, code="phan-loai")
    assert old.outcome == Outcome.MOVED
    complete(world, dossier, "head", filled={"needs_visit": False})
    assert codes_in_hand(dossier) == ["tham-dinh"]


def test_the_move_is_on_record(world, dossier, version):
    change(world, dossier, version, {"phan-loai": "xem-xet"})
    row = Transition.objects.get(dossier=dossier, action="change_process")
    assert row.reason == "Quy trình mới theo Quyết định 12."
    assert row.data["steps"] == {"phan-loai": "xem-xet"}
    audit = AuditRow.objects.get(action="dossiers.change_process")
    assert audit.data["to"] == version
    told = history_of(dossier, "vi")[0]
    assert told.title == "Chuyển sang quy trình mới"


def test_a_step_that_stays_keeps_its_official(world, dossier, version):
    complete(world, dossier, "specialist", filled={"needs_visit": True})
    actor = world.actor("accountant")
    actions.take_up(actor=actor, dossier_id=dossier.pk, now=world.now, step="so-sach")
    change(world, dossier, version)
    assert codes_in_hand(dossier) == ["kiem-tra", "so-sach"]
    run = StepRun.objects.get(dossier=dossier, code="so-sach")
    assert run.official_id == actor.official_id


def test_a_step_that_the_new_process_has_too_cannot_be_passed_over(world, dossier):
    content = copy.deepcopy(BRANCHED)
    content["steps"][1]["name"]["vi"] = "Phân loại lại"
    publish_process(world, content)
    version = processes_of(BIRTH)[0].version_id
    change(world, dossier, version, {"phan-loai": "tra-ket-qua"})
    assert codes_in_hand(dossier) == ["phan-loai"]


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("ky", "kết quả chưa được dự thảo"),
        ("tra-ket-qua", "kết quả chưa được ký"),
        ("y-kien", "chỉ để cho ý kiến"),
    ],
)
def test_a_step_behind_what_is_not_yet_there_is_refused(world, dossier, version, target, said):
    (row,) = plan(world, version, {"phan-loai": target}).changes
    assert said in row.problem
    with pytest.raises(StepUnmapped, match=said):
        change(world, dossier, version, {"phan-loai": target})
    dossier.refresh_from_db()
    assert codes_in_hand(dossier) == ["phan-loai"]


def test_a_fee_asked_for_on_one_of_two_branches_is_owed_behind_both(world, dossier):
    content = copy.deepcopy(BRANCHED)
    sorting = content["steps"][1]
    sorting["code"], sorting["moves"] = "xem-xet", [sorting["moves"][0]]
    content["steps"][3]["produces"] = ["fee"]
    content["steps"][4]["unit"] = {"same_as": "xem-xet"}
    content["steps"][4]["moves"][1]["to"] = ["xem-xet", "kiem-tra"]
    del sorting["moves"][0]["when"]
    publish_process(world, content)
    version = processes_of(BIRTH)[0].version_id
    (row,) = plan(world, version, {"phan-loai": "tham-dinh"}).changes
    assert "khoản phí chưa được nộp" in row.problem
    change(world, dossier, version, {"phan-loai": "kiem-tra"})
    assert codes_in_hand(dossier) == ["kiem-tra"]


def test_an_opinion_that_was_asked_for_is_still_awaited(world, dossier):
    complete(world, dossier, "specialist", filled={"needs_visit": False})
    actions.consult(
        actor=world.actor("specialist"),
        dossier_id=dossier.pk,
        to="y-kien",
        request="?",
        now=world.now,
    )
    renamed = json.loads(json.dumps(BRANCHED).replace("tham-dinh", "tham-tra"))
    publish_process(world, renamed)
    version = processes_of(BIRTH)[0].version_id
    change(world, dossier, version, {"tham-dinh": "tham-tra"})
    assert codes_in_hand(dossier) == ["y-kien", "tham-tra"]
    asked = StepRun.objects.get(dossier=dossier, code="y-kien")
    assert asked.asked_by.code == "tham-tra"


def test_what_went_on_since_the_preview_is_left(world, dossier, version):
    (row,) = plan(world, version, {"phan-loai": "xem-xet"}).changes
    complete(world, dossier, "specialist", filled={"needs_visit": False})
    moved = actions.change_processes(
        actor=world.actor("administrator"),
        agency_id=world.ward.pk,
        change=to(version, {"phan-loai": "xem-xet"}),
        seen={dossier.public_id: row.seen},
        now=world.now,
    )
    assert moved.done == 0
    assert moved.left == ((dossier.code, str(StepsChanged.message)),)
    assert codes_in_hand(dossier) == ["tham-dinh"]


def test_a_second_click_moves_nothing_twice(world, dossier, version):
    (row,) = plan(world, version, {"phan-loai": "xem-xet"}).changes
    given = {
        "actor": world.actor("administrator"),
        "agency_id": world.ward.pk,
        "change": to(version, {"phan-loai": "xem-xet"}),
        "seen": {dossier.public_id: row.seen},
        "now": world.now,
    }
    assert actions.change_processes(**given).done == 1
    again = actions.change_processes(**given)
    assert again.left == ((dossier.code, str(ProcessUnchanged.message)),)
    assert Transition.objects.filter(action="change_process").count() == 1


def test_only_the_agencys_administrator_moves_dossiers_and_says_why(world, dossier, version):
    for name in ("leader", "outsider", "citizen"):
        with pytest.raises(NotAllowed):
            plan_changes(
                world.actor(name), world.ward.pk, BIRTH, version, mapping={}, language="vi"
            )
    with pytest.raises(ReasonMissing):
        actions.change_processes(
            actor=world.actor("administrator"),
            agency_id=world.ward.pk,
            change=to(version, reason=" "),
            seen={},
            now=world.now,
        )


def test_another_procedures_process_is_refused(world, dossier):
    other = version_on(RESIDENCE, world.now.date())
    with pytest.raises(ProcessNotOfProcedure):
        change(world, dossier, other, {"phan-loai": "tham-tra"})


@pytest.mark.django_db(transaction=True)
def test_handling_and_moving_at_once_end_in_one_of_the_two(world):
    """Whoever comes second finds the dossier changed; it is never in two processes at once."""
    dossier = branching_world(world).receive(world.file())
    version = newer(world)
    mapping = {"phan-loai": "xem-xet"}
    (row,) = plan(world, version, mapping).changes
    handler, mover = world.actor("specialist"), world.actor("administrator")
    begin = threading.Barrier(2)

    def handle():
        actions.complete_step(
            actor=handler,
            dossier_id=dossier.pk,
            now=world.now,
            step="phan-loai",
            filled={"needs_visit": True},
        )

    def move():
        actions.change_process(
            actor=mover,
            dossier_id=dossier.pk,
            change=to(version, mapping),
            seen=row.seen,
            now=world.now,
        )

    def run(act):
        try:
            begin.wait(60)
            act()
        except DomainError as refusal:
            return type(refusal)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        results = [one.result(30) for one in [pool.submit(run, handle), pool.submit(run, move)]]
    dossier.refresh_from_db()
    if results == [None, StepsChanged]:
        assert codes_in_hand(dossier) == ["kiem-tra", "so-sach"]
        assert dossier.process_version_id is None
    else:
        assert results == [StepNotYours, None]
        assert codes_in_hand(dossier) == ["xem-xet"]

"""From hand to hand: taken up, assigned, forwarded, brought back, each with its line."""

from __future__ import annotations

import threading
from uuid import uuid4

import pytest
from django.db import connection

from motcua.agencies.models import Official
from motcua.dossiers import actions
from motcua.dossiers.errors import (
    ColleagueUnfit,
    DossierNotFound,
    NothingToBringBack,
    ReasonMissing,
    StepNotYours,
)
from motcua.dossiers.models import Dossier, Passing, StepRun
from motcua.dossiers.queries.histories import history_of
from motcua.kernel.append_only import AppendOnlyViolated
from motcua.kernel.models import AuditRow
from motcua.kernel.transitions import MoveRefused
from tests.cast import _official


@pytest.fixture
def second(world):
    """A second specialist of the ward."""
    unit = world.ward.units.get(code="CM")
    world.accounts["second"] = _official(world.ward, unit, "second", world.now, post="specialist")
    return Official.objects.get(staff_code="second")


def holder(dossier):
    dossier.refresh_from_db()
    (run,) = StepRun.objects.filter(dossier=dossier, finished_at=None)
    assert run.official_id == dossier.official_id
    return dossier.official and dossier.official.staff_code


def by(world, name, dossier, **more):
    return {"actor": world.actor(name), "dossier_id": dossier.pk, "now": world.now, **more}


def test_the_head_gives_a_step_to_somebody_whoever_has_it(world, second):
    dossier = world.receive(world.file())
    actions.take_up(**by(world, "specialist", dossier))
    assert holder(dossier) == "specialist"
    actions.assign(**by(world, "head", dossier, to=second.public_id, reason="Anh Ba đang bận."))
    assert holder(dossier) == "second"
    told = [one for one in history_of(dossier, "vi") if "việc" in one.title]
    assert told[0].title.startswith("Giao việc cho Cán bộ second")
    assert told[0].who == "Cán bộ head"
    assert told[0].lines == ("Anh Ba đang bận.",)
    assert told[1].title.startswith("Nhận việc")
    assert AuditRow.objects.filter(action="dossiers.assign", dossier_id=dossier.pk).count() == 1


def test_a_step_is_assigned_only_to_who_has_its_role_in_its_unit(world):
    dossier = world.receive(world.file())
    for name in ("receptionist", "leader", "outsider"):
        official = world.accounts[name].official
        with pytest.raises(ColleagueUnfit):
            actions.assign(**by(world, "head", dossier, to=official.public_id))
    with pytest.raises(ColleagueUnfit):
        actions.assign(**by(world, "head", dossier, to=uuid4()))


def test_only_who_gives_the_work_out_assigns(world, second):
    dossier = world.receive(world.file())
    for name, error in (
        ("specialist", StepNotYours),
        ("receptionist", StepNotYours),
        ("auditor", StepNotYours),
        ("outsider", DossierNotFound),
        ("administrator", DossierNotFound),
    ):
        with pytest.raises(error):
            actions.assign(**by(world, name, dossier, to=second.public_id))
    assert not Passing.objects.exists()


def test_a_colleague_forwards_with_a_reason_and_takes_it_back(world, second):
    dossier = world.receive(world.file())
    with pytest.raises(ReasonMissing):
        actions.forward(**by(world, "specialist", dossier, to=second.public_id, reason="  "))
    actions.forward(**by(world, "specialist", dossier, to=second.public_id, reason="Nhờ xem."))
    assert holder(dossier) == "second"
    with pytest.raises(StepNotYours):
        actions.forward(**by(world, "specialist", dossier, to=second.public_id, reason="Nữa."))
    actions.bring_back(**by(world, "specialist", dossier, reason="Tôi làm được."))
    assert holder(dossier) == "specialist"
    assert [row.kind for row in Passing.objects.all()] == ["forwarded", "back"]


def test_the_head_recalls_a_step_and_it_is_everybodys_again(world, second):
    dossier = world.receive(world.file())
    with pytest.raises(NothingToBringBack):
        actions.bring_back(**by(world, "head", dossier, reason="Chưa ai giữ."))
    actions.take_up(**by(world, "second", dossier))
    with pytest.raises(NothingToBringBack):
        actions.bring_back(**by(world, "specialist", dossier, reason="Của tôi."))
    actions.bring_back(**by(world, "head", dossier, reason="Nghỉ ốm."))
    assert holder(dossier) is None
    actions.take_up(**by(world, "specialist", dossier))
    assert holder(dossier) == "specialist"


def test_taking_up_what_one_has_adds_no_line(world):
    dossier = world.receive(world.file())
    for _ in range(3):
        actions.take_up(**by(world, "specialist", dossier))
    assert Passing.objects.count() == 1


def test_hands_do_not_change_outside_the_process(world, second):
    dossier = world.file()
    with pytest.raises(MoveRefused):
        actions.assign(**by(world, "leader", dossier, to=second.public_id))
    world.receive(dossier)
    actions.stop(**by(world, "leader", dossier, reason="Hết căn cứ."))
    with pytest.raises(MoveRefused):
        actions.assign(**by(world, "leader", dossier, to=second.public_id))


def test_passings_are_never_rewritten(world):
    dossier = world.receive(world.file())
    actions.take_up(**by(world, "specialist", dossier))
    row = Passing.objects.get()
    with pytest.raises(AppendOnlyViolated):
        row.save()


@pytest.mark.django_db(transaction=True)
def test_two_who_take_up_at_once_do_not_both_have_it(world, second):
    dossier = world.receive(world.file())
    came, both = [], threading.Barrier(2)

    def take(name):
        actor = world.actor(name)
        both.wait()
        try:
            actions.take_up(actor=actor, dossier_id=dossier.pk, now=world.now)
            came.append(name)
        except StepNotYours:
            pass
        finally:
            connection.close()

    threads = [threading.Thread(target=take, args=(name,)) for name in ("specialist", "second")]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(came) == 1
    assert holder(Dossier.objects.get(pk=dossier.pk)) == came[0]

"""A dossier that goes from hand to hand, and one that is opened again, each by its page."""

from __future__ import annotations

from motcua.agencies.models import Official
from motcua.dossiers import actions
from motcua.dossiers.models import Proposal
from tests.cast import NOW, _official


def colleague(world, name):
    """Appoint one more specialist; give his official."""
    unit = world.ward.units.get(code="CM")
    world.accounts[name] = _official(world.ward, unit, name, world.now, post="specialist")
    return Official.objects.get(staff_code=name)


def test_a_dossier_is_given_to_one_and_by_him_to_another(desk_of, world, filed):
    dossier = world.receive(filed)
    second, third = colleague(world, "second"), colleague(world, "third")
    desk_of("head").post("assign", dossier, to=str(second.public_id), reason="Nhờ anh.").follow()
    dossier.refresh_from_db()
    assert dossier.official_id == second.pk
    given = {"to": str(third.public_id), "reason": "Tôi đi công tác."}
    desk_of("second").post("forward", dossier, **given).follow()
    dossier.refresh_from_db()
    assert dossier.official_id == third.pk


def test_a_returned_result_is_opened_again_once_a_second_person_agrees(desk_of, world, filed):
    dossier = world.finish(world.receive(filed))
    actions.return_result(actor=world.actor("receptionist"), dossier_id=dossier.pk, now=NOW)
    asked = {"reason": "Sai tên mẹ.", "legal_basis": "Điều 18"}
    desk = desk_of("receptionist").post("reopen", dossier, **asked).follow()
    assert "Việc được làm khi người thứ hai đồng ý" in desk.words("//body")
    assert Proposal.objects.get().decided_at is None

"""Two officials on one dossier see each other and lose nothing."""

from __future__ import annotations

from datetime import timedelta

import time_machine
from lxml import html

from motcua.agencies.models import Official
from motcua.dossiers import actions
from motcua.dossiers.actions.presence import sweep_presences
from motcua.dossiers.models import Presence, Result
from motcua.kernel import clock
from tests.cast import NOW, _official
from tests.desk.test_acts import result_answers


def present(desk):
    page = html.fromstring(desk.response.content.decode())
    return " ".join(page.xpath("string(//*[@id='presence'])").split())


def second(world):
    unit = world.ward.units.get(code="CM")
    world.accounts["second"] = _official(world.ward, unit, "second", world.now, post="specialist")
    return Official.objects.get(staff_code="second")


def test_who_else_has_a_dossier_open_is_named_for_a_minute(desk_of, world, filed):
    head, leader = desk_of("receptionist"), desk_of("leader")
    assert present(head.open("dossier", filed.public_id)) == ""
    assert (
        present(leader.open("dossier", filed.public_id))
        == "Đang cùng mở hồ sơ này: Cán bộ receptionist"
    )
    assert "Cán bộ leader" in present(head.open("presence", filed.public_id))
    assert 'role="status"' in head.response.content.decode()
    with time_machine.travel(NOW + timedelta(seconds=75), tick=True):
        assert present(leader.open("presence", filed.public_id)) == ""


def test_what_was_long_ago_is_forgotten(desk_of, world, filed):
    desk_of("receptionist").open("dossier", filed.public_id)
    with time_machine.travel(NOW + timedelta(hours=3), tick=True):
        desk_of("leader").open("presence", filed.public_id)
        assert sweep_presences(now=clock.now()) == 1
    assert [row.official.staff_code for row in Presence.objects.all()] == ["leader"]


def test_a_stranger_is_neither_seen_nor_told(desk_of, world, filed):
    desk_of("receptionist").open("dossier", filed.public_id)
    assert desk_of("outsider").open("presence", filed.public_id).status == 404
    assert Presence.objects.count() == 1


def test_the_second_to_save_a_draft_sees_both_and_loses_neither(desk_of, world, filed):
    world.receive(filed)
    second(world)
    one, two = desk_of("specialist"), desk_of("second")
    one.open("draft", filed.public_id)
    two.open("draft", filed.public_id)
    first = result_answers(filed)
    one.post("draft", filed, **first)
    mine = {**first, "child_citizen_number": "001226000999"}
    two.post("draft", filed, seen="", **mine)
    assert two.status == 409
    assert "Người khác vừa lưu dự thảo này" in two.text
    assert first["child_citizen_number"] in two.words("//section[@aria-labelledby='theirs']")
    assert two.page.xpath("//input[@name='child_citizen_number']/@value") == ["001226000999"]
    assert Result.objects.get().data == first
    seen = two.page.xpath("//input[@name='seen']/@value")[0]
    two.post("draft", filed, seen=seen, **mine)
    assert two.status == 302
    assert Result.objects.get().data["child_citizen_number"] == "001226000999"


def test_a_stale_act_says_so_and_shows_what_happened(desk_of, world, filed):
    world.receive(filed)
    colleague = second(world)
    desk = desk_of("specialist").open("dossier", filed.public_id)
    actions.assign(
        actor=world.actor("head"), dossier_id=filed.pk, to=colleague.public_id, now=world.now
    )
    desk.post("take-up", filed)
    assert desk.status == 403
    assert "có thể vừa được người khác xử lý" in desk.text
    assert "Giao việc cho Cán bộ second" in desk.text

"""One act upon many dossiers: each on its own, once for each form, with a result per item."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from motcua.agencies.models import Official
from motcua.dossiers import actions
from motcua.dossiers.enums import State
from motcua.dossiers.models import Dossier, Result, Slip, Transition
from tests.cast import BUSINESS, NOW, _official
from tests.desk.test_acts import to_be_signed


def post(desk, act, dossiers, **more):
    ids = [str(one.public_id) for one in dossiers]
    answers = {"act": act, "d": ids, **more}
    desk.response = desk.client.post(desk.at("bulk", queue="receiving"), answers)
    return desk


def states(dossiers):
    return [Dossier.objects.get(pk=one.pk).state for one in dossiers]


def outcomes(desk):
    return [
        row.xpath("./td")[0].text_content().strip() for row in desk.page.xpath("//tr[@data-row]")
    ]


@pytest.fixture
def many(world):
    return [world.file(key=f"key-{number:04}", seed=number) for number in (3, 5, 6)]


def test_the_queue_offers_to_tick_rows_and_act_upon_them_together(desk_of, many):
    desk = desk_of("receptionist").open("queue")
    boxes = desk.page.xpath("//input[@form='bulk'][@name='d']/@value")
    assert set(boxes) == {str(one.public_id) for one in many}
    assert desk.page.xpath("//form[@id='bulk']//button/@value") == ["accept"]
    assert not desk_of("auditor").open("queue", queue="unit").page.xpath("//form[@id='bulk']")


def test_nothing_is_done_before_it_is_confirmed(desk_of, many):
    desk = post(desk_of("receptionist"), "accept", many)
    assert desk.status == 200
    for one in many:
        assert one.code in desk.text
    assert states(many) == [State.FILED] * 3


def test_each_is_done_by_itself_and_what_one_refuses_stops_no_other(desk_of, world, many):
    unpaid = world.file(BUSINESS, key="unpaid")
    stranger = uuid4()
    desk = desk_of("receptionist")
    ids = [*(str(one.public_id) for one in [many[0], unpaid, *many[1:]]), str(stranger), "x"]
    answers = {"act": "accept", "d": ids, "token": "one", "_confirm": "1"}
    desk.response = desk.client.post(desk.at("bulk"), answers)
    assert "Đã làm 3, không làm được 2." in desk.text
    assert outcomes(desk)[0] == "Đã làm"
    assert "chưa nộp phí" in outcomes(desk)[1]
    assert "Không tìm thấy" in outcomes(desk)[4]
    assert states([*many, unpaid]) == [State.ACCEPTED] * 3 + [State.FILED]


def test_sent_again_the_same_form_does_nothing_twice(desk_of, many):
    desk = desk_of("receptionist")
    for _ in range(3):
        post(desk, "accept", many, token="one", _confirm="1")
        assert "Đã làm 3, không làm được 0." in desk.text
    assert Transition.objects.filter(action="accept").count() == 3
    assert Slip.objects.count() == 3


def test_a_stranger_does_nothing(desk_of, many):
    desk = post(desk_of("outsider"), "accept", many, token="one", _confirm="1")
    assert "không làm được 3" in desk.text
    for one in many:
        assert one.code not in desk.text
    assert states(many) == [State.FILED] * 3


def test_an_unknown_act_or_nothing_ticked_is_told(desk_of, many):
    assert post(desk_of("receptionist"), "refuse", many).status == 400
    desk = post(desk_of("receptionist"), "accept", [])
    assert "chọn ít nhất một hồ sơ" in desk.follow().text


def test_the_head_assigns_many_to_one(desk_of, world, many):
    unit = world.ward.units.get(code="CM")
    _official(world.ward, unit, "second", world.now, post="specialist")
    second = Official.objects.get(staff_code="second")
    for one in many:
        world.receive(one)
    desk = desk_of("head")
    assert "chọn cán bộ nhận việc" in post(desk, "assign", many, _confirm="1").text
    assert desk.status == 422
    post(desk, "assign", many, token="t", _confirm="1", to=str(second.public_id))
    assert "Đã làm 3, không làm được 0." in desk.text
    assert set(Dossier.objects.values_list("official_id", flat=True)) == {second.pk}
    post(desk_of("specialist"), "assign", many, token="t", _confirm="1", to=str(second.public_id))
    assert set(Dossier.objects.values_list("official_id", flat=True)) == {second.pk}


def test_a_form_sent_again_with_another_colleague_is_not_said_to_be_done(desk_of, world, many):
    unit, takers = world.ward.units.get(code="CM"), []
    for name in ("second", "third"):
        _official(world.ward, unit, name, world.now, post="specialist")
        takers.append(Official.objects.get(staff_code=name))
    for one in many:
        world.receive(one)
    desk = desk_of("head")
    for taker in takers:
        post(desk, "assign", many, token="t", _confirm="1", to=str(taker.public_id))
    assert "Đã làm 0, không làm được 3." in desk.text
    assert set(Dossier.objects.values_list("official_id", flat=True)) == {takers[0].pk}


def test_many_are_signed_with_one_confirmation_on_which_each_is_shown(desk_of, world, many):
    world.give_a_key()
    for one in many:
        to_be_signed(world, one)
    desk = post(desk_of("leader"), "approve", many)
    pictures = desk.page.xpath("//section[contains(@class,'desk-preview')]")
    assert len(pictures) == 3
    for one, section in zip(many, pictures, strict=True):
        assert one.code in section.text_content()
        assert section.xpath(".//img[starts-with(@src, 'data:image/png')]")
    post(desk, "approve", many[:2], token="t", _confirm="1")
    assert "Đã làm 2, không làm được 0." in desk.text
    world.settle()
    assert states(many) == [State.FINISHED, State.FINISHED, State.IN_PROCESS]
    assert Result.objects.filter(signed_at__isnull=False).count() == 2


def test_a_draft_that_changed_after_it_was_shown_is_not_signed(desk_of, world, many):
    to_be_signed(world, many[0])
    to_be_signed(world, many[1])
    desk = post(desk_of("leader"), "approve", many[:2])
    fields = desk.page.xpath("//input[starts-with(@name, 'seen-')]")
    seen = {each.get("name"): each.get("value") for each in fields}
    result = Result.objects.get(dossier=many[0])
    result.drafted_at += timedelta(minutes=1)
    result.save(update_fields=["drafted_at"])
    post(desk, "approve", many[:2], token="t", _confirm="1", **seen)
    assert "Đã làm 1, không làm được 1." in desk.text
    assert "Văn bản đã đổi sau khi" in desk.text
    assert Result.objects.get(dossier=many[0]).approved_at is None


def test_what_went_on_meanwhile_is_shown_as_not_to_be_done(desk_of, world, many):
    actions.refuse(
        actor=world.actor("receptionist"), dossier_id=many[0].pk, reason="Trùng.", now=NOW
    )
    desk = post(desk_of("receptionist"), "accept", many)
    assert "Không làm được lúc này" in desk.text
    ticked = desk.page.xpath("//input[@name='d'][@checked]/@value")
    assert set(ticked) == {str(one.public_id) for one in many[1:]}


def test_before_it_is_confirmed_the_page_says_which_is_not_paid_for(desk_of, world, many):
    unpaid = world.file(BUSINESS, key="unpaid")
    desk = post(desk_of("receptionist"), "accept", [unpaid, many[0]])
    words = desk.page.xpath(f"//tr[contains(., '{unpaid.code}')]")[0].text_content()
    assert "Chưa nộp tiền" in words

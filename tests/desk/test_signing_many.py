"""Signing many: each with its tick beside its pages, and how far the signing has come."""

from __future__ import annotations

from uuid import uuid4

import pytest

from motcua.dossiers import actions
from tests.desk.test_acts import drafted, to_be_signed
from tests.dossiers.test_second_hands import another_leader, checked_by, stands_in

pytestmark = pytest.mark.django_db


def ask(desk, act, dossiers, **more):
    answers = {"act": act, "d": [str(one.public_id) for one in dossiers], **more}
    desk.response = desk.client.post(desk.at("bulk", queue="signing"), answers)
    return desk


@pytest.fixture
def two(world):
    world.give_a_key()
    return [to_be_signed(world, world.file(key=f"key-{n:04}", seed=n)) for n in (3, 4)]


def test_each_has_its_tick_beside_its_pages_and_the_button_stays_with_them(desk_of, two):
    desk = ask(desk_of("leader"), "approve", two)
    sections = desk.page.xpath("//section[contains(@class, 'desk-preview')]")
    assert len(sections) == 2
    for section, dossier in zip(sections, two, strict=True):
        assert section.xpath(".//input[@name='d']/@value") == [str(dossier.public_id)]
        assert section.xpath(".//img")
    (bar,) = desk.page.xpath("//form//div[@class='desk-act-bar']")
    assert bar.xpath(".//button[@name='_confirm']")
    assert bar.xpath(".//*[@data-marked]")
    assert len(desk.page.xpath("//input[@name='d']")) == 2


def test_how_far_the_signing_has_come_is_told_until_it_is_done(desk_of, world, two):
    desk = ask(desk_of("leader"), "approve", two)
    token = desk.page.xpath("//input[@name='token']/@value")[0]
    ask(desk, "approve", two, token=token, _confirm="1")
    (address,) = desk.page.xpath("//main//a[contains(., 'Xem tiến độ ký số')]/@href")
    (follows,) = desk.page.xpath("//main//*[@hx-trigger='load, every 3s']/@hx-get")
    assert follows == address
    desk.response = desk.client.get(address)
    assert "Đã ký số 0 trên 2 văn bản" in desk.text
    assert desk.page.xpath("//noscript/meta[@http-equiv='refresh']")
    world.settle()
    desk.response = desk.client.get(address)
    assert "Đã ký số xong cả 2 văn bản." in desk.text
    assert not desk.page.xpath("//meta[@http-equiv='refresh']")
    asked = desk.client.get(address, headers={"HX-Request": "true"})
    assert asked.status_code == 286, "the page asks no more"


def test_a_stranger_learns_nothing_of_what_is_signed(desk_of, two):
    desk = ask(desk_of("leader"), "approve", two)
    token = desk.page.xpath("//input[@name='token']/@value")[0]
    ask(desk, "approve", two, token=token, _confirm="1")
    (address,) = desk.page.xpath("//main//a[contains(., 'Xem tiến độ ký số')]/@href")
    stranger = desk_of("outsider")
    stranger.response = stranger.client.get(address)
    assert "Không có văn bản nào đang được ký" in stranger.text
    assert two[0].code not in stranger.text
    stranger.response = stranger.client.get(address.partition("?")[0], {"d": "x", "v": uuid4()})
    assert stranger.status == 200


def test_what_one_checked_himself_cannot_be_ticked_and_says_who_approves(desk_of, world):
    world.give_a_key()
    another_leader(world)
    stands_in(world, "head", "deputy")
    dossier = checked_by(world, "deputy")
    desk = ask(desk_of("deputy"), "approve", [dossier])
    assert "Người duyệt được: Cán bộ leader." in desk.text
    assert not desk.page.xpath("//input[@name='d' and not(@disabled)]")
    assert not desk.page.xpath("//button[@name='_confirm']")
    desk.open("approve", dossier.public_id)
    assert "Người duyệt được: Cán bộ leader." in desk.text


def test_what_one_does_for_an_absent_colleague_says_so_in_the_list(desk_of, world):
    another_leader(world)
    stands_in(world, "head", "deputy")
    dossier = drafted(world, world.file())
    by = {"actor": world.actor("specialist"), "dossier_id": dossier.pk, "now": world.now}
    actions.complete_step(**by, note="Đủ điều kiện.")
    assert "thay mặt Cán bộ head" in desk_of("deputy").open("queue", queue="unit").text
    assert "thay mặt" not in desk_of("leader").open("queue", queue="unit").words("//main")

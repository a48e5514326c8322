"""Systems that are not connected: the sheet to copy from, and one number for each dossier there."""

from __future__ import annotations

from datetime import date

import pytest

from motcua.dossiers.actions.outside import correct_outside_number, enter_outside_number
from motcua.dossiers.enums import WrongBy
from motcua.dossiers.errors import DossierNotFound, OutsideNumberTaken, OutsideNumberWrong
from motcua.dossiers.models import OutsideNumber
from motcua.dossiers.queries.outside import outside_marks_of
from motcua.dossiers.queries.register import Wanted, register
from motcua.kernel.errors import NotAllowed
from motcua.kernel.models import AuditRow
from motcua.procedures.base.loading import pack_folders, read_pack
from motcua.procedures.base.outside import outside_systems, read_system
from motcua.procedures.errors import PackInvalid
from tests.cast import BUSINESS, NOW, RESIDENCE
from tests.identity.doors import signed_in

SYSTEM = "ho-tich"


@pytest.fixture
def dossier(world):
    return world.receive(world.file())


def enter(world, dossier, number="HT-2026-0001", role="specialist"):
    return enter_outside_number(
        actor=world.actor(role), dossier_id=dossier.pk, system=SYSTEM, number=number, now=NOW
    )


def reads():
    return AuditRow.objects.filter(action="dossiers.read_copy_sheet").count()


def test_every_field_of_a_described_screen_is_an_answer_of_its_form():
    packs = {folder.name: folder for folder in pack_folders()}
    for system in outside_systems():
        for screen in system.screens:
            form = read_pack(packs[screen.procedure]).form
            keys = {question.key for page in form.pages for question in page.questions}
            assert {one.from_.partition(".")[0] for one in screen.fields} <= keys, system.code


def test_screens_are_dated(tmp_path):
    file = tmp_path / "thu.yaml"
    text = """
code: thu
name: {vi: Thử, en: Trial}
valid_from: 2026-01-01
valid_to: 2027-01-01
source: thử
number: {pattern: "[0-9]+", hint: {vi: số, en: digits}}
procedures: ["1.0"]
screens:
  - {procedure: "1.0", valid_from: 2026-01-01, valid_to: 2026-06-01, source: a, fields: []}
  - {procedure: "1.0", valid_from: 2026-06-01, source: b, fields: []}
"""
    file.write_text(text)
    system = read_system(file)
    assert system.screen_for("1.0", date(2026, 5, 31)).source == "a"
    assert system.screen_for("1.0", date(2026, 6, 1)).source == "b"
    assert system.screen_for("2.0", date(2026, 6, 1)) is None
    assert not system.takes("1.0", date(2027, 1, 1))
    file.write_text(text.replace("[0-9]+", "[0-9"))
    with pytest.raises(PackInvalid):
        read_system(file)


def test_the_sheet_follows_the_other_screen_and_each_look_is_written_down(desk_of, dossier):
    desk = desk_of("specialist")
    desk.open("dossier", dossier.public_id)
    assert "Chép sang hệ thống chưa kết nối" in desk.text
    for number in (1, 2, 3):
        desk.open("outside-sheet", dossier.public_id, SYSTEM)
        assert reads() == number
    labels = [one.text_content() for one in desk.page.xpath("//dl[1]//dt")]
    assert labels[:3] == ["Họ, chữ đệm, tên", "Ngày sinh", "Giới tính"]
    assert "chưa được đối chiếu" in desk.text
    values = desk.page.xpath("//button[@data-sheet-copy]/@data-sheet-copy")
    assert len(values) >= 5
    assert all(values)


def test_without_a_screen_the_sheet_follows_the_form(desk_of, world):
    dossier = world.receive(world.file(RESIDENCE, key="key-0009", fixed={"fee_group": "merit"}))
    desk = desk_of("specialist").open("outside-sheet", dossier.public_id, "cu-tru")
    assert "xếp theo tờ khai" in desk.text


def test_the_number_is_entered_once_and_marked_as_not_synchronised(desk_of, world, dossier):
    desk = desk_of("specialist")
    address = desk.at("outside-sheet", dossier.public_id, SYSTEM)
    for number, said in (("", "Nhập số"), ("không", "không đúng dạng")):
        desk.response = desk.client.post(address, {"number": number})
        assert desk.response.status_code == 422
        assert said in desk.text
    assert desk.client.post(address, {"number": " HT-2026-0001 "}).status_code == 302
    assert "chưa đồng bộ" in desk.open("outside-sheet", dossier.public_id, SYSTEM).text
    assert "HT-2026-0001" in desk.open("dossier", dossier.public_id).text
    portal = signed_in(world.accounts["citizen"], steps=("password",))
    page = portal.get(f"/dossiers/{dossier.public_id}", SERVER_NAME="localhost").content.decode()
    assert "HT-2026-0001" in page
    assert "chưa đồng bộ" in page
    (mark,) = outside_marks_of([dossier.pk], "vi")[dossier.pk]
    assert mark.number == "HT-2026-0001"


def test_the_register_says_that_the_number_is_not_synchronised(world, dossier):
    enter(world, dossier)
    day = NOW.date()
    rows = register(world.actor("receptionist"), Wanted(day, day), "vi").rows
    assert [row.remark.endswith("HT-2026-0001 (chưa đồng bộ)") for row in rows] == [True]


def test_a_number_belongs_to_one_dossier_and_is_not_changed(world, dossier):
    other = world.receive(world.file(key="key-0002", seed=4))
    assert enter(world, dossier).pk == enter(world, dossier).pk
    with pytest.raises(OutsideNumberTaken):
        enter(world, dossier, "HT-2026-0002")
    with pytest.raises(OutsideNumberTaken):
        enter(world, other)
    with pytest.raises(OutsideNumberWrong):
        enter(world, other, "=1+1")
    assert OutsideNumber.objects.count() == 1


def test_who_only_looks_on_copies_nothing_and_a_stranger_sees_nothing(desk_of, world, dossier):
    with pytest.raises(NotAllowed):
        enter(world, dossier, role="auditor")
    with pytest.raises(DossierNotFound):
        enter(world, dossier, role="outsider")
    for role, status in (("auditor", 403), ("outsider", 404)):
        desk = desk_of(role).open("outside-sheet", dossier.public_id, SYSTEM)
        assert desk.response.status_code == status
    assert reads() == 0


def test_a_dossier_of_another_procedure_is_copied_nowhere(desk_of, world):
    dossier = world.file(BUSINESS, key="key-0003")
    desk = desk_of("receptionist").open("outside", dossier.public_id)
    assert "không phải chép" in desk.text
    assert desk.open("outside-sheet", dossier.public_id, SYSTEM).response.status_code == 404


def test_a_number_entered_wrong_is_put_right_with_a_reason_that_the_log_keeps(
    desk_of, world, dossier
):
    enter(world, dossier)
    desk = desk_of("specialist")
    address = desk.at("outside-correct", dossier.public_id, SYSTEM)
    assert "Số này ghi sai?" in desk.open("outside-sheet", dossier.public_id, SYSTEM).text
    for given in ({"right": "HT-2026-0002"}, {"right": "sai", "reason": "typed"}):
        desk.response = desk.client.post(address, given)
        assert desk.response.status_code == 422
    assert "HT-2026-0001" in desk.text
    right = {"right": "HT-2026-0002", "reason": "typed"}
    for _time in range(2):
        assert desk.client.post(address, right).status_code == 302
    assert OutsideNumber.objects.get().number == "HT-2026-0002"
    (kept,) = AuditRow.objects.filter(action="dossiers.correct_outside_number")
    assert (kept.data["before"], kept.data["after"]) == ("HT-2026-0001", "HT-2026-0002")
    assert kept.data["why"] == "typed"


def test_a_number_is_not_put_right_by_strangers_nor_into_another_dossiers(world, dossier):
    other = world.receive(world.file(key="key-0002", seed=4))
    enter(world, dossier)
    by = {"system": SYSTEM, "number": "HT-2026-0001", "reason": WrongBy.TYPED, "now": NOW}
    with pytest.raises(DossierNotFound):
        correct_outside_number(actor=world.actor("specialist"), dossier_id=other.pk, **by)
    enter(world, other, "HT-2026-0005")
    with pytest.raises(OutsideNumberTaken):
        correct_outside_number(actor=world.actor("specialist"), dossier_id=other.pk, **by)
    for role, refusal in (("auditor", NotAllowed), ("outsider", DossierNotFound)):
        with pytest.raises(refusal):
            correct_outside_number(actor=world.actor(role), dossier_id=dossier.pk, **by)

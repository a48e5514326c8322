"""The register (form 06): what a unit took in, in order, for those who keep it."""

from __future__ import annotations

import io
from datetime import date, timedelta

import pikepdf
import pytest

from motcua.dossiers import actions
from motcua.dossiers.queries.prints import register_pdf
from motcua.dossiers.queries.register import Wanted, keeps_register, register, register_rows
from motcua.kernel.errors import NotAllowed
from tests.dossiers.doing import at
from tests.ui.reading import text_of

DAY = date(2026, 11, 20)
TODAY = Wanted(since=DAY, until=DAY)


def codes(world, wanted=TODAY, name="receptionist"):
    return [row.code[-4:] for row in register_rows(world.actor(name), wanted, "vi")]


def test_the_register_lists_what_came_in_on_its_days_in_order(world):
    for number in range(3):
        world.file(key=f"key-{number}", now=world.now + timedelta(minutes=number))
    world.file(key="tomorrow", now=at("2026-11-21T00:00"))
    assert codes(world) == ["0001", "0002", "0003"]
    both = Wanted(since=DAY, until=date(2026, 11, 21))
    assert codes(world, both) == ["0001", "0002", "0003", "0001"]


def test_a_line_of_the_register_tells_the_columns_of_form_06(world):
    dossier = world.finish(world.receive(world.file()))
    actions.return_result(actor=world.actor("receptionist"), dossier_id=dossier.pk, now=world.now)
    (row,) = register_rows(world.actor("clerk"), TODAY, "vi")
    assert row.entry == "01/2026"
    assert row.applicant == "Nguyễn Thị An"
    assert "0912345678" in row.contact
    assert (row.received_at, row.returned_at) == (world.now, world.now)
    assert row.procedure == "Đăng ký khai sinh"
    assert "Trung tâm Phục vụ hành chính công" in row.handled_by
    assert row.state == "Đã trả kết quả"
    assert not row.is_late


def test_pages_of_the_register_follow_one_another_without_gap_or_repetition(world):
    for number in range(5):
        world.file(key=f"key-{number}")
    actor, seen, after = world.actor("leader"), [], None
    while True:
        page = register(actor, TODAY, "vi", after=after, limit=2)
        seen += [row.code for row in page.rows]
        after = page.after
        if after is None:
            break
    assert len(seen) == len(set(seen)) == 5


def test_only_those_who_keep_a_register_read_it_and_only_their_own(world):
    world.file()
    assert codes(world, name="outsider") == []
    for name in ("specialist", "administrator", "citizen"):
        assert not keeps_register(world.actor(name))
        with pytest.raises(NotAllowed):
            register(world.actor(name), TODAY, "vi")


def test_the_register_is_narrowed_to_a_unit_and_a_procedure(world):
    world.file()
    desk = world.ward.units.get(code="MC")
    assert codes(world, Wanted(DAY, DAY, unit=desk.public_id)) == ["0001"]
    elsewhere = world.ward.units.get(code="CM")
    assert codes(world, Wanted(DAY, DAY, unit=elsewhere.public_id)) == []
    assert codes(world, Wanted(DAY, DAY, procedure="1.004222")) == []


def test_form_06_is_printed_on_a4_broad_side_up(world):
    world.receive(world.file())
    pdf = register_pdf(world.actor("receptionist"), TODAY, world.now)
    text = " ".join(text_of(pdf).split())
    assert "SỔ THEO DÕI HỒ SƠ" in text
    assert "H26.101-261120-0001" in text.replace(" ", "").replace("­", "") or "261120" in text
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        box = [round(float(side)) for side in opened.pages[0].mediabox]
    assert box == [0, 0, 842, 595]
    with pytest.raises(NotAllowed):
        register_pdf(world.actor("citizen"), TODAY, world.now)

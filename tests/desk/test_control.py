"""The control slip (form 05): on screen and on paper, every hand-over with times and names."""

from __future__ import annotations

import io
from datetime import timedelta

import pikepdf
import pytest
import time_machine

from motcua.dossiers import actions
from motcua.dossiers.enums import SlipForm
from motcua.dossiers.errors import DossierNotFound
from motcua.dossiers.models import Slip
from motcua.dossiers.queries.control import hand_overs
from motcua.dossiers.queries.holdings import slips_in
from motcua.dossiers.queries.prints import control_pdf, slip_of
from motcua.dossiers.queries.timelines import clock_of, entries_of
from motcua.portal.dossiers.queries.pages import dossier_page
from tests.cast import NOW
from tests.dossiers.branching import branching_world, complete, sorted_out
from tests.dossiers.doing import residence
from tests.ui.reading import text_of


def test_form_05_lists_every_hand_over_from_whom_to_whom_and_when(world):
    dossier = world.finish(world.receive(world.file()))
    rows = hand_overs(dossier, world.now, "vi")
    assert [row.giver.split(" · ")[0] for row in rows][:2] == [
        "Trung tâm Phục vụ hành chính công",
        "Chuyên môn",
    ]
    assert all(row.at for row in rows)
    assert rows[0].taker == "Chuyên môn · Cán bộ specialist"
    assert rows[0].result in {"Trước hạn", "Đúng hạn"}


def test_form_05_tells_branches_side_by_side(world):
    dossier = sorted_out(branching_world(world), needs_visit=True)
    steps = [row.step for row in hand_overs(dossier, world.now, "vi")]
    assert steps[-2:] == ["Kiểm tra thực địa", "Đối chiếu sổ sách, nghĩa vụ tài chính"]
    complete(world, dossier, "accountant", step="so-sach")
    assert hand_overs(dossier, world.now, "vi")[-1].finished_at is not None


def test_form_05_is_numbered_in_the_year_and_set_on_a5(world):
    dossier = world.receive(world.file())
    slip = Slip.objects.get(dossier=dossier, form=SlipForm.CONTROL)
    assert slip.data["number"] == "01/PKS"
    pdf = control_pdf(dossier, world.now)
    assert "01/PKS" in text_of(pdf)
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        box = [round(float(side)) for side in opened.pages[0].mediabox]
    assert box == [0, 0, 420, 595]


def test_an_official_opens_form_05_from_the_dossier_and_its_print(world, desk_of, filed):
    world.receive(filed)
    desk = desk_of("head").open("dossier", filed.public_id)
    assert "Phiếu kiểm soát quá trình" in desk.text
    desk.open("control", filed.public_id)
    assert "01/PKS" in desk.text
    assert "Chuyên môn" in desk.words("//tbody")
    printed = desk.open("control-pdf", filed.public_id).response
    assert printed["Content-Type"] == "application/pdf"


def test_the_applicant_is_not_given_form_05(world, filed):
    world.receive(filed)
    slip = filed.slips.get(form=SlipForm.CONTROL)
    assert SlipForm.CONTROL not in {one.form for one in slips_in(filed)}
    with pytest.raises(DossierNotFound):
        slip_of(filed, slip.public_id)


def test_the_clock_says_the_same_to_citizen_and_official(world, desk_of, filed):
    world.receive(filed)
    filed.refresh_from_db()
    lines = [line.title for line in entries_of(clock_of(filed, NOW), "vi")]
    shown = desk_of("head").open("dossier", filed.public_id).text
    page = dossier_page(filed, NOW, "vi")
    assert [line.title for line in page.clock_lines] == lines
    assert all(line in shown for line in lines)


def test_the_head_apologises_on_a_page_that_shows_the_slip_first(world, desk_of):
    dossier = world.receive(residence(world))
    desk = desk_of("head").open("apologise", dossier.public_id)
    assert "Chỉ được hẹn lại một lần" in desk.text
    written = {"reason": "Chờ xác minh.", "again_on": "07/12/2026"}
    desk.post("apologise", dossier, _preview="1", **written)
    assert desk.status == 200
    assert not dossier.slips.filter(form=SlipForm.APOLOGY).exists()
    desk.post("apologise", dossier, reason="Chờ xác minh.", again_on="06/12/2026")
    assert desk.status == 422
    assert "ngày làm việc" in desk.text
    desk.post("apologise", dossier, **written).follow()
    assert "Đã hẹn lại" in desk.text
    assert "Hẹn lần đầu 17:00 02/12/2026" in desk.text
    assert "Hẹn trả: 17:00 07/12/2026" in desk.text


def test_queues_show_by_when_to_hand_over_and_how_long_a_result_waits(world, desk_of, filed):
    actions.accept(actor=world.actor("receptionist"), dossier_id=filed.pk, now=NOW)
    desk = desk_of("receptionist").open("queue", queue="handover")
    assert "Chuyển trước" in desk.text
    assert "17:00 20/11/2026" in desk.text
    actions.hand_over(actor=world.actor("receptionist"), dossier_id=filed.pk, now=NOW)
    world.finish(filed)
    with time_machine.travel(NOW + timedelta(days=3)):
        waiting = desk_of("receptionist").open("queue", queue="returning")
        assert "chờ 3 ngày" in waiting.text

"""Forms 01 to 06: a set of them is dated data, and numbers begin anew with the civil year."""

from __future__ import annotations

import io
from datetime import date

import pikepdf
import pytest

from motcua.dossiers import actions
from motcua.dossiers.actions.numbering import next_slip_number
from motcua.dossiers.base import handling, statutory
from motcua.dossiers.base.statutory import form_on
from motcua.dossiers.enums import SlipForm
from motcua.dossiers.models import Slip
from motcua.dossiers.queries.prints import control_pdf, register_pdf, slip_pdf
from motcua.dossiers.queries.register import Wanted
from tests.dossiers.doing import ask, at, residence
from tests.dossiers.test_apologies import apologise
from tests.ui.reading import text_of

FRIDAY, MONDAY = at("2026-11-20T09:00"), at("2026-11-23T09:00")
NEW_SET = """
  - code: "01"
    title: {vi: "Phiếu tiếp nhận và hẹn trả", en: "Receipt and appointment"}
    sign: PTN
    paper: a5
    template: slips/form01.typ
    citation: "Thông tư 99/2026/TT-VPCP (ví dụ)"
    valid_from: 2026-11-23
    valid_to:
    confirmed: false
"""
A5, A4_BROAD = (420, 595), (842, 595)


@pytest.fixture
def new_set(monkeypatch, tmp_path):
    """Add a new form 01 from Monday 23 November 2026 on, as whoever keeps the rows would."""
    for name in ("handling.yaml", "special_laws.yaml"):
        (tmp_path / name).write_bytes((handling._DATA / name).read_bytes())
    shipped = (handling._DATA / "forms.yaml").read_text(encoding="utf-8")
    (tmp_path / "forms.yaml").write_text(shipped + NEW_SET, encoding="utf-8")
    monkeypatch.setattr(handling, "_DATA", tmp_path)
    _forget()
    yield
    monkeypatch.undo()
    _forget()


def _forget():
    for remembered in (handling.read, statutory.statutory_forms):
        remembered.cache_clear()


def received(world, now, key):
    dossier = world.file(key=key, now=now)
    actions.accept(actor=world.actor("receptionist"), dossier_id=dossier.pk, now=now)
    return dossier.slips.get(form=SlipForm.RECEIPT)


def size(pdf):
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        boxes = {tuple(round(float(side)) for side in page.mediabox[2:]) for page in opened.pages}
    (one,) = boxes
    return one


def test_a_new_set_changes_slips_from_its_day_and_old_ones_print_as_they_were(world, new_set):
    last, first = received(world, FRIDAY, "old"), received(world, MONDAY, "new")
    assert form_on("01", date(2026, 11, 22)).sign == "GTN"
    assert (last.data["number"], first.data["number"]) == ("01/GTN", "02/PTN")
    before, after = (" ".join(text_of(slip_pdf(slip)).split()).upper() for slip in (last, first))
    assert "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ" in before
    assert "PHIẾU TIẾP NHẬN VÀ HẸN TRẢ" in after


def test_an_old_slip_has_the_same_bytes_before_and_after_a_new_set(world, request):
    slip = received(world, FRIDAY, "old")
    before = slip_pdf(slip)
    request.getfixturevalue("new_set")
    assert slip_pdf(slip) == before


@pytest.mark.parametrize("form", list(SlipForm))
def test_numbers_begin_anew_between_the_last_and_the_first_second_of_the_years(world, form):
    moments = ("2026-12-31T23:59:58", "2026-12-31T23:59:59", "2027-01-01T00:00:00")
    given = [next_slip_number(world.ward.pk, form, at(moment)) for moment in moments]
    assert given == [1, 2, 1]
    assert next_slip_number(world.other_ward.pk, form, at(moments[1])) == 1


def test_slips_of_the_turn_of_the_year_carry_their_own_years_number(world):
    eve, new_year = at("2026-12-31T23:59:59"), at("2027-01-01T00:00:00")
    first, second, third = (
        received(world, moment, f"key-{number}")
        for number, moment in enumerate((eve, eve, new_year))
    )
    assert [(one.year, one.number) for one in (first, second, third)] == [
        (2026, 1),
        (2026, 2),
        (2027, 1),
    ]


def test_forms_one_to_five_are_a5_and_the_register_a4_broad_side_up(world):
    refused = world.file(key="refused")
    actions.refuse(
        actor=world.actor("receptionist"), dossier_id=refused.pk, reason="Sai nơi.", now=FRIDAY
    )
    dossier = world.receive(residence(world), now=FRIDAY)
    apologise(world, dossier)
    ask(world, dossier, who="specialist", now=MONDAY)
    slips = {slip.form: slip for slip in Slip.objects.all()}
    assert set(slips) == {"01", "02", "03", "04", "05"}
    printed = {form: slip_pdf(slip) for form, slip in slips.items() if form != "05"}
    printed["05"] = control_pdf(dossier, MONDAY)
    assert {size(pdf) for pdf in printed.values()} == {A5}
    day = date(2026, 11, 20)
    book = register_pdf(world.actor("leader"), Wanted(day, day, agency=world.ward.pk), MONDAY)
    assert size(book) == A4_BROAD

"""Workbooks: what people wrote is text in them, whatever it looks like."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime

import pytest
from openpyxl import load_workbook

from motcua.insight.base.sheets import Sheet, harmless, workbook

ATTACKS = [
    "=1+1", "+84912345678", "-2+3", "@SUM(A1)", "\t=1+1", "\r=1+1", "\n=1+1", " =1+1",
    "\u200b=1+1", "\ufeff=1", "＝1+1", "＋1", "－1", "＠x",
    "\u00a0=1", "|cmd", "%x", "\x00=1", "﹢1",
]  # fmt: skip


@pytest.mark.parametrize("text", ATTACKS)
def test_what_could_be_a_formula_begins_with_an_apostrophe(text):
    assert harmless(text).startswith("'")


@pytest.mark.parametrize("text", ["Nguyễn Văn An", "1=1", "a@b.vn", "", "Số 5 - ngõ 3", "'x"])
def test_other_texts_stay_as_they_are(text):
    assert harmless(text) == text


def test_no_cell_of_a_workbook_is_a_formula():
    at = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
    rows = [(text, 1, date(2026, 11, 20), at, None) for text in ATTACKS]
    made = Sheet("Sổ [1]/2*?", ("Tiêu đề",), ("A", "B", "C", "D", "E"), (9,) * 5, rows)
    sheet = load_workbook(io.BytesIO(workbook([made]))).active
    assert sheet.title == "Sổ  1  2  "
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d", "inlineStr"}
    assert str(sheet["D3"].value) == "2026-11-20 09:00:00"
    assert all(sheet[f"A{3 + at}"].value.startswith("'") for at in range(len(ATTACKS)))

"""Numbers and dates in Vietnamese words."""

from __future__ import annotations

from datetime import date

import pytest

from motcua.procedures.base.numerals import date_words, money_words, number_words


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "không"),
        (4, "bốn"),
        (10, "mười"),
        (15, "mười lăm"),
        (21, "hai mươi mốt"),
        (24, "hai mươi tư"),
        (55, "năm mươi lăm"),
        (101, "một trăm linh một"),
        (110, "một trăm mười"),
        (1005, "một nghìn không trăm linh năm"),
        (2026, "hai nghìn không trăm hai mươi sáu"),
        (1_000_000, "một triệu"),
        (10_500_000, "mười triệu năm trăm nghìn"),
        (1_000_000_000, "một tỷ"),
        (2_000_000_015, "hai tỷ không trăm mười lăm"),
        (-3, "âm ba"),
    ],
)
def test_a_number_is_spelt_as_it_is_spoken(number, words):
    assert number_words(number) == words


def test_an_amount_begins_as_a_sentence():
    assert money_words(100_000) == "Một trăm nghìn đồng"


def test_a_date_is_spelt_whole():
    assert date_words(date(2005, 1, 31)) == (
        "Ngày ba mươi mốt tháng một năm hai nghìn không trăm linh năm"
    )

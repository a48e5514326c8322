"""Amounts in words as a receipt writes them, against a table made by hand and a reader."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given, settings, strategies as st

from motcua.kernel.numerals import NORTHERN, SOUTHERN, money_words


@pytest.mark.parametrize(
    ("amount", "north", "south"),
    [
        (0, "Không đồng", "Không đồng"),
        (1_000, "Một nghìn đồng", "Một ngàn đồng"),
        (1_001, "Một nghìn không trăm linh một đồng", "Một ngàn không trăm lẻ một đồng"),
        (10_015, "Mười nghìn không trăm mười lăm đồng", "Mười ngàn không trăm mười lăm đồng"),
        (21_000, "Hai mươi mốt nghìn đồng", "Hai mươi mốt ngàn đồng"),
        (24_000, "Hai mươi tư nghìn đồng", "Hai mươi tư ngàn đồng"),
        (35_000, "Ba mươi lăm nghìn đồng", "Ba mươi lăm ngàn đồng"),
        (105_000, "Một trăm linh năm nghìn đồng", "Một trăm lẻ năm ngàn đồng"),
        (104_004, "Một trăm linh bốn nghìn không trăm linh bốn đồng",
         "Một trăm lẻ bốn ngàn không trăm lẻ bốn đồng"),
        (1_000_001, "Một triệu không trăm linh một đồng", "Một triệu không trăm lẻ một đồng"),
        (1_000_000_105, "Một tỷ một trăm linh năm đồng", "Một tỷ một trăm lẻ năm đồng"),
        (100_000_000_001, "Một trăm tỷ không trăm linh một đồng",
         "Một trăm tỷ không trăm lẻ một đồng"),
        (10**12, "Một nghìn tỷ đồng", "Một ngàn tỷ đồng"),
    ],
)  # fmt: skip
def test_an_amount_is_spelt_as_each_region_spells_it(amount, north, south):
    assert money_words(amount, NORTHERN) == north
    assert money_words(amount, SOUTHERN) == south


END = " trăm chín mươi chín"
NINES, ONE = f"chín{END}", "không trăm linh một"
REST = f"{NINES} triệu {NINES} nghìn {NINES} đồng"


@pytest.mark.parametrize(
    ("amount", "north"),
    [
        (1, "Một đồng"),
        (4, "Bốn đồng"),
        (5, "Năm đồng"),
        (10, "Mười đồng"),
        (11, "Mười một đồng"),
        (14, "Mười bốn đồng"),
        (15, "Mười lăm đồng"),
        (20, "Hai mươi đồng"),
        (21, "Hai mươi mốt đồng"),
        (24, "Hai mươi tư đồng"),
        (25, "Hai mươi lăm đồng"),
        (44, "Bốn mươi tư đồng"),
        (55, "Năm mươi lăm đồng"),
        (91, "Chín mươi mốt đồng"),
        (100, "Một trăm đồng"),
        (101, "Một trăm linh một đồng"),
        (104, "Một trăm linh bốn đồng"),
        (105, "Một trăm linh năm đồng"),
        (110, "Một trăm mười đồng"),
        (111, "Một trăm mười một đồng"),
        (115, "Một trăm mười lăm đồng"),
        (121, "Một trăm hai mươi mốt đồng"),
        (500, "Năm trăm đồng"),
        (505, "Năm trăm linh năm đồng"),
        (555, "Năm trăm năm mươi lăm đồng"),
        (999, "Chín trăm chín mươi chín đồng"),
        (1_005, "Một nghìn không trăm linh năm đồng"),
        (1_010, "Một nghìn không trăm mười đồng"),
        (1_100, "Một nghìn một trăm đồng"),
        (4_004, "Bốn nghìn không trăm linh bốn đồng"),
        (5_000, "Năm nghìn đồng"),
        (15_000, "Mười lăm nghìn đồng"),
        (20_000, "Hai mươi nghìn đồng"),
        (21_021, "Hai mươi mốt nghìn không trăm hai mươi mốt đồng"),
        (100_000, "Một trăm nghìn đồng"),
        (100_001, "Một trăm nghìn không trăm linh một đồng"),
        (1_000_000, "Một triệu đồng"),
        (1_001_000, "Một triệu không trăm linh một nghìn đồng"),
        (1_010_000, "Một triệu không trăm mười nghìn đồng"),
        (1_100_000, "Một triệu một trăm nghìn đồng"),
        (1_000_100, "Một triệu một trăm đồng"),
        (24_000_000, "Hai mươi tư triệu đồng"),
        (105_000_000, "Một trăm linh năm triệu đồng"),
        (1_000_000_000, "Một tỷ đồng"),
        (1_000_000_001, "Một tỷ không trăm linh một đồng"),
        (1_000_001_000, "Một tỷ không trăm linh một nghìn đồng"),
        (1_001_000_000, "Một tỷ không trăm linh một triệu đồng"),
        (1_000_010_005, "Một tỷ không trăm mười nghìn không trăm linh năm đồng"),
        (21_000_000_000, "Hai mươi mốt tỷ đồng"),
        (105_000_000_000, "Một trăm linh năm tỷ đồng"),
        (1_000_000_000_001, "Một nghìn tỷ không trăm linh một đồng"),
        (1_005_000_000_000, "Một nghìn không trăm linh năm tỷ đồng"),
        (1_001_001_001_001, f"Một nghìn {ONE} tỷ {ONE} triệu {ONE} nghìn {ONE} đồng"),
        (15_000_000_000_000, "Mười lăm nghìn tỷ đồng"),
        (100_000_000_000_000, "Một trăm nghìn tỷ đồng"),
        (999_999_999_999_999, f"Chín{END} nghìn {NINES} tỷ {REST}"),
    ],
)  # fmt: skip
def test_every_edge_is_spelt_as_a_cashier_writes_it(amount, north):
    assert money_words(amount, NORTHERN) == north
    south = re.sub(r"\blinh\b", "lẻ", north).replace("nghìn", "ngàn").replace("Nghìn", "Ngàn")
    assert money_words(amount, SOUTHERN) == south


DIGITS = {
    "không": 0, "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5,
    "sáu": 6, "bảy": 7, "tám": 8, "chín": 9,
}  # fmt: skip
SCALES = {"nghìn": 10**3, "ngàn": 10**3, "triệu": 10**6}


def read(words):
    """Read an amount aloud, as somebody does who knows the numbers and none of our code."""
    whole = group = digit = billions = 0
    for word in words.lower().removesuffix(" đồng").split():
        if word in DIGITS:
            digit = DIGITS[word]
        elif word == "mười":
            group, digit = group + 10, 0
        elif word == "mươi":
            group, digit = group + 10 * digit, 0
        elif word == "trăm":
            group, digit = group + 100 * digit, 0
        elif word in SCALES:
            whole, group, digit = whole + (group + digit) * SCALES[word], 0, 0
        elif word == "tỷ":
            billions, whole, group, digit = whole + group + digit, 0, 0, 0
        else:
            assert word in {"linh", "lẻ"}, word
    return billions * 10**9 + whole + group + digit


NEVER = r"mươi (một|bốn|năm)\b|mười (mốt|tư|năm)\b|(linh|lẻ) (mốt|tư|lăm)|^(Mốt|Tư|Lăm)|  "


@settings(max_examples=500, deadline=None)
@given(amount=st.integers(0, 999_999_999_999_999), spelling=st.sampled_from([NORTHERN, SOUTHERN]))
@example(amount=999_999_999_999_999, spelling=SOUTHERN)
def test_every_amount_is_read_back_as_it_was_written(amount, spelling):
    words = money_words(amount, spelling)
    assert read(words) == amount
    assert not re.search(NEVER, words)
    assert ("lẻ" in words or "ngàn" in words) <= (spelling is SOUTHERN)

"""Numbers and dates in Vietnamese words."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, strategies

from motcua.kernel.numerals import (
    NORTHERN,
    SOUTHERN,
    date_words,
    money_words,
    number_words,
)

_SAID = {
    word: digit
    for digit, words in enumerate(
        ("không", "một mốt", "hai", "ba", "bốn tư", "năm lăm", "sáu", "bảy", "tám", "chín")
    )
    for word in words.split()
}
_SCALES = {"triệu": 10**6, "nghìn": 1000, "ngàn": 1000}


def heard(words):
    """Read a number as somebody hears it, word by word."""
    billions = whole = group = digit = 0
    for word in words.split():
        if word in _SAID:
            digit = _SAID[word]
        elif word in {"trăm", "mươi"}:
            group, digit = group + digit * {"trăm": 100, "mươi": 10}[word], 0
        elif word == "mười":
            group += 10
        elif word in _SCALES:
            whole, group, digit = whole + (group + digit) * _SCALES[word], 0, 0
        elif word == "tỷ":
            billions, whole, group, digit = (billions + whole + group + digit) * 10**9, 0, 0, 0
        else:
            assert word in {"linh", "lẻ"}
    return billions + whole + group + digit


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


def test_regions_have_their_words():
    assert number_words(1_105, SOUTHERN) == "một ngàn một trăm lẻ năm"
    assert (
        money_words(4_021_004, SOUTHERN)
        == "Bốn triệu không trăm hai mươi mốt ngàn không trăm lẻ bốn đồng"
    )


@given(strategies.integers(0, 10**15), strategies.sampled_from([NORTHERN, SOUTHERN]))
def test_who_hears_a_number_writes_the_same_one(number, spelling):
    assert heard(number_words(number, spelling)) == number


def test_an_amount_begins_as_a_sentence():
    assert money_words(100_000) == "Một trăm nghìn đồng"


def test_a_date_is_spelt_whole():
    assert date_words(date(2005, 1, 31)) == (
        "Ngày ba mươi mốt tháng một năm hai nghìn không trăm linh năm"
    )

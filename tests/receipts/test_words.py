"""Amounts in words as a receipt writes them, against a table made by hand."""

from __future__ import annotations

import pytest

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

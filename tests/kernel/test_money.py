from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from motcua.kernel.money import AmountInvalid, SharesInvalid, allocate, dong, show, signed_dong

amounts = st.integers(-(10**15), 10**15)


@pytest.mark.parametrize(
    ("value", "amount"),
    [
        (20_000, 20_000),
        (0, 0),
        ("20000", 20_000),
        ("20.000", 20_000),
        ("20.000 đ", 20_000),
        ("20,000 VND", 20_000),
        ("1.234.567Đ", 1_234_567),
        ("1 234 567 đồng", 1_234_567),
        ("1\u00a0234\u202f", 1_234),
        ("20.000 \u20ab", 20_000),
        (Decimal(20_000), 20_000),
        (Decimal("2E+4"), 20_000),
    ],
)
def test_amounts_are_read_as_people_write_them(value, amount):
    assert dong(value) == amount


@pytest.mark.parametrize(
    "value",
    [
        20_000.0,
        1.5,
        float("nan"),
        True,
        False,
        None,
        Decimal("1.5"),
        Decimal("NaN"),
        Decimal("Infinity"),
        "",
        "đ",
        "1.5",
        "20.00",
        "1.000,5",
        "0.500",
        "1.000,000",
        "1e6",
        "20.000 USD",
        "٢٠",
        10**30,
        b"20000",
    ],
)
def test_what_is_not_whole_dong_is_refused(value):
    with pytest.raises(AmountInvalid, match="số đồng nguyên"):
        dong(value)


@pytest.mark.parametrize("value", [-1, "-20.000", Decimal(-5)])
def test_a_negative_amount_is_refused_but_in_a_ledger(value):
    with pytest.raises(AmountInvalid, match="không âm"):
        dong(value)
    assert signed_dong(value) < 0


def test_an_amount_is_shown_in_both_languages():
    assert show(20_000) == "20.000 đ"
    assert show(1_234_567, "en") == "1,234,567 VND"
    assert show(0) == "0 đ"
    assert show(-5_000) == "-5.000 đ"


@given(amounts, st.sampled_from(["vi", "en"]))
def test_what_is_shown_is_read_back(amount, language):
    assert signed_dong(show(amount, language)) == amount


def test_what_rounding_leaves_goes_to_those_who_lost_most():
    assert allocate(100, [1, 1, 1]) == (34, 33, 33)
    assert allocate(10, [1, 2, 4]) == (1, 3, 6)
    assert allocate(1, [0, 1, 1]) == (0, 1, 0)
    assert allocate(-100, [1, 1, 1]) == (-34, -33, -33)
    assert allocate(0, [3, 5]) == (0, 0)


weights = st.lists(st.integers(0, 10**6), min_size=1, max_size=12).filter(any)


@given(amounts, weights)
def test_the_parts_add_up_to_the_whole(total, shares):
    parts = allocate(total, shares)
    assert sum(parts) == total
    for part, share in zip(parts, shares, strict=True):
        assert abs(part * sum(shares) - total * share) < sum(shares)
        assert isinstance(part, int)


@pytest.mark.parametrize("shares", [[], [0, 0], [1, -1], [2, -1]])
def test_shares_by_which_nothing_can_be_split_are_refused(shares):
    with pytest.raises(SharesInvalid):
        allocate(100, shares)

"""Why a fee comes to what it does, in words."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import translation

from motcua.procedures.base.fee_words import explained
from motcua.procedures.base.fees import FeeLine, kept_line
from motcua.procedures.enums import FeeDue

DAY = date(2026, 11, 20)
BASIS = "Nghị quyết 09/2026/NQ-HĐND"


def line(**more):
    facts = {
        "code": "le-phi",
        "name": {"vi": "Lệ phí"},
        "amount": 8_000,
        "quantity": 3,
        "total": 24_000,
        "due": FeeDue.AT_FILING,
        "basis": BASIS,
        "confirmed": True,
        "refundable": False,
    }
    return kept_line(FeeLine(**facts | more), DAY)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({}, f"3 × 8.000 đ; căn cứ: {BASIS}; mức của ngày 20/11/2026"),
        (
            {"reduced_to": 50, "total": 12_000},
            f"3 × 8.000 đ; nộp trực tuyến còn 50%; căn cứ: {BASIS}; mức của ngày 20/11/2026",
        ),
        (
            {"exemption": "ngheo", "exempt_as": {"vi": "Hộ nghèo"}, "total": 0},
            f"3 × 8.000 đ; miễn, giảm: Hộ nghèo; căn cứ: {BASIS}; mức của ngày 20/11/2026",
        ),
        ({"is_known": False}, f"căn cứ: {BASIS}; mức của ngày 20/11/2026"),
    ],
)
def test_price_quantity_reduction_exemption_text_and_day_are_told(more, said):
    with translation.override("vi"):
        assert explained(line(**more), "vi") == said


def test_a_line_of_before_days_were_kept_tells_what_it_has():
    kept = {key: value for key, value in line().items() if key != "day"}
    with translation.override("en"):
        assert explained(kept, "en") == f"3 × 8,000 VND; by: {BASIS}"

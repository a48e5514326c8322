"""Of where a carrier says a parcel is, offices and places are kept, and nobody's name."""

from __future__ import annotations

import pytest

from motcua.deliveries.actions.offices import office_said

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "text",
    [
        "Bưu cục Ba Đình",
        "Trung tâm khai thác Hà Nội",
        "Bưu cục phát Hoàn Kiếm",
        "Phường Ba Đình, Thành phố Hà Nội",
        "Bưu điện cấp 1",
        "10000",
        "",
    ],
)
def test_an_office_and_a_known_place_stay(world, text):
    assert office_said(text) == text


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Bưu cục Ba Đình, người nhận: Nguyễn Thị An", "Bưu cục Ba Đình"),
        ("Đã phát cho bà Nguyễn Thị An", ""),
        ("Bưu cục Ba Đình - 0912345678", "Bưu cục Ba Đình"),
        ("Nguyễn Văn Bình (chồng), phường Ba Đình", "phường Ba Đình"),
        ("Bưu cục 001085009999", ""),
        ("Số 5 phố Huế", ""),
    ],
)
def test_who_took_it_and_his_telephone_go(world, text, kept):
    assert office_said(text) == kept

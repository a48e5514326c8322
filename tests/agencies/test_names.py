"""Agencies and units have a name in English: the one somebody wrote, or one that is composed."""

from __future__ import annotations

import pytest

from motcua.agencies.base import name_in


@pytest.mark.parametrize(
    ("vietnamese", "english"),
    [
        ("Ủy ban nhân dân phường Cửa Nam", "People's Committee of Cửa Nam Ward"),
        ("Uỷ ban nhân dân xã Đông Anh", "People's Committee of Đông Anh Commune"),
        ("Ủy ban nhân dân thành phố Hà Nội", "People's Committee of Hà Nội City"),
        ("Ủy ban nhân dân tỉnh Cao Bằng", "People's Committee of Cao Bằng Province"),
        ("Công an đặc khu Phú Quý", "Police of Phú Quý Special Zone"),
        ("Hội đồng nhân dân xã Sơn La", "People's Council of Sơn La Commune"),
    ],
)
def test_the_english_name_of_a_body_of_a_place_is_composed(vietnamese, english):
    assert name_in(vietnamese, "", "en") == english


def test_a_name_somebody_wrote_in_english_comes_first():
    assert name_in("Ủy ban nhân dân phường Cửa Nam", "Cua Nam Ward", "en") == "Cua Nam Ward"


@pytest.mark.parametrize("name", ["Sở Tư pháp", "Công an", "Công an phường", "Tổ dân phố số 3"])
def test_a_name_nobody_wrote_in_english_stays_as_it_is(name):
    assert name_in(name, "", "en") == name


def test_vietnamese_pages_keep_the_vietnamese_name():
    assert name_in("Sở Tư pháp", "Department of Justice", "vi") == "Sở Tư pháp"

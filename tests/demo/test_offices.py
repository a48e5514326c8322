"""The demo has an office for whatever the province or a ministry settles, and one only."""

from __future__ import annotations

import pytest

from motcua.demo.world.offices import OFFICES, office_of
from tests.procedures.packs import CODES, pack_of


@pytest.mark.parametrize(
    ("code", "office"),
    [
        ("2.001583", "so-tai-chinh"),
        ("1.009664", "so-tai-chinh"),
        ("1.012783", "van-phong-dat-dai"),
        ("3.000347", "cong-an-thanh-pho"),
        ("1.001456", "cong-an-thanh-pho"),
        ("1.014137", "bao-hiem-xa-hoi"),
        ("1.013225", None),
        ("1.013083", None),
        ("1.009627", "bo-tai-chinh"),
    ],
)
def test_a_procedure_goes_to_the_office_that_settles_it(code, office):
    assert office_of(pack_of(code)) == office


def test_every_office_has_something_to_settle_and_nothing_above_the_wards_is_left_out():
    theirs = {code: office_of(pack_of(code)) for code in CODES}
    assert set(theirs.values()) == {None, *OFFICES}
    higher = [code for code in CODES if pack_of(code).authority.level in {"province", "ministry"}]
    assert [code for code in higher if theirs[code] is None] == []

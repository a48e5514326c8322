"""Powers cover a unit and everything below it, and nothing beside it."""

from __future__ import annotations

import pytest

from motcua.kernel.actors import SYSTEM, Actor, Power
from motcua.kernel.errors import NotAllowed

WARD, CITY = 12, 7
HEAD = Actor(
    kind="official",
    official_id=5,
    powers=(Power("head", WARD, "3/40/"), Power("receptionist", CITY)),
)


@pytest.mark.parametrize(
    ("role", "agency", "unit", "expected"),
    [
        ("head", WARD, "3/40/", True),
        ("head", WARD, "3/40/9/", True),
        ("head", WARD, "3/4/", False),
        ("head", WARD, "3/400/", False),
        ("head", WARD, "3/", False),
        ("head", WARD, "", False),
        ("head", WARD, None, True),
        ("head", CITY, "3/40/", False),
        ("head", None, None, True),
        ("leader", WARD, "3/40/", False),
        ("receptionist", CITY, "", True),
        ("receptionist", CITY, "81/", True),
        ("receptionist", WARD, None, False),
    ],
)
def test_a_power_covers_its_units_subtree_only(role, agency, unit, expected):
    assert HEAD.has_role(role, agency, unit) is expected


def test_a_unit_path_without_its_last_slash_is_refused():
    with pytest.raises(ValueError, match="slash"):
        Power("head", WARD, "3/4")


def test_the_node_itself_holds_no_role():
    assert not SYSTEM.has_role("administrator")


def test_one_of_several_roles_is_enough():
    HEAD.require_role("leader", "head", agency_id=WARD, unit_path="3/40/")


def test_without_any_of_the_roles_the_act_is_refused():
    with pytest.raises(NotAllowed):
        HEAD.require_role("leader", "clerk", agency_id=WARD)


def test_the_agencies_of_a_role_are_listed():
    assert HEAD.agencies("head") == {WARD}
    assert HEAD.agencies() == {WARD, CITY}


def test_the_powers_over_a_unit_tell_the_roles_held_there():
    assert {power.role for power in HEAD.powers_over(CITY, "9/")} == {"receptionist"}

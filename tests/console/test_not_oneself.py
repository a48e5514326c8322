"""Nobody gives himself power: another administrator has to."""

from __future__ import annotations

import pytest

from motcua.agencies.models import Grant, Official, Posting
from motcua.agencies.queries import powers_of
from tests.cast import NOW

pytestmark = pytest.mark.django_db
SAID = "không tự bổ nhiệm, giao vai trò hay cấp quyền cho chính mình"


@pytest.fixture
def me(world):
    """The administrator as an official."""
    return world.accounts["administrator"].official


def roles(official):
    return {power.role for power in powers_of(official, NOW.date())}


def attempts(world, base, me):
    """Give every way to power that the console has, tried upon oneself."""
    place = {"unit": world.ward.units.get(code="LD").public_id, "role": "leader"}
    page = f"{base}officials/{me.public_id}/"
    granted = {
        "agency_code": world.ward.code,
        "staff_code": me.staff_code,
        "reason": "Trực thay",
        "valid_from": "20/11/2026",
        "valid_to": "01/12/2026",
    }
    another = {"staff_code": "CB-77", "full_name": "Đỗ Thị Thử", "email": me.email.upper()}
    day = {"on": "20/11/2026"}
    return {
        "post": (f"{page}post/", place | day),
        "transfer": (f"{page}transfer/", place | day),
        "appoint": (f"{base}officials/appoint/", another | place | day),
        "receipt": (f"{base}grants/give/", granted | {"kind": "receipt"}),
        "consultation": (f"{base}grants/give/", granted | {"kind": "consultation"}),
        "audit": (f"{base}grants/give/", granted | {"kind": "audit"}),
    }


@pytest.mark.parametrize("way", ["post", "transfer", "appoint", "receipt", "consultation", "audit"])
def test_an_administrator_is_told_to_ask_another_one(admin, world, base, me, way):
    answer = admin.post(*attempts(world, base, me)[way])
    assert answer.status_code == 403
    assert SAID in answer.content.decode()
    assert roles(me) == {"administrator"}
    assert not Grant.objects.exists()
    assert not Official.objects.filter(staff_code="CB-77").exists()


def test_another_administrator_can(another_administrator, world, base, me):
    tried = attempts(world, base, me)
    for way in ("post", "receipt"):
        assert another_administrator.post(*tried[way]).status_code == 302
    assert roles(me) == {"administrator", "leader", "receptionist"}


def test_an_administrator_may_give_a_role_back(admin, another_administrator, world, base, me):
    assert another_administrator.post(*attempts(world, base, me)["post"]).status_code == 302
    posting = Posting.objects.get(official=me, role="leader")
    answer = admin.post(f"{base}postings/{posting.pk}/end/", {"on": "20/11/2026"})
    assert answer.status_code == 302
    assert roles(me) == {"administrator"}


def test_a_list_of_officials_does_not_bring_him_in_a_second_time(admin, world, base, me, workbook):
    row = ["CB-78", me.full_name, "", me.email, "LD", "leader", "20/11/2026", ""]
    checked = admin.post(f"{base}officials/import/", {"file": workbook(row)})
    token = checked.context.get("token", "")
    assert admin.post(f"{base}officials/import/write/", {"list": token}).status_code == 422
    assert not Official.objects.filter(staff_code="CB-78").exists()

"""Officials: appointed, posted, transferred, gone; grants; accounts; second factors."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator

from motcua.agencies.models import Grant, Official, Posting
from motcua.agencies.queries import powers_of
from motcua.identity.models import Account, SecondFactorReset
from motcua.identity.tasks import leavers
from tests.cast import NOW
from tests.identity.doors import enrol, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def specialist(world):
    return world.accounts["specialist"].official


def page_of(base, official):
    return f"{base}officials/{official.public_id}/"


def test_an_official_is_appointed_with_his_role(admin, world, base):
    unit = world.ward.units.get(code="MC")
    data = {
        "staff_code": "CB-77",
        "full_name": "Đỗ Thị Thử",
        "unit": unit.public_id,
        "role": "receptionist",
        "on": "23/11/2026",
    }
    assert admin.post(f"{base}officials/appoint/", data).status_code == 302
    official = Official.objects.get(staff_code="CB-77")
    assert (official.agency, official.valid_from) == (world.ward, date(2026, 11, 23))
    assert [power.role for power in powers_of(official, date(2026, 11, 23))] == ["receptionist"]
    assert "Đỗ Thị Thử" in admin.get(f"{base}officials/?q=do thi").content.decode()
    assert admin.post(f"{base}officials/appoint/", data).status_code == 409


def test_an_appointment_with_a_wrong_role_leaves_nobody_behind(admin, world, base):
    unit = world.other_ward.units.get(code="MC").public_id
    data = {"staff_code": "X", "full_name": "Y Z", "unit": unit, "role": "head", "on": "23/11/2026"}
    assert admin.post(f"{base}officials/appoint/", data).status_code == 422
    assert not Official.objects.filter(staff_code="X").exists()


def test_one_more_role_and_its_end(admin, world, base, specialist):
    unit = world.ward.units.get(code="MC")
    data = {"unit": unit.public_id, "role": "clerk", "on": "20/11/2026"}
    assert admin.post(f"{page_of(base, specialist)}post/", data).status_code == 302
    assert admin.post(f"{page_of(base, specialist)}post/", data).status_code == 409
    posting = Posting.objects.get(official=specialist, role="clerk")
    answer = admin.post(f"{base}postings/{posting.pk}/end/", {"on": "01/12/2026"})
    assert answer.status_code == 302
    roles = {power.role for power in powers_of(specialist, date(2026, 12, 1))}
    assert roles == {"specialist"}


def test_a_transfer_ends_what_he_had(admin, world, base, specialist):
    unit = world.ward.units.get(code="MC")
    data = {"unit": unit.public_id, "role": "receptionist", "on": "01/12/2026"}
    assert admin.post(f"{page_of(base, specialist)}transfer/", data).status_code == 302
    before = {power.role for power in powers_of(specialist, date(2026, 11, 30))}
    after = {power.role for power in powers_of(specialist, date(2026, 12, 1))}
    assert (before, after) == ({"specialist"}, {"receptionist"})


def test_a_leaver_holds_no_power_and_signs_in_no_more(admin, world, base, specialist):
    session = signed_in(world.accounts["specialist"])
    answer = admin.post(f"{page_of(base, specialist)}depart/", {"on": "20/11/2026"})
    assert answer.status_code == 302
    assert powers_of(specialist, date(2026, 11, 20)) == ()
    assert not Account.objects.get(official=specialist).is_active
    assert session.get(f"{base}units/")["Location"].startswith("/accounts/login/")


def test_whoever_leaves_later_works_until_then(admin, world, base, specialist):
    admin.post(f"{page_of(base, specialist)}depart/", {"on": "01/12/2026"})
    assert powers_of(specialist, date(2026, 11, 30)) != ()
    assert powers_of(specialist, date(2026, 12, 1)) == ()
    assert Account.objects.get(official=specialist).is_active


def test_the_last_administrator_is_told_why_he_cannot_go(admin, world, base):
    me = world.accounts["administrator"].official
    answer = admin.post(f"{page_of(base, me)}depart/", {"on": "20/11/2026"})
    assert answer.status_code == 409
    assert "không còn quản trị viên nào" in answer.content.decode()
    assert admin.get(f"{base}officials/").status_code == 200


def test_who_cannot_sign_in_does_not_stand_in_for_the_last_administrator(
    admin, another_administrator, world, base
):
    Account.objects.filter(official__staff_code="second_administrator").update(is_active=False)
    me = world.accounts["administrator"].official
    assert admin.post(f"{page_of(base, me)}depart/", {"on": "20/11/2026"}).status_code == 409
    Account.objects.filter(official__staff_code="second_administrator").update(is_active=True)
    assert admin.post(f"{page_of(base, me)}depart/", {"on": "20/11/2026"}).status_code == 302
    assert another_administrator.get(f"{base}officials/").status_code == 200


def test_a_leaver_is_signed_out_on_his_day_and_the_next_sweep_closes_his_account(
    admin, world, base, specialist
):
    admin.post(f"{page_of(base, specialist)}depart/", {"on": "21/11/2026"})
    with time_machine.travel(NOW + timedelta(days=1)):
        session = signed_in(world.accounts["specialist"])
        assert session.get(f"{base}officials/")["Location"].startswith("/accounts/login/")
        leavers()
        assert not Account.objects.get(official=specialist).is_active


def test_an_account_is_opened_once(admin, world, base):
    official = Official.objects.create(agency=world.ward, staff_code="M1", full_name="Lý Thị Thử")
    data = {"email": "ly.thu@co-quan.example"}
    assert admin.post(f"{page_of(base, official)}account/", data).status_code == 302
    assert Account.objects.get(official=official).email == data["email"]
    assert admin.post(f"{page_of(base, official)}account/", data).status_code == 409


def grant(**changes):
    return {
        "staff_code": "receptionist",
        "kind": "receipt",
        "reason": "Trực thay ngày thứ Bảy",
        "valid_from": "20/11/2026",
        "valid_to": "01/12/2026",
    } | changes


def test_another_agency_s_official_receives_here_for_some_days(admin, world, base):
    data = grant(agency_code=world.other_ward.code)
    assert admin.post(f"{base}grants/give/", data).status_code == 302
    outsider = world.accounts["outsider"].official
    here = {p.role for p in powers_of(outsider, date(2026, 11, 30)) if p.agency_id == world.ward.pk}
    assert here == {"receptionist"}
    row = Grant.objects.get()
    assert row.granted_by == world.accounts["administrator"].official
    assert admin.post(f"{base}grants/{row.pk}/revoke/", {"on": "21/11/2026"}).status_code == 302
    agencies = {power.agency_id for power in powers_of(outsider, date(2026, 11, 21))}
    assert agencies == {world.other_ward.pk}


def test_a_grant_to_nobody_or_without_days_is_refused(admin, world, base):
    nobody = grant(agency_code=world.other_ward.code, staff_code="khong-co")
    backwards = grant(agency_code=world.other_ward.code, valid_to="20/11/2026")
    for data in (nobody, backwards, grant()):
        assert admin.post(f"{base}grants/give/", data).status_code == 422
    assert not Grant.objects.exists()


def test_two_administrators_together_take_off_a_second_factor(
    admin, another_administrator, world, base, specialist
):
    account = world.accounts["specialist"]
    session = signed_in(account)
    enrol(session)
    asked = admin.post(f"{page_of(base, specialist)}reset/", {"reason": "Mất điện thoại"})
    assert asked.status_code == 302
    reset = SecondFactorReset.objects.get()
    approve = f"{base}resets/{reset.pk}/approve/"

    assert "Chờ người khác duyệt" in admin.get(f"{base}resets/").content.decode()
    assert admin.post(approve).status_code == 409
    assert Authenticator.objects.filter(user=account).exists()

    assert approve in another_administrator.get(f"{base}resets/").content.decode()
    assert another_administrator.post(approve).status_code == 302
    assert not Authenticator.objects.filter(user=account).exists()
    assert another_administrator.post(approve).status_code == 409


def test_nobody_asks_for_himself(admin, world, base):
    me = world.accounts["administrator"].official
    answer = admin.post(f"{page_of(base, me)}reset/", {"reason": "Mất điện thoại"})
    assert answer.status_code == 409
    assert not SecondFactorReset.objects.exists()


def test_whoever_has_no_account_has_no_factor_to_reset(admin, world, base):
    official = Official.objects.create(agency=world.ward, staff_code="M1", full_name="Lý Thị Thử")
    assert admin.get(f"{page_of(base, official)}reset/").status_code == 404


@pytest.mark.parametrize("words", ["'; drop", "\u202e", "%00", "<script>", "ộ" * 300])
def test_searching_takes_any_words(admin, base, words):
    answer = admin.get(f"{base}officials/", {"q": words, "page": "-1"})
    assert answer.status_code == 200
    assert "<script>alert" not in answer.content.decode()

"""A lost second factor: one administrator asks, another approves, neither of them lost it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction

from motcua.agencies.enums import AgencyKind, Role
from motcua.agencies.models import Agency, Unit
from motcua.identity import actions, queries
from motcua.identity.errors import OneHand, ResetSettled, TwoPeopleNeeded
from motcua.identity.models import SecondFactorReset
from motcua.kernel.actors import SYSTEM
from motcua.kernel.errors import NotAllowed
from motcua.kernel.models import AuditRow
from tests.identity.doors import NOW, enrol, signed_in

pytestmark = pytest.mark.django_db


def as_actor(account):
    return queries.actor_for(account, NOW)


@pytest.fixture
def asked(receptionist, administrator):
    enrol(signed_in(receptionist))
    return actions.ask_second_factor_reset(
        actor=as_actor(administrator), account=receptionist, reason="Mất điện thoại", now=NOW
    )


def approve(reset, account, now=NOW):
    actions.approve_second_factor_reset(actor=as_actor(account), reset=reset, now=now)


def test_two_administrators_take_the_factor_off_and_end_the_sessions(
    asked, receptionist, second_administrator
):
    session = signed_in(receptionist)
    approve(asked, second_administrator)
    assert not Authenticator.objects.filter(user=receptionist).exists()
    assert session.get("/").json()["actor"]["account_id"] is None


def test_whoever_asked_cannot_approve(asked, administrator, receptionist):
    with pytest.raises(TwoPeopleNeeded):
        approve(asked, administrator)
    assert Authenticator.objects.filter(user=receptionist).exists()


def test_who_was_made_administrator_by_whoever_asked_approves_only_after_thirty_days(
    asked, administrator, second_administrator, receptionist
):
    held = second_administrator.official.postings
    held.update(posted_by=administrator.official, posted_at=NOW)
    with pytest.raises(OneHand, match="một quản trị viên khác của cơ quan"):
        approve(asked, second_administrator)
    assert Authenticator.objects.filter(user=receptionist).exists()
    held.update(posted_at=NOW - timedelta(days=30))
    approve(asked, second_administrator)
    assert not Authenticator.objects.filter(user=receptionist).exists()


def test_a_helper_who_asked_and_is_gone_was_no_second_person(
    asked, administrator, second_administrator
):
    administrator.official.postings.all().delete()
    with pytest.raises(OneHand):
        approve(asked, second_administrator)


def test_the_one_concerned_neither_asks_nor_approves(administrator, second_administrator):
    with pytest.raises(TwoPeopleNeeded):
        actions.ask_second_factor_reset(
            actor=as_actor(administrator), account=administrator, reason="x", now=NOW
        )
    asked = actions.ask_second_factor_reset(
        actor=as_actor(second_administrator), account=administrator, reason="x", now=NOW
    )
    with pytest.raises(TwoPeopleNeeded):
        approve(asked, administrator)


def test_others_can_do_neither(asked, receptionist, citizen, appoint):
    specialist = appoint("Ngô Văn Thử", Role.SPECIALIST, "chuyen-vien@phuong.test")
    for account in (specialist, citizen):
        with pytest.raises(NotAllowed):
            approve(asked, account)
        with pytest.raises(NotAllowed):
            actions.ask_second_factor_reset(
                actor=as_actor(account), account=receptionist, reason="x", now=NOW
            )


def test_an_administrator_of_another_agency_cannot_approve(asked, second_administrator):
    other = Agency.objects.create(code="000.12.02.H26", kind=AgencyKind.COMMUNE, name="Khác")
    unit = Unit.objects.create(agency=other, code="VP", name="Văn phòng")
    second_administrator.official.postings.update(unit=unit)
    with pytest.raises(NotAllowed):
        approve(asked, second_administrator)


def test_a_request_is_approved_once_and_within_three_days(asked, second_administrator):
    with pytest.raises(ResetSettled):
        approve(asked, second_administrator, NOW + timedelta(days=3, seconds=1))
    approve(asked, second_administrator)
    with pytest.raises(ResetSettled):
        approve(asked, second_administrator)


def test_the_database_too_wants_two_people(asked):
    with pytest.raises(IntegrityError), transaction.atomic():
        SecondFactorReset.objects.update(approved_by=asked.asked_by)


def test_both_acts_are_in_the_agency_s_log(asked, second_administrator, ward):
    approve(asked, second_administrator)
    acts = AuditRow.objects.filter(agency_id=ward.pk).values_list("action", "official_id")
    asked.refresh_from_db()
    assert ("identity.ask_second_factor_reset", asked.asked_by_id) in acts
    assert ("identity.approve_second_factor_reset", asked.approved_by_id) in acts


def test_the_node_itself_does_not_stand_in_for_two_people(asked):
    with pytest.raises(NotAllowed):
        actions.approve_second_factor_reset(actor=SYSTEM, reset=asked, now=NOW)

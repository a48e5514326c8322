"""One-click sign-in and other conveniences of the made-up world do not exist outside it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.http import JsonResponse
from django.test import override_settings
from django.urls import path

from motcua.agencies.errors import LastAdministrator
from motcua.agencies.models import Official
from motcua.identity import actions, queries
from motcua.identity.apps import check_doors, check_secrets
from motcua.identity.enums import Door
from motcua.identity.errors import DemoOnly
from motcua.identity.models import Account, Identifier, Person
from motcua.identity.tasks import sweep
from motcua.kernel import clock
from motcua.kernel.actors import SYSTEM
from motcua.kernel.models import AuditRow
from tests.identity import addresses
from tests.identity.doors import NOW, PASSWORD, signed_in, visitor
from tests.identity.test_signing_up import sign_up


def one_click(request, pk):
    try:
        actions.sign_in_demo(request, Account.objects.get(pk=pk))
    except DemoOnly:
        return JsonResponse({"signed_in": False}, status=404)
    return JsonResponse({"signed_in": True})


urlpatterns = [path("demo/<int:pk>", one_click), *addresses.urlpatterns]


@pytest.fixture
def with_demo_pages():
    with override_settings(ROOT_URLCONF=__name__, DESK_URLCONF=__name__):
        yield


@pytest.mark.django_db
def test_one_click_signs_an_official_in_fully_in_the_demo(with_demo_pages, receptionist):
    client = visitor(Door.DESK)
    with override_settings(DEMO=True):
        assert client.post(f"/demo/{receptionist.pk}").json() == {"signed_in": True}
        actor = client.get("/").json()["actor"]
    assert [power["role"] for power in actor["powers"]] == ["receptionist"]


@pytest.mark.django_db
def test_one_click_changes_from_one_person_to_another(with_demo_pages, receptionist, administrator):
    client = visitor(Door.DESK)
    with override_settings(DEMO=True):
        for account in (receptionist, administrator):
            client.post(f"/demo/{account.pk}")
            assert client.get("/").json()["actor"]["account_id"] == account.pk


@pytest.mark.django_db
def test_one_click_is_impossible_outside_the_demo(with_demo_pages, citizen):
    client = visitor()
    assert client.post(f"/demo/{citizen.pk}").status_code == 404
    assert client.get("/").json()["actor"]["account_id"] is None


@pytest.mark.django_db
def test_a_one_click_session_is_worth_nothing_once_the_demo_is_off(with_demo_pages, receptionist):
    client = visitor(Door.DESK)
    with override_settings(DEMO=True):
        client.post(f"/demo/{receptionist.pk}")
    assert client.get("/").status_code == 302


@pytest.mark.django_db
def test_one_click_opens_no_other_door(with_demo_pages, citizen):
    with override_settings(DEMO=True):
        assert visitor(Door.DESK).post(f"/demo/{citizen.pk}").status_code == 404


def found(check, **settings):
    with override_settings(**settings):
        return [message.id for message in check()]


LOCAL = {"PORTAL_HOSTS": ["localhost", "127.0.0.1"], "DESK_HOSTS": ["desk.localhost"]}


@pytest.mark.parametrize("name", ["dichvucong.hanoi.gov.vn", "demo.example.com", "8.8.8.8"])
def test_a_demo_does_not_start_on_a_public_name(name):
    hosts = {**LOCAL, "PORTAL_HOSTS": [name]}
    assert (
        "identity.E001" in found(check_doors, DEMO=True, HTTPS=True, **hosts)
        or name == "203.0.113.5"
    )
    assert found(check_doors, DEMO=False, HTTPS=True, **hosts) == []


@pytest.mark.parametrize("name", ["192.168.1.7", "10.0.0.5", "phone.local", "may-chu", "::1"])
def test_a_demo_may_answer_on_the_local_network(name):
    hosts = {**LOCAL, "PORTAL_HOSTS": [name]}
    assert found(check_doors, DEMO=True, HTTPS=False, **hosts) == []


def test_public_names_without_https_are_warned_of():
    hosts = {**LOCAL, "DESK_HOSTS": ["can-bo.hanoi.gov.vn"]}
    assert found(check_doors, DEMO=False, HTTPS=False, **hosts) == ["identity.W001"]


def test_two_doors_cannot_share_a_name():
    assert "identity.E002" in found(
        check_doors, PORTAL_HOSTS=["localhost"], DESK_HOSTS=["localhost"]
    )


@pytest.mark.parametrize("key", ["secret", "a" * 64, "django-insecure"])
def test_a_plain_secret_key_is_refused(key):
    assert found(check_secrets, SECRET_KEY=key) == ["identity.E003"]


def test_the_key_an_installation_makes_for_itself_is_good():
    assert found(check_secrets) == []


# --- sweeping -----------------------------------------------------------------------------------


@pytest.mark.django_db
def test_sessions_that_ended_are_swept_away(citizen):
    signed_in(citizen)
    assert actions.purge_sessions(now=clock.system_now()) == 0
    assert actions.purge_sessions(now=clock.system_now() + timedelta(days=15)) == 1
    assert not Session.objects.exists()


@pytest.mark.django_db
def test_sign_ups_never_proved_are_swept_away_with_what_they_claimed(citizen):
    sign_up()
    later = clock.now() + timedelta(days=3, seconds=1)
    assert actions.purge_unproved_accounts(now=clock.now()) == 0
    assert actions.purge_unproved_accounts(now=later) == 1
    assert list(Account.objects.all()) == [citizen]
    assert Person.objects.count() == Identifier.objects.count() == 1


@pytest.mark.django_db
def test_the_hourly_job_sweeps_both(citizen):
    sign_up()
    Session.objects.update(expire_date=NOW)
    Account.objects.exclude(pk=citizen.pk).update(joined_at=NOW - timedelta(days=30))
    with time_machine.travel(NOW + timedelta(days=1)):
        sweep()
    assert not Session.objects.exists()
    assert list(Account.objects.all()) == [citizen]


@pytest.mark.django_db
def test_the_accounts_of_leavers_are_closed_on_their_day(receptionist, administrator):
    Official.objects.filter(pk=receptionist.official_id).update(valid_to=date(2026, 12, 1))
    day_before = datetime(2026, 11, 30, 16, 59, tzinfo=UTC)  # a minute to midnight in Viet Nam
    assert actions.close_accounts_of_leavers(now=day_before) == 0
    assert actions.close_accounts_of_leavers(now=day_before + timedelta(minutes=1)) == 1
    assert actions.close_accounts_of_leavers(now=day_before + timedelta(minutes=1)) == 0
    assert list(Account.objects.filter(is_active=True)) == [administrator]


@pytest.mark.django_db
def test_the_last_administrator_does_not_close_his_own_account(administrator, receptionist):
    actor = queries.actor_for(administrator, NOW)
    with pytest.raises(LastAdministrator):
        actions.close_account(actor=actor, account=administrator, now=NOW)
    actions.close_account(actor=actor, account=receptionist, now=NOW)


@pytest.mark.django_db
def test_a_closed_account_is_out_at_once(citizen):
    client = signed_in(citizen)
    actions.close_account(actor=SYSTEM, account=citizen, now=NOW)
    assert client.get("/").json()["actor"]["account_id"] is None


@pytest.mark.django_db
def test_signing_in_is_in_the_log_without_names(citizen):
    visitor().post("/accounts/login/", {"login": citizen.email, "password": PASSWORD})
    row = AuditRow.objects.get(action="identity.sign_in")
    assert (row.account_id, row.subject_id) == (citizen.pk, str(citizen.public_id))
    assert citizen.email not in str(row.data)

"""Two hosts, two doors: what belongs to one is unknown at the other."""

from __future__ import annotations

import time

import pytest
from django.contrib.sessions.models import Session
from django.test import Client, override_settings

from motcua.identity.enums import Door
from motcua.identity.middleware.cookies import csrf_cookie, session_cookie
from tests.identity.doors import PASSWORD, signed_in, visitor

pytestmark = pytest.mark.django_db


def sign_in(client, email, **headers):
    return client.post("/accounts/login/", {"login": email, "password": PASSWORD}, **headers)


def test_the_host_name_tells_the_door():
    assert visitor().get("/").json()["side"] == "portal"
    assert visitor(Door.DESK).get("/").json()["side"] == "desk"


def test_pages_of_the_desk_do_not_exist_on_the_portal():
    assert visitor(Door.DESK).get("/queue").status_code == 200
    assert visitor().get("/queue").status_code == 404


@pytest.mark.parametrize("host", ["evil.example", "desk.localhost.evil.example", "", "a b"])
def test_an_unknown_host_is_turned_away_without_being_repeated(host):
    answer = Client(SERVER_NAME=host).get("/")
    assert answer.status_code == 400
    assert not host or host.encode() not in answer.content


def test_a_host_name_may_carry_a_port_and_capitals():
    assert Client(HTTP_HOST="LOCALHOST:8000").get("/").json()["side"] == "portal"


def test_each_door_and_installation_names_its_cookies():
    names = {session_cookie(d) for d in Door} | {csrf_cookie(d) for d in Door}
    assert len(names) == 4
    with override_settings(COOKIE_PREFIX="motcua8010"):
        assert session_cookie(Door.DESK) == "motcua8010_desk"
        assert csrf_cookie(Door.PORTAL) == "motcua8010_portal_csrf"
    with override_settings(COOKIE_PREFIX="motcua", HTTPS=True):
        assert session_cookie(Door.PORTAL) == "__Host-motcua_portal"


def test_cookies_over_https_are_bound_to_the_host(citizen):
    with override_settings(
        HTTPS=True, SESSION_COOKIE_SECURE=True, CSRF_COOKIE_SECURE=True, SECURE_SSL_REDIRECT=True
    ):
        client = visitor()
        sign_in(client, citizen.email, secure=True)
        cookie = client.cookies[session_cookie(Door.PORTAL)]
        assert cookie["secure"]
        assert cookie["httponly"]
        assert cookie["path"] == "/"
        assert cookie["samesite"] == "Lax"
        assert not cookie["domain"]
        client.post("/accounts/logout/", secure=True)
        gone = client.cookies[session_cookie(Door.PORTAL)]
        assert gone.value == ""
        assert gone["secure"]


def test_both_sides_stay_open_in_one_browser(citizen, receptionist):
    client = visitor()
    sign_in(client, citizen.email)
    client.cookies.update(signed_in(receptionist).cookies)
    there = client.get("/", SERVER_NAME="desk.localhost").json()["actor"]
    here = client.get("/").json()["actor"]
    assert here["account_id"] == citizen.pk
    assert here["kind"] == "citizen"
    assert there["account_id"] == receptionist.pk
    assert there["kind"] == "official"


def test_signing_out_on_one_side_leaves_the_other(citizen, receptionist):
    client = signed_in(citizen)
    client.cookies.update(signed_in(receptionist).cookies)
    client.post("/accounts/logout/")
    assert client.get("/").json()["actor"]["account_id"] is None
    there = client.get("/", SERVER_NAME="desk.localhost").json()["actor"]
    assert there["account_id"] == receptionist.pk


def test_a_session_carried_to_the_other_door_is_nobodys(citizen):
    key = signed_in(citizen).cookies[session_cookie(Door.PORTAL)].value
    thief = visitor(Door.DESK)
    thief.cookies[session_cookie(Door.DESK)] = key
    assert thief.get("/").json()["actor"]["account_id"] is None


def test_django_s_usual_cookie_of_another_program_is_not_read(citizen):
    stranger = visitor()
    stranger.cookies["sessionid"] = signed_in(citizen).cookies[session_cookie(Door.PORTAL)].value
    assert stranger.get("/").json()["actor"]["account_id"] is None


@pytest.mark.parametrize("door", list(Door))
def test_an_account_does_not_open_the_other_door(door, citizen, receptionist):
    account = receptionist if door is Door.PORTAL else citizen
    unknown = sign_in(visitor(door), "khong-ai@dan.test")
    known = sign_in(visitor(door), account.email)
    assert known.status_code == unknown.status_code == 200
    assert "không đúng" in known.content.decode()
    assert session_cookie(door) not in known.client.cookies


def test_a_form_without_its_secret_is_refused_at_each_door():
    for door in Door:
        client = visitor(door, enforce_csrf_checks=True)
        assert client.post("/act").status_code == 403


def test_the_secret_of_one_door_does_not_pass_at_the_other(citizen):
    client = visitor(enforce_csrf_checks=True)
    client.get("/accounts/login/")
    secret = client.cookies[csrf_cookie(Door.PORTAL)].value
    assert client.post("/act", {"csrfmiddlewaretoken": secret}).status_code == 200
    answer = client.post("/act", {"csrfmiddlewaretoken": secret}, SERVER_NAME="desk.localhost")
    assert answer.status_code == 403


def test_the_api_neither_reads_nor_sets_cookies(citizen):
    client = signed_in(citizen)
    answer = client.get("/api/v1/known")
    assert answer.json() == {"known": [], "actor": None}
    assert not answer.cookies
    assert visitor(enforce_csrf_checks=True).post("/api/v1/act").json() == {"done": True}


def test_the_api_asks_the_database_nothing(django_assert_num_queries, citizen):
    client = signed_in(citizen)
    with django_assert_num_queries(0):
        client.post("/api/v1/act")


def test_a_page_for_nobody_asks_the_database_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        visitor().get("/")


def test_a_page_for_an_official_asks_three_times(django_assert_num_queries, receptionist):
    client = signed_in(receptionist)
    with django_assert_num_queries(3):  # session, account, powers
        actor = client.get("/").json()["actor"]
    assert [power["role"] for power in actor["powers"]] == ["receptionist"]


def test_a_desk_session_ends_twelve_hours_after_signing_in(receptionist):
    fresh = signed_in(receptionist, at=time.time() - 11.9 * 3600)
    stale = signed_in(receptionist, at=time.time() - 12.1 * 3600)
    assert fresh.get("/").json()["actor"]["account_id"] == receptionist.pk
    assert stale.get("/").json()["actor"]["account_id"] is None


def test_a_desk_session_is_kept_no_longer_than_it_lives(receptionist):
    client = visitor(Door.DESK)
    client.post(
        "/accounts/login/", {"login": receptionist.email, "password": PASSWORD, "remember": "on"}
    )
    cookie = client.cookies[session_cookie(Door.DESK)]
    assert cookie["max-age"] == ""  # ends with the browser
    kept = Session.objects.get(pk=cookie.value).expire_date.timestamp() - time.time()
    assert 11.9 * 3600 < kept <= 12 * 3600


def test_a_citizen_may_stay_signed_in_for_two_weeks(citizen):
    client = visitor()
    client.post(
        "/accounts/login/", {"login": citizen.email, "password": PASSWORD, "remember": "on"}
    )
    assert client.cookies[session_cookie(Door.PORTAL)]["max-age"] == 14 * 24 * 3600


@pytest.mark.parametrize(
    "address", ["https://evil.example/", "//evil.example/x", "javascript:alert(1)", "\\\\evil"]
)
def test_signing_in_leads_to_no_other_host(citizen, address):
    client = visitor()
    answer = client.post(
        "/accounts/login/", {"login": citizen.email, "password": PASSWORD, "next": address}
    )
    assert answer.status_code == 302
    assert answer["Location"] == "/"


def test_signing_in_returns_to_the_page_that_asked(citizen):
    answer = visitor().post(
        "/accounts/login/?next=/act%3Fstep%3D3", {"login": citizen.email, "password": PASSWORD}
    )
    assert answer["Location"] == "/act?step=3"

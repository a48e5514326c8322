"""Whoever leaves opens nothing any more: not by his session, nor a token, nor his password."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from motcua.kernel.caching import forget_all
from tests.cast import NOW, PASSWORD
from tests.identity.doors import signed_in, visitor
from tests.openapi.caller import Caller

pytestmark = pytest.mark.django_db
LEAVER = "receptionist"
DESK = {"SERVER_NAME": "desk.localhost"}


@pytest.fixture(autouse=True)
def _on_a_friday_morning(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with time_machine.travel(NOW, tick=True):
        yield


@pytest.fixture
def dossier(world):
    return world.file()


@pytest.fixture
def desk(world):
    """The leaver's browser, signed in before."""
    return signed_in(world.accounts[LEAVER])


@pytest.fixture
def lets_go(world):
    """Let the leaver go on a day, as an administrator does it in the console."""

    def on(day):
        admin = signed_in(world.accounts["administrator"])
        official = world.accounts[LEAVER].official.public_id
        page = f"/agency/{world.ward.code}/officials/{official}/depart/"
        assert admin.post(page, {"on": f"{day:%d/%m/%Y}"}).status_code == 302

    return on


def token_of(desk):
    answer = desk.post("/accounts/token/", {"scope": "dossiers:read"})
    return Caller(answer.json()["access_token"])


def works(world, desk, caller, dossier):
    """Say what the session, the token and the password open now, with what every process knows."""
    forget_all()  # as each process does within a second
    page = desk.get(f"/dossiers/{dossier.public_id}")
    answer = caller.get(f"/dossiers/{dossier.public_id}")
    asked = {"login": world.accounts[LEAVER].email, "password": PASSWORD}
    entered = visitor().post("/accounts/login/", asked, **DESK)
    return page.status_code, answer.status_code, entered.status_code


def test_who_is_let_go_today_is_out_at_once(world, desk, dossier, lets_go):
    caller = token_of(desk)
    assert works(world, desk, caller, dossier) == (200, 200, 302)
    lets_go(NOW)
    assert works(world, desk, caller, dossier) == (302, 401, 200)
    assert desk.get("/")["Location"].startswith("/accounts/login/")
    assert desk.post("/accounts/token/", {"scope": "dossiers:read"}).status_code >= 400


def test_whose_last_day_is_over_is_out_at_midnight_with_no_job_run(world, desk, dossier, lets_go):
    lets_go(NOW + timedelta(days=1))
    midnight = NOW.replace(hour=17, minute=0)  # of the next day in Viet Nam
    with time_machine.travel(midnight - timedelta(minutes=5), tick=False):
        desk = signed_in(world.accounts[LEAVER])
        caller = token_of(desk)
        assert works(world, desk, caller, dossier) == (200, 200, 302)
    with time_machine.travel(midnight + timedelta(minutes=1), tick=False):
        assert works(world, desk, caller, dossier) == (302, 401, 200)

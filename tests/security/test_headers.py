"""Every page says what a browser may do with it, on both hosts; machines are told as much."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from django.test import Client

from tests.identity.doors import NAMES, PASSWORD, visitor
from tests.security.urls import addresses

PAGES = [
    ("portal", "/"),
    ("portal", "/help"),
    ("portal", "/procedures"),
    ("portal", "/procedures/1.001193"),
    ("portal", "/track"),
    ("portal", "/verify"),
    ("portal", "/accounts/login/"),
    ("portal", "/accounts/signup/"),
    ("portal", "/no-such-page"),
    ("desk", "/"),
    ("desk", "/accounts/login/"),
    ("desk", "/no-such-page"),
]
SIGNED_IN = [("citizen", "/my"), ("receptionist", "/"), ("administrator", "/agency/")]
POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data: blob:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "manifest-src": "'self'",
    "frame-ancestors": "'none'",
}


def policy_of(answer):
    parts = [part.partition(" ") for part in answer["Content-Security-Policy"].split("; ")]
    return {name: value for name, _, value in parts}


def is_guarded(answer):
    assert policy_of(answer) == POLICY
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["X-Frame-Options"] == "DENY"
    for name in ("Server", "X-Powered-By"):
        assert name not in answer
    for cookie in answer.cookies.values():
        assert cookie["httponly"], cookie.key
        assert cookie["samesite"] in {"Lax", "Strict"}, cookie.key
    return True


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize(("door", "path"), PAGES)
def test_every_page_carries_the_promised_headers(door, path):
    client = Client(SERVER_NAME=NAMES[door], raise_request_exception=False)
    assert is_guarded(client.get(path))


@pytest.mark.parametrize(("role", "path"), SIGNED_IN)
def test_pages_of_ones_own_are_kept_by_no_cache(visit, role, path):
    answer = visit(role).get(path)
    assert is_guarded(answer)
    assert "no-store" in answer["Cache-Control"] or "private" in answer["Cache-Control"]


@pytest.mark.parametrize("role", ["citizen", "receptionist"])
@pytest.mark.parametrize("path", ["/accounts/2fa/", "/accounts/2fa/totp/activate/"])
def test_pages_of_the_second_factor_are_kept_by_no_cache(visit, role, path):
    assert "no-store" in visit(role).get(path)["Cache-Control"]


@pytest.mark.usefixtures("world")
def test_signing_in_sets_cookies_that_scripts_cannot_read():
    client = visitor()
    client.get("/accounts/login/")
    answer = client.post(
        "/accounts/login/", {"login": "0912345678@dan.example", "password": PASSWORD}
    )
    assert is_guarded(answer)


@pytest.mark.django_db
def test_an_answer_of_the_api_is_not_sniffed_either():
    answer = visitor().get("/api/v1/openapi.json")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert not answer.cookies


@pytest.mark.django_db
def test_an_unknown_host_is_refused_without_repeating_it():
    answer = Client(SERVER_NAME="evil.example").get("/")
    assert answer.status_code == 400
    assert b"evil" not in answer.content


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "headers", "status"),
    [
        ("127.0.0.1", {}, 200),
        ("::1", {}, 200),
        ("203.0.113.9", {}, 404),
        ("", {}, 404),
        ("127.0.0.1", {"X-Forwarded-For": "127.0.0.1"}, 404),
        ("127.0.0.1", {"Forwarded": "for=127.0.0.1"}, 404),
        ("127.0.0.1", {"Via": "1.1 proxy"}, 404),
    ],
)
def test_the_metrics_are_for_programs_on_this_machine(address, headers, status):
    answer = visitor().get("/metrics", REMOTE_ADDR=address, headers=headers)
    assert answer.status_code == status
    if status == 200:
        assert b"motcua_outbox_waiting 0.0" in answer.content
        assert b"motcua_messages_waiting 0.0" in answer.content


@pytest.mark.django_db
def test_where_a_token_is_set_only_who_brings_it_reads_the_metrics(settings):
    settings.METRICS_TOKEN = "mã của máy giám sát"
    here = {"REMOTE_ADDR": "127.0.0.1"}
    assert visitor().get("/metrics", **here).status_code == 404
    for wrong in ("Bearer", "Bearer x", "mã của máy giám sát"):
        told = {"Authorization": wrong}
        assert visitor().get("/metrics", headers=told, **here).status_code == 404
    told = {"Authorization": f"Bearer {settings.METRICS_TOKEN}"}
    answer = visitor().get("/metrics", headers=told, **here)
    assert b"motcua_disk_free_bytes" in answer.content


@pytest.mark.django_db
def test_health_and_readiness_are_told_to_everybody():
    for door in NAMES.values():
        client = Client(SERVER_NAME=door)
        assert client.get("/healthz").json() == {"status": "up"}
        assert client.get("/readyz").status_code == 200


HTTPS = """
import json, django
django.setup()
from django.test import Client
from django.conf import settings
answer = Client(SERVER_NAME="localhost").get("/healthz", secure=True)
plain = Client(SERVER_NAME="localhost").get("/healthz")
print(json.dumps({
    "hsts": answer["Strict-Transport-Security"],
    "plain": plain.status_code,
    "cookies": [settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE,
                settings.LANGUAGE_COOKIE_SECURE],
}))
"""


def run_with_https(*arguments):
    environment = {
        **os.environ,
        "MOTCUA_HTTPS": "1",
        "DJANGO_SETTINGS_MODULE": "motcua.config.settings",
    }
    environment.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)  # a browser test of this process may set it
    return subprocess.run(
        [sys.executable, *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_over_https_the_deployment_check_finds_nothing():
    done = run_with_https("-m", "django", "check", "--deploy", "--fail-level", "WARNING")
    assert done.returncode == 0, done.stderr


def test_over_https_browsers_are_told_to_stay_there():
    done = run_with_https("-c", HTTPS)
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["hsts"] == "max-age=31536000; includeSubDomains; preload"
    assert told["plain"] == 301
    assert told["cookies"] == [True, True, True]


def test_no_address_of_ours_carries_a_persons_number():
    telling = {"number", "phone", "email", "name", "cccd", "citizen"}
    assert [each for each in addresses() if telling & set(each.parts)] == []

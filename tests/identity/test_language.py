"""Vietnamese unless somebody chose otherwise; a choice stays."""

from __future__ import annotations

import pytest
from django.conf import settings

from tests.identity.doors import PASSWORD, signed_in, visitor

pytestmark = pytest.mark.django_db
COOKIE = settings.LANGUAGE_COOKIE_NAME


def test_pages_are_vietnamese_even_for_an_english_browser():
    answer = visitor().get("/", headers={"accept-language": "en"})
    assert answer["Content-Language"] == "vi"


def test_an_address_can_ask_for_english_and_keeps_the_page():
    client = visitor()
    answer = client.get("/act?step=3&lang=en&ten=Hoà")
    assert answer.status_code == 302
    assert answer["Location"] == "/act?step=3&ten=Ho%C3%A0"
    assert client.get("/act")["Content-Language"] == "en"


@pytest.mark.parametrize("path", ["//evil.example/?lang=en", "///evil.example?lang=en"])
def test_asking_for_a_language_leads_to_no_other_host(path):
    answer = visitor().get(path)
    assert not answer["Location"].startswith("//")


def test_a_language_without_pages_changes_nothing():
    client = visitor()
    client.get("/?lang=tlh")
    assert COOKIE not in client.cookies
    assert client.get("/")["Content-Language"] == "vi"


def test_the_switch_returns_to_the_page_and_is_kept_in_the_account(citizen):
    client = signed_in(citizen)
    answer = client.post("/language", {"language": "en", "next": "/act?step=3"})
    assert answer["Location"] == "/act?step=3"
    citizen.refresh_from_db()
    assert citizen.language == "en"


def test_the_switch_pressed_twice_sets_the_language_with_either_answer(citizen):
    client = signed_in(citizen)
    said = {"language": "en", "next": "/act", "csrfmiddlewaretoken": "of-one-page"}
    client.post("/language", said)
    del client.cookies[COOKIE]  # a browser that was told twice goes by the last answer
    client.post("/language", said)
    assert client.cookies[COOKIE].value == "en"


def test_a_new_browser_speaks_the_account_s_language(citizen):
    citizen.language = "en"
    citizen.save()
    client = visitor()
    client.post("/accounts/login/", {"login": citizen.email, "password": PASSWORD})
    assert client.get("/act")["Content-Language"] == "en"

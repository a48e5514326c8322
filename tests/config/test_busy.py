"""What is said at once to who would wait too long."""

from __future__ import annotations

import json

import pytest
from django.test import RequestFactory
from lxml import html

from motcua.config import busy

STATIC = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}


@pytest.fixture(autouse=True)
def _drawn_anew(settings):
    settings.STORAGES = settings.STORAGES | STATIC
    busy._page.cache_clear()
    yield
    busy._page.cache_clear()


def told(request):
    said = {}

    def start_response(status, headers):
        said.update(status=status, headers=dict(headers))

    body = b"".join(busy.turn_away(request.environ, start_response))
    assert said["headers"]["Content-Length"] == str(len(body))
    return said["status"], said["headers"], body


def test_a_person_gets_a_page_in_both_languages_that_can_be_tried_again():
    status, headers, body = told(RequestFactory().get("/procedures", HTTP_ACCEPT="text/html"))
    assert status == "503 Service Unavailable"
    assert 5 <= int(headers["Retry-After"]) <= 15
    assert headers["Cache-Control"] == "no-store"
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    page = html.fromstring(body)
    assert page.get("lang") == "vi"
    assert len(page.findall(".//h1")) == 1
    english = page.xpath("//section[@lang='en']")[0].text_content()
    assert "Many people" in english
    assert [link.get("href") for link in page.xpath("//main//a")] == ["", ""]


def test_who_sends_a_form_is_told_that_it_was_not_taken_and_can_be_sent_again():
    _, _, body = told(RequestFactory().post("/drafts/x", HTTP_ACCEPT="text/html"))
    page = html.fromstring(body)
    assert "cũng chỉ thành một hồ sơ" in page.text_content()
    assert page.xpath("//main//a") == [], "a link would lose what was typed"


def test_a_machine_gets_a_problem_document():
    status, headers, body = told(RequestFactory().post("/api/v1/dossiers"))
    assert (status[:3], headers["Content-Type"]) == ("503", "application/problem+json")
    said = json.loads(body)
    assert (said["code"], said["status"]) == ("kernel.busy", 503)
    assert str(said["retry_after"]) == headers["Retry-After"]


def test_those_who_are_turned_away_together_do_not_come_back_together():
    asked = RequestFactory().get("/api/v1/procedures")
    assert len({told(asked)[1]["Retry-After"] for _ in range(60)}) > 3


def test_everyone_is_counted_and_the_log_is_told_now_and_then(caplog):
    before = busy.refused._value.get()
    busy._Told.at = -1000.0
    for _ in range(5):
        told(RequestFactory().get("/api/v1/procedures"))
    assert busy.refused._value.get() == before + 5
    assert len([one for one in caplog.records if "turned_away" in str(one.msg)]) == 1

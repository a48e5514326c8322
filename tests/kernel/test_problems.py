"""Whatever goes wrong, people get a page and machines get problem+json, and nobody a secret."""

from __future__ import annotations

import threading

import pytest
from django.db import OperationalError, connection, connections, transaction
from django.test import Client
from psycopg import errors as pg

PAGES = {
    "errors/400.html": "<h1>{{ message }}</h1> {{ details.wanted }}",
    "errors/404.html": "<h1>404</h1>",
    "errors/500.html": "<h1>500</h1>",
    "errors/503.html": "<h1>503</h1>{% if request %}asked the database{% endif %}",
}


@pytest.fixture(autouse=True)
def site(settings):
    settings.MIDDLEWARE = ["motcua.kernel.middleware.ProblemMiddleware"]
    settings.ROOT_URLCONF = "tests.kernel.broken_urls"
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.TEMPLATES = [
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {
                "loaders": [("django.template.loaders.locmem.Loader", PAGES)],
                "context_processors": ["django.template.context_processors.request"],
            },
        }
    ]


def get(path, accept="text/html,application/xhtml+xml,*/*;q=0.8"):
    return Client(raise_request_exception=False).get(path, headers={"Accept": accept})


def test_a_person_gets_a_page_with_the_sentence():
    response = get("/conflict")
    assert (response.status_code, response["Content-Type"]) == (409, "text/html; charset=utf-8")
    assert response.content.decode() == "<h1>Yêu cầu không thực hiện được.</h1> 3"


def test_a_machine_gets_the_same_as_data():
    response = get("/api/conflict")
    assert (response.status_code, response["Content-Type"]) == (409, "application/problem+json")
    assert response.json() == {
        "type": "urn:motcua:problem:kernel.refused",
        "title": "Yêu cầu không thực hiện được.",
        "status": 409,
        "detail": "Yêu cầu không thực hiện được.",
        "code": "kernel.refused",
        "instance": "/api/conflict",
        "wanted": 3,
    }


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/nul", "/nul-in-json"])
def test_a_text_that_nobody_can_type_is_the_senders_fault(path):
    assert get(path).status_code == 400


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("application/json", "application/problem+json"),
        ("application/problem+json", "application/problem+json"),
        ("application/json, text/html;q=0.5", "application/problem+json"),
        ("text/html", "text/html; charset=utf-8"),
        ("*/*", "text/html; charset=utf-8"),
        ("image/png", "text/html; charset=utf-8"),
    ],
)
def test_what_the_asker_accepts_decides(accept, media_type):
    response = get("/conflict", accept)
    assert response["Content-Type"] == media_type
    assert "Accept" in response["Vary"]


def test_a_status_without_a_page_of_its_own_gets_the_general_one():
    response = get("/unpaid")
    assert (response.status_code, response.content.decode()) == (
        402,
        "<h1>Chưa nộp &lt;lệ phí&gt;.</h1> ",
    )


def test_where_an_input_is_wrong_is_listed():
    assert get("/api/input").json()["errors"] == [{"path": "a.0", "code": "required"}]


def test_a_limit_says_when_to_come_back():
    response = get("/api/limit")
    assert (response.status_code, response["Retry-After"]) == (429, "42")
    assert response["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("hidden", 404, "kernel.not_found"),
        ("404", 404, "kernel.not_found"),
        ("403", 403, "kernel.not_allowed"),
        ("400", 400, "kernel.bad_request"),
        ("500", 500, "kernel.broken"),
        ("other-os-error", 500, "kernel.broken"),
        ("csrf", 403, "kernel.form_expired"),
        ("no/such/page", 404, "kernel.not_found"),
    ],
)
def test_djangos_own_errors_speak_the_same_language(path, status, code):
    machine, person = get(f"/{path}", "application/json"), get(f"/{path}")
    assert (machine.status_code, machine.json()["code"]) == (status, code)
    assert person.status_code == status
    for response in (machine, person):
        assert "secret" not in response.content.decode()
        assert "Canary" not in response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "seconds"),
    [
        ("slow", "5"),
        ("deadlock", "1"),
        ("read-only", "10"),
        ("gone", "10"),
        ("full", "60"),
    ],
)
def test_what_passes_by_itself_is_503_and_says_when_to_try_again(path, seconds):
    machine, person = get(f"/api/{path}"), get(f"/{path}")
    assert (machine.status_code, machine["Retry-After"]) == (503, seconds)
    assert machine.json()["code"] == "kernel.unavailable"
    assert "10.0.0.1" not in machine.content.decode()
    assert (person.status_code, person.content) == (503, b"<h1>503</h1>")


@pytest.mark.django_db(transaction=True)
def test_a_lock_that_somebody_holds_is_503():
    held, done = threading.Event(), threading.Event()

    def hold():
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("LOCK TABLE kernel_auditcursor")
            held.set()
            done.wait(60)
        connections.close_all()

    thread = threading.Thread(target=hold)
    thread.start()
    held.wait(60)
    response = get("/api/lock")
    done.set()
    thread.join()
    assert (response.status_code, response["Retry-After"]) == (503, "2")


def lose_the_session(get_response):
    def middleware(request):
        raise OperationalError from pg.AdminShutdown()

    return middleware


def test_an_error_before_the_view_is_answered_alike(settings):
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "tests.kernel.test_problems.lose_the_session"]
    response = get("/api/conflict")
    assert (response.status_code, response["Retry-After"]) == (503, "10")


def test_a_page_that_cannot_be_drawn_is_answered_plainly(settings):
    settings.TEMPLATES = []
    response = get("/unpaid")
    assert response.status_code == 402
    assert "<h1>Chưa nộp &lt;lệ phí&gt;.</h1>" in response.content.decode()

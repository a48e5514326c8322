"""Logs are JSON lines in which no person can be found."""

from __future__ import annotations

import io
import json
import logging
import os

import pytest
import structlog
from django.db import IntegrityError, connection, transaction
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils.log import log_response

from motcua.kernel import problems
from motcua.kernel.logging import configure, log_request
from motcua.kernel.privacy import HIDDEN, mask, mask_path

_JSON = "application/json"
HOST = {"Host": "localhost"}
CANARIES = ("001099000017", "0912345678", "an.nguyen@example.vn", "Nguyễn Văn Canary")


@pytest.fixture
def lines(settings):
    """Give the log lines written since, parsed."""
    configure({"level": "INFO", "human": False})
    stream = io.StringIO()
    handler = logging.getLogger().handlers[0]
    handler.setStream(stream)

    def read():
        return [json.loads(line) for line in stream.getvalue().splitlines()]

    yield read
    configure(settings.LOGGING)


@pytest.mark.parametrize(
    "text",
    [
        "001099000017",
        "001 099 000 017",
        "CCCD:001099000017.",
        "012345678",
        "0912345678",
        "0912.345.678",
        "+84 912 345 678",
        "an.nguyen@example.vn",
        "/people/001099000017/",
    ],
)
def test_what_looks_like_a_person_is_hidden(text):
    hidden = mask(f"before {text} after")
    assert hidden.startswith("before ")
    assert hidden.endswith(" after")
    assert HIDDEN in hidden
    assert text not in hidden


@pytest.mark.parametrize(
    "text",
    [
        "000.00.10.H12-190705-0001",
        "G09.20-20260609-0092637",
        "1.001193",
        "2026-11-20T15:30:00.123456+07:00",
        "8b3f1f0e-58a5-4d0f-9d5e-0a1b2c3d4e5f",
        "127.0.0.1",
        "SELECT 1",
        "1.000.000.000 đ",
        "took 0.123456 s",
    ],
)
def test_codes_times_and_sums_stay_readable(text):
    assert mask(text) == text


@pytest.mark.parametrize("path", ["/v/c0ffee5ec2e7", "/v/c0ffee5ec2e7/file"])
def test_what_opens_an_issued_document_is_hidden(path):
    assert mask(f"GET {path}") == f"GET /v/{HIDDEN}"
    assert mask(f"Not Found: {path}") == f"Not Found: /v/{HIDDEN}"


def test_values_are_hidden_wherever_they_stand(lines):
    log = structlog.get_logger("t")
    number, phone, mail, name = CANARIES
    log.warning(
        "asked about %s", number, who={"phone": phone, "x": [mail]}, full_name=name, shown="yes"
    )
    logging.getLogger("library").warning("called %s", phone, extra={"email": mail, "job": 5})
    first, second = lines()
    assert (first["level"], first["logger"], first["shown"]) == ("warning", "t", "yes")
    assert (second["job"], second["event"]) == (5, f"called {HIDDEN}")
    assert not any(canary in json.dumps([first, second]) for canary in CANARIES)


def test_a_query_string_is_not_logged(lines):
    structlog.get_logger("t").info("request_started", request="GET /search?q=Nguyễn Văn Canary")
    assert lines()[0]["request"] == "GET /search"


def test_the_key_of_a_reset_is_not_logged_by_anybody(lines):
    path = "/accounts/password/reset/key/3-c0ffee-5ec2e7/"
    request = RequestFactory().get(path, {"q": CANARIES[3]}, headers={"Accept": _JSON})
    log_response("Not Found: %s", path, response=HttpResponse(status=404), request=request)
    problems.answer(request, problems.Broken())
    logging.getLogger("library").warning('"GET %s HTTP/1.1" 200', path)
    written = json.dumps(lines(), ensure_ascii=False)
    assert len(lines()) == 3
    assert "/password/reset/key/" in written
    assert "5ec2e7" not in written
    assert "q=" not in written


def test_the_line_of_a_request_does_not_hold_the_key_of_a_reset(caplog):
    with caplog.at_level(logging.INFO, "motcua.requests"):
        logging.getLogger("motcua.requests").addHandler(caplog.handler)
        log_request("0" * 16, "GET /accounts/password/reset/key/3-c0ffee-5ec2e7/", 200, 0.1)
        logging.getLogger("motcua.requests").removeHandler(caplog.handler)
    (record,) = caplog.records
    assert record.args["request"] == f"GET /accounts/password/reset/key/{HIDDEN}"


def test_a_traceback_shows_where_and_hides_what(lines):
    name = CANARIES[3]
    try:
        try:
            int(name)
        except ValueError as error:
            raise RuntimeError("wrong answer") from error
    except RuntimeError:
        structlog.get_logger("t").exception("it_failed")
    (line,) = lines()
    assert "builtins.RuntimeError: wrong answer" in line["exception"]
    assert "builtins.ValueError: invalid literal for int()" in line["exception"]
    assert "test_logging.py" in line["exception"]
    assert "Nguyễn" not in line["exception"]


@pytest.mark.django_db
def test_the_database_does_not_tell_the_row_it_refused(lines):
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE t_canary (name text PRIMARY KEY, note text NOT NULL)")
        for values in (("Nguyễn Văn Canary", None), ("Nguyễn Văn Canary", "x")):
            try:
                with transaction.atomic():
                    cursor.execute("INSERT INTO t_canary VALUES (%s, 'x')", values[:1])
                    cursor.execute("INSERT INTO t_canary VALUES (%s, %s)", values)
            except IntegrityError:
                logging.getLogger("t").exception("refused")
    assert len(lines()) == 2
    assert "Canary" not in json.dumps(lines(), ensure_ascii=False).replace("t_canary", "")


def fail(secret_value):
    raise RuntimeError(str(len(secret_value)))


def test_local_variables_are_never_written(lines):
    try:
        fail(CANARIES[3])
    except RuntimeError:
        structlog.get_logger("t").exception("it_failed")
    assert "in fail" in lines()[0]["exception"]
    assert "Canary" not in lines()[0]["exception"]


def test_a_request_ends_in_one_line_that_carries_its_id(client, settings):
    configure({"level": "INFO", "human": False})
    stream = io.StringIO()
    logging.getLogger("motcua.requests").handlers[0].setStream(stream)
    given = client.get("/healthz?phone=0912345678", headers=HOST | {"X-Request-ID": "proxy-0001"})
    own = client.get("/no-such-page/001099000017", headers=HOST | {"X-Request-ID": "<script>"})
    configure(settings.LOGGING)
    first, second = (json.loads(line) for line in stream.getvalue().splitlines())
    assert given["X-Request-ID"] == first["request_id"] == "proxy-0001"
    assert (first["event"], first["code"], first["level"]) == ("request_finished", 200, "info")
    assert first["request"] == "GET /healthz"
    assert own["X-Request-ID"] == second["request_id"] != "<script>"
    assert (second["code"], second["level"]) == (404, "warning")
    assert second["request"] == f"GET /no-such-page/{HIDDEN}"


def test_a_name_behind_an_address_is_not_logged(client, lines):
    client.get("/no-such-page/Hoàng Thị Yến/x", headers=HOST)
    told = lines()
    assert f"Not Found: /no-such-page/{HIDDEN}" in [line["event"] for line in told]
    assert "Hoàng" not in str(told)
    assert "Ho\\xe0ng" not in str([line["event"] for line in told])
    assert mask_path("GET /a/Yến") == f"GET /a/{HIDDEN}"
    assert mask_path("/dossiers/0912345678") == f"/dossiers/{HIDDEN}"


def test_a_number_is_no_id_of_a_request(client):
    for given, is_taken in (("0977888999", False), ("a1b2c3d4e5f60718", True)):
        answer = client.get("/healthz", headers=HOST | {"X-Request-ID": given})
        assert (answer["X-Request-ID"] == given) is is_taken


def test_the_web_servers_own_lines_name_its_process(lines):
    record = logging.getLogger("gunicorn.error").makeRecord(
        "gunicorn.error", logging.ERROR, __file__, 1, "Error handling request", (), None
    )
    line = logging.Formatter("[%(process)d] %(message)s").format(record)
    assert line == f"[{os.getpid()}] Error handling request"
    assert lines() == []

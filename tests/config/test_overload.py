"""A web process that is asked for more than it can do turns away, loses nothing, recovers."""

from __future__ import annotations

import itertools
import os
import shutil
import socket
import subprocess
import time
from pathlib import Path

import orjson
import pytest
from django.conf import settings
from django.db import connection

from motcua.cli import programs
from motcua.cli.ports import listen_on
from motcua.demo.prove.wire import Crowd
from motcua.dossiers.models import Dossier
from motcua.kernel.processes import end, identify
from tests.openapi.caller import body_of, token_of

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.enable_socket,
    pytest.mark.timeout(300),
]
CLIENTS = 200
LONGEST = 60.0  # seconds; it takes 3 where the machine is quiet
GET = "GET {} HTTP/1.1\r\nHost: {}\r\nAccept: application/json\r\n\r\n"


@pytest.fixture
def port(world, tmp_path, monkeypatch):
    """Serve the test's database by one process with two threads that promises a quarter second."""
    del world
    shutil.copytree(Path(settings.DATA) / "keys", tmp_path / "keys")
    monkeypatch.setenv("MOTCUA_WEB_WORKERS", "1")
    monkeypatch.setenv("MOTCUA_WEB_THREADS", "2")
    listening = listen_on("127.0.0.1", 0)
    name = connection.settings_dict["NAME"]
    own = {
        "DJANGO_SETTINGS_MODULE": "motcua.config.settings",
        "DATABASE_URL": os.environ["DATABASE_URL"].replace("/motcua?", f"/{name}?"),
        "MOTCUA_DATA": str(tmp_path),
        "MOTCUA_WEB_PATIENCE": "0.25",
        "MOTCUA_ANTIVIRUS": "none",
    }
    program = programs.web(listening, programs.inherited(own), None)
    with listening, (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(
            program.command,
            env=dict(program.environment),
            pass_fds=program.passed,
            stdout=log,
            stderr=log,
        )
        try:
            yield listening.getsockname()[1]
        finally:
            end(identify(process.pid), first=program.stops_on, patience=20)
            process.wait()


def filing(body, token, key):
    head = (
        "POST /api/v1/dossiers HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        f"Authorization: Bearer {token}\r\nIdempotency-Key: {key}\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def ask(port, clients):
    heard = []
    Crowd(port, [iter(requests) for requests in clients], heard.append).run()
    return heard


def test_a_storm_is_answered_in_time_or_turned_away_and_nothing_acknowledged_is_lost(world, port):
    token = token_of(world.accounts["citizen"])
    body = orjson.dumps(body_of(world))
    reading = GET.format("/api/v1/procedures", "localhost").encode()
    up = GET.format("/healthz", "localhost").encode()
    ask(port, [[reading]])  # the first request loads what all others need
    keys = [f"storm-{number:04d}" for number in range(CLIENTS)]
    asked = [[reading, filing(body, token, key), reading, reading] for key in keys]

    heard = ask(port, [*asked, [up] * 20])

    assert len(heard) == 4 * CLIENTS + 20, "everybody is answered"
    assert {one.status for one in heard} <= {200, 201, 429, 503}
    assert max(one.seconds for one in heard) < LONGEST
    turned_away = [one for one in heard if one.status in {429, 503}]
    assert turned_away, "it was no storm"
    assert all(one.retry_after for one in turned_away)
    assert {one.status for one in heard if one.request == up} == {200}
    filed = {orjson.loads(one.body)["code"] for one in heard if one.status == 201}
    assert set(Dossier.objects.values_list("code", flat=True)) == filed

    _wait_until_quiet(port, reading)
    again = _until_taken(port, [filing(body, token, key) for key in keys])
    codes = {orjson.loads(one.body)["code"] for one in again}
    assert len(codes) == CLIENTS, "what was turned away is sent again and taken"
    assert filed <= codes, "what was taken is not taken twice"
    assert Dossier.objects.count() == CLIENTS


def _wait_until_quiet(port, request):
    deadline = time.monotonic() + LONGEST
    while {one.status for one in ask(port, [[request]] * 2)} != {200}:
        assert time.monotonic() < deadline
        time.sleep(0.1)


def _until_taken(port, requests):
    """Send requests one after the other, as programs do that were told to come back."""
    taken = []
    for request in requests:
        for _ in itertools.repeat(None, 50):
            (answer,) = ask(port, [[request]])
            if answer.status not in {429, 503}:
                break
            time.sleep(0.2)
        assert answer.status in {200, 201}, answer.body
        taken.append(answer)
    return taken


def test_a_connection_that_says_nothing_holds_up_nobody(world, port):
    del world
    silent = [socket.create_connection(("127.0.0.1", port)) for _ in range(20)]
    up = GET.format("/healthz", "localhost").encode()
    try:
        (answer,) = ask(port, [[up]])
    finally:
        for one in silent:
            one.close()
    assert answer.status == 200
    assert answer.seconds < LONGEST / 2

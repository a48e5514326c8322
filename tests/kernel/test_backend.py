"""A persistent connection is looked at before it is used again, without asking the server."""

from __future__ import annotations

import time

import psycopg
import pytest
from django.db import connection

pytestmark = pytest.mark.django_db(transaction=True)


def _pid():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return cursor.fetchone()[0]


def _beside():
    parameters = connection.get_connection_params()
    kept = {name: parameters[name] for name in ("dbname", "user", "host", "port", "password")
            if parameters.get(name)}  # fmt: skip
    return psycopg.connect(**kept, autocommit=True)


def test_a_connection_whose_server_is_there_is_not_asked_anything():
    pid = _pid()
    with _beside() as other:
        last = "SELECT query FROM pg_stat_activity WHERE pid = %s"
        before = other.execute(last, (pid,)).fetchone()
        assert connection.is_usable()
        assert other.execute(last, (pid,)).fetchone() == before


def test_a_connection_that_the_server_ended_is_replaced_before_the_next_request():
    pid = _pid()
    with _beside() as other:
        other.execute("SELECT pg_terminate_backend(%s)", (pid,))
    deadline = time.monotonic() + 60
    while connection.is_usable() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not connection.is_usable()
    connection.health_check_enabled, connection.health_check_done = True, False
    connection.close_if_health_check_failed()
    assert _pid() != pid

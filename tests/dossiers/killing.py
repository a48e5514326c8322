"""Sweeps that are killed in the middle: another transaction holds what they come to last."""

from __future__ import annotations

import threading

from django.db import connection, connections
from django.db.utils import OperationalError

_KILL = """SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
           WHERE wait_event_type = 'Lock' AND datname = current_database()"""


def kill_in_the_middle(sweep, statement, values):
    """Run a sweep beside another transaction that did something, and kill it when it waits."""
    stopped = []

    def run():
        try:
            sweep()
        except OperationalError:
            stopped.append(True)
        finally:
            connections.close_all()

    other = connection.copy()
    other.set_autocommit(False)
    worker = threading.Thread(target=run)
    try:
        with other.cursor() as cursor:
            cursor.execute(statement, values)
        worker.start()
        _kill_who_waits()
    finally:
        other.rollback()
        other.close()
        worker.join()
    assert stopped == [True]


def _kill_who_waits():
    """End the process of the database that waits for a lock, as soon as one does."""
    for _ in range(3000):
        with connection.cursor() as cursor:
            cursor.execute(_KILL)
            if cursor.fetchone()[0]:
                return
            cursor.execute("SELECT pg_sleep(0.02)")
    raise AssertionError("nobody waited")

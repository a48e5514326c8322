"""When statements over queues are planned: for their own values each time, or once for all."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.db import connection
from psycopg.pq import TransactionStatus

if TYPE_CHECKING:
    from collections.abc import Iterator

_ONE_PLAN = "SET plan_cache_mode = force_generic_plan"
_AS_EVER = "RESET plan_cache_mode"


@contextmanager
def planned_for_values() -> Iterator[None]:
    """Have the database plan each statement of a block for the values it is sent.

    After some rounds PostgreSQL keeps one plan for every value of a prepared statement. For a page
    of a long queue that plan reads the whole queue (ten times slower at 10,000 late dossiers);
    planning costs half a millisecond. What is not prepared is planned anew without being asked.
    """
    connection.ensure_connection()
    session = connection.connection
    threshold = session.prepare_threshold
    session.prepare_threshold = None
    try:
        yield
    finally:
        session.prepare_threshold = threshold


@contextmanager
def planned_once() -> Iterator[None]:
    """Have the database plan each statement of a block once in a session, for whatever values.

    For what finds its rows by one index whatever the values are, and is long to plan: the numbers
    beside an official's queues, which every page of the desk asks for, took three times as long to
    plan as to count. Left to itself PostgreSQL weighs guesses of both and plans anew.
    """
    connection.ensure_connection()
    session = connection.connection
    threshold = session.prepare_threshold
    session.prepare_threshold = 0
    session.execute(_ONE_PLAN)
    try:
        yield
    finally:
        session.prepare_threshold = threshold
        # What failed in a transaction is rolled back with it, the setting too.
        if session.info.transaction_status != TransactionStatus.INERROR and not session.closed:
            session.execute(_AS_EVER)

"""Counting an official's queues is planned once; everything else in the session stays as it was."""

import pytest
from django.db import Error, connection, transaction

from motcua.dossiers.queries.counting import queue_counts
from motcua.dossiers.queries.planning import planned_once


def _mode():
    with connection.cursor() as cursor:
        cursor.execute("SHOW plan_cache_mode")
        return cursor.fetchone()[0]


def test_the_numbers_of_a_desk_come_from_a_plan_that_the_session_keeps(world):
    queue_counts(world.actor("receptionist"), world.now)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT generic_plans, custom_plans FROM pg_prepared_statements "
            "WHERE statement LIKE 'SELECT (SELECT count(*)%'"
        )
        plans = cursor.fetchall()
    assert plans
    assert all(generic and not custom for generic, custom in plans)
    assert _mode() == "auto"


@pytest.mark.django_db
def test_a_statement_that_fails_leaves_the_session_planning_as_ever():
    with pytest.raises(Error), transaction.atomic(), planned_once():
        connection.cursor().execute("SELECT 1 / 0")
    assert _mode() == "auto"


@pytest.mark.django_db(transaction=True)
def test_so_does_one_that_fails_outside_a_transaction():
    with pytest.raises(Error), planned_once():
        connection.cursor().execute("SELECT 1 / 0")
    assert _mode() == "auto"

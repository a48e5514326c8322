"""Limits hold across threads, name nobody, and say when to come back."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction

from motcua.kernel.errors import TooManyRequests
from motcua.kernel.models import RateWindow
from motcua.kernel.ratelimits import Standing, clear, hit, peek, purge, refuse_if_spent

NOW = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)
AFTER = NOW + timedelta(seconds=60)


def try_once(now=NOW, key="198.51.100.7"):
    return hit("tracking", key, limit=3, seconds=60, now=now)


@pytest.mark.django_db
def test_tries_up_to_the_limit_pass_and_the_next_is_refused():
    assert [try_once().left for _ in range(3)] == [2, 1, 0]
    with pytest.raises(TooManyRequests) as refusal:
        try_once(NOW + timedelta(seconds=20))
    assert refusal.value.details == {"retry_after": 40}


@pytest.mark.django_db
def test_after_the_window_the_count_starts_anew():
    for _ in range(3):
        try_once()
    assert try_once(AFTER) == Standing(left=2, retry_after=60)


@pytest.mark.django_db
def test_refused_tries_do_not_lengthen_the_wait():
    for second in range(59):
        if second < 3:
            try_once(NOW + timedelta(seconds=second))
        else:
            with pytest.raises(TooManyRequests):
                try_once(NOW + timedelta(seconds=second))
    assert try_once(AFTER).left == 2


@pytest.mark.django_db
def test_other_keys_and_scopes_are_counted_apart():
    for _ in range(3):
        try_once()
    assert try_once(key="198.51.100.8").left == 2
    assert hit("sign-in", "198.51.100.7", limit=3, seconds=60, now=NOW).left == 2


@pytest.mark.django_db
def test_a_failure_limit_is_asked_first_and_cleared_by_success():
    for _ in range(3):
        refuse_if_spent("tracking", "x", limit=3, now=NOW)
        hit("tracking", "x", limit=3, seconds=60, now=NOW)
    with pytest.raises(TooManyRequests):
        refuse_if_spent("tracking", "x", limit=3, now=NOW)
    assert peek("tracking", "x", limit=3, now=AFTER) == Standing(left=3, retry_after=1)
    clear("tracking", "x")
    refuse_if_spent("tracking", "x", limit=3, now=NOW)


@pytest.mark.django_db
def test_the_table_holds_no_address():
    try_once()
    assert b"198" not in bytes(RateWindow.objects.get().key)


@pytest.mark.django_db
def test_ended_windows_are_purged():
    try_once()
    assert purge(now=NOW) == 0
    assert purge(now=AFTER) == 1


@pytest.mark.django_db(transaction=True)
def test_the_limit_is_exact_for_many_at_once():
    def attempt(_):
        try:
            hit("tracking", "x", limit=10, seconds=60, now=NOW)
        except TooManyRequests:
            return 0
        finally:
            connection.close()
        return 1

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(attempt, range(60))) == 10


@pytest.mark.django_db(transaction=True)
def test_a_count_is_never_part_of_a_transaction_that_may_be_undone():
    with pytest.raises(RuntimeError), transaction.atomic():
        try_once()


@pytest.mark.django_db
@pytest.mark.parametrize("table", ["kernel_ratewindow", "kernel_cache"])
def test_what_may_be_lost_writes_no_log(table):
    with connection.cursor() as cursor:
        cursor.execute("SELECT relpersistence FROM pg_class WHERE relname = %s", (table,))
        assert cursor.fetchone() == ("u",)


@pytest.mark.django_db
def test_a_clock_that_ran_ahead_locks_nobody_out_once_it_is_put_right():
    for _ in range(3):
        try_once(NOW + timedelta(days=365))
    refuse_if_spent("tracking", "198.51.100.7", limit=3, now=NOW)
    assert try_once().left == 2
    for _ in range(2):
        try_once()
    with pytest.raises(TooManyRequests):
        try_once(NOW - timedelta(minutes=1))

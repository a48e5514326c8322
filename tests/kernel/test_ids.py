"""Ids that sort by the time they were made: of version 7, unguessable, alike from SQL."""

from __future__ import annotations

import time
import uuid
from datetime import UTC, datetime

import pytest
from django.db import connection

from motcua.kernel.ids import time_ordered_id

MOMENT = datetime(2026, 11, 23, 2, 30, 15, 678_000, tzinfo=UTC)


def _made_in_sql(moment):
    with connection.cursor() as cursor:
        cursor.execute("SELECT kernel_time_ordered_id_v1(%s)", (moment,))
        return cursor.fetchone()[0]


def _milliseconds(made):
    return made.int >> 80


def _random_bits(made):
    return made.int & ~(0xFFFF_FFFF_FFFF << 80 | 0xF << 76 | 0x3 << 62)


def test_an_id_is_a_uuid_of_version_7():
    made = time_ordered_id()
    assert (made.version, made.variant) == (7, uuid.RFC_4122)


def test_an_id_tells_the_millisecond_it_was_made_in():
    before = time.time_ns() // 1_000_000
    made = time_ordered_id()
    assert before <= _milliseconds(made) <= time.time_ns() // 1_000_000


def test_what_is_made_later_sorts_behind():
    earlier = time_ordered_id()
    time.sleep(0.002)
    assert earlier < time_ordered_id()


def test_every_other_bit_is_random():
    made = [_random_bits(time_ordered_id()) for _ in range(200)]
    ever, always = 0, ~0
    for bits in made:
        ever |= bits
        always &= bits
    assert len(set(made)) == 200
    assert ever.bit_count() == 74
    assert always == 0


@pytest.mark.django_db
def test_sql_makes_them_alike():
    made = [_made_in_sql(MOMENT) for _ in range(200)]
    assert {(one.version, one.variant) for one in made} == {(7, uuid.RFC_4122)}
    assert {_milliseconds(one) for one in made} == {int(MOMENT.timestamp() * 1000)}
    ever = 0
    for one in made:
        ever |= _random_bits(one)
    assert ever.bit_count() == 74

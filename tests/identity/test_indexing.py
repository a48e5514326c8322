"""Telephones that could not be found become findable, a batch at a time."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection

from motcua.identity.actions import PersonFacts, index_phones, register_person
from motcua.identity.models import Person
from motcua.identity.queries.finding import persons_with
from motcua.kernel.actors import SYSTEM
from motcua.kernel.errors import NotAllowed
from motcua.kernel.models import AuditRow

pytestmark = pytest.mark.django_db
_FAULT = """
CREATE FUNCTION pg_temp.fail() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN RAISE EXCEPTION 'the disk is full'; END $$;
CREATE TRIGGER fault BEFORE UPDATE ON identity_person
  FOR EACH ROW WHEN (new.id = {}) EXECUTE FUNCTION pg_temp.fail();
"""


@pytest.fixture
def unindexed(now):
    """Give seven persons with a telephone that nobody finds, and one without any."""
    people = [
        register_person(actor=SYSTEM, facts=PersonFacts("Lê Văn Cũ", phone=phone), now=now)
        for phone in [*(f"09120000{number:02}" for number in range(7)), ""]
    ]
    Person.objects.filter(pk__in=[one.pk for one in people]).update(phone_index=None)
    return people


def test_telephones_of_before_become_findable_and_a_second_run_does_nothing(unindexed, now):
    assert persons_with("0912000003") == ()
    assert index_phones(actor=SYSTEM, now=now, at_once=3) == 7
    assert persons_with("+84 912 000 003") == (unindexed[3].pk,)
    assert Person.objects.get(pk=unindexed[7].pk).phone_index is None
    assert index_phones(actor=SYSTEM, now=now, at_once=3) == 0
    kept = AuditRow.objects.filter(action="identity.index_phones")
    assert [row.data for row in kept.order_by("pk")] == [{"count": 3}, {"count": 3}, {"count": 1}]


def test_one_that_was_stopped_half_way_goes_on_where_it_stood(unindexed, now):
    with connection.cursor() as cursor:
        cursor.execute(_FAULT.format(unindexed[4].pk))
    with pytest.raises(DatabaseError):
        index_phones(actor=SYSTEM, now=now, at_once=3)
    assert Person.objects.filter(phone_index__isnull=False, full_name="Lê Văn Cũ").count() == 3
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER fault ON identity_person")
    assert index_phones(actor=SYSTEM, now=now, at_once=3) == 4


def test_a_telephone_that_does_not_open_stops_nobody_elses(unindexed, now):
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE identity_person SET phone = %s WHERE id = %s", (b"torn", unindexed[1].pk)
        )
    assert index_phones(actor=SYSTEM, now=now, at_once=3) == 6
    assert persons_with("0912000006") == (unindexed[6].pk,)


def test_nobody_but_the_node_does_it(now, world):
    with pytest.raises(NotAllowed):
        index_phones(actor=world.actor("administrator"), now=now)

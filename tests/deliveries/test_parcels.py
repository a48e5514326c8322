"""A parcel is asked for once, booked once, and stands where all that was told of it leads."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date, timedelta
from itertools import permutations

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given, settings, strategies as st

from motcua.deliveries.actions import (
    RateFacts,
    book_parcel,
    cancel_parcel,
    hear,
    publish_rate,
    receive_parcel,
    request_parcel,
    watch_parcels,
)
from motcua.deliveries.enums import Direction, Heard, ParcelState as S
from motcua.deliveries.errors import NoRate
from motcua.deliveries.models import Parcel, TrackingEvent
from motcua.deliveries.queries import rate_for, silent, troubled_parcels
from motcua.deliveries.workflow import ENDED, OPEN, TABLE, state_after
from motcua.kernel.actors import SYSTEM
from motcua.kernel.append_only import AppendOnlyViolated
from motcua.kernel.errors import NotAllowed
from motcua.kernel.models import OutboxRow
from motcua.kernel.transitions import MoveRefused
from tests.cast import NOW, SINCE
from tests.deliveries.conftest import Willing, facts, parcel, word

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tariff")]


def booked(**changes):
    made = parcel(**changes)
    return book_parcel(actor=SYSTEM, parcel_id=made.pk, carrier=Willing(), now=NOW)


def say(told, now=NOW):
    return hear(carrier="post", word=told, now=now)


def announced(name="deliveries.parcel_moved"):
    return [row.payload.get("state") for row in OutboxRow.objects.filter(name=name).order_by("id")]


def test_the_same_need_has_one_parcel():
    assert parcel().pk == parcel().pk
    assert Parcel.objects.count() == 1
    assert len(announced("deliveries.parcel_requested")) == 1


def test_a_parcel_is_booked_once_and_is_due_in_working_days():
    made, carrier = parcel(), Willing()
    for _ in range(2):
        made = book_parcel(actor=SYSTEM, parcel_id=made.pk, carrier=carrier, now=NOW)
    assert len(carrier.wishes) == 1
    assert (made.state, made.number) == (S.BOOKED, "TN000000001VN")
    assert made.due_at.date() == date(2026, 11, 25), "Friday, Tuesday off, two working days"
    assert carrier.wishes[0].origin == "01001"
    assert announced() == [S.BOOKED]


def test_papers_that_are_fetched_go_the_other_way():
    made, carrier = parcel(direction=Direction.COLLECT), Willing()
    book_parcel(actor=SYSTEM, parcel_id=made.pk, carrier=carrier, now=NOW)
    assert (carrier.wishes[0].origin, carrier.wishes[0].target) == ("01002", "01001")


def test_an_address_is_sealed():
    parcel()
    with connection.cursor() as cursor:
        cursor.execute("SELECT encode(address, 'escape') FROM deliveries_parcel")
        assert "0912345678" not in cursor.fetchone()[0]


def test_every_order_of_the_same_words_leads_to_the_same_end():
    kinds = ("carry", "carry", "refuse", "bring_back")
    for number, order in enumerate(permutations(range(4))):
        one = booked(key=f"dossier:{number}:result:1")
        for place in order:
            say(word(kinds[place], one, minute=place + 1))
        one.refresh_from_db()
        assert one.state == S.BROUGHT_BACK, order
        assert one.ended_at is not None


@given(st.lists(st.sampled_from([move.action for move in TABLE.moves]), max_size=8))
@settings(max_examples=200)
def test_whatever_is_told_a_parcel_stands_somewhere(moves):
    assert state_after(moves) in {*OPEN, *ENDED}


def test_an_unlisted_move_is_refused():
    one = booked()
    say(word("deliver", one, minute=1))
    with pytest.raises(MoveRefused):
        cancel_parcel(actor=SYSTEM, parcel_id=one.pk, now=NOW)


def test_the_same_word_twice_changes_nothing():
    one = booked()
    told = word("deliver", one, minute=1)
    assert say(told) == say(told) == Heard.APPLIED
    assert TrackingEvent.objects.count() == 1
    assert announced() == [S.BOOKED, S.DELIVERED]


def test_a_word_about_no_parcel_is_kept_apart():
    one = booked()
    told = word("deliver", one)
    strange = type(told)("evt_x", "deliver", "parcel.delivered", "BP0000000000", NOW)
    assert say(strange) == Heard.UNMATCHED
    assert TrackingEvent.objects.get().parcel is None


def test_what_was_lost_may_be_found():
    one = booked()
    say(word("lose", one, minute=1))
    one.refresh_from_db()
    assert one.state == S.LOST
    say(word("deliver", one, minute=2))
    one.refresh_from_db()
    assert one.state == S.DELIVERED
    assert announced() == [S.BOOKED, S.LOST, S.DELIVERED]


def test_what_carriers_said_cannot_be_rewritten():
    say(word("carry", booked()))
    for write in (
        TrackingEvent.objects.all().delete,
        lambda: TrackingEvent.objects.update(name=""),
    ):
        with pytest.raises(AppendOnlyViolated):
            write()
    with pytest.raises(Exception, match="append"), transaction.atomic():
        connection.cursor().execute("UPDATE deliveries_trackingevent SET name = 'x'")


def test_a_late_parcel_is_told_once_and_given_up_long_after():
    one = booked()
    for later, late in ((timedelta(days=4), 0), (timedelta(days=6), 1), (timedelta(days=7), 1)):
        watch_parcels(carrier=None, now=NOW + later)
        assert len(announced("deliveries.parcel_late")) == late
    one.refresh_from_db()
    assert one.state == S.BOOKED
    assert [each.pk for each in troubled_parcels([one.agency_id], NOW)] == [one.pk]
    for _ in range(2):
        watch_parcels(carrier=None, now=NOW + timedelta(days=30))
    one.refresh_from_db()
    assert one.state == S.LOST
    assert announced()[-1] == S.LOST
    assert TrackingEvent.objects.count() == 1


def test_a_carrier_that_says_so_makes_a_parcel_late_at_once():
    one = booked()
    for _ in range(2):
        say(word("delay", one, minute=1))
    one.refresh_from_db()
    assert one.late_at == NOW
    assert len(announced("deliveries.parcel_late")) == 1


def test_a_silent_carrier_is_asked_after_an_hour():
    one = booked()
    assert silent(NOW + timedelta(minutes=59)) == []
    assert [each.pk for each in silent(NOW + timedelta(minutes=61))] == [one.pk]


def test_the_tariff_holds_by_day_and_one_that_ends_is_kept():
    publish_rate(
        actor=SYSTEM,
        facts=RateFacts("deliver", "province", 500, 21_000, 2, 10, "Bảng cước mới"),
        valid_from=date(2027, 1, 1),
        now=NOW,
    )

    def price(now, grams=250):
        way = {"direction": Direction.DELIVER, "origin": "01001", "target": "01002"}
        return rate_for(**way, grams=grams, now=now).amount

    assert price(NOW) == 18_000
    assert price(NOW + timedelta(days=60)) == 21_000
    with pytest.raises(NoRate):
        price(NOW, grams=501)
    with pytest.raises(NoRate):
        price(NOW - timedelta(days=600))


def test_nobody_but_the_node_publishes_a_tariff(world):
    row = RateFacts("deliver", "province", 900, 1, 1, 1, "x")
    with pytest.raises(NotAllowed):
        publish_rate(actor=world.actor("leader"), facts=row, valid_from=SINCE, now=NOW)


def test_only_who_receives_at_the_agency_notes_a_parcel_that_came(world):
    made = request_parcel(
        actor=SYSTEM,
        facts=type(facts())(
            **{
                name: getattr(facts(), name)
                for name in ("key", "subject_kind", "subject_id", "contents", "office", "address")
            },
            agency_id=world.ward.pk,
            direction=Direction.COLLECT,
        ),
        now=NOW,
    )
    book_parcel(actor=SYSTEM, parcel_id=made.pk, carrier=Willing(), now=NOW)
    for role in ("specialist", "outsider"):
        with pytest.raises(NotAllowed):
            receive_parcel(actor=world.actor(role), parcel_id=made.pk, now=NOW)
    for _ in range(2):
        made = receive_parcel(actor=world.actor("receptionist"), parcel_id=made.pk, now=NOW)
    assert made.state == S.DELIVERED
    assert announced()[-1] == S.DELIVERED


@pytest.mark.django_db(transaction=True)
def test_one_need_asked_for_by_many_at_once_has_one_parcel():
    wanted = facts()

    def ask(_):
        with suppress(IntegrityError):
            request_parcel(actor=SYSTEM, facts=wanted, now=NOW)
        connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(ask, range(8)))
    assert Parcel.objects.count() == 1
    assert len(announced("deliveries.parcel_requested")) == 1

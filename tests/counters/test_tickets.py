"""Queue tickets: one press one number, called in order, by whoever sits at an open counter."""

from __future__ import annotations

import threading
from datetime import time, timedelta

import pytest
from django.db import close_old_connections, connection

from motcua.counters import actions
from motcua.counters.base import kiosk_rule_on, priorities_on
from motcua.counters.errors import CounterClosed, CounterNotFound, KindClosed, NobodyWaits
from motcua.counters.models import Ticket
from motcua.counters.queries import board_of, wait_of
from motcua.counters.workflow import TABLE
from motcua.kernel.actors import SYSTEM
from motcua.kernel.models import AuditRow
from motcua.kernel.transitions import MoveRefused

pytestmark = pytest.mark.django_db


def test_numbers_begin_at_one_each_day_and_for_each_kind(office):
    first, second = office.take(key="a"), office.take(key="b")
    other = office.take(office.land, key="c")
    tomorrow = actions.take_ticket(
        actor=SYSTEM,
        kind_id=office.status.public_id,
        key="d",
        now=office.now + timedelta(days=1),
    )
    assert [str(one) for one in (first, second, other, tomorrow)] == [
        "A001",
        "A002",
        "B001",
        "A001",
    ]


def test_one_press_gives_one_ticket_however_often_it_arrives(office):
    assert office.take(key="same").pk == office.take(key="same").pk
    assert Ticket.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_twenty_presses_at_once_give_twenty_numbers_without_a_gap(office):
    def press(number):
        close_old_connections()
        office.take(key=f"press-{number}")
        connection.close()

    threads = [threading.Thread(target=press, args=(number,)) for number in range(20)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    numbers = Ticket.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == list(range(1, 21))


@pytest.mark.django_db(transaction=True)
def test_two_counters_calling_at_once_never_call_the_same_ticket(office):
    for number in range(6):
        office.take(key=str(number), minute=number)
    office.open()
    office.open("second", office.two)
    called = []

    def call(name, counter):
        close_old_connections()
        called.extend(office.next(name, counter).pk for _ in range(3))
        connection.close()

    threads = [
        threading.Thread(target=call, args=("receptionist", office.one)),
        threading.Thread(target=call, args=("second", office.two)),
    ]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(set(called)) == len(called) == 6


def test_the_elderly_are_called_before_those_who_came_earlier(office):
    office.take(key="young", minute=0)
    old = office.take(key="old", minute=5, priority="elderly")
    office.open()
    assert office.next().pk == old.pk


def test_a_priority_nobody_has_is_left_out(office):
    assert office.take(key="a", priority="important").priority == ""


def test_every_priority_and_waiting_time_has_its_citation_and_day(now):
    for one in (*priorities_on(now.date()), kiosk_rule_on(now.date())):
        assert one.basis
        assert one.valid_from


def test_calling_the_next_ends_the_one_before(office):
    first, second = office.take(key="a"), office.take(key="b", minute=1)
    office.open()
    office.next()
    office.next()
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == ("served", "called")


def test_nobody_is_called_at_a_counter_that_is_closed_or_paused(office):
    office.take(key="a")
    with pytest.raises(CounterClosed):
        office.next()
    office.open()
    actions.pause_shift(actor=office.actor(), counter_id=office.one.pk, now=office.now)
    with pytest.raises(CounterClosed):
        office.next()


def test_where_nobody_waits_nobody_is_called(office):
    office.open()
    with pytest.raises(NobodyWaits):
        office.next()


def test_who_was_away_is_called_back_when_he_comes(office):
    ticket = office.take(key="a")
    office.open()
    office.next()
    here = {"actor": office.actor(), "counter_id": office.one.pk, "now": office.now}
    actions.miss_ticket(ticket_id=ticket.public_id, **here)
    with pytest.raises(NobodyWaits):
        office.next()
    again = actions.call_back(ticket_id=ticket.public_id, **here)
    assert (again.state, again.calls) == ("called", 2)


def test_who_is_sent_on_is_called_first_at_the_other_counter_and_nowhere_else(office):
    sent = office.take(key="a")
    other = office.take(key="b", minute=1, priority="elderly")
    office.open()
    office.open("second", office.two)
    actions.call_back(
        actor=office.actor(), counter_id=office.one.pk, ticket_id=sent.public_id, now=office.now
    )
    actions.transfer_ticket(
        actor=office.actor(),
        counter_id=office.one.pk,
        ticket_id=sent.public_id,
        to_counter_id=office.two.pk,
        now=office.now,
    )
    assert office.next().pk == other.pk
    assert office.next("second", office.two).pk == sent.pk


def test_a_ticket_that_was_served_goes_nowhere_else(office):
    ticket = office.take(key="a")
    office.open()
    office.next()
    here = {"actor": office.actor(), "counter_id": office.one.pk, "now": office.now}
    actions.finish_ticket(ticket_id=ticket.public_id, **here)
    for act in (actions.miss_ticket, actions.finish_ticket, actions.call_back):
        with pytest.raises(MoveRefused):
            act(ticket_id=ticket.public_id, **here)


def test_the_table_lists_every_move(office):
    assert {move.action for move in TABLE.moves} == {"call", "finish", "miss", "transfer"}


def test_the_expected_wait_grows_with_the_queue_and_shrinks_with_counters(office):
    tickets = [office.take(key=str(number), minute=number) for number in range(3)]
    office.open()
    assert [wait_of(one, office.now).minutes for one in tickets] == [0, 10, 20]
    office.open("second", office.two)
    assert [wait_of(one, office.now).minutes for one in tickets] == [0, 0, 10]


def test_the_expected_wait_counts_who_is_being_served(office):
    tickets = [office.take(key=str(number), minute=number) for number in range(3)]
    office.open()
    office.next()
    later = office.now + timedelta(minutes=4)
    assert [wait_of(one, later).minutes for one in tickets[1:]] == [6, 16]
    office.open("second", office.two)
    assert [wait_of(one, later).minutes for one in tickets[1:]] == [0, 6]


def test_who_is_served_longer_than_usual_is_not_counted_as_gone(office):
    office.take(key="a")
    second = office.take(key="b", minute=1)
    office.open()
    office.next()
    assert wait_of(second, office.now + timedelta(minutes=45)).minutes == 1


def test_a_number_sent_on_waits_for_its_counter(office):
    first, second = office.take(key="a"), office.take(key="b", minute=1)
    office.open()
    office.open("second", office.two)
    office.next("second", office.two)
    office.next()
    actions.transfer_ticket(
        actor=office.actor(),
        counter_id=office.one.pk,
        ticket_id=second.public_id,
        to_counter_id=office.two.pk,
        now=office.now,
    )
    third = office.take(key="c", minute=2)
    assert [wait_of(one, office.now).minutes for one in (second, third)] == [10, 0]
    assert wait_of(first, office.now) is None


def test_a_closed_kind_gives_no_tickets_and_opens_again(office):
    actions.close_kind(actor=SYSTEM, kind=office.status, now=office.now)
    with pytest.raises(KindClosed):
        office.take(key="a")
    actions.open_kind(
        actor=SYSTEM, unit=office.unit, prefix="A", name="Hộ tịch", minutes=8, now=office.now
    )
    assert str(office.take(key="a")) == "A001"


def test_after_the_closing_hour_of_a_kind_no_number_is_given(office):
    kind = actions.open_kind(
        actor=SYSTEM,
        unit=office.unit,
        prefix="C",
        name="Chứng thực",
        minutes=5,
        last_at=time(9, 0),
        now=office.now,
    )
    assert str(office.take(kind, key="a")) == "C001"
    with pytest.raises(KindClosed, match="hết giờ"):
        office.take(kind, key="b", minute=1)
    assert str(office.take(key="c", minute=1)) == "A001"


def test_an_outsider_finds_no_counter(office):
    with pytest.raises(CounterNotFound):
        office.open("outsider")
    for name in ("specialist", "administrator"):
        with pytest.raises(CounterNotFound):
            office.open(name)


def test_the_board_shows_numbers_and_counters_and_no_names(office):
    office.take(key="a")
    office.take(key="b", minute=1)
    office.open()
    office.next()
    board = board_of(office.unit, office.now)
    assert [(str(one), one.counter.name) for one in board.called] == [("A001", "Quầy 1")]
    assert [str(one) for one in board.next] == ["A002"]
    assert (board.waiting, board.open_counters) == (1, 1)


def test_every_act_at_a_counter_is_in_the_log(office):
    office.take(key="a")
    office.open()
    office.next()
    done = AuditRow.objects.filter(action__startswith="counters.").values_list("action", flat=True)
    assert {"counters.take_ticket", "counters.open_shift", "counters.call_ticket"} <= set(done)

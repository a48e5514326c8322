"""A day's takings are counted once it is over, and only while every figure agrees."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest
from django.db import connection

from motcua.agencies.enums import Role
from motcua.kernel.actors import SYSTEM, Actor, Power
from motcua.kernel.append_only import AppendOnlyViolated
from motcua.kernel.clock import ZONE, civil_date
from motcua.kernel.errors import NotAllowed
from motcua.kernel.models import AuditRow
from motcua.payments.actions import ask_refund, close_day, hear, send_refund
from motcua.payments.errors import DayNotOver, LedgerWrong
from motcua.payments.models import DayClosing, LedgerEntry, Order
from motcua.payments.queries.takings import days_with_money, takings_of
from tests.cast import NOW
from tests.payments.bank import AMOUNT, agency, attempt, order, word

pytestmark = pytest.mark.django_db
TODAY = civil_date(NOW)
TOMORROW = NOW + timedelta(days=1)


class Generous:
    """A gateway that sends back whatever it is asked to."""

    name = "bank"

    def refund(self, reference, *_told):
        return f"RF{reference}"


def pay(key, amount=AMOUNT, now=NOW, **kept):
    bill = order(key, amount, now, **kept)
    hear(
        provider="bank",
        word=word("paid", attempt(bill, now), amount=amount),
        body=b"{}",
        now=now,
    )
    return Order.objects.get(pk=bill.pk)


def closed(now=TOMORROW, day=TODAY, actor=SYSTEM):
    return close_day(actor=actor, agency_id=agency().pk, day=day, now=now)


def accountant(of=None):
    powers = (Power(Role.ACCOUNTANT, of if of is not None else agency().pk),)
    return Actor("official", official_id=7, powers=powers)


def test_a_closed_day_says_what_came_and_went_by_procedure_channel_and_provider():
    pay("a", 20_000)
    pay("b", 5_000)
    pay("c", 8_000, procedure="1.001193", channel="counter")
    closing = closed(actor=accountant())
    assert closing.lines == [
        {
            "procedure": "1.001193",
            "channel": "counter",
            "provider": "bank",
            "taken": 8_000,
            "returned": 0,
        },
        {
            "procedure": "1.004222",
            "channel": "online",
            "provider": "bank",
            "taken": 25_000,
            "returned": 0,
        },
    ]
    assert (closing.taken, closing.returned, closing.bookings) == (33_000, 0, 3)
    acts = AuditRow.objects.filter(action="payments.close_day")
    assert [(row.official_id, row.data["taken"]) for row in acts] == [(7, 33_000)]


def test_money_belongs_to_the_day_it_came_on_in_viet_nam():
    midnight = datetime.combine(TODAY, time.min, ZONE)
    pay("a", 1_000, now=midnight - timedelta(seconds=1))
    pay("b", 2_000, now=midnight)
    pay("c", 4_000, now=midnight + timedelta(days=1) - timedelta(seconds=1))
    pay("d", 8_000, now=midnight + timedelta(days=1))
    assert takings_of(agency().pk, TODAY).taken == 6_000
    assert [(row.day, row.taken) for row in days_with_money(agency().pk, TODAY, TODAY)] == [
        (TODAY, 6_000)
    ]


def test_what_goes_back_is_told_apart_on_the_day_it_went():
    bill = pay("a")
    [refund] = ask_refund(actor=SYSTEM, order_id=bill.pk, reason="overpaid", now=TOMORROW)
    send_refund(actor=SYSTEM, refund_id=refund.pk, gateway=Generous(), now=TOMORROW)
    assert closed().returned == 0
    later = closed(now=TOMORROW + timedelta(days=1), day=civil_date(TOMORROW))
    assert (later.taken, later.returned) == (0, AMOUNT)


def test_a_day_is_not_closed_before_it_is_over():
    pay("a")
    with pytest.raises(DayNotOver):
        closed(now=NOW)
    assert not DayClosing.objects.exists()


def test_closing_twice_gives_the_first_closing():
    pay("a")
    first = closed()
    assert closed(actor=accountant()) == first
    assert DayClosing.objects.count() == 1
    with pytest.raises(AppendOnlyViolated):
        first.delete()


def test_nobody_but_an_accountant_of_the_agency_closes_its_day():
    pay("a")
    for actor in (
        accountant(of=agency().pk + 1),
        Actor("official", official_id=7, powers=(Power(Role.HEAD, agency().pk),)),
        Actor("citizen", account_id=1),
    ):
        with pytest.raises(NotAllowed):
            closed(actor=actor)


def test_an_order_that_says_more_than_the_ledger_stops_the_closing():
    bill = pay("a")
    Order.objects.filter(pk=bill.pk).update(received=AMOUNT + 500)
    with pytest.raises(LedgerWrong) as caught:
        closed()
    assert caught.value.details["faults"] == [["order", bill.reference, 500]]
    assert not DayClosing.objects.exists()


def test_a_booking_out_of_balance_stops_the_closing():
    pay("a")
    entry = LedgerEntry.objects.latest("id")
    with connection.cursor() as cursor:
        # As the database's owner could: the triggers of the table are asked nothing.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE payments_ledgerentry DISABLE TRIGGER USER")
        cursor.execute(
            "UPDATE payments_ledgerentry SET amount = amount + 7 WHERE id = %s", [entry.pk]
        )
        cursor.execute("ALTER TABLE payments_ledgerentry ENABLE TRIGGER USER")
    with pytest.raises(LedgerWrong) as caught:
        closed()
    kinds = [(kind, by) for kind, _of, by in caught.value.details["faults"]]
    assert ("booking", 7) in kinds
    assert ("ledger", 7) in kinds
    assert not DayClosing.objects.exists()


def test_an_order_paid_in_two_parts_over_an_expiry_adds_up():
    first = order("a")
    hear(
        provider="bank",
        word=word("received", first.reference, amount=5_000),
        body=b"{}",
        now=NOW,
    )
    late = NOW + timedelta(days=11)
    second = order("a", now=late)
    assert second.received == 5_000
    hear(
        provider="bank",
        word=word("received", second.reference, amount=AMOUNT - 5_000),
        body=b"{}",
        now=late,
    )
    assert closed().taken == 5_000
    assert closed(now=late + timedelta(days=1), day=civil_date(late)).taken == AMOUNT - 5_000

"""An order is opened once, ends once, and its ledger sums to zero whatever happens."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from itertools import permutations

import pytest
from django.db import IntegrityError, connection, transaction

from motcua.kernel.actors import SYSTEM
from motcua.kernel.append_only import AppendOnlyViolated
from motcua.kernel.models import OutboxRow
from motcua.kernel.transitions import MoveRefused
from motcua.payments.actions import (
    cancel_order,
    expire_orders,
    hear,
    hear_pending,
    renew_order,
)
from motcua.payments.actions.booking import book, clearing, suspense
from motcua.payments.enums import AccountKind, EventOutcome, OrderState
from motcua.payments.errors import OrderChanged, OrderNotFound, OrderNotOpen
from motcua.payments.models import LedgerEntry, LedgerTransaction, Order, ProviderEvent
from motcua.payments.queries import (
    awaiting_word,
    ledger_balance,
    order_by_id,
    transfer_code,
)
from motcua.payments.queries.unclear import unclear_of_debt
from motcua.payments.queries.underpayments import takes_all
from motcua_sandbox import vietqr
from tests.cast import NOW
from tests.payments.bank import AMOUNT, agency, attempt, order, word

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=11)


def say(told, now=NOW):
    return hear(provider="bank", word=told, body=b"{}", now=now)


def balance(kind):
    return sum(
        LedgerEntry.objects.filter(account__kind=kind).values_list("amount", flat=True), start=0
    )


def money():
    """Give what lies at the bank, in income and in suspense; the three sum to zero."""
    kinds = (AccountKind.CLEARING, AccountKind.INCOME, AccountKind.SUSPENSE)
    assert ledger_balance() == 0
    return tuple(balance(kind) for kind in kinds)


def announced():
    return OutboxRow.objects.filter(name="payments.order_paid").count()


def test_the_database_refuses_an_unbalanced_booking_at_commit():
    def commit(sides):
        with transaction.atomic(), connection.cursor() as cursor:
            book("k", sides, order=None, description="", now=NOW)
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    with pytest.raises(IntegrityError, match="sum to zero"):
        commit([(clearing("bank"), 100), (suspense("bank"), -99)])
    assert not LedgerEntry.objects.exists()


def test_a_booking_is_written_once_for_a_key():
    sides = [(clearing("bank"), 100), (suspense("bank"), -100)]
    assert book("k", sides, order=None, description="", now=NOW)
    assert not book("k", sides, order=None, description="", now=NOW)
    assert money() == (100, 0, -100)


def test_the_ledger_cannot_be_rewritten():
    book("k", [(clearing("bank"), 1), (suspense("bank"), -1)], order=None, description="", now=NOW)
    for rows in (LedgerEntry.objects, LedgerTransaction.objects):
        with pytest.raises(AppendOnlyViolated):
            rows.all().delete()
        with pytest.raises(AppendOnlyViolated):
            rows.all().update(id=0)


def test_the_same_debt_is_opened_once():
    first = order()
    assert order().pk == first.pk
    assert Order.objects.count() == 1


def test_the_same_key_cannot_ask_for_another_amount():
    order()
    with pytest.raises(OrderChanged):
        order(amount=AMOUNT + 1)


def test_a_strange_number_is_no_order():
    with pytest.raises(OrderNotFound):
        order_by_id(agency().public_id)
    with pytest.raises(OrderNotFound):
        cancel_order(actor=SYSTEM, order_id=0, now=NOW)


def test_a_payment_by_redirect_settles_the_order_and_is_announced_once():
    bill = order()
    told = word("paid", attempt(bill))
    assert say(told) == EventOutcome.APPLIED
    assert say(told) == EventOutcome.APPLIED
    bill.refresh_from_db()
    assert (bill.state, bill.received, bill.paid_by) == (OrderState.PAID, AMOUNT, "bank")
    assert money() == (AMOUNT, -AMOUNT, 0)
    assert announced() == 1


def test_the_banks_two_words_about_one_payment_are_booked_once():
    bill = order()
    reference = attempt(bill)
    say(word("paid", reference, event="evt_1", transaction="FT1"))
    say(word("paid", reference, event="query:1", transaction="FT1"))
    assert money() == (AMOUNT, -AMOUNT, 0)


def test_a_transfer_names_its_order_anywhere_in_its_content():
    bill = order()
    say(word("received", f"NGUYEN VAN A chuyen tien {bill.reference.lower()} FT26.1"))
    bill.refresh_from_db()
    assert bill.state == OrderState.PAID


@pytest.mark.parametrize("content", ["", "ung ho", "MC234567", "MC0000000000", "\U0001f9fe" * 40])
def test_money_that_names_no_order_lies_in_suspense(content):
    bill = order()
    assert say(word("received", content)) == EventOutcome.UNMATCHED
    bill.refresh_from_db()
    assert (bill.state, bill.received) == (OrderState.OPEN, 0)
    assert money() == (AMOUNT, 0, -AMOUNT)


def test_an_unknown_attempt_is_booked_to_suspense():
    assert say(word("paid", "P-unknown")) == EventOutcome.UNMATCHED
    assert money() == (AMOUNT, 0, -AMOUNT)


@pytest.mark.parametrize("wrong", [1, AMOUNT - 1, AMOUNT + 1, AMOUNT * 10])
def test_a_wrong_amount_settles_nothing_and_is_kept_apart(wrong):
    bill = order()
    assert say(word("paid", attempt(bill), wrong)) == EventOutcome.UNMATCHED
    bill.refresh_from_db()
    assert (bill.state, bill.received) == (OrderState.OPEN, 0)
    assert money() == (wrong, 0, -wrong)
    assert announced() == 0


@pytest.mark.parametrize("wrong", [1, AMOUNT - 1, AMOUNT + 1, AMOUNT * 10])
def test_an_amount_told_wrongly_at_first_is_booked_once_the_bank_tells_it_rightly(wrong):
    bill = order()
    reference = attempt(bill)
    say(word("paid", reference, wrong, event="evt_1", transaction="FT1"))
    truth = word("paid", reference, event="query:1", transaction="FT1")
    assert say(truth) == EventOutcome.APPLIED
    bill.refresh_from_db()
    assert (bill.state, bill.received) == (OrderState.PAID, AMOUNT)
    assert money() == (AMOUNT, -AMOUNT, 0)
    again = [
        word("paid", reference, event="evt_2", transaction="FT1"),
        word("paid", reference, wrong, event="evt_3", transaction="FT1"),
    ]
    for each in (truth, *again, *again):
        say(each)
    assert money() == (AMOUNT, -AMOUNT, 0)
    assert announced() == 1


def test_a_wrong_amount_after_the_right_one_changes_nothing():
    bill = order()
    reference = attempt(bill)
    say(word("paid", reference, event="evt_1", transaction="FT1"))
    say(word("paid", reference, 1, event="evt_2", transaction="FT1"))
    bill.refresh_from_db()
    assert bill.state == OrderState.PAID
    assert money() == (AMOUNT, -AMOUNT, 0)


def test_an_amount_put_right_after_the_order_expired_is_kept_apart_in_full():
    bill = order()
    reference = attempt(bill)
    say(word("paid", reference, 1, event="evt_1", transaction="FT1"))
    expire_orders(now=LATER)
    truth = word("paid", reference, event="query:1", transaction="FT1")
    assert say(truth, now=LATER) == EventOutcome.UNMATCHED
    assert money() == (AMOUNT, 0, -AMOUNT)


def test_what_is_overpaid_lies_in_suspense():
    bill = order()
    say(word("received", bill.reference, AMOUNT + 5_000))
    bill.refresh_from_db()
    assert (bill.state, bill.received) == (OrderState.PAID, AMOUNT)
    assert money() == (AMOUNT + 5_000, -AMOUNT, -5_000)


def test_an_order_paid_in_parts_is_paid_with_the_last_and_its_code_asks_for_the_rest():
    bill = order()
    say(word("received", bill.reference, 15_000))
    bill.refresh_from_db()
    assert (bill.state, bill.received) == (OrderState.OPEN, 15_000)
    assert vietqr.parse(transfer_code(bill)).amount == 5_000
    assert announced() == 0
    say(word("received", bill.reference, 5_000))
    bill.refresh_from_db()
    assert bill.state == OrderState.PAID
    assert announced() == 1
    assert money() == (AMOUNT, -AMOUNT, 0)


def test_an_order_partly_paid_is_not_sent_to_the_gateway_for_the_whole_again():
    bill = order()
    say(word("received", bill.reference, 15_000))
    with pytest.raises(OrderNotOpen):
        attempt(bill)


def test_money_after_expiry_is_kept_apart():
    bill = order()
    reference = attempt(bill)
    assert expire_orders(now=LATER) == 1
    assert expire_orders(now=LATER) == 0
    assert say(word("paid", reference), now=LATER) == EventOutcome.UNMATCHED
    bill.refresh_from_db()
    assert bill.state == OrderState.EXPIRED
    assert money() == (AMOUNT, 0, -AMOUNT)
    with pytest.raises(OrderNotOpen):
        attempt(bill, now=LATER)


def test_an_expired_debt_is_ordered_again_under_another_reference():
    old = order()
    expire_orders(now=LATER)
    fresh = order(now=LATER)
    assert (fresh.state, fresh.amount, fresh.subject_id) == (OrderState.OPEN, AMOUNT, 1)
    assert fresh.reference != old.reference
    assert order(now=LATER).pk == fresh.pk
    old.refresh_from_db()
    assert old.state == OrderState.EXPIRED
    say(word("received", fresh.reference), now=LATER)
    assert order(now=LATER + timedelta(days=30)).state == OrderState.PAID
    assert announced() == 1


def test_an_order_whose_time_passed_is_followed_though_no_sweep_has_come():
    old = order()
    fresh = order(now=LATER)
    old.refresh_from_db()
    assert (old.state, fresh.state) == (OrderState.EXPIRED, OrderState.OPEN)


def test_an_expired_order_is_renewed_as_it_was_and_a_running_one_is_left_alone():
    old = order()
    until = LATER + timedelta(days=10)
    kept = {"actor": SYSTEM, "order_id": old.pk, "expires_at": until}
    assert renew_order(**kept, now=NOW).pk == old.pk
    fresh = renew_order(**kept, now=LATER)
    assert (fresh.lines, fresh.description, fresh.key) == (old.lines, old.description, old.key)
    assert fresh.expires_at == until
    assert renew_order(**kept, now=LATER).pk == fresh.pk


def test_a_renewed_order_asks_only_for_what_has_not_come_yet():
    say(word("received", order().reference, 15_000))
    fresh = order(now=LATER)
    assert vietqr.parse(transfer_code(fresh)).amount == 5_000
    say(word("received", fresh.reference, 5_000), now=LATER)
    fresh.refresh_from_db()
    assert fresh.state == OrderState.PAID
    assert money() == (AMOUNT, -AMOUNT, 0)


def test_money_for_an_expired_order_pays_the_one_that_followed():
    old = order()
    reference = attempt(old)
    fresh = order(now=LATER)
    assert say(word("paid", reference), now=LATER) == EventOutcome.APPLIED
    fresh.refresh_from_db()
    old.refresh_from_db()
    assert (old.state, fresh.state) == (OrderState.EXPIRED, OrderState.PAID)
    assert money() == (AMOUNT, -AMOUNT, 0)


def test_the_bank_is_still_asked_about_an_order_that_expired_a_while_ago():
    bill = order()
    end = bill.expires_at
    attempt(bill, now=end - timedelta(minutes=1))
    expire_orders(now=end + timedelta(seconds=1))
    assert awaiting_word(now=end + timedelta(minutes=5)) == [bill]
    assert awaiting_word(now=end + timedelta(hours=3)) == []


@pytest.mark.django_db(transaction=True)
def test_ten_who_pay_an_expired_debt_again_at_once_get_one_order():
    order()
    expire_orders(now=LATER)

    def again(_number):
        try:
            return order(now=LATER).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        assert len(set(pool.map(again, range(10)))) == 1
    assert Order.objects.filter(state=OrderState.OPEN).count() == 1


def test_the_database_refuses_a_second_open_order_for_a_debt():
    bill = order()
    bill.pk, bill.public_id, bill.reference = None, agency().public_id, "MCOTHER"
    with pytest.raises(IntegrityError, match="one_order_at_a_time"), transaction.atomic():
        bill.save(force_insert=True)


def test_an_order_is_not_expired_before_its_time():
    bill = order()
    assert expire_orders(now=bill.expires_at) == 0


def test_a_paid_order_cannot_be_cancelled_and_a_cancelled_one_keeps_money_apart():
    paid, cancelled = order("a"), order("b")
    say(word("received", paid.reference))
    with pytest.raises(MoveRefused):
        cancel_order(actor=SYSTEM, order_id=paid.pk, now=NOW)
    cancel_order(actor=SYSTEM, order_id=cancelled.pk, now=NOW)
    assert say(word("received", cancelled.reference)) == EventOutcome.UNMATCHED
    assert money() == (2 * AMOUNT, -AMOUNT, -AMOUNT)


KINDS = ("paid", "cancelled", "expired", "received")


def test_every_order_of_the_banks_events_ends_in_the_same_state():
    ends = set()
    for number, kinds in enumerate(permutations(KINDS)):
        before = money()
        bill = order(f"order:{number}")
        reference = attempt(bill)
        told = [word(k, bill.reference if k == "received" else reference) for k in kinds]
        for each in (*told, *told, *reversed(told)):
            say(each)
        bill.refresh_from_db()
        after = tuple(b - a for a, b in zip(before, money(), strict=True))
        ends.add((bill.state, bill.received, after))
        assert ProviderEvent.objects.filter(order=bill).count() == len(kinds)
    assert ends == {(OrderState.PAID, AMOUNT, (2 * AMOUNT, -AMOUNT, -AMOUNT))}


@pytest.mark.parametrize("kind", ["cancelled", "expired", "other"])
def test_a_given_up_attempt_leaves_the_order_to_be_paid_another_way(kind):
    bill = order()
    assert say(word(kind, attempt(bill))) == EventOutcome.NOTED
    bill.refresh_from_db()
    assert bill.state == OrderState.OPEN
    assert money() == (0, 0, 0)


class Truthful:
    """A gateway that was paid while nobody listened."""

    name = "bank"

    def __init__(self, kind):
        self.kind, self.asked = kind, []

    def query(self, reference):
        self.asked.append(reference)
        return word(self.kind, reference, transaction="FT1") if self.kind else None


def test_a_lost_webhook_is_made_good_by_asking():
    bill = order()
    reference = attempt(bill)
    gateway = Truthful("paid")
    hear_pending(gateway=gateway, order=bill, now=NOW + timedelta(seconds=5))
    assert gateway.asked == []
    hear_pending(gateway=gateway, order=bill, now=NOW + timedelta(seconds=30))
    bill.refresh_from_db()
    assert (bill.state, gateway.asked) == (OrderState.PAID, [reference])
    say(word("paid", reference, transaction="FT1"))
    assert money() == (AMOUNT, -AMOUNT, 0)


@pytest.mark.parametrize("kind", ["cancelled", "expired", None])
def test_asking_about_what_was_not_paid_changes_nothing(kind):
    bill = order()
    attempt(bill)
    hear_pending(gateway=Truthful(kind), order=bill, now=NOW + timedelta(seconds=30))
    bill.refresh_from_db()
    assert bill.state == OrderState.OPEN


@pytest.mark.django_db(transaction=True)
def test_fifty_who_pay_cancel_and_expire_one_order_end_in_one_state():
    bill = order()
    reference = attempt(bill)
    told = [word("paid", reference), word("received", bill.reference)]

    def act(number):
        try:
            with suppress(MoveRefused):
                if number % 5 == 0:
                    cancel_order(actor=SYSTEM, order_id=bill.pk, now=NOW)
                elif number % 5 == 1:
                    expire_orders(now=LATER)
                else:
                    say(told[number % 2], now=NOW)
        finally:
            connection.close()

    with ThreadPoolExecutor(16) as pool:
        list(pool.map(act, range(50)))
    bill.refresh_from_db()
    is_paid = bill.state == OrderState.PAID
    assert bill.state != OrderState.OPEN
    assert announced() == int(is_paid)
    taken = AMOUNT if is_paid else 0
    assert bill.received == taken
    assert money() == (2 * AMOUNT, -taken, taken - 2 * AMOUNT)
    assert LedgerTransaction.objects.count() == 2


def test_a_dong_sent_to_a_code_keeps_its_owner_from_nothing():
    bill = order()
    say(word("received", bill.reference, 1))
    say(word("paid", attempt(bill), transaction="FT1"))
    bill.refresh_from_db()
    assert (bill.state, bill.received) == (OrderState.PAID, AMOUNT)
    [surplus] = unclear_of_debt(bill)
    assert (surplus.transaction, surplus.left) == ("FT1", 1)


@pytest.mark.parametrize(
    ("came", "may"), [(1, True), (4_999, True), (5_000, False), (19_999, False)]
)
def test_what_came_in_earnest_is_not_paid_beside(came, may):
    bill = order()
    say(word("received", bill.reference, came))
    bill.refresh_from_db()
    assert takes_all(bill, NOW) is may


def test_half_of_a_small_fee_is_no_trifle():
    bill = order(amount=4_000)
    say(word("received", bill.reference, 2_000))
    bill.refresh_from_db()
    assert not takes_all(bill, NOW)

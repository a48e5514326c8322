"""Which order a transfer is for, through all that banks do to its content."""

from __future__ import annotations

import pytest

from motcua.kernel.actors import SYSTEM
from motcua.payments.actions import cancel_order, expire_orders, hear
from motcua.payments.enums import EventOutcome, OrderState
from motcua.payments.models import Order
from motcua.payments.queries import ledger_balance
from motcua.payments.queries.unclear import unclear_money, unclear_of_debt
from tests.cast import NOW
from tests.payments.bank import AMOUNT, agency, order, word
from tests.payments.test_orders import LATER

pytestmark = pytest.mark.django_db


@pytest.fixture
def bill():
    made = order()
    Order.objects.filter(pk=made.pk).update(reference="MC23456789AB")
    made.refresh_from_db()
    return made


def came(content, amount=AMOUNT, now=NOW):
    return hear(provider="bank", word=word("received", content, amount), body=b"{}", now=now)


@pytest.mark.parametrize(
    "content",
    [
        "MC23456789AB",
        "mc23456789ab",
        "MBVCB.7391.MC23456789AB.CT tu 0071000123456 NGUYEN VAN A",
        "QR - MC23456789AB",
        "MC 2345 6789 AB",
        "M C23.456-789_AB",
        "nop phi MC23456789ABCT DEN:123",
        "MCMC23456789AB",
        "\uff2d\uff23\uff12\uff13456789AB",
        "Nộp lệ phí: MC23456789AB;",
        "MC23456789AB MC23456789AB",
        "MC23456789A",
        "chuyen tien MC234567",
    ],
)
def test_a_content_garbled_by_banks_still_pays_its_order(bill, content):
    assert came(content) == EventOutcome.APPLIED
    bill.refresh_from_db()
    assert bill.state == OrderState.PAID


@pytest.mark.parametrize(
    ("content", "amount"),
    [
        ("MC23456", AMOUNT),
        ("MC234567", AMOUNT - 1),
        ("MC234567 le phi", AMOUNT),
        ("MC23456789AC", AMOUNT),
        ("23456789AB", AMOUNT),
    ],
)
def test_what_is_left_too_short_or_does_not_fit_waits_for_the_accountant(bill, content, amount):
    assert came(content, amount) == EventOutcome.UNMATCHED
    bill.refresh_from_db()
    assert (bill.state, bill.received) == (OrderState.OPEN, 0)
    [money] = unclear_money([], of_nobody=True)
    assert money.left == amount


def test_a_cut_reference_that_two_orders_begin_with_names_neither(bill):
    other = order("b")
    Order.objects.filter(pk=other.pk).update(reference="MC234567ZZZZ")
    assert came("MC234567") == EventOutcome.UNMATCHED
    assert came("MC23456789") == EventOutcome.APPLIED


def test_a_transfer_that_names_two_debts_is_not_guessed_at(bill):
    other = order("b")
    assert came(f"{bill.reference} {other.reference}", 2 * AMOUNT) == EventOutcome.UNMATCHED
    assert ledger_balance() == 0


def test_an_old_code_beside_the_new_one_pays_the_debt(bill):
    expire_orders(now=LATER)
    fresh = order(now=LATER)
    assert came(f"{bill.reference} {fresh.reference}", now=LATER) == EventOutcome.APPLIED


@pytest.mark.parametrize("end", ["expired", "cancelled"])
def test_late_money_is_kept_for_the_debt_it_named(bill, end):
    if end == "expired":
        expire_orders(now=LATER)
    else:
        cancel_order(actor=SYSTEM, order_id=bill.pk, now=NOW)
    assert came(bill.reference, now=LATER) == EventOutcome.UNMATCHED
    [money] = unclear_of_debt(bill)
    assert (money.left, money.reference) == (AMOUNT, bill.reference)
    assert [one.left for one in unclear_money([agency().pk], of_nobody=False)] == [AMOUNT]


def test_the_same_transfer_sent_twice_is_kept_for_the_debt_it_named(bill):
    assert came(bill.reference) == EventOutcome.APPLIED
    assert came(bill.reference) == EventOutcome.UNMATCHED
    assert [one.left for one in unclear_of_debt(bill)] == [AMOUNT]
    assert ledger_balance() == 0

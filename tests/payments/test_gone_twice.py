"""Money that a provider takes back while it goes back: once, or an accountant knows of it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from motcua.kernel.actors import SYSTEM
from motcua.kernel.models import OutboxRow
from motcua.payments.actions import (
    ask_again,
    ask_part,
    ask_refund,
    close_day,
    handle_reversal,
    note_paid_by_hand,
    send_refund,
)
from motcua.payments.enums import OrderState, RefundState
from motcua.payments.errors import NothingToRefund
from motcua.payments.models import LedgerTransaction, Refund, Reversal
from motcua.payments.queries.paid import paid_with
from motcua.payments.queries.returns import returns_of
from motcua.payments.queries.takings import faults_of
from motcua.payments.queries.unclear import left_of, unclear_money
from tests.cast import NOW
from tests.payments.bank import AMOUNT, agency, order, word
from tests.payments.test_reversing import Stubborn, back, paid, part, say, standing, told_of
from tests.payments.test_settling import Generous, accountant, came, decided, proposed

pytestmark = pytest.mark.django_db
OTHER = 5_000


class TakenMeanwhile(Generous):
    """A bank that takes money back in the very moment that it is asked to send it."""

    def __init__(self, amount=AMOUNT, *, is_deaf=False):
        super().__init__()
        self.amount, self.is_deaf = amount, is_deaf

    def refund(self, reference, transaction, amount, reason):
        say(back(transaction, self.amount))
        if self.is_deaf:
            self.is_deaf = False
            raise TimeoutError
        return super().refund(reference, transaction, amount, reason)


def send(refund, gateway=None):
    gateway = gateway or Generous()
    done = send_refund(actor=SYSTEM, refund_id=refund.pk, gateway=gateway, now=NOW)
    return done, gateway


def reversal():
    return Reversal.objects.get()


def test_a_refund_is_not_sent_once_the_bank_took_the_money_back():
    bill = paid()
    [refund] = ask_refund(actor=SYSTEM, order_id=bill.pk, reason="withdrawn", now=NOW)
    say(back("FT1"))
    done, gateway = send(refund)
    assert (done.state, gateway.sent) == (RefundState.STOPPED, [])
    assert standing() == (0, 0, 0)
    assert (reversal().twice, told_of("refund_refused"), told_of("money_gone_twice")) == (0, 1, 0)
    bill.refresh_from_db()
    assert bill.state == OrderState.REVERSED
    assert not returns_of([agency().pk], of_nobody=True).under_way


def test_a_part_that_is_still_there_goes_back_and_one_that_is_not_stays():
    bill = paid()
    first, second = part(bill, 6_000), part(bill, 9_000)
    say(back("FT1", 12_000))
    for refund, state in ((second, RefundState.STOPPED), (first, RefundState.DONE)):
        assert send(refund)[0].state == state
    assert paid_with(bill)[0].left == AMOUNT - 12_000 - 6_000
    assert standing() == (2_000, -2_000, 0)
    assert faults_of(agency().pk, NOW.date()) == []
    assert part(bill, 2_000).state == RefundState.ASKED


@pytest.mark.parametrize("is_before", [True, False])
def test_what_was_sent_and_taken_back_is_owed_by_who_has_it_twice(is_before):
    bill = paid()
    refund = part(bill, 15_000)
    if is_before:
        send(refund)
        say(back("FT1", 12_000))
    else:
        send(refund, TakenMeanwhile(12_000))
    assert Refund.objects.get().state == RefundState.DONE
    assert standing() == (AMOUNT - 27_000, 0, 7_000)
    assert (reversal().twice, told_of("money_gone_twice")) == (7_000, 1)
    assert faults_of(agency().pk, NOW.date()) == []
    [waiting] = returns_of([agency().pk], of_nobody=False).reversals
    assert waiting.twice == 7_000
    closing = close_day(
        actor=SYSTEM, agency_id=agency().pk, day=NOW.date(), now=NOW + timedelta(days=1)
    )
    assert closing.twice == 7_000


def test_a_reversal_that_was_handled_comes_back_when_the_refund_was_done_all_the_same():
    bill = paid()
    refund = part(bill, AMOUNT)
    with pytest.raises(TimeoutError):
        send(refund, TakenMeanwhile(is_deaf=True))
    handle_reversal(actor=accountant(1), reversal_id=reversal().pk, note="Đã gọi.", now=NOW)
    done, gateway = send(refund)
    assert (done.state, gateway.sent) == (RefundState.STOPPED, [])
    say(back("FT1", kind="refunded", of=refund.reference, number="FT10"))
    refund.refresh_from_db()
    assert refund.state == RefundState.DONE
    assert (reversal().twice, reversal().handled_at) == (AMOUNT, None)
    assert standing() == (-AMOUNT, 0, AMOUNT)


def test_what_the_bank_refused_is_neither_asked_again_nor_paid_by_hand_once_it_was_taken_back():
    refund = part(paid(), 8_000)
    send(refund, Stubborn())
    say(back("FT1", AMOUNT - 7_999))
    with pytest.raises(NothingToRefund) as refusal:
        ask_again(actor=accountant(1), refund_id=refund.pk, now=NOW)
    assert refusal.value.details["left"] == 7_999
    with pytest.raises(NothingToRefund):
        note_paid_by_hand(actor=accountant(1), refund_id=refund.pk, document="UNC-1", now=NOW)
    assert standing() == (7_999, -7_999, 0)


def test_unclear_money_taken_back_before_it_was_sent_is_not_sent():
    booking = came("khong ma", AMOUNT)
    decided(proposed(booking))
    say(back("FT1", OTHER))
    done, gateway = send(Refund.objects.get())
    assert (done.state, gateway.sent) == (RefundState.STOPPED, [])
    assert standing() == (AMOUNT - OTHER, 0, OTHER - AMOUNT)
    assert left_of(booking.pk) == AMOUNT - OTHER
    decided(proposed(booking))
    refund = Refund.objects.latest("pk")
    assert send(refund)[0].state == RefundState.DONE
    assert standing() == (0, 0, 0)
    assert unclear_money([agency().pk], of_nobody=True) == []


def test_unclear_money_sent_and_taken_back_is_the_nodes_accountants_to_ask_for():
    decided(proposed(came("khong ma", AMOUNT)))
    send(Refund.objects.get(), TakenMeanwhile())
    assert (reversal().twice, reversal().order) == (AMOUNT, None)
    assert standing() == (-AMOUNT, 0, AMOUNT)
    assert returns_of([], of_nobody=True).reversals[0].twice == AMOUNT
    assert OutboxRow.objects.get(name="payments.money_gone_twice").payload["order_id"] == 0


def test_the_refund_of_one_order_is_stopped_by_a_chargeback_and_its_neighbours_money_is_not():
    first, second = order("a"), order("b", OTHER)
    booking = came(first.reference, AMOUNT + OTHER)
    decided(proposed(booking, second.reference))
    for bill in (first, second):
        ask_refund(actor=SYSTEM, order_id=bill.pk, reason="x", now=NOW)
    say(back("FT1", OTHER))
    ends = {one.order_id: send(one)[0].state for one in Refund.objects.all()}
    assert ends == {first.pk: RefundState.DONE, second.pk: RefundState.STOPPED}
    assert standing() == (0, 0, 0)
    assert reversal().twice == 0


def test_a_refund_of_a_renewed_order_is_off_before_its_older_ones_income_is_taken():
    bill = order("a")
    say(word("received", bill.reference, 5_000, transaction="FT1"))
    bill.refresh_from_db()
    bill.state = OrderState.EXPIRED
    bill.save()
    fresh = order("a")
    say(word("received", fresh.reference, AMOUNT - 5_000, transaction="FT2"))
    fresh.refresh_from_db()
    assert fresh.state == OrderState.PAID
    refund = ask_part(
        actor=SYSTEM, order_id=fresh.pk, source=("bank", "FT1"), amount=5_000, reason="x", now=NOW
    )
    send(refund)
    say(back("FT1", 5_000))
    assert standing() == (AMOUNT - 10_000, 5_000 - AMOUNT, 5_000)
    assert reversal().twice == 5_000
    assert LedgerTransaction.objects.filter(key__startswith="reversed:").count() == 0

"""Money that a provider takes back while it goes back: once, or an accountant knows of it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from motcua.kernel.actors import SYSTEM
from motcua.kernel.errors import NotAllowed
from motcua.kernel.models import OutboxRow
from motcua.payments.actions import (
    Reclaim,
    ask_again,
    ask_part,
    ask_refund,
    close_day,
    decide_settlement,
    handle_reversal,
    note_paid_by_hand,
    propose_reclaim,
    send_refund,
)
from motcua.payments.enums import OrderState, RefundState, Remedy
from motcua.payments.errors import MoneyNotUnclear, NothingTwice, SettlementTaken
from motcua.payments.models import LedgerEntry, LedgerTransaction, Refund, Reversal
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
    ask_again(actor=accountant(1), refund_id=refund.pk, now=NOW)
    note_paid_by_hand(actor=accountant(1), refund_id=refund.pk, document="UNC-1", now=NOW)
    refund.refresh_from_db()
    assert refund.state == RefundState.STOPPED
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


def gone():
    """Have all that paid an order go back, and be taken back as well."""
    send(part(paid(), AMOUNT))
    say(back("FT1"))
    assert standing() == (-AMOUNT, 0, AMOUNT)


def wished(remedy, booking=None, by=1):
    number = booking.pk if booking else None
    wish = Reclaim(reversal().pk, remedy, "Biên bản 12/KT.", number)
    return propose_reclaim(actor=accountant(by), reclaim=wish, now=NOW)


def waiting():
    return returns_of([agency().pk], of_nobody=True).reversals


def test_what_was_handled_waits_until_two_people_settled_what_left_twice():
    gone()
    handle_reversal(actor=accountant(1), reversal_id=reversal().pk, note="Đã gọi.", now=NOW)
    settlement = wished(Remedy.HAND)
    with pytest.raises(NotAllowed):
        decided(settlement, by=1)
    with pytest.raises(SettlementTaken):
        wished(Remedy.GAP, by=2)
    assert waiting()
    assert standing() == (-AMOUNT, 0, AMOUNT)
    for _time in range(2):
        decided(settlement)
    assert standing() == (0, 0, 0), "what the bank lost lies with whoever has the document"
    assert LedgerEntry.objects.get(account__provider="hand").amount == AMOUNT
    assert not waiting()
    assert faults_of(agency().pk, NOW.date()) == []
    with pytest.raises(NothingTwice):
        wished(Remedy.GAP)


def test_what_the_bank_owes_is_a_claim_and_hangs_in_suspense_no_more():
    gone()
    decided(wished(Remedy.GAP))
    assert standing() == (-AMOUNT, 0, 0)
    assert LedgerEntry.objects.get(account__kind="gap").amount == AMOUNT
    assert not unclear_money([agency().pk], of_nobody=True)


def test_money_that_came_back_in_parts_makes_up_for_what_left_twice_and_the_rest_stays_unclear():
    gone()
    first, second = came("tra lai", 15_000, "FT2"), came("tra not", 7_000, "FT3")
    decided(wished(Remedy.BACK, first))
    assert [one.owed for one in waiting()] == [5_000]
    decided(wished(Remedy.BACK, second))
    assert (left_of(first.pk), left_of(second.pk)) == (0, 2_000)
    assert standing() == (2_000, 0, -2_000)
    with pytest.raises(MoneyNotUnclear):
        decided(proposed(first))


def test_what_came_back_is_not_counted_twice_when_somebody_else_was_quicker():
    gone()
    booking = came("tra lai", AMOUNT, "FT2")
    settlement = wished(Remedy.BACK, booking)
    with pytest.raises(SettlementTaken):
        proposed(booking, by=2)
    say(back("FT2", number="FT8"))
    with pytest.raises(MoneyNotUnclear):
        decided(settlement)
    assert [one.owed for one in waiting() if one.twice] == [AMOUNT]


def test_nobody_of_another_agency_settles_what_left_twice():
    gone()
    settlement = wished(Remedy.HAND)
    wish = Reclaim(reversal().pk, Remedy.GAP, "x")
    with pytest.raises(NotAllowed):
        propose_reclaim(actor=accountant(3, of=10**6), reclaim=wish, now=NOW)
    with pytest.raises(NotAllowed):
        decide_settlement(
            actor=accountant(3, of=10**6),
            settlement_id=settlement.public_id,
            agrees=True,
            now=NOW,
        )

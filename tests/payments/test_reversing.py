"""Money that a provider takes back, and money that goes back in parts: a ledger of zero."""

from __future__ import annotations

from functools import partial
from itertools import permutations

import pytest

from motcua.kernel.actors import SYSTEM
from motcua.kernel.errors import NotAllowed
from motcua.kernel.models import OutboxRow
from motcua.payments.actions import (
    Wanted,
    ask_again,
    ask_part,
    ask_refund,
    decide_refund,
    handle_reversal,
    hear,
    note_paid_by_hand,
    propose_refund,
    send_refund,
)
from motcua.payments.base import Word
from motcua.payments.enums import AccountKind, OrderState, RefundState
from motcua.payments.errors import NothingToRefund, RefundRefused, RefundTaken
from motcua.payments.models import (
    LedgerEntry,
    LedgerTransaction,
    Order,
    ProviderEvent,
    Refund,
    Reversal,
)
from motcua.payments.queries import ledger_balance
from motcua.payments.queries.paid import paid_with
from motcua.payments.queries.takings import faults_of
from motcua.payments.queries.unclear import unclear_money
from tests.cast import NOW
from tests.payments.bank import AMOUNT, agency, attempt, order, word
from tests.payments.test_settling import Generous, accountant, decided, proposed

pytestmark = pytest.mark.django_db


class Stubborn(Generous):
    """A gateway that sends nothing back."""

    def refund(self, *_told):
        raise RefundRefused(reason="409")


def say(told):
    return hear(provider="bank", word=told, body=b"{}", now=NOW)


def back(original, amount=AMOUNT, *, kind="charged_back", number="FT9", of="x", event=""):
    """Give the word that money of a transaction left again."""
    name = "refund.done" if kind == "refunded" else "payment.charged_back"
    return Word(event or f"evt_back_{number}", kind, name, of, amount, number, original)


def standing():
    """Give what lies at the bank, in income and in suspense."""
    assert ledger_balance() == 0
    kinds = (AccountKind.CLEARING, AccountKind.INCOME, AccountKind.SUSPENSE)
    sums = []
    for kind in kinds:
        rows = LedgerEntry.objects.filter(account__kind=kind)
        sums.append(sum(rows.values_list("amount", flat=True)))
    return tuple(sums)


def paid(key="a", number="FT1"):
    bill = order(key)
    say(word("paid", attempt(bill), transaction=number))
    bill.refresh_from_db()
    return bill


def told_of(name):
    return OutboxRow.objects.filter(name=f"payments.{name}").count()


def test_a_chargeback_takes_the_money_from_income_and_the_order_is_paid_no_more():
    bill = paid()
    for event in ("evt_1", "evt_1", "evt_2"):
        say(back("FT1", event=event))
    bill.refresh_from_db()
    assert (bill.state, bill.received) == (OrderState.REVERSED, 0)
    assert standing() == (0, 0, 0)
    assert told_of("payment_reversed") == 1
    assert faults_of(agency().pk, NOW.date()) == []


def test_a_chargeback_told_before_its_payment_ends_alike():
    bill = order("a")
    reference = attempt(bill)
    say(back("FT1"))
    assert standing() == (-AMOUNT, 0, AMOUNT)
    say(word("paid", reference, transaction="FT1"))
    bill.refresh_from_db()
    assert (bill.state, bill.received) == (OrderState.REVERSED, 0)
    assert standing() == (0, 0, 0)
    assert Reversal.objects.get().order == bill
    assert faults_of(agency().pk, NOW.date()) == []


EVENTS = ("paid", "cancelled", "expired", "charged_back")


def test_every_order_of_pay_cancel_expire_and_chargeback_ends_in_the_same_state():
    ends = set()
    for number, kinds in enumerate(permutations(EVENTS)):
        bill = order(f"order:{number}")
        reference, moved = attempt(bill), f"FT-{number}"
        told = [
            back(moved, number=f"CB-{number}", of=moved)
            if kind == "charged_back"
            else word(kind, reference, transaction=moved)
            for kind in kinds
        ]
        for each in (*told, *told, *reversed(told)):
            say(each)
        bill.refresh_from_db()
        ends.add((bill.state, bill.received, standing()))
        assert (
            ProviderEvent.objects.filter(event_id__in=[each.event_id for each in told]).count() == 4
        )
    assert ends == {(OrderState.REVERSED, 0, (0, 0, 0))}
    assert Reversal.objects.count() == told_of("payment_reversed") == 24


def test_a_debt_whose_money_was_taken_back_is_ordered_anew_and_paid_again():
    bill = paid()
    say(back("FT1"))
    fresh = order("a")
    assert (fresh.state, fresh.received) == (OrderState.OPEN, 0)
    say(word("received", fresh.reference, transaction="FT2"))
    fresh.refresh_from_db()
    assert fresh.state == OrderState.PAID
    assert standing() == (AMOUNT, -AMOUNT, 0)
    assert faults_of(agency().pk, NOW.date()) == []
    bill.refresh_from_db()
    assert bill.state == OrderState.REVERSED


def test_a_chargeback_in_part_leaves_the_rest_and_a_fresh_order_asks_for_the_difference():
    paid()
    say(back("FT1", 5_000))
    assert standing() == (AMOUNT - 5_000, 5_000 - AMOUNT, 0)
    assert order("a").received == AMOUNT - 5_000
    say(back("FT1", AMOUNT - 5_000, number="FT10"))
    assert standing() == (0, 0, 0)
    assert faults_of(agency().pk, NOW.date()) == []


def test_what_was_unclear_is_taken_back_before_income_is_touched():
    bill = paid()
    say(word("received", bill.reference, 700, transaction="FT2"))
    say(back("FT2", 700))
    bill.refresh_from_db()
    assert bill.state == OrderState.PAID
    assert standing() == (AMOUNT, -AMOUNT, 0)
    assert unclear_money([agency().pk], of_nobody=True) == []


def test_money_settled_onto_another_order_is_taken_back_from_that():
    bill = order("a")
    say(word("received", "khong ma", transaction="FT1"))
    decided(proposed(LedgerTransaction.objects.get(), bill.reference))
    say(back("FT1"))
    bill.refresh_from_db()
    assert bill.state == OrderState.REVERSED
    assert standing() == (0, 0, 0)


def test_an_amount_told_wrongly_and_put_right_after_the_chargeback_ends_alike():
    bill = order("a")
    reference = attempt(bill)
    say(word("paid", reference, AMOUNT - 1, event="e1", transaction="FT1"))
    say(back("FT1"))
    say(word("paid", reference, event="e2", transaction="FT1"))
    bill.refresh_from_db()
    assert bill.state == OrderState.REVERSED
    assert standing() == (0, 0, 0)


def test_a_refund_made_at_the_bank_is_booked_and_leaves_the_order_paid():
    bill = paid()
    say(back("FT1", 5_000, kind="refunded", of="THEIRS-1"))
    bill.refresh_from_db()
    assert bill.state == OrderState.PAID
    assert standing() == (AMOUNT - 5_000, 5_000 - AMOUNT, 0)
    assert paid_with(bill)[0].left == AMOUNT - 5_000
    assert told_of("payment_reversed") == 1
    assert faults_of(agency().pk, NOW.date()) == []


def part(bill, amount):
    return ask_part(
        actor=SYSTEM,
        order_id=bill.pk,
        source=("bank", "FT1"),
        amount=amount,
        reason="x",
        now=NOW,
    )


def test_parts_that_go_back_never_come_to_more_than_came():
    bill = paid()
    part(bill, 8_000)
    part(bill, 7_000)
    with pytest.raises(NothingToRefund) as refusal:
        part(bill, 5_001)
    assert refusal.value.details["left"] == 5_000
    [*_, rest] = ask_refund(actor=SYSTEM, order_id=bill.pk, reason="withdrawn", now=NOW)
    assert rest.amount == 5_000
    gateway = Generous()
    for refund in Refund.objects.all():
        for _time in range(2):
            send_refund(actor=SYSTEM, refund_id=refund.pk, gateway=gateway, now=NOW)
    assert sorted(amount for _, amount, _ in gateway.sent) == [5_000, 7_000, 8_000]
    assert standing() == (0, 0, 0)
    assert told_of("refund_done") == 3


def test_the_banks_word_of_our_refund_and_its_answer_book_it_once():
    bill = paid()
    refund = part(bill, 8_000)
    told = back("FT1", 8_000, kind="refunded", of=refund.reference, number=f"RF-{refund.reference}")
    say(told)
    gateway = Generous()
    assert send_refund(actor=SYSTEM, refund_id=refund.pk, gateway=gateway, now=NOW).state == "done"
    assert gateway.sent == []
    assert standing() == (AMOUNT - 8_000, 8_000 - AMOUNT, 0)
    assert not Reversal.objects.exists()


def test_a_word_of_our_refund_with_another_amount_moves_nothing():
    refund = part(paid(), 8_000)
    say(back("FT1", 9_000, kind="refunded", of=refund.reference))
    refund.refresh_from_db()
    assert refund.state == RefundState.ASKED
    assert standing() == (AMOUNT, -AMOUNT, 0)


def wanted(bill, amount=8_000, by=1):
    wish = Wanted(bill.pk, "bank", "FT1", amount, "Nộp nhầm thủ tục.")
    return propose_refund(actor=accountant(by), wanted=wish, now=NOW)


def agreed(proposal, *, agrees=True, by=2):
    return decide_refund(
        actor=accountant(by), proposal_id=proposal.public_id, agrees=agrees, now=NOW
    )


def test_a_refund_needs_two_accountants_and_then_is_asked_for_once():
    proposal = wanted(paid())
    with pytest.raises(NotAllowed):
        agreed(proposal, by=1)
    assert not Refund.objects.exists()
    for _time in range(2):
        agreed(proposal)
    assert Refund.objects.get().amount == 8_000
    assert told_of("refund_asked") == 1


def test_a_proposal_waits_alone_and_a_declined_one_makes_room():
    bill = paid()
    proposal = wanted(bill)
    with pytest.raises(RefundTaken):
        wanted(bill, 1_000, by=2)
    agreed(proposal, agrees=False)
    assert not Refund.objects.exists()
    agreed(wanted(bill, 1_000))
    assert Refund.objects.get().amount == 1_000


def test_nobody_proposes_more_than_is_left_or_for_another_agency():
    bill = paid()
    with pytest.raises(NothingToRefund):
        wanted(bill, AMOUNT + 1)
    with pytest.raises(NotAllowed):
        propose_refund(
            actor=accountant(3, of=10**6),
            wanted=Wanted(bill.pk, "bank", "FT1", 1, "x"),
            now=NOW,
        )


def test_money_charged_back_meanwhile_is_not_sent_back_as_well():
    bill = paid()
    proposal = wanted(bill)
    say(back("FT1"))
    with pytest.raises(NothingToRefund):
        agreed(proposal)


def refused(bill):
    refund = part(bill, 8_000)
    send_refund(actor=SYSTEM, refund_id=refund.pk, gateway=Stubborn(), now=NOW)
    return refund


def test_what_the_bank_refused_is_asked_again_under_another_reference():
    bill = paid()
    refund = refused(bill)
    assert told_of("refund_refused") == 1
    again = ask_again(actor=accountant(1), refund_id=refund.pk, now=NOW)
    assert (again.state, again.reference) != (RefundState.REFUSED, refund.reference)
    send_refund(actor=SYSTEM, refund_id=refund.pk, gateway=Generous(), now=NOW)
    assert standing() == (AMOUNT - 8_000, 8_000 - AMOUNT, 0)


def test_what_the_bank_refused_may_be_paid_by_hand_with_a_document():
    bill = paid()
    refund = refused(bill)
    for _time in range(2):
        done = note_paid_by_hand(
            actor=accountant(1), refund_id=refund.pk, document="UNC-17", now=NOW
        )
    assert (done.state, done.booked_as) == (RefundState.DONE, "UNC-17")
    assert standing() == (AMOUNT - 8_000, 8_000 - AMOUNT, 0)
    assert LedgerEntry.objects.get(account__provider="hand").amount == -8_000
    assert faults_of(agency().pk, NOW.date()) == []


def test_what_the_bank_refused_is_not_promised_a_second_time():
    bill = paid()
    refused(bill)
    with pytest.raises(NothingToRefund):
        wanted(bill, AMOUNT - 7_999)
    agreed(wanted(bill, AMOUNT - 8_000))


@pytest.mark.parametrize("end", [ask_again, partial(note_paid_by_hand, document="UNC-17")])
def test_what_the_bank_refused_and_then_took_back_is_not_paid_as_well(end):
    refund = refused(paid())
    say(back("FT1"))
    with pytest.raises(NothingToRefund):
        end(actor=accountant(1), refund_id=refund.pk, now=NOW)
    assert standing() == (0, 0, 0)


def test_cash_is_not_asked_back_from_the_bank():
    bill = order("a")
    hear(provider="cash", word=word("received", bill.reference), body=b"{}", now=NOW)
    [refund] = ask_refund(actor=SYSTEM, order_id=bill.pk, reason="x", now=NOW)
    gateway = Generous()
    assert (
        send_refund(actor=SYSTEM, refund_id=refund.pk, gateway=gateway, now=NOW).state == "refused"
    )
    assert gateway.sent == []


def test_an_accountant_notes_once_what_was_done_about_a_chargeback():
    paid()
    say(back("FT1"))
    reversal = Reversal.objects.get()
    with pytest.raises(NotAllowed):
        handle_reversal(actor=accountant(3, of=10**6), reversal_id=reversal.pk, note="x", now=NOW)
    for note in ("Đã gọi người nộp.", "khác"):
        handle_reversal(actor=accountant(1), reversal_id=reversal.pk, note=note, now=NOW)
    assert Reversal.objects.get().note == "Đã gọi người nộp."
    assert Order.objects.get().state == OrderState.REVERSED

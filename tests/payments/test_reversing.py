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
    end_debt,
    end_orders_of,
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
from motcua.payments.queries.returns import returns_of
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
    assert standing() == (0, 0, 0)
    assert told_of("reversal_waits") == 1
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


def test_a_debt_paid_twice_with_one_charged_back_is_paid_in_whatever_order_that_is_told():
    ends = set()
    for number, kinds in enumerate(permutations(("first", "second", "charged_back", "cancelled"))):
        bill = order(f"order:{number}")
        one, other = attempt(bill), attempt(bill)
        told = {
            "first": word("paid", one, transaction=f"FT-{number}"),
            "second": word("paid", other, transaction=f"GT-{number}"),
            "charged_back": back(f"FT-{number}", number=f"CB-{number}", of=one),
            "cancelled": word("cancelled", one),
        }
        before = standing()
        words = [told[kind] for kind in kinds]
        for each in (*words, *reversed(words)):
            say(each)
        bill.refresh_from_db()
        moved = tuple(now - was for now, was in zip(standing(), before, strict=True))
        [part] = [one for one in paid_with(bill) if one.left]
        ends.add((bill.state, bill.received, moved, part.transaction == f"GT-{number}"))
    assert ends == {(OrderState.PAID, AMOUNT, (AMOUNT, -AMOUNT, 0), True)}
    assert faults_of(agency().pk, NOW.date()) == []
    assert unclear_money([agency().pk], of_nobody=True) == []


@pytest.mark.parametrize(
    ("original", "amount", "waits"), [("FT1", AMOUNT + 1, 1), ("UNKNOWN", 5, 5)]
)
def test_what_was_taken_back_and_never_came_is_an_accountants_and_no_booking(
    original, amount, waits
):
    bill = paid()
    for _time in range(2):
        say(back(original, amount))
    bill.refresh_from_db()
    left = AMOUNT - amount + waits
    assert (bill.state == OrderState.PAID) is bool(left)
    assert standing() == (left, -left, 0)
    [waiting] = returns_of([agency().pk], of_nobody=True).reversals
    assert (waiting.waits, waiting.amount) == (waits, amount)
    assert told_of("reversal_waits") == 1


def ends_of(number, told, *, beside=()):
    """Say words twice, hearing none again, and give what came of the order of that number."""
    before = standing()
    for each in (*told, *told):
        each() if callable(each) else say(each)
    for each in beside:
        say(each)
    bill = Order.objects.get(key=f"order:{number}")
    moved = tuple(now - was for now, was in zip(standing(), before, strict=True))
    waits = sum(one.waits for one in Reversal.objects.filter(original=f"FT-{number}"))
    return bill.state, bill.received, moved, waits


def test_chargebacks_that_exceed_what_came_end_alike_in_whatever_order_they_are_told():
    ends = set()
    for number, kinds in enumerate(permutations(("paid", "most", "more"))):
        one = attempt(order(f"order:{number}"))
        told = {
            "paid": word("paid", one, transaction=f"FT-{number}"),
            "most": back(f"FT-{number}", 15_000, number=f"CB-{number}"),
            "more": back(f"FT-{number}", 10_000, number=f"DB-{number}"),
        }
        ends.add(ends_of(number, [told[kind] for kind in kinds]))
    assert ends == {(OrderState.REVERSED, 0, (0, 0, 0), 5_000)}
    assert faults_of(agency().pk, NOW.date()) == []


def test_more_taken_back_than_truly_came_ends_alike_when_its_amount_was_told_wrongly():
    ends = set()
    for number, kinds in enumerate(permutations(("wrong", "right", "taken"))):
        one = attempt(order(f"order:{number}"))
        told = {
            "wrong": word("paid", one, AMOUNT + 5_000, transaction=f"FT-{number}"),
            "right": word("paid", one, transaction=f"FT-{number}"),
            "taken": back(f"FT-{number}", AMOUNT + 2_000, number=f"CB-{number}"),
        }
        ends.add(ends_of(number, [told[kind] for kind in kinds]))
    assert ends == {(OrderState.REVERSED, 0, (0, 0, 0), 2_000)}
    assert faults_of(agency().pk, NOW.date()) == []


def test_who_withdrew_owes_nothing_whether_the_bank_took_the_money_back_before_or_after():
    ends = set()
    for number, kinds in enumerate(permutations(("paid", "taken", "withdrawn"))):
        bill = order(f"order:{number}")
        told = {
            "paid": word("paid", attempt(bill), transaction=f"FT-{number}"),
            "taken": back(f"FT-{number}", number=f"CB-{number}"),
            "withdrawn": partial(end_orders_of, actor=SYSTEM, subject=("test", 1), now=NOW),
        }
        late = word("received", bill.reference, transaction=f"GT-{number}")
        ends.add(ends_of(number, [told[kind] for kind in kinds], beside=[late]))
    assert ends == {(OrderState.CANCELLED, 0, (AMOUNT, 0, -AMOUNT), 0)}


def test_a_debt_that_is_not_owed_after_all_is_not_asked_for_once_its_money_was_taken_back():
    bill = paid()
    say(back("FT1"))
    assert end_debt(actor=SYSTEM, order_id=bill.pk, reason="exempt", now=NOW) == 0
    say(word("received", bill.reference, transaction="FT2"))
    bill.refresh_from_db()
    assert (bill.state, bill.received) == (OrderState.CANCELLED, 0)
    assert standing() == (AMOUNT, 0, -AMOUNT)


def test_unclear_money_pays_a_debt_whose_money_was_taken_back():
    bill = paid()
    say(back("FT1"))
    say(word("received", "khong ma", transaction="FT2"))
    decided(proposed(LedgerTransaction.objects.get(key="bank:FT2"), bill.reference))
    bill.refresh_from_db()
    assert (bill.state, bill.received) == (OrderState.PAID, AMOUNT)
    assert standing() == (AMOUNT, -AMOUNT, 0)


def test_a_debt_whose_money_was_taken_back_is_paid_by_what_comes_for_it_later():
    bill = paid()
    say(back("FT1"))
    say(word("received", bill.reference, transaction="FT2"))
    bill.refresh_from_db()
    assert (bill.state, bill.received) == (OrderState.PAID, AMOUNT)
    assert standing() == (AMOUNT, -AMOUNT, 0)
    assert order("a").pk == bill.pk


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
def test_what_the_bank_refused_and_then_took_back_has_ended_and_is_not_paid_as_well(end):
    refund = refused(paid())
    say(back("FT1"))
    assert not returns_of([agency().pk], of_nobody=True).refused
    assert end(actor=accountant(1), refund_id=refund.pk, now=NOW).state == RefundState.STOPPED
    assert standing() == (0, 0, 0)
    assert told_of("refund_asked") == 1


def test_cash_is_not_asked_back_from_the_bank():
    bill = order("a")
    hear(provider="cash", word=word("received", bill.reference), body=b"{}", now=NOW)
    [refund] = ask_refund(actor=SYSTEM, order_id=bill.pk, reason="x", now=NOW)
    gateway = Generous()
    by = {"actor": SYSTEM, "refund_id": refund.pk, "now": NOW}
    assert send_refund(gateway=gateway, **by).state == "asked", "it waits for who fetches it"
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

"""Receipts that follow others, as two accountants agree or as money goes back; and the sums."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from motcua.kernel import outbox
from motcua.kernel.actors import SYSTEM, Actor
from motcua.kernel.errors import NotAllowed
from motcua.kernel.models import AuditRow
from motcua.payments.actions import ask_refund, send_refund
from motcua.payments.actions.booking import book, clearing, income
from motcua.payments.models import Refund
from motcua.receipts.actions import (
    Wish,
    ask_correction,
    decide_correction,
    end_series,
    follow_money,
    sweep,
)
from motcua.receipts.enums import CorrectionState, Kind, Standing
from motcua.receipts.errors import (
    CorrectionTaken,
    NothingChanged,
    ReceiptFollowed,
    TaxCodeWrong,
)
from motcua.receipts.models import Counter, Due, Receipt
from motcua.receipts.queries import number_of, receipts_of_order, verified
from motcua.receipts.queries.proving import proof_of
from motcua.receipts.tasks import follow
from tests.cast import NOW
from tests.payments.bank import agency
from tests.payments.test_closing import Generous
from tests.receipts.making import accountant, paid, receipt_of, series

pytestmark = pytest.mark.django_db
LAST_SECOND = datetime(2026, 12, 31, 16, 59, 59, tzinfo=UTC)
WRONG = Wish(Kind.REPLACEMENT, "Ghi sai tên người nộp", "Nguyễn Thị Đúng")
VOID = Wish(Kind.CANCELLATION, "Cấp nhầm")


@pytest.fixture
def office():
    found = agency()
    series(found)
    return found


def asked(receipt, wish, by=1, now=NOW):
    return ask_correction(
        actor=accountant(by, receipt.agency), receipt_id=receipt.public_id, wish=wish, now=now
    )


def decided(correction, by=2, *, agrees=True, now=NOW):
    return decide_correction(
        actor=accountant(by, correction.of.agency),
        correction_id=correction.public_id,
        agrees=agrees,
        now=now,
    )


def book_back(order, amount, number):
    """Book money out of an order's income, as a refund or a chargeback does."""
    sides = [(income(order, "bank"), amount), (clearing("bank"), -amount)]
    book(f"bank:{number}", sides, order=order, description="refund", now=NOW)


def sound(office):
    proof = proof_of(office.pk, 2026)
    assert proof.is_sound, proof
    return proof


def test_two_accountants_replace_a_receipt_and_the_old_one_says_so(office):
    receipt = receipt_of(paid(office))
    decided(asked(receipt, WRONG))
    old, new = receipts_of_order(receipt.order_id)
    assert (old.standing, new.standing) == (Standing.REPLACED, Standing.VALID)
    assert (new.receipt.number, new.receipt.payer_name) == (2, "Nguyễn Thị Đúng")
    assert (new.receipt.amount, new.receipt.effect) == (20_000, 0)
    assert (new.receipt.asked_by, new.receipt.decided_by) == (1, 2)
    assert sound(office).in_force == 20_000
    acts = AuditRow.objects.filter(action__startswith="receipts.").order_by("id")
    assert [(row.action, row.official_id) for row in acts][-3:] == [
        ("receipts.ask_correction", 1),
        ("receipts.agree_correction", 2),
        ("receipts.replace", 2),
    ]


def test_who_asked_does_not_agree(office):
    receipt = receipt_of(paid(office))
    with pytest.raises(NotAllowed):
        decided(asked(receipt, WRONG), by=1)
    assert Receipt.objects.count() == 1


def test_a_refusal_changes_nothing_and_frees_the_receipt(office):
    receipt = receipt_of(paid(office))
    assert decided(asked(receipt, VOID), agrees=False).state == CorrectionState.REFUSED
    assert Receipt.objects.count() == 1
    assert asked(receipt, WRONG).state == CorrectionState.ASKED


def test_agreeing_twice_issues_one(office):
    receipt = receipt_of(paid(office))
    wish = asked(receipt, WRONG)
    for _ in range(2):
        decided(wish)
    assert Receipt.objects.count() == 2


def test_one_wish_at_a_time_and_only_for_the_last_receipt(office):
    receipt = receipt_of(paid(office))
    wish = asked(receipt, WRONG)
    with pytest.raises(CorrectionTaken):
        asked(receipt, VOID)
    decided(wish)
    with pytest.raises(ReceiptFollowed):
        asked(receipt, VOID)


def test_a_replacement_changes_something(office):
    receipt = receipt_of(paid(office))
    with pytest.raises(NothingChanged):
        asked(receipt, Wish(Kind.REPLACEMENT, "Không rõ", ""))


@pytest.mark.parametrize("who", [Actor("citizen", account_id=1), Actor("official", official_id=9)])
def test_nobody_else_asks_or_decides(office, who):
    receipt = receipt_of(paid(office))
    with pytest.raises(NotAllowed):
        ask_correction(actor=who, receipt_id=receipt.public_id, wish=VOID, now=NOW)
    wish = asked(receipt, VOID)
    with pytest.raises(NotAllowed):
        decide_correction(actor=who, correction_id=wish.public_id, agrees=True, now=NOW)


def test_a_cancelled_receipt_is_issued_anew_where_the_money_stayed(office):
    receipt = receipt_of(paid(office))
    decided(asked(receipt, VOID))
    gone = Receipt.objects.get(kind=Kind.CANCELLATION)
    assert (gone.amount, gone.effect, gone.in_words) == (0, -20_000, "Không đồng")
    # The money is still there: the books do not agree until it is vouched for again.
    assert proof_of(office.pk, 2026).difference == 20_000
    decided(asked(gone, Wish(Kind.REPLACEMENT, "Cấp lại")))
    assert Receipt.objects.latest("id").effect == 20_000
    sound(office)


def test_money_that_went_back_whole_cancels_the_receipt(office):
    order = paid(office)
    receipt = receipt_of(order)
    ask_refund(actor=SYSTEM, order_id=order.pk, reason="overpaid", now=NOW)
    send_refund(actor=SYSTEM, refund_id=Refund.objects.get().pk, gateway=Generous(), now=NOW)
    while not outbox.drain(now=NOW).idle:
        pass
    for _ in range(2):
        follow_money(actor=SYSTEM, order_id=order.pk, now=NOW + timedelta(minutes=1))
    old, gone = receipts_of_order(order.pk)
    assert (old.standing, gone.standing) == (Standing.CANCELLED, Standing.CANCELLED)
    assert (gone.receipt.number, gone.receipt.amount) == (2, 0)
    assert verified(receipt.verification_id).standing == Standing.CANCELLED
    assert verified(receipt.verification_id).instead == ""
    assert sound(office).kept == 0


def test_money_that_went_back_in_part_adjusts_it(office):
    order = paid(office)
    receipt = receipt_of(order)
    book_back(order, 5_000, "RF1")
    new = follow_money(actor=SYSTEM, order_id=order.pk, now=NOW)
    assert (new.kind, new.amount, new.effect) == (Kind.ADJUSTMENT, 15_000, -5_000)
    assert [line["amount"] for line in new.lines] == [20_000, -5_000]
    assert verified(receipt.verification_id).instead == new.verification_id
    book_back(order, 15_000, "RF2")
    last = follow_money(actor=SYSTEM, order_id=order.pk, now=NOW)
    assert (last.kind, last.effect, last.follows) == (Kind.CANCELLATION, -15_000, new)
    sound(office)


def test_money_that_came_again_is_vouched_for_again(office):
    order = paid(office)
    receipt_of(order)
    book_back(order, 20_000, "CB1")
    follow_money(actor=SYSTEM, order_id=order.pk, now=NOW)
    book_back(order, -20_000, "CB2")
    again = follow_money(actor=SYSTEM, order_id=order.pk, now=NOW)
    assert (again.kind, again.amount, again.effect) == (Kind.REPLACEMENT, 20_000, 20_000)
    sound(office)


def test_a_refund_before_the_receipt_follows_it_at_once(office):
    order = paid(office)
    book_back(order, 8_000, "RF1")
    assert receipt_of(order).amount == 20_000
    assert [one.receipt.effect for one in receipts_of_order(order.pk)] == [20_000, -8_000]
    sound(office)


def test_a_receipt_is_followed_by_one_only(office):
    receipt = receipt_of(paid(office))
    decided(asked(receipt, WRONG))
    other = Receipt.objects.get(kind=Kind.REPLACEMENT)
    other.pk, other.public_id, other.number, other.verification_id = None, None, 9, "x"
    other._state.adding = True
    other.public_id = "00000000-0000-7000-8000-000000000009"
    with pytest.raises(IntegrityError), transaction.atomic():
        other.save()


def test_the_recount_names_a_missing_number_and_a_payment_passed_over(office):
    receipt_of(paid(office))
    sound(office)
    Counter.objects.update(last=3)
    assert not proof_of(office.pk, 2026).numbers[0].is_whole
    Counter.objects.update(last=1)
    paid(office)
    waiting = proof_of(office.pk, 2026)
    assert (waiting.waiting, waiting.difference, waiting.is_sound) == (1, 0, True)
    Due.objects.filter(latest=None).delete()
    assert proof_of(office.pk, 2026).unnoticed == 1


def test_money_that_goes_back_while_no_number_is_left_is_followed_by_the_sweep(office):
    order = paid(office)
    receipt_of(order)
    Counter.objects.update(last=9_999_999)
    ask_refund(actor=SYSTEM, order_id=order.pk, reason="overpaid", now=NOW)
    send_refund(actor=SYSTEM, refund_id=Refund.objects.get().pk, gateway=Generous(), now=NOW)
    while not outbox.drain(now=NOW).idle:
        pass
    follow(order_id=order.pk)  # the job: it has no number to give, and is not run again
    assert Receipt.objects.count() == 1
    series(office, letters="AB")
    assert sweep(actor=SYSTEM, now=NOW) >= 1
    assert [one.receipt.symbol for one in receipts_of_order(order.pk)] == ["AA-26E", "AB-26E"]
    assert not Due.objects.filter(is_behind=True).exists()
    sweep(actor=SYSTEM, now=NOW)
    assert Receipt.objects.count() == 2


def test_a_replacement_may_name_an_organisation_and_its_tax_code(office):
    receipt = receipt_of(paid(office))
    with pytest.raises(TaxCodeWrong):
        asked(receipt, Wish(Kind.REPLACEMENT, "Người nộp là công ty", "Công ty Thử", "0100109107"))
    decided(asked(receipt, Wish(Kind.REPLACEMENT, "Là công ty", "Công ty Thử", "0100109106")))
    new = Receipt.objects.get(kind=Kind.REPLACEMENT)
    assert (new.payer_name, new.payer_tax_code) == ("Công ty Thử", "0100109106")
    book_back(new.order, 5_000, "RF1")
    kept = follow_money(actor=SYSTEM, order_id=new.order_id, now=NOW)
    assert (kept.payer_name, kept.payer_tax_code) == ("Công ty Thử", "0100109106")


def test_a_receipt_of_the_old_year_is_replaced_in_the_new_one_by_its_own_rule(office):
    receipt = receipt_of(paid(office, now=LAST_SECOND), LAST_SECOND)
    decided(asked(receipt, WRONG, now=LAST_SECOND), now=LAST_SECOND + timedelta(seconds=2))
    old, new = (one.receipt for one in receipts_of_order(receipt.order_id))
    assert (old.symbol, number_of(old), old.rule) == ("AA-26E", "0000001", "nd-123-2020")
    assert (new.symbol, number_of(new), new.rule) == ("AA-27E", "1", "nd-254-2026")
    assert (new.follows, new.effect) == (old, 0)
    assert sound(office).in_force == 20_000
    assert proof_of(office.pk, 2027).numbers[0].is_whole


def test_a_refund_of_last_years_money_takes_a_number_of_this_year(office):
    order = paid(office, now=LAST_SECOND)
    receipt_of(order, LAST_SECOND)
    book_back(order, 5_000, "RF1")
    new = follow_money(actor=SYSTEM, order_id=order.pk, now=LAST_SECOND + timedelta(days=20))
    assert (new.kind, new.year, new.number) == (Kind.ADJUSTMENT, 2027, 1)
    assert sound(office).in_force == 15_000


def test_a_series_that_ended_at_new_year_gives_none_until_another_is_opened(office):
    row = series(office)
    first = date(2027, 1, 1)
    end_series(actor=SYSTEM, agency_id=office.pk, series_id=row.pk, on=first, now=NOW)
    order = paid(office, now=LAST_SECOND)
    new_year = LAST_SECOND + timedelta(seconds=2)
    assert sweep(actor=SYSTEM, now=new_year) == 0
    series(office, letters="AB", now=new_year)
    sweep(actor=SYSTEM, now=new_year)
    assert (Receipt.objects.get(order=order).symbol, Receipt.objects.get().number) == ("AB-27E", 1)

"""Money that belongs to nothing: proposed by one accountant, done once another agrees."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection, transaction

from motcua.agencies.enums import Role
from motcua.kernel.actors import Actor, Power
from motcua.kernel.errors import NotAllowed
from motcua.kernel.models import AuditRow, OutboxRow
from motcua.kernel.roles import APP, ensure_roles
from motcua.payments.actions import (
    Proposal,
    ask_refund,
    close_day,
    decide_settlement,
    hear,
    propose_settlement,
    send_refund,
)
from motcua.payments.enums import AccountKind, OrderState, RefundState
from motcua.payments.errors import MoneyNotUnclear, OrderNotOpen, SettlementTaken
from motcua.payments.models import LedgerEntry, LedgerTransaction, Order, Refund
from motcua.payments.queries import ledger_balance
from motcua.payments.queries.unclear import left_of, unclear_money
from tests.cast import NOW
from tests.payments.bank import AMOUNT, agency, order, word

pytestmark = pytest.mark.django_db


class Generous:
    """A gateway that sends back whatever it is asked to, and remembers what."""

    name = "bank"

    def __init__(self):
        self.sent = []

    def refund(self, reference, transaction, amount, reason):
        self.sent.append((transaction, amount, reason))
        return f"RF-{reference}"


def accountant(number, of=None):
    where = agency().pk if of is None else of
    return Actor("official", official_id=number, powers=(Power(Role.ACCOUNTANT, where),))


def came(content, amount, number="FT1"):
    """Give the booking of money that came with some words."""
    told = word("received", content, amount=amount, transaction=number)
    hear(provider="bank", word=told, body=b"{}", now=NOW)
    return LedgerTransaction.objects.get(key=f"bank:{number}")


def proposed(booking, reference="", by=1):
    proposal = Proposal(booking.pk, reference, "Người nộp gọi điện, đọc đúng số giao dịch.")
    return propose_settlement(actor=accountant(by), proposal=proposal, now=NOW)


def decided(settlement, *, agrees=True, by=2):
    return decide_settlement(
        actor=accountant(by), settlement_id=settlement.public_id, agrees=agrees, now=NOW
    )


def lying(kind):
    rows = LedgerEntry.objects.filter(account__kind=kind).values_list("amount", flat=True)
    assert ledger_balance() == 0
    return sum(rows)


def test_money_that_named_nothing_pays_the_order_two_accountants_found_for_it():
    bill = order()
    booking = came("tien le phi", AMOUNT)
    settlement = proposed(booking, bill.reference)
    assert Order.objects.get(pk=bill.pk).state == OrderState.OPEN
    decided(settlement)
    assert Order.objects.get(pk=bill.pk).state == OrderState.PAID
    assert OutboxRow.objects.filter(name="payments.order_paid").count() == 1
    assert (lying(AccountKind.SUSPENSE), lying(AccountKind.INCOME)) == (0, -AMOUNT)
    assert left_of(booking.pk) == 0
    acts = AuditRow.objects.filter(action__endswith="_settlement").order_by("id")
    assert [(row.action, row.official_id) for row in acts] == [
        ("payments.propose_settlement", 1),
        ("payments.agree_settlement", 2),
    ]


def test_the_programme_may_do_all_that_with_the_rights_it_has_in_the_database():
    ensure_roles(connection)
    bill = order()
    booking = came("tien le phi", AMOUNT + 700)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {APP}")
        decided(proposed(booking, bill.reference))
        decided(proposed(booking))
        send_refund(
            actor=accountant(2), refund_id=Refund.objects.get().pk, gateway=Generous(), now=NOW
        )
        tomorrow = NOW + timedelta(days=1)
        close_day(actor=accountant(1), agency_id=agency().pk, day=NOW.date(), now=tomorrow)
        cursor.execute("RESET ROLE")
    assert lying(AccountKind.SUSPENSE) == 0


def test_who_proposed_does_not_agree_alone():
    bill = order()
    settlement = proposed(came("tien le phi", AMOUNT), bill.reference)
    with pytest.raises(NotAllowed):
        decided(settlement, by=1)
    assert lying(AccountKind.INCOME) == 0


def test_agreeing_twice_books_once():
    bill = order(amount=AMOUNT)
    settlement = proposed(came("tien le phi", 5_000), bill.reference)
    for _ in range(2):
        decided(settlement)
    assert lying(AccountKind.INCOME) == -5_000


def test_what_an_order_does_not_need_stays_unclear():
    bill = order()
    booking = came("tien le phi", AMOUNT + 700)
    decided(proposed(booking, bill.reference))
    assert left_of(booking.pk) == 700
    assert [(one.left, one.key) for one in unclear_money([], of_nobody=True)] == [(700, "bank:FT1")]


def test_what_is_too_much_goes_back_and_income_keeps_its_own():
    bill = order()
    booking = came(bill.reference, AMOUNT + 700)
    decided(proposed(booking))
    refund, gateway = Refund.objects.get(), Generous()
    send_refund(actor=accountant(2), refund_id=refund.pk, gateway=gateway, now=NOW)
    assert gateway.sent == [("FT1", 700, "unclear")]
    assert Refund.objects.get().state == RefundState.DONE
    assert (lying(AccountKind.SUSPENSE), lying(AccountKind.INCOME)) == (0, -AMOUNT)
    assert lying(AccountKind.CLEARING) == AMOUNT
    assert unclear_money([agency().pk], of_nobody=True) == []


def test_money_of_nobody_goes_back_though_no_order_ever_knew_it():
    decided(proposed(came("nham so", 90_000)))
    gateway = Generous()
    send_refund(actor=accountant(2), refund_id=Refund.objects.get().pk, gateway=gateway, now=NOW)
    assert gateway.sent == [("FT1", 90_000, "unclear")]
    assert lying(AccountKind.CLEARING) == 0


def test_what_was_paid_by_a_settlement_can_be_refunded_to_who_sent_it():
    bill = order()
    decided(proposed(came("tien le phi", AMOUNT), bill.reference))
    [refund] = ask_refund(actor=accountant(1), order_id=bill.pk, reason="withdrawn", now=NOW)
    assert (refund.provider, refund.transaction, refund.amount) == ("bank", "FT1", AMOUNT)


def test_an_overpaid_order_refunds_its_fee_beside_what_was_too_much():
    bill = order()
    decided(proposed(came(bill.reference, AMOUNT + 700)))
    ask_refund(actor=accountant(1), order_id=bill.pk, reason="withdrawn", now=NOW)
    assert sorted(Refund.objects.values_list("amount", "from_suspense")) == [
        (700, True),
        (AMOUNT, False),
    ]


def test_a_refusal_leaves_the_money_for_another_proposal():
    booking = came("tien le phi", AMOUNT)
    decided(proposed(booking), agrees=False, by=1)
    assert left_of(booking.pk) == AMOUNT
    decided(proposed(booking))
    assert left_of(booking.pk) == 0


def test_one_proposal_at_a_time():
    booking = came("tien le phi", AMOUNT)
    proposed(booking)
    with pytest.raises(SettlementTaken):
        proposed(booking, by=2)


def test_money_that_is_clear_needs_no_proposal():
    booking = came(order().reference, AMOUNT)
    with pytest.raises(MoneyNotUnclear):
        proposed(booking)


def test_an_order_that_was_paid_meanwhile_takes_nothing():
    bill = order()
    settlement = proposed(came("tien le phi", AMOUNT), bill.reference)
    came(bill.reference, AMOUNT, "FT2")
    with pytest.raises(OrderNotOpen):
        decided(settlement)
    assert lying(AccountKind.SUSPENSE) == -AMOUNT


def test_accountants_see_to_their_own_agencys_money_alone():
    bill = order()
    booking = came(bill.reference, AMOUNT + 700)
    stranger = Actor("official", official_id=3, powers=(Power(Role.ACCOUNTANT, 10**6),))
    with pytest.raises(NotAllowed):
        propose_settlement(actor=stranger, proposal=Proposal(booking.pk, "", "x"), now=NOW)
    nobodys = came("nham so", 5_000, "FT2")
    with pytest.raises(NotAllowed):
        propose_settlement(actor=stranger, proposal=Proposal(nobodys.pk, "", "x"), now=NOW)


def test_a_day_with_settled_money_adds_up():
    bill = order()
    decided(proposed(came("tien le phi", AMOUNT), bill.reference))
    closing = close_day(
        actor=accountant(1),
        agency_id=agency().pk,
        day=NOW.date(),
        now=NOW + timedelta(days=1),
    )
    assert closing.taken == AMOUNT

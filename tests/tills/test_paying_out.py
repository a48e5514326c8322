"""Cash that goes back: agreed on by two, fetched with a code or a signature, out of one place."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from motcua.kernel.actors import SYSTEM
from motcua.kernel.errors import DomainError, NotAllowed
from motcua.kernel.models import AuditRow
from motcua.payments.actions import note_paid_by_hand, send_refund
from motcua.payments.actions.refunding import ask_part
from motcua.payments.enums import AccountKind, RefundState
from motcua.payments.errors import RefundNotFound
from motcua.payments.models import LedgerEntry, Refund
from motcua.payments.queries import refunds_unanswered
from motcua.payments.queries.paid import paid_with
from motcua.payments.queries.takings import faults_of, takings_of
from motcua.tills.actions import Receiver, count_drawer, hand_over, open_drawer, pay_out
from motcua.tills.errors import (
    CodeWrong,
    DrawerNotOpen,
    PayOutOver,
    ReceiverUnnamed,
    ReceiverUnproved,
    TooMuchCash,
)
from motcua.tills.models import PayOut
from motcua.tills.queries import lies_in, purse
from tests.cast import NOW
from tests.payments.bank import GATEWAY, agency
from tests.tills.test_drawers import accountant, clerk, drawer, lying, take

__all__ = ["accountant", "clerk", "drawer"]
CHANGE = 200_000
SIGNED = Receiver("Nguyễn Thị Hoa", "", has_signed=True)


def owed_back(bill, amount):
    """Give a refund of cash as two accountants agreed on it."""
    [part] = paid_with(bill)
    by = {"actor": SYSTEM, "order_id": bill.pk, "source": (part.provider, part.transaction)}
    refund = ask_part(**by, amount=amount, reason="accountants", now=NOW)
    send_refund(actor=SYSTEM, refund_id=refund.pk, gateway=GATEWAY, now=NOW)
    refund.refresh_from_db()
    return refund


def pay(actor, refund, receiver=SIGNED, *, from_safe=False):
    by = {"actor": actor, "refund_id": refund.pk, "now": NOW}
    return pay_out(**by, receiver=receiver, from_safe=from_safe)


def test_cash_waits_for_its_payer_and_leaves_the_drawer_with_its_booking(clerk, drawer):
    bill = take(clerk)
    refund = owed_back(bill, 20_000)
    assert refund.state == RefundState.ASKED
    assert refunds_unanswered(now=NOW.replace(year=NOW.year + 1)) == [], "no bank is asked for it"
    code = f" {refund.reference[:4].lower()} {refund.reference[4:]} "
    paid = pay(clerk, refund, Receiver("Nguyễn Thị Hoa", code, has_signed=False))
    assert (paid.proof, paid.receiver, paid.drawer) == ("code", "Nguyễn Thị Hoa", drawer)
    assert lies_in(drawer) == CHANGE + 30_000
    assert lying(AccountKind.CLEARING) == 0
    assert lying(AccountKind.INCOME) == -30_000
    assert pay(clerk, refund) == paid
    assert lies_in(drawer) == CHANGE + 30_000
    found = takings_of(agency().pk, NOW.date())
    assert (found.taken, found.returned) == (50_000, 20_000)
    assert faults_of(agency().pk, NOW.date()) == []
    assert AuditRow.objects.filter(action="tills.pay_out").count() == 1
    counted = count_drawer(
        actor=clerk,
        drawer_id=drawer.public_id,
        pieces={200_000: 1, 10_000: 3},
        reason="",
        now=NOW,
    )
    assert (counted.state, counted.difference) == ("closed", 0)
    assert purse(agency().pk).in_safe == 30_000


def test_who_shows_neither_code_nor_signature_gets_nothing(clerk, drawer):
    refund = owed_back(take(clerk), 20_000)
    for receiver, refusal in (
        (Receiver("Hoa", "", has_signed=False), ReceiverUnproved),
        (Receiver("Hoa", "RF2345678923", has_signed=True), CodeWrong),
        (Receiver(" ", refund.reference, has_signed=True), ReceiverUnnamed),
    ):
        with pytest.raises(refusal):
            pay(clerk, refund, receiver)
    assert lies_in(drawer) == CHANGE + 50_000


def test_never_more_than_lies_there_leaves_a_drawer_or_the_safe(clerk, accountant, drawer):
    bill = take(clerk, amount=500_000)
    refund = owed_back(bill, 300_000)
    hand_over(actor=clerk, drawer_id=drawer.public_id, pieces={500_000: 1}, key="k", now=NOW)
    with pytest.raises(TooMuchCash) as short:
        pay(clerk, refund)
    assert short.value.details["has"] == CHANGE
    with pytest.raises(TooMuchCash):
        pay(accountant, refund, from_safe=True)
    with pytest.raises(DrawerNotOpen):
        pay(accountant, refund)
    with pytest.raises(NotAllowed):
        pay(clerk, refund, from_safe=True)
    assert not PayOut.objects.exists()


def test_the_safe_gives_what_a_counted_drawer_brought(clerk, accountant, drawer):
    refund = owed_back(take(clerk), 50_000)
    pieces = {200_000: 1, 50_000: 1}
    by = {"actor": clerk, "drawer_id": drawer.public_id, "reason": "", "now": NOW}
    count_drawer(**by, pieces=pieces)
    assert pay(accountant, refund, from_safe=True).drawer is None
    assert lying(AccountKind.SAFE) == lying(AccountKind.INCOME) == 0


def test_what_was_paid_by_a_document_is_not_paid_out_as_well(world, clerk, accountant, drawer):
    refund = owed_back(take(clerk), 20_000)
    by = {"actor": accountant, "refund_id": refund.pk, "document": "PC-1", "now": NOW}
    assert note_paid_by_hand(**by).state == RefundState.DONE
    with pytest.raises(PayOutOver):
        pay(clerk, refund)
    assert lies_in(drawer) == CHANGE + 50_000
    for stranger in ("outsider", "citizen"):
        with pytest.raises((RefundNotFound, NotAllowed)):
            pay(world.actor(stranger), refund)


@pytest.mark.django_db(transaction=True)
def test_many_who_pay_out_and_note_a_document_at_once_move_it_once(clerk, accountant, drawer):
    refund = owed_back(take(clerk), 20_000)
    together = Barrier(10)

    def go(place):
        try:
            together.wait(60)
            if place % 2:
                pay(clerk, refund)
            else:
                by = {"actor": accountant, "refund_id": refund.pk, "document": "PC-1"}
                note_paid_by_hand(**by, now=NOW)
        except DomainError:
            return
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        list(pool.map(go, range(10)))
    assert Refund.objects.get().state == RefundState.DONE
    assert lying(AccountKind.INCOME) == -30_000
    gone = LedgerEntry.objects.filter(account__kind__in=["drawer", "clearing"], amount=-20_000)
    assert gone.count() == 1
    assert open_drawer(actor=clerk, began_with=0, now=NOW) == drawer
    in_drawer = CHANGE + 50_000 - 20_000 * PayOut.objects.count()
    assert lies_in(drawer) == in_drawer

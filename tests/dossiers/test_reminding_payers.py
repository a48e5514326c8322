"""Filers are told of their money: due soon, paid by another or in part, sent back; each once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from motcua.dossiers import actions
from motcua.dossiers.actions.collecting import collect_cash
from motcua.dossiers.actions.reminding_payers import remind_of_payments
from motcua.kernel.actors import SYSTEM, Actor
from motcua.payments.actions import hear, make_link, start_redirect_by_link
from motcua.payments.actions.refunding import ask_refund, end_refund
from motcua.payments.base import Word
from motcua.payments.enums import RefundState
from motcua.payments.models import Attempt
from motcua.payments.queries import gateway
from motcua.tills.actions import Receiver, pay_out
from tests.cast import RESIDENCE
from tests.dossiers.fees import open_in, pay, told
from tests.payments.bank import SECRET

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _merchant(settings):
    settings.SMTP_URL = "smtp://127.0.0.1:1"
    settings.BANK_URL = "http://127.0.0.1:1"
    settings.BANK_MERCHANT = "H26"
    settings.BANK_SECRET = SECRET.decode()


@pytest.fixture
def dossier(world):
    """A residence registration whose fee is to be paid within ten days."""
    made = world.file(RESIDENCE, fixed={"fee_group": "none"})
    world.settle()
    return made


def test_rule_obligation_reminder__an_order_about_to_expire_is_reminded_of_once(world, dossier):
    assert remind_of_payments(now=world.now + 6 * DAY) == 0
    assert remind_of_payments(now=world.now + 8 * DAY) == 1
    assert remind_of_payments(now=world.now + 9 * DAY) == 0
    (text,) = told("payment-expiring")
    assert "10.000" in text
    assert "30/11/2026" in text
    assert dossier.code in text


def test_what_is_paid_expired_or_of_an_ended_dossier_is_not_reminded_of(world):
    dossier, other = (
        world.file(RESIDENCE, key=f"key-000{number}", fixed={"fee_group": "none"})
        for number in (1, 2)
    )
    world.settle()
    actions.withdraw(actor=world.actor("citizen"), dossier_id=other.pk, reason="", now=world.now)
    assert remind_of_payments(now=world.now + 11 * DAY) == 0
    pay(world, open_in(dossier)["at-filing"])
    assert remind_of_payments(now=world.now + 8 * DAY) == 0
    assert told("payment-expiring") == []


def test_a_fresh_order_is_reminded_of_anew(world, dossier):
    remind_of_payments(now=world.now + 8 * DAY)
    actions.open_due_order(
        actor=world.actor("citizen"), dossier_id=dossier.pk, now=world.now + 11 * DAY
    )
    assert remind_of_payments(now=world.now + 19 * DAY) == 1


def paid_by_gateway(world, dossier, link=None):
    """Let somebody pay through the gateway, by a link where one is given."""
    order = open_in(dossier)["at-filing"]
    start_redirect_by_link(
        actor=Actor("citizen"),
        link=link,
        gateway=gateway(),
        return_url="http://localhost/nop-ho/x",
        language="vi",
        now=world.now,
    )
    reference = Attempt.objects.get(order=order).reference
    word = Word(
        event_id="e-1",
        kind="paid",
        name="payment.paid",
        reference=reference,
        amount=order.amount,
        transaction="GW1",
    )
    hear(provider="bank", word=word, body=b"{}", now=world.now)
    world.settle()


def test_the_filer_is_told_once_that_somebody_paid_by_his_link(world, dossier):
    order = open_in(dossier)["at-filing"]
    link = make_link(actor=world.actor("citizen"), order_id=order.pk, now=world.now)
    paid_by_gateway(world, dossier, link)
    world.settle()
    (text,) = told("paid-by-link")
    assert "10.000" in text
    assert dossier.code in text


def test_who_pays_himself_is_not_told_that_somebody_did(world, dossier):
    order = open_in(dossier)["at-filing"]
    make_link(actor=world.actor("citizen"), order_id=order.pk, now=world.now)
    pay(world, order)
    assert told("paid-by-link") == []


def comes(order, amount, number):
    """Let a transfer of đồng come for an order."""
    word = Word(
        event_id=f"part-{number}",
        kind="received",
        name="transfer.received",
        reference=order.reference,
        amount=amount,
        transaction=f"PART{number}",
    )
    hear(provider="bank", word=word, body=b"{}", now=order.opened_at)


def test_who_pays_too_little_is_told_what_is_missing(world, dossier):
    order = open_in(dossier)["at-filing"]
    comes(order, 4_000, 1)
    world.settle()
    (text,) = told("paid-in-part")
    assert "4.000" in text
    assert "6.000" in text
    comes(order, 1_000, 2)
    comes(order, 5_000, 3)
    world.settle()
    assert len(told("paid-in-part")) == 1, "nothing is missing by the time that it would be told"


def test_the_filer_is_told_once_that_money_went_back(world, dossier):
    order = open_in(dossier)["at-filing"]
    pay(world, order)
    (refund,) = ask_refund(actor=SYSTEM, order_id=order.pk, reason="withdrawn", now=world.now)
    world.settle()
    assert told("money-back") == [], "its bank has not said yet that it did"
    for _ in range(2):
        end_refund(
            actor=SYSTEM, refund=refund, state=RefundState.DONE, number="FT77", now=world.now
        )
        world.settle()
    (text,) = told("money-back")
    assert "10.000" in text
    assert "tiền mặt" not in text


def test_cash_that_waits_is_told_with_its_code_and_again_when_it_was_fetched(world, dossier):
    order = open_in(dossier)["at-filing"]
    collect_cash(actor=world.actor("receptionist"), dossier_id=dossier.pk, now=world.now)
    (refund,) = ask_refund(actor=SYSTEM, order_id=order.pk, reason="withdrawn", now=world.now)
    world.settle()
    (waits,) = told("money-back")
    assert refund.reference in waits
    clerk, payer = world.actor("receptionist"), Receiver("Nguyễn Thị An", "", has_signed=True)
    pay_out(actor=clerk, refund_id=refund.pk, receiver=payer, from_safe=False, now=world.now)
    world.settle()
    (fetched,) = [text for text in told("money-back") if text != waits]
    assert "không phải anh/chị nhận" in fetched
    assert refund.reference not in fetched

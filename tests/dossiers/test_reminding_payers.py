"""Filers are told of orders about to expire, and of what others paid by their link; each once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from motcua.dossiers import actions
from motcua.dossiers.actions.reminding_payers import remind_of_payments
from motcua.kernel.actors import Actor
from motcua.payments.actions import hear, make_link, start_redirect_by_link
from motcua.payments.base import Word
from motcua.payments.models import Attempt
from motcua.payments.queries import gateway
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

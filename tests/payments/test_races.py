"""Fifty who pay one debt in several ways at once: a wallet, somebody's link, the counter."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

import pytest
from django.db.models import Sum

from motcua.dossiers.actions.collecting import collect_order
from motcua.kernel.actors import SYSTEM
from motcua.kernel.errors import DomainError
from motcua.payments.actions import (
    ask_wallet,
    call_links_back,
    cancel_order,
    charge_terminal,
    expire_orders,
    hear,
    hear_terminal,
    hear_wallet,
    make_link,
    start_redirect_by_link,
)
from motcua.payments.base import WalletAnswer
from motcua.payments.enums import OrderState
from motcua.payments.models import LedgerEntry, LedgerTransaction, Order
from motcua.payments.queries import ledger_balance, orders_of
from motcua.payments.queries.takings import faults_of
from motcua.payments.queries.unclear import ANEW
from tests.cast import NOW, RESIDENCE
from tests.payments.bank import AMOUNT, GATEWAY, agency, order, word
from tests.payments.test_orders import LATER
from tests.payments.test_storms import at_once, fifty

pytestmark = pytest.mark.django_db(transaction=True)


class Asked:
    """A provider that took a request and has not said how it ended."""

    name = "wallet"

    def ask(self, *told):
        del told
        return WalletAnswer("waiting")

    def charge(self, reference, *told):
        del told
        return word("other", reference)

    def query(self, reference):
        return word("other", reference)


def sums():
    """Give the đồng that lie on each kind of account."""
    assert ledger_balance() == 0
    rows = LedgerEntry.objects.values_list("account__kind").annotate(sum=Sum("amount"))
    return dict(rows.order_by())


@pytest.mark.parametrize("number", range(2))
def test_fifty_who_pay_by_wallet_cancel_tell_and_expire_at_once_end_in_one_state(number):
    of = order(f"race:{number}")
    by = {"actor": SYSTEM, "order_id": of.pk, "phone": "0912345678", "wallet": Asked(), "now": NOW}
    reference = ask_wallet(**by).reference
    paid = word("paid", reference, transaction=f"VI{of.reference}")
    again = replace(paid, event_id="told-otherwise")
    no = word("cancelled", reference)

    def say(told):
        told_by = {"provider": "wallet", "reason": "declined", "body": b"{}", "now": NOW}
        return lambda: hear_wallet(word=told, **told_by)

    kinds = [
        lambda: ask_wallet(**by),
        say(paid),
        say(again),
        say(no),
        lambda: cancel_order(actor=SYSTEM, order_id=of.pk, now=NOW),
        lambda: expire_orders(now=LATER),
    ]
    at_once(fifty(kinds))
    of.refresh_from_db()
    lying = sums()
    assert of.state != OrderState.OPEN
    assert LedgerTransaction.objects.count() == 1
    assert lying["clearing"] == AMOUNT
    kept = AMOUNT if of.state == OrderState.PAID else 0
    assert (of.received, -lying.get("income", 0)) == (kept, kept)
    assert -lying.get("suspense", 0) == AMOUNT - kept, "what came too late is kept apart"
    assert faults_of(agency().pk, NOW.date()) == []


def test_fifty_who_pay_by_a_link_and_at_the_counter_at_once_pay_the_debt_once(world):
    dossier = world.file(RESIDENCE, fixed={"fee_group": "none"})
    world.settle()
    [of] = orders_of("dossier", dossier.pk)
    clerk, citizen = world.actor("receptionist"), world.actor("citizen")
    link = make_link(actor=citizen, order_id=of.pk, now=NOW)
    start = {"link": link, "gateway": GATEWAY, "return_url": "http://x", "language": "vi"}
    start_redirect_by_link(actor=SYSTEM, **start, now=NOW)
    by_link = word("paid", f"{of.reference}-1", of.amount, transaction=f"P{of.reference}")
    by_card = word("paid", f"{of.reference}-2", of.amount, transaction=f"C{of.reference}")
    machine = {"terminal": "Q01", "provider": Asked()}
    kinds = [
        lambda: start_redirect_by_link(actor=SYSTEM, **start, now=NOW),
        lambda: hear(provider="bank", word=by_link, body=b"{}", now=NOW),
        lambda: call_links_back(actor=citizen, order_id=of.pk, now=NOW),
        lambda: collect_order(actor=clerk, order_id=of.pk, now=NOW),
        lambda: charge_terminal(actor=clerk, order_id=of.pk, **machine, now=NOW),
        lambda: hear_terminal(word=by_card, body=b"{}", now=NOW),
        lambda: expire_orders(now=LATER),
    ]
    at_once(fifty(kinds))
    with suppress(DomainError):  # whoever comes afterwards pays what is owed yet
        collect_order(actor=clerk, order_id=of.pk, now=NOW)
    lying = sums()
    assert -lying["income"] == of.amount, "the debt was paid once, whoever was first"
    paid = Order.objects.filter(key=of.key, state=OrderState.PAID)
    assert [one.received for one in paid] == [of.amount]
    came = lying.get("clearing", 0) + lying.get("drawer", 0)
    assert came == of.amount - lying.get("suspense", 0)
    assert lying.get("drawer", 0) in {0, of.amount}, "cash is taken once at most"
    # A card's word that came before its try was known is put right by a booking of its own.
    bookings = LedgerTransaction.objects.exclude(key__endswith=ANEW)
    assert bookings.count() == came // of.amount
    assert faults_of(world.ward.pk, NOW.date()) == []

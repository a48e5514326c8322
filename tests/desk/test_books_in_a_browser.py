"""The accountant's books in a real browser: a phone, a desk, no barrier."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest

from motcua.kernel.actors import SYSTEM
from motcua.payments.actions import (
    ask_refund,
    bring_statement,
    hear,
    own_accounts,
    read_statement,
    send_refund,
)
from motcua.payments.base import Word
from motcua.payments.base.statements import Brought
from motcua.payments.models import Difference, LedgerAccount, Order, Reversal, StatementFile
from motcua.tills.actions import hand_over, open_drawer
from tests.cast import NOW
from tests.desk.test_in_a_browser import at, sit
from tests.desk.test_leading_in_a_browser import DESK, PHONE
from tests.desk.test_takings import pay
from tests.payments.statements import sheet
from tests.payments.test_settling import Generous
from tests.watching import barriers, look

__all__ = ["sit"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DAY = (NOW - timedelta(days=1)).date()


@pytest.fixture
def reconciled(world, settings):
    """A day with money, its statement with differences, and a file that could not be read."""
    settings.BANK_ACCOUNT = "970436:1012345678"
    pay(world.ward, "a", 5_000)
    pay(world.ward, "b", 12_500_000)
    told = (("FTa", 5_000, "x"), ("FTb", 12_400_000, "nop phi"), ("FT9", 70_000, "NGUYEN VAN A"))
    account = own_accounts(now=NOW)[0]
    for content in (sheet(*told, day=DAY), b"Luc;So;Bao nhieu\n19/11/2026;FT1;5\n"):
        given = Brought(io.BytesIO(content), "sao-ke-thang-muoi-mot.csv")
        file = bring_statement(actor=SYSTEM, account_id=account.pk, brought=given, now=NOW)
        read_statement(file_id=file.pk, now=NOW)


@pytest.fixture
def gone(world):
    """Money that left twice, and cash of an accountant's drawer that he gave on."""
    bill = pay(world.ward, "g", 20_000, now=NOW)
    [refund] = ask_refund(actor=SYSTEM, order_id=bill.pk, reason="withdrawn", now=NOW)
    send_refund(actor=SYSTEM, refund_id=refund.pk, gateway=Generous(), now=NOW)
    told = Word("e9", "charged_back", "payment.charged_back", "x", 20_000, "FT9", "FTg")
    hear(provider="bank", word=told, body=b"{}", now=NOW)
    keeper = world.actor("accountant")
    drawer = open_drawer(actor=keeper, began_with=200_000, now=NOW)
    by = {"actor": keeper, "drawer_id": drawer.public_id, "now": NOW}
    hand_over(**by, pieces={100_000: 1}, key="k")
    return Reversal.objects.get()


def test_the_books_fit_a_phone_and_a_desk_and_satisfy_axe(sit, world, reconciled, gone):
    page = sit("accountant", viewport=DESK)
    month = f"{DAY:%Y-%m}"
    income = LedgerAccount.objects.filter(kind="income").first()
    said = Difference.objects.get(kind="said")
    refused = StatementFile.objects.get(state="refused")
    addresses = {
        "days": at("takings"),
        "day": at("takings-day", world.ward.code, DAY.isoformat()),
        "month": at("takings-month", world.ward.code, month),
        "orders": at("orders"),
        "orders-wrong": at("orders") + "?amount=x",
        "order": at("order", Order.objects.filter(state="paid").first().public_id),
        "ledger": at("ledger"),
        "ledger-account": at("ledger-account", income.pk, month),
        "statements": at("statements"),
        "statement-day": at("statement-day", said.account_id, DAY.isoformat()),
        "statement-file": at("statement-file", refused.public_id),
        "difference": at("difference", said.public_id),
        "money-back": at("money-back"),
        "money-twice": at("money-twice", gone.pk),
        "drawer": at("drawer"),
    }
    wrong = []
    for name, address in addresses.items():
        for size, view in (("phone", PHONE), ("desk", DESK)):
            page.set_viewport_size(view)
            page.goto(address)
            look(page, f"books-{name}-{size}")
            wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
            wrong += [(name, size, "scrolls sideways")] if wide else []
            wrong += [(name, size, barrier) for barrier in barriers(page)]
    assert wrong == []

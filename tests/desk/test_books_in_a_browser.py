"""The accountant's books in a real browser: a phone, a desk, no barrier."""

from __future__ import annotations

from datetime import timedelta

import pytest

from motcua.kernel.actors import SYSTEM
from motcua.payments.actions import bring_statement, own_account, read_statement
from motcua.payments.base.statements import Fetched
from motcua.payments.enums import StatementForm
from motcua.payments.models import Difference, LedgerAccount, Order, StatementFile
from tests.cast import NOW
from tests.desk.test_in_a_browser import at, sit
from tests.desk.test_leading_in_a_browser import DESK, PHONE, kept
from tests.desk.test_takings import pay
from tests.payments.statements import sheet
from tests.watching import barriers

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
    account = own_account()
    for content in (sheet(*told, day=DAY), b"Luc;So;Bao nhieu\n19/11/2026;FT1;5\n"):
        fetched = Fetched(content, "sao-ke-thang-muoi-mot.csv", StatementForm.CSV)
        file = bring_statement(actor=SYSTEM, account_id=account.pk, fetched=fetched, now=NOW)
        read_statement(file_id=file.pk, now=NOW)


def test_the_books_fit_a_phone_and_a_desk_and_satisfy_axe(sit, world, reconciled):
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
        "statement-day": at("statement-day", "bank", DAY.isoformat()),
        "statement-file": at("statement-file", refused.public_id),
        "difference": at("difference", said.public_id),
    }
    wrong = []
    for name, address in addresses.items():
        for size, view in (("phone", PHONE), ("desk", DESK)):
            page.set_viewport_size(view)
            page.goto(address)
            kept(page, f"books-{name}-{size}")
            wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
            wrong += [(name, size, "scrolls sideways")] if wide else []
            wrong += [(name, size, barrier) for barrier in barriers(page)]
    assert wrong == []

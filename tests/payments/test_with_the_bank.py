"""Paying at a real sandbox bank: through the redirect, back by webhook, and by asking."""

from __future__ import annotations

import io
from datetime import timedelta
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest
from django.db import connection
from django.db.models import Sum

from motcua.kernel.actors import SYSTEM
from motcua.kernel.clock import system_now
from motcua.payments.actions import (
    ask_refund,
    fetch_statements,
    own_accounts,
    read_statement,
    send_refund,
    start_redirect,
)
from motcua.payments.base.camt import read_camt
from motcua.payments.base.csv_files import Columns, read_csv
from motcua.payments.base.statements import StatementRow
from motcua.payments.enums import OrderState, RefundState
from motcua.payments.errors import OrderNotOpen
from motcua.payments.models import (
    Difference,
    LedgerEntry,
    LedgerTransaction,
    ProviderEvent,
    StatementFile,
    StatementLine,
)
from motcua.payments.queries import gateway, ledger_balance, transfer_code
from motcua.payments.tasks import sweep
from tests.payments.bank import order
from tests.sandbox.conftest import SECRET, open_bank, wait_for

pytestmark = pytest.mark.django_db(transaction=True)
RETURN = "http://localhost:8000/pay/1/return"


@pytest.fixture
def bank(tmp_path, live_server, settings):
    """A bank whose merchant is this node, listening at its real address."""
    process = open_bank(tmp_path, f"{live_server.url}/api/webhooks/bank", "http://localhost:8000/")
    settings.BANK_URL = f"http://127.0.0.1:{process.ports['bank']}"
    settings.BANK_SECRET = SECRET.decode()
    yield process
    process.kill()
    connection.close()


@pytest.fixture
def bill():
    return order(now=system_now())


def go(bank, bill, choice):
    """Follow the redirect, decide on the bank's page, and give the fields of the return."""
    address = start_redirect(
        actor=SYSTEM,
        order_id=bill.pk,
        gateway=gateway(),
        return_url=RETURN,
        language="vi",
        now=system_now(),
    )
    parts = urlsplit(address)
    page = bank.web.get(f"{parts.path}?{parts.query}")
    assert page.status_code == 303, page.text
    answer = bank.web.post(f"{urlsplit(page.headers['location']).path}/{choice}")
    assert answer.headers["location"].startswith(f"{RETURN}?")
    return parse_qsl(urlsplit(answer.headers["location"]).query)


def settled(bill):
    bill.refresh_from_db()
    return bill.state == OrderState.PAID


def heard(number):
    return ProviderEvent.objects.count() >= number


def test_a_payer_pays_at_the_bank_and_the_webhook_settles_the_order(bank, bill):
    word = gateway().read_return(go(bank, bill, "pay"))
    assert (word.kind, word.amount) == ("paid", bill.amount)
    wait_for(lambda: settled(bill))
    assert ledger_balance() == 0


def test_a_payer_who_gives_up_may_pay_by_transfer_from_the_code(bank, bill):
    assert gateway().read_return(go(bank, bill, "cancel")).kind == "cancelled"
    wait_for(lambda: heard(1))
    assert not settled(bill)
    page = bank.web.get("/app", params={"qr": transfer_code(bill)})
    assert bill.reference in page.text
    bank.transfer(str(bill.amount), f"nop phi {bill.reference}")
    wait_for(lambda: settled(bill))


def test_forged_stale_doubled_and_reordered_webhooks_end_in_one_payment(bank, bill):
    bank.turn(forged=True, stale=1000, duplicate=3)
    go(bank, bill, "pay")
    wait_for(lambda: settled(bill))
    wait_for(lambda: all_taken(bank))
    assert LedgerTransaction.objects.count() == ProviderEvent.objects.count() == 1
    assert ledger_balance() == 0


def all_taken(bank):
    events = bank.web.get("/api/events").json()["events"]
    return all(any(try_["status"] == 200 for try_ in one["deliveries"]) for one in events)


def test_a_webhook_with_another_amount_settles_nothing_until_the_bank_is_asked(bank, bill):
    bank.turn(wrong_amount=-5_000)
    go(bank, bill, "pay")
    wait_for(lambda: heard(1))
    assert not settled(bill)
    assert ledger_balance() == 0
    bill.attempts.update(started_at=system_now() - timedelta(minutes=1))
    sweep()
    assert settled(bill), "the bank, when asked, tells what it really took"
    assert ledger_balance() == 0


def test_a_webhook_that_never_comes_is_made_good_by_the_sweep(bank, bill):
    bank.turn(drop=True)
    go(bank, bill, "pay")
    bill.attempts.update(started_at=system_now() - timedelta(minutes=1))
    sweep()
    assert settled(bill)


def test_the_sweep_outlives_a_bank_that_is_down_and_expires_what_is_past(bank, bill):
    go(bank, bill, "cancel")
    wait_for(lambda: heard(1))
    bill.attempts.update(started_at=system_now() - timedelta(minutes=1))
    type(bill).objects.update(expires_at=system_now() - timedelta(seconds=1))
    bank.turn(down=True)
    sweep()
    bill.refresh_from_db()
    assert bill.state == OrderState.EXPIRED


def test_what_was_paid_is_sent_back_once_and_the_ledger_sums_to_zero(bank, bill):
    go(bank, bill, "pay")
    wait_for(lambda: settled(bill))
    now = system_now()
    # Else its word of the refund by hand may come first, and nothing is sent at all.
    bank.turn(drop=True)
    (refund,) = ask_refund(actor=SYSTEM, order_id=bill.pk, reason="postage-not-sent", now=now)
    assert ask_refund(actor=SYSTEM, order_id=bill.pk, reason="x", now=now) == [refund]
    for _time in range(3):
        by = {"actor": SYSTEM, "refund_id": refund.pk, "gateway": gateway(), "now": now}
        assert send_refund(**by).state == RefundState.DONE
    told = bank.web.get("/statement.csv").text
    assert told.count(",refund,") == 1
    assert refund.reference in told
    assert ledger_balance() == 0
    back = LedgerEntry.objects.filter(account__kind="income").aggregate(sum=Sum("amount"))
    assert back["sum"] == 0


def test_a_bank_that_is_down_is_asked_again_and_moves_money_once(bank, bill, settings):
    go(bank, bill, "pay")
    wait_for(lambda: settled(bill))
    now = system_now()
    # Else its word of the refund by hand may come first, and nothing is sent at all.
    bank.turn(drop=True)
    (refund,) = ask_refund(actor=SYSTEM, order_id=bill.pk, reason="postage-not-sent", now=now)
    by = {"actor": SYSTEM, "refund_id": refund.pk, "now": now}
    right = gateway()
    settings.BANK_URL = "http://127.0.0.1:1"
    with pytest.raises(httpx.HTTPError):
        send_refund(gateway=gateway(), **by)
    # The bank heard and its answer was lost: asking again gives the same answer.
    right.refund(refund.reference, refund.transaction, refund.amount, refund.reason)
    assert send_refund(gateway=right, **by).state == RefundState.DONE
    assert bank.web.get("/statement.csv").text.count(",refund,") == 1


def test_what_the_bank_refuses_waits_for_the_accountant(bank, bill):
    go(bank, bill, "pay")
    wait_for(lambda: settled(bill))
    now = system_now()
    # Else its word of the refund by hand may come first, and nothing is sent at all.
    bank.turn(drop=True)
    (refund,) = ask_refund(actor=SYSTEM, order_id=bill.pk, reason="postage-not-sent", now=now)
    gateway().refund("RF-BY-HAND", refund.transaction, refund.amount, "by hand")
    by = {"actor": SYSTEM, "refund_id": refund.pk, "gateway": gateway(), "now": now}
    assert send_refund(**by).state == RefundState.REFUSED
    assert send_refund(**by).state == RefundState.REFUSED
    assert ledger_balance() == 0


def test_what_was_not_paid_cannot_be_sent_back(bill):
    with pytest.raises(OrderNotOpen):
        ask_refund(actor=SYSTEM, order_id=bill.pk, reason="x", now=system_now())


def test_the_node_fetches_each_day_that_is_over_by_itself_and_agrees_with_the_bank(bank, bill):
    go(bank, bill, "pay")
    wait_for(lambda: settled(bill))
    bank.transfer("500", "nham so")
    wait_for(lambda: heard(2))
    tomorrow = system_now() + timedelta(days=1)
    told = {"source": gateway(), "account": own_accounts(now=tomorrow)[0], "now": tomorrow}
    assert fetch_statements(**told) == 1
    file = read_statement(file_id=StatementFile.objects.get().pk, now=tomorrow)
    assert (file.state, file.lines_read) == ("read", 2)
    assert not Difference.objects.exists()
    assert sorted(StatementLine.objects.values_list("amount", "state")) == [
        (500, "matched"),
        (bill.amount, "matched"),
    ]
    assert fetch_statements(**told) == 0


def test_the_banks_csv_says_the_same_as_its_camt(bank, bill):
    go(bank, bill, "pay")
    wait_for(lambda: settled(bill))
    rows = []
    for form, read in (("csv", read_csv), ("camt.053", read_camt)):
        text = bank.web.get("/statement.csv", params={"form": form, "merchant": "H26"}).content
        columns = (Columns(),) if form == "csv" else ()
        found = read(io.BytesIO(text), *columns, "1012345678")
        rows.append([row for row in found if isinstance(row, StatementRow)])
    [[one], [other]] = rows
    assert (one.transaction, one.amount, one.reference, one.content, one.at) == (
        other.transaction,
        other.amount,
        other.reference,
        other.content,
        other.at,
    )
    refused = bank.web.get("/statement.csv", params={"form": "camt.053"})
    assert refused.status_code == 400

"""All orders of the bank's words, doubled and forged, and races of fifty: one end each."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from itertools import permutations
from threading import Barrier
from urllib.parse import urlsplit

import httpx
import pytest
from django.db import connection, transaction

from motcua.kernel.actors import SYSTEM
from motcua.kernel.clock import system_now
from motcua.kernel.errors import DomainError
from motcua.kernel.models import OutboxRow
from motcua.kernel.transitions import MoveRefused
from motcua.payments.actions import ask_refund, cancel_order, expire_orders, hear, send_refund
from motcua.payments.actions.booking import suspense
from motcua.payments.base import Payable
from motcua.payments.enums import AccountKind, OrderState, RefundState
from motcua.payments.models import (
    Attempt,
    LedgerEntry,
    LedgerTransaction,
    ProviderEvent,
    Refund,
    Reversal,
)
from motcua.payments.queries import gateway, ledger_balance, refunds_unanswered
from motcua.payments.queries.paid import paid_with
from motcua.payments.queries.returns import gone_twice_on, returns_of
from motcua.payments.queries.takings import faults_of
from motcua.payments.tasks import refund as refund_job
from tests.cast import NOW
from tests.payments.bank import AMOUNT, agency, attempt, order, signature, word
from tests.payments.test_orders import LATER
from tests.payments.test_reversing import Generous, back, standing
from tests.payments.test_with_the_bank import RETURN, bank, bill, go, settled
from tests.sandbox.conftest import wait_for

__all__ = ["bank", "bill"]
pytestmark = pytest.mark.django_db(transaction=True)
EVENTS = ("payment.paid", "payment.cancelled", "payment.expired", "payment.charged_back")
STRANGER = b"a-stranger-s-secret-of-the-same-length"


def enter(bank, of, number, seconds):
    """Begin a try at the bank that may be paid for some seconds; give its page there."""
    reference, now = f"{of.reference}-{number}", system_now()
    Attempt.objects.create(order=of, provider="bank", reference=reference, started_at=now)
    until = now + timedelta(seconds=seconds)
    payable = Payable(reference, AMOUNT, "Lệ phí", until, RETURN, "vi")
    parts = urlsplit(gateway().address(payable, now=now))
    page = bank.web.get(f"{parts.path}?{parts.query}")
    return urlsplit(page.headers["location"]).path


def four_events(bank, number):
    """Have the bank make one event of each kind for an order, none of them sent; give the order."""
    of = order(f"storm:{number}", now=system_now())
    enter(bank, of, 1, 2)
    bank.web.post(f"{enter(bank, of, 2, 600)}/cancel")
    bank.web.post(f"{enter(bank, of, 3, 600)}/pay")
    paid = bank.call("/api/query", order=f"{of.reference}-3").json()
    bank.web.post(f"/transactions/{paid['transaction']}/charge-back", data={})
    return of


def made_by(bank):
    """Give the bank's events by the order's reference and kind."""
    found = {}
    for one in bank.web.get("/api/events").json()["events"]:
        reference = one["body"]["order"].partition("-")[0]
        found.setdefault(reference, {})[one["event"]] = one
    return found


@pytest.mark.drill
def test_all_orders_of_four_events_doubled_and_forged_end_in_the_same_state(bank, live_server):
    play_out(bank, live_server, list(permutations(EVENTS)))


def test_some_orders_of_four_events_doubled_and_forged_end_in_the_same_state(bank, live_server):
    play_out(bank, live_server, list(permutations(EVENTS))[::5])


def play_out(bank, live_server, turns):
    """Play the bank's own events of an order each in these turns, and look at how all ended."""
    bank.turn(drop=True)
    orders = [four_events(bank, number) for number in range(len(turns))]
    told = wait_for(lambda: (found := made_by(bank)) and all_of(found, len(turns)) and found)
    for of, kinds in zip(orders, turns, strict=True):
        for kind in kinds:
            event = told[of.reference][kind]
            forge(live_server, event)
            play(bank, event)
            wait_for(lambda event=event: heard([event]))
    ids = [event for kinds in told.values() for event in kinds.values()]
    for event in reversed(ids):
        play(bank, event)
    wait_for(lambda: taken(bank) >= 2 * len(ids))
    ends = set()
    for of in orders:
        of.refresh_from_db()
        ends.add((of.state, of.received))
    assert ends == {(OrderState.REVERSED, 0)}
    assert standing() == (0, 0, 0)
    assert ProviderEvent.objects.count() == len(ids) == len(turns) * len(EVENTS)
    assert Reversal.objects.count() == len(turns)
    assert faults_of(agency().pk, system_now().date()) == []


def all_of(found, number):
    return len(found) == number and all(len(kinds) == len(EVENTS) for kinds in found.values())


def play(bank, event):
    assert bank.web.post(f"/api/events/{event['id']}/send").status_code == 202


def heard(events):
    ids = [event["id"] for event in events]
    return ProviderEvent.objects.filter(event_id__in=ids).count() == len(ids)


def taken(bank):
    rows = bank.web.get("/api/events").json()["events"]
    return sum(one["state"] == "taken" for row in rows for one in row["deliveries"])


def forge(live_server, event):
    """Tell an event as a stranger would: nothing comes of it."""
    before = LedgerTransaction.objects.count()
    body = httpx.Request("POST", "http://x", json=event["body"]).content
    headers = {
        "Content-Type": "application/json",
        "X-Signature": signature(body, secret=STRANGER),
    }
    answer = httpx.post(f"{live_server.url}/api/webhooks/bank", content=body, headers=headers)
    assert answer.status_code == 401
    assert LedgerTransaction.objects.count() == before


@pytest.mark.parametrize(
    "fault", [{"forged": True}, {"stale": 900}, {"drop": True}, {"wrong_amount": -5_000}]
)
def test_a_refund_whose_answer_is_bad_is_asked_again_and_moves_money_once(bank, bill, fault):
    go(bank, bill, "pay")
    wait_for(lambda: settled(bill))
    [refund] = ask_refund(actor=SYSTEM, order_id=bill.pk, reason="x", now=system_now())
    bank.turn(answers=True, **fault)
    with pytest.raises(httpx.HTTPError):
        refund_job(refund.pk)
    if set(fault) & {"drop", "wrong_amount"}:  # else the webhook's second try makes good for it
        refund.refresh_from_db()
        assert refund.state == RefundState.ASKED
        assert refunds_unanswered(now=system_now() + timedelta(hours=1)) == [refund.pk]
    bank.turn(reset=True)
    refund_job(refund.pk)
    refund.refresh_from_db()
    assert refund.state == RefundState.DONE
    assert bank.web.get("/statement.csv").text.count(",refund,") == 1
    assert standing() == (0, 0, 0)


def test_an_answer_with_a_wrong_amount_is_put_right_by_the_next(bank, bill):
    bank.turn(drop=True)
    go(bank, bill, "pay")
    bank.turn(reset=True, answers=True, wrong_amount=-5_000)
    word = gateway().query(f"{bill.reference}-1")
    hear(provider="bank", word=word, body=b"", now=system_now())
    assert not settled(bill)
    bank.turn(reset=True)
    word = gateway().query(f"{bill.reference}-1")
    hear(provider="bank", word=word, body=b"", now=system_now())
    assert settled(bill)
    assert standing() == (AMOUNT, -AMOUNT, 0)


def acts_on(of):
    """Give fifty acts upon one order: paid twice over, taken back, cancelled, expired, refunded."""
    reference = attempt(of)
    number = of.reference
    paid = word("paid", reference, transaction=f"P{number}")
    received = word("received", number, transaction=f"T{number}")
    returned = back(f"P{number}", number=f"C{number}", of=reference)

    def say(told):
        return lambda: hear(provider="bank", word=told, body=b"{}", now=NOW)

    def give_back():
        ask_refund(actor=SYSTEM, order_id=of.pk, reason="x", now=NOW)
        for refund in Refund.objects.filter(order=of):
            send_refund(actor=SYSTEM, refund_id=refund.pk, gateway=Generous(), now=NOW)

    kinds = [
        say(paid),
        say(received),
        say(returned),
        lambda: cancel_order(actor=SYSTEM, order_id=of.pk, now=NOW),
        lambda: expire_orders(now=LATER),
        give_back,
    ]
    return fifty(kinds)


def fifty(kinds):
    """Give fifty acts of some kinds, taken in turn."""
    return [kinds[number % len(kinds)] for number in range(50)]


def at_once(acts):
    """Do fifty acts, 25 at a time; what is refused is refused."""
    together = Barrier(25)

    def run(half):
        try:
            together.wait(60)
            for act in half:
                with suppress(MoveRefused, DomainError):
                    act()
        finally:
            connection.close()

    with ThreadPoolExecutor(25) as pool:
        list(pool.map(run, [acts[place::25] for place in range(25)]))


def gone_both_ways(of):
    """Give the đồng that left by a refund and by a chargeback too, by what had brought them.

    Both truly happened: the bank took the money back while it was being asked to send it.
    """
    found = {}
    for kind in "PT":
        number = f"{kind}{of.reference}"
        sent = sums(Refund.objects.filter(transaction=number, state=RefundState.DONE))
        taken = sums(Reversal.objects.filter(original=number))
        if sent + taken > AMOUNT:
            found[number] = sent + taken - AMOUNT
    return found


def waiting_at_accountants():
    """Give the đồng that accountants read are out twice, by what had brought them; each told of."""
    rows = returns_of([agency().pk], of_nobody=True).reversals
    found = {row.original: row.twice for row in rows if row.twice}
    assert OutboxRow.objects.filter(name="payments.money_gone_twice").count() == len(found)
    assert gone_twice_on(agency().pk, NOW.date()) == sum(found.values())
    return found


def sums(rows):
    return sum(rows.values_list("amount", flat=True))


@pytest.mark.parametrize("number", range(3))
def test_fifty_who_pay_cancel_expire_take_back_and_refund_at_once_end_in_one_state(number):
    of = order(f"race:{number}")
    at_once(acts_on(of))
    of.refresh_from_db()
    assert of.state != OrderState.OPEN
    for kind in "PTC":
        assert LedgerTransaction.objects.filter(key=f"bank:{kind}{of.reference}").count() == 1
    back_sum = sum(Refund.objects.filter(state=RefundState.DONE).values_list("amount", flat=True))
    at_bank, income, unclear = standing()
    assert at_bank == AMOUNT - back_sum
    assert unclear <= 0, "nobody sends back what lies nowhere"
    assert income == -sum(part.left for part in paid_with(of)), "kept is what did not go back"
    assert (of.state == OrderState.PAID) == (of.received == AMOUNT)
    assert gone_both_ways(of) == waiting_at_accountants()
    assert faults_of(agency().pk, NOW.date()) == []
    assert ledger_balance() == 0
    assert LedgerEntry.objects.filter(account__kind=AccountKind.CLEARING).count() == 3 + (
        Refund.objects.filter(state=RefundState.DONE).count()
    )


def test_two_that_open_an_account_at_once_share_it_in_an_act_without_savepoints():
    """A year of the made-up world is played so, many processes at a time."""

    def open_it():
        try:
            connection.ensure_connection()
            connection.features.uses_savepoints = False
            with transaction.atomic():
                return suspense("bank").pk
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            mine = suspense("bank").pk
            theirs = pool.submit(open_it)
            wait_for(somebody_waits)
        assert theirs.result(60) == mine


def somebody_waits():
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)")
        return cursor.fetchone()[0]

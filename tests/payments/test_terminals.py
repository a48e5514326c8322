"""Cards at the counter: the provider of terminals says what was paid, in any order and once."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection, transaction
from django.test import Client

from motcua.kernel.actors import SYSTEM
from motcua.kernel.clock import civil_date, system_now
from motcua.kernel.errors import DomainError, NotAllowed
from motcua.payments.actions import (
    charge_terminal,
    expire_orders,
    fetch_statements,
    own_accounts,
    read_statement,
    refuse_while_terminal_asks,
)
from motcua.payments.actions.orders import lock_order
from motcua.payments.actions.reconciling import reconcile
from motcua.payments.actions.refunding import ask_part
from motcua.payments.enums import OrderState, RefundState
from motcua.payments.errors import OrderNotOpen, TerminalAsks, TerminalMissing, TerminalSilent
from motcua.payments.models import (
    Difference,
    LedgerEntry,
    LedgerTransaction,
    ProviderEvent,
    StatementFile,
)
from motcua.payments.queries import ledger_balance
from motcua.payments.queries.paid import paid_with
from motcua.payments.queries.providers import terminal
from motcua.payments.queries.terminals import ASKS_FOR
from motcua.payments.tasks import refund as refund_job, sweep
from tests.payments.bank import AMOUNT, SECRET, signature, told
from tests.payments.machines import ask, bill, cashier, charge, machines, press, withdraw
from tests.payments.test_with_the_bank import settled
from tests.sandbox.conftest import wait_for

__all__ = ["bill", "machines"]
pytestmark = pytest.mark.django_db(transaction=True)
FEE = 220


def lies_at_terminal():
    rows = LedgerEntry.objects.filter(account__kind="clearing", account__provider="terminal")
    assert ledger_balance() == 0
    return sum(rows.values_list("amount", flat=True))


def test_a_card_pays_the_order_and_its_slip_is_kept_without_the_number(machines, bill):
    charge(bill)
    press(machines, "approve")
    wait_for(lambda: settled(bill))
    attempt = bill.attempts.get()
    assert (attempt.terminal, attempt.official, bill.paid_by) == ("Q01", 1, "terminal")
    for kept, shape in (
        (attempt.slip, "[0-9]{6}"),
        (attempt.approval, "[0-9A-F]{6}"),
        (attempt.last_four, "[0-9]{4}"),
    ):
        assert re.fullmatch(shape, kept)
    assert lies_at_terminal() == AMOUNT
    with pytest.raises(OrderNotOpen):
        charge(bill)


def test_a_declined_card_leaves_the_order_open_for_another_try(machines, bill):
    charge(bill)
    press(machines, "decline")
    wait_for(lambda: bill.attempts.get().refusal)
    assert bill.attempts.get().refusal == "declined"
    assert charge(bill, "Q02").reference == f"{bill.reference}-2"
    assert charge(bill).terminal == "Q02", "a second press asks for the same"
    press(machines, "approve")
    wait_for(lambda: settled(bill))
    assert lies_at_terminal() == AMOUNT


def test_an_approval_whose_word_is_lost_is_found_by_asking_before_anything_else(machines, bill):
    charge(bill)
    press(machines, "lose")
    assert not settled(bill)
    with pytest.raises(OrderNotOpen):
        charge(bill)
    assert settled(bill)
    assert bill.attempts.get().slip
    assert lies_at_terminal() == AMOUNT


def test_a_request_whose_answer_is_lost_is_the_same_request_when_pressed_again(machines, bill):
    machines.turn(answers=True, drop=True)
    with pytest.raises(TerminalSilent):
        charge(bill)
    machines.turn(reset=True)
    assert charge(bill).reference == bill.attempts.get().reference
    press(machines, "approve")
    wait_for(lambda: settled(bill))
    assert lies_at_terminal() == AMOUNT


@pytest.mark.parametrize("fault", [{"forged": True}, {"stale": 900}])
def test_an_answer_that_is_not_the_providers_is_no_answer(machines, bill, fault):
    machines.turn(answers=True, **fault)
    with pytest.raises(TerminalSilent):
        charge(bill)
    machines.turn(reset=True)
    press(machines, "lose")
    sweep()
    assert settled(bill), "what nobody asks about is asked about by and by"


def test_a_word_with_a_wrong_amount_is_put_right_by_asking(machines, bill):
    machines.turn(wrong_amount=-5_000)
    charge(bill)
    press(machines, "approve")
    wait_for(lambda: bill.attempts.get().paid_at)
    assert not settled(bill)
    machines.turn(reset=True)
    ask(bill)
    assert settled(bill)
    assert lies_at_terminal() == AMOUNT


def test_nothing_else_is_taken_while_a_machine_asks_until_it_is_told_to_stop(machines, bill):
    charge(bill)
    with transaction.atomic(), pytest.raises(TerminalAsks):
        refuse_while_terminal_asks(lock_order(bill.pk), system_now() + ASKS_FOR / 2)
    with transaction.atomic():  # no card can be taken any more, whoever is silent
        refuse_while_terminal_asks(lock_order(bill.pk), system_now() + ASKS_FOR)
    withdraw(bill)
    with transaction.atomic():
        refuse_while_terminal_asks(lock_order(bill.pk), system_now())
    assert bill.attempts.get().refusal == "withdrawn"
    assert "Q01" not in machines.web.get("/terminals").text


def test_a_charge_that_was_withdrawn_before_it_arrived_never_asks(machines, bill):
    machines.turn(down=True)
    with pytest.raises(TerminalSilent):
        charge(bill)
    machines.turn(reset=True)
    withdraw(bill)
    attempt = bill.attempts.get()
    told = (attempt.reference, "Q01", bill.amount, f"Ma {bill.reference}")
    assert terminal().charge(*told).kind == "cancelled"
    assert attempt.reference not in machines.web.get("/terminals").text


def test_a_card_that_answers_after_the_order_ended_is_money_kept_apart(machines, bill):
    charge(bill)
    expire_orders(now=bill.expires_at + timedelta(seconds=1))
    press(machines, "approve")
    wait_for(lambda: bill.attempts.get().paid_at)
    bill.refresh_from_db()
    assert bill.state == OrderState.EXPIRED
    assert lies_at_terminal() == AMOUNT
    rows = LedgerEntry.objects.filter(account__kind="suspense")
    assert sum(rows.values_list("amount", flat=True)) == -AMOUNT


def test_who_takes_no_money_there_asks_no_machine(machines, bill):
    del machines
    with pytest.raises(NotAllowed):
        charge_terminal(
            actor=cashier(2).__class__("official", official_id=2),
            order_id=bill.pk,
            terminal="Q01",
            provider=terminal(),
            now=system_now(),
        )
    with pytest.raises(TerminalMissing):
        charge(bill, "")
    assert not bill.attempts.exists()


def test_a_reversal_at_the_machine_is_a_refund_of_part_or_all_of_it(machines, bill):
    charge(bill)
    press(machines, "approve")
    wait_for(lambda: settled(bill))
    [part] = paid_with(bill)
    source = (part.provider, part.transaction)
    by = {"actor": SYSTEM, "order_id": bill.pk, "source": source, "reason": "x"}
    refund = ask_part(**by, amount=8_000, now=system_now())
    refund_job(refund.pk)
    refund_job(refund.pk)
    refund.refresh_from_db()
    assert refund.state == RefundState.DONE
    assert lies_at_terminal() == AMOUNT - 8_000


def test_a_chargeback_of_a_card_takes_the_payment_back(machines, bill):
    charge(bill)
    press(machines, "approve")
    wait_for(lambda: settled(bill))
    [part] = paid_with(bill)
    told = {"reason": "Chủ thẻ khiếu nại"}
    machines.web.post(f"/transactions/{part.transaction}/charge-back", data=told)

    def is_reversed():
        bill.refresh_from_db()
        return bill.state == OrderState.REVERSED

    wait_for(is_reversed)
    assert lies_at_terminal() == 0


def test_the_days_batch_agrees_with_its_statement_but_for_the_fee(machines, bill):
    charge(bill)
    press(machines, "approve")
    wait_for(lambda: settled(bill))
    [account] = [one for one in own_accounts(now=system_now()) if one.provider == "terminal"]
    tomorrow = system_now() + timedelta(days=1)
    assert fetch_statements(source=terminal(), account=account, now=tomorrow) == 1
    file = read_statement(file_id=StatementFile.objects.get().pk, now=tomorrow)
    assert (file.state, file.lines_read) == ("read", 2)
    reconcile(provider="terminal", now=tomorrow)
    [fee] = Difference.objects.all()
    assert (fee.kind, fee.amount, fee.day) == ("fee", -FEE, civil_date(system_now()))


def test_a_word_that_tells_a_whole_card_number_is_refused_and_nothing_of_it_kept(settings):
    settings.TERMINAL_URL, settings.TERMINAL_SECRET = "http://127.0.0.1:1", SECRET.decode()
    settings.TERMINAL_MERCHANT = "H26"
    client = Client(SERVER_NAME="localhost", raise_request_exception=False)
    for note, status in (("9704 3612 3456 7890", 400), ("the 1 4", 200)):
        body = told(description=note, order="MCNOBODYS234-1")
        headers = {"X-Signature": signature(body)}
        answer = client.post(
            "/api/webhooks/terminal", body, content_type="application/json", headers=headers
        )
        assert answer.status_code == status
        assert ProviderEvent.objects.exists() == (status == 200)


def test_fifty_presses_words_expiries_and_withdrawals_at_once_end_in_one_state(machines, bill):
    charge(bill)
    press(machines, "lose")
    acts = [
        lambda: charge(bill),
        lambda: ask(bill),
        lambda: withdraw(bill),
        lambda: expire_orders(now=bill.expires_at + timedelta(seconds=1)),
        sweep,
    ]
    together = Barrier(10)

    def run(place):
        try:
            together.wait(60)
            for at in range(5):
                with suppress(DomainError):
                    acts[(place + at) % len(acts)]()
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        list(pool.map(run, range(10)))
    bill.refresh_from_db()
    assert bill.state in {OrderState.PAID, OrderState.EXPIRED}
    assert LedgerTransaction.objects.count() == 1
    assert lies_at_terminal() == AMOUNT
    assert bill.attempts.count() == 1

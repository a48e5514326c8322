"""Gapless and without doubles: 32 payers at once, transactions that crash, workers that are killed.

On real connections and real commits, each payer a thread or a process of its own.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, connections, transaction

from motcua.kernel.actors import SYSTEM
from motcua.receipts.actions import issue_receipt, sweep
from motcua.receipts.models import Counter, Receipt
from motcua.receipts.queries.proving import proof_of
from tests.cast import NOW
from tests.payments.bank import agency
from tests.receipts.making import paid, series, with_key

PAYERS = 32


class Crashed(Exception):
    """The worker died before it committed."""


def raced(work, times=PAYERS):
    """Run a piece of work in threads that start together, each with a connection of its own."""
    start, faults = threading.Barrier(times), []

    def run(number):
        start.wait()
        try:
            work(number)
        except Crashed:
            pass
        except Exception as fault:  # noqa: BLE001 - told to the test below
            faults.append(fault)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []


def numbers():
    return sorted(Receipt.objects.values_list("number", flat=True))


@pytest.fixture
def office(transactional_db):
    found = agency()
    with_key(found)
    series(found)
    return found


def test_32_payers_at_once_take_32_numbers_though_every_third_worker_crashes(office):
    orders = [paid(office, amount=1_000 + number) for number in range(PAYERS)]

    def issue(number):
        with transaction.atomic():
            issue_receipt(actor=SYSTEM, order_id=orders[number].pk, now=NOW)
            if number % 3 == 0:
                raise Crashed

    raced(issue)
    done = Receipt.objects.count()
    assert numbers() == list(range(1, done + 1))
    assert done == PAYERS - len(range(0, PAYERS, 3))
    sweep(actor=SYSTEM, now=NOW)
    assert numbers() == list(range(1, PAYERS + 1))
    proof = proof_of(office.pk, 2026)
    assert proof.is_sound
    assert (proof.waiting, proof.in_force) == (0, sum(1_000 + n for n in range(PAYERS)))


def test_32_words_of_one_payment_make_one_receipt(office):
    order = paid(office)
    raced(lambda _number: issue_receipt(actor=SYSTEM, order_id=order.pk, now=NOW))
    assert numbers() == [1]
    assert Counter.objects.get().last == 1


def test_payers_at_the_second_of_new_year_get_the_numbers_of_the_year_they_are_issued_in(office):
    midnight = datetime(2026, 12, 31, 17, 0, tzinfo=UTC)
    before = midnight - timedelta(microseconds=1)
    orders = [paid(office, now=before) for _ in range(PAYERS)]
    raced(
        lambda number: issue_receipt(
            actor=SYSTEM, order_id=orders[number].pk, now=(before, midnight)[number % 2]
        )
    )
    for year, symbol, day in ((2026, "AA-26E", "2026-12-31"), (2027, "AA-27E", "2027-01-01")):
        rows = Receipt.objects.filter(year=year).order_by("number")
        assert [row.number for row in rows] == list(range(1, PAYERS // 2 + 1))
        assert {(row.symbol, row.issued_on.isoformat()) for row in rows} == {(symbol, day)}
    assert proof_of(office.pk, 2026).is_sound
    assert proof_of(office.pk, 2027).is_sound


_WORKER = """
import sys
from datetime import datetime
import django
django.setup()
from django.db import connections
connections["default"].settings_dict["NAME"] = sys.argv[1]
from motcua.kernel.actors import SYSTEM
from motcua.receipts.actions import issue_receipt, write_papers
now = datetime.fromisoformat(sys.argv[2])
print("ready", flush=True)
for order in map(int, sys.argv[3:]):
    receipt = issue_receipt(actor=SYSTEM, order_id=order, now=now)
    write_papers(receipt_id=receipt.pk, now=now)
"""


def killed_while_issuing(orders, chance):
    """Start a worker on some orders, kill it at a random moment, and wait for its end."""
    command = [sys.executable, "-W", "ignore", "-c", _WORKER, connection.settings_dict["NAME"]]
    command += [NOW.isoformat(), *(str(order.pk) for order in orders)]
    worker = subprocess.Popen(command, stdout=subprocess.PIPE, env=dict(os.environ), text=True)
    with worker:
        assert worker.stdout.readline() == "ready\n"
        time.sleep(chance.uniform(0.0, 0.4))
        os.kill(worker.pid, signal.SIGKILL)
        worker.wait()


def killing(office, *, orders, kills):
    bills = [paid(office, amount=1_000 + number) for number in range(orders)]
    chance = random.Random(5)
    cut = 0
    for _ in range(kills):
        killed_while_issuing(chance.sample(bills, orders), chance)
        done = Receipt.objects.count()
        assert numbers() == list(range(1, done + 1))
        cut += done < orders
    sweep(actor=SYSTEM, now=NOW + timedelta(minutes=5), limit=10_000)
    assert numbers() == list(range(1, orders + 1))
    assert not Receipt.objects.filter(papers__written_at=None).exists()
    proof = proof_of(office.pk, 2026)
    assert (proof.is_sound, proof.waiting) == (True, 0)
    return cut


def test_a_worker_killed_amid_its_work_leaves_no_gap_and_no_double(office):
    assert killing(office, orders=40, kills=2) > 0


@pytest.mark.drill
@pytest.mark.timeout(900)
def test_twenty_killed_workers_leave_no_gap_and_no_double(office):
    assert killing(office, orders=400, kills=20) > 0

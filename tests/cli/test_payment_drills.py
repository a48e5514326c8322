"""Drill: web, worker and database are killed while money comes and goes back; nothing is lost."""

from __future__ import annotations

import json
import random
import subprocess
import threading
import time
from typing import TYPE_CHECKING

import pytest

from tests.cli.nodes import MOTCUA, Node, kill, wait_until_ready
from tests.sandbox.conftest import SECRET, BankProcess, open_bank, wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = [pytest.mark.drill, pytest.mark.enable_socket, pytest.mark.timeout(600)]

ORDERS, AMOUNT, ROUNDS = 60, 20_000, 4
_OPEN = """
import json
from tests.payments import bank
from motcua.kernel import clock
made = [bank.order(f"drill:{{n}}", now=clock.now()) for n in range({orders})]
print("SAID", json.dumps([each.reference for each in made]))
"""
_REFUND = """
from motcua.kernel import clock
from motcua.kernel.actors import SYSTEM
from motcua.payments.actions import ask_refund
from motcua.payments.errors import OrderNotOpen
from motcua.payments.models import Order
for order in Order.objects.filter(state="paid", pk__lte={last}).order_by("pk"):
    ask_refund(actor=SYSTEM, order_id=order.pk, reason="drill", now=clock.now())
print("SAID", "0")
"""
_COUNT = """
import json
from collections import Counter
from django.db.models import Sum
from motcua.payments.models import LedgerEntry, LedgerTransaction, Order, Refund
from motcua.payments.queries import ledger_balance
lying = LedgerEntry.objects.values_list("account__kind").annotate(sum=Sum("amount")).order_by()
print("SAID", json.dumps({
    "orders": Counter(Order.objects.values_list("state", flat=True)),
    "refunds": Counter(Refund.objects.values_list("state", flat=True)),
    "bookings": LedgerTransaction.objects.count(),
    "balance": ledger_balance(),
    "lying": dict(lying),
}))
"""


@pytest.fixture
def bank(tmp_path: Path, environment: dict[str, str]) -> Iterator[BankProcess]:
    """A bank whose merchant is the node of `environment`."""
    webhook = f"http://localhost:{environment['PORT']}/api/webhooks/bank"
    process = open_bank(tmp_path / "bank", webhook, "http://localhost:8000/", patience=("0.1", "1"))
    yield process
    process.kill()


def banking(bank: BankProcess) -> dict[str, str]:
    """Give the settings by which a node knows the sandbox's bank."""
    return {
        "MOTCUA_BANK_URL": f"http://127.0.0.1:{bank.ports['bank']}",
        "MOTCUA_BANK_MERCHANT": "H26",
        "MOTCUA_BANK_SECRET": SECRET.decode(),
        "MOTCUA_BANK_ACCOUNT": "970436:1012345678",
    }


def said(environment: dict[str, str], code: str) -> object:
    """Run Python in the node's world, again while its database is away; give what it says."""
    deadline = time.monotonic() + 200
    while True:
        answer = subprocess.run(
            [*MOTCUA, "manage", "shell", "-c", code],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        lines = [line for line in answer.stdout.splitlines() if line.startswith("SAID ")]
        if answer.returncode == 0 and lines:
            return json.loads(lines[-1].removeprefix("SAID "))
        assert time.monotonic() < deadline, answer.stdout + answer.stderr
        time.sleep(1)


def test_kill_9_of_web_worker_and_database_amid_payments_loses_and_doubles_nothing(
    environment: dict[str, str], tmp_path: Path, nodes: list[Node], bank: BankProcess
) -> None:
    environment |= banking(bank)
    nodes.append(Node(environment, tmp_path / "data"))
    wait_until_ready(nodes[0])
    references = said(environment, _OPEN.format(orders=ORDERS))
    assert isinstance(references, list)
    dice = random.Random(20261123)
    bank.turn(duplicate=2)
    payers = threading.Thread(target=pay_all, args=(bank, references))
    payers.start()
    for _round in range(ROUNDS):
        time.sleep(dice.uniform(1, 4))
        others = [one for one in nodes[0].everybody() if one.pid != nodes[0].process.pid]
        kill(dice.sample(others, dice.randint(1, len(others))))
        said(environment, _REFUND.format(last=ORDERS // 2))
    payers.join()
    wait_until_ready(nodes[0])
    wait_for(lambda: is_quiet(bank), seconds=200)
    said(environment, _REFUND.format(last=ORDERS // 2))
    end = wait_for(lambda: (told := said(environment, _COUNT)) and is_done(told) and told, 300)

    assert end["orders"] == {"paid": ORDERS}
    assert end["refunds"] == {"done": ORDERS // 2}
    assert end["bookings"] == ORDERS + ORDERS // 2
    assert end["balance"] == 0
    left = (ORDERS - ORDERS // 2) * AMOUNT
    assert (end["lying"]["clearing"], end["lying"]["income"]) == (left, -left)
    statement = bank.web.get("/statement.csv").text
    assert statement.count(",transfer,") == ORDERS
    assert statement.count(",refund,") == ORDERS // 2


def pay_all(bank: BankProcess, references: list[str]) -> None:
    for reference in references:
        bank.transfer(str(AMOUNT), f"nop phi {reference.lower()}")
        time.sleep(0.2)


def is_quiet(bank: BankProcess) -> bool:
    rows = bank.web.get("/api/events").json()["events"]
    return all(one["state"] == "taken" for row in rows for one in row["deliveries"])


def is_done(told: dict[str, dict[str, int]]) -> bool:
    """Say whether every refund has ended."""
    return told["refunds"].get("done", 0) == ORDERS // 2

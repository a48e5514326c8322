"""Drill: 32 payers at once while web, worker and database are killed; no gap, no double."""

from __future__ import annotations

import json
import random
import subprocess
import threading
import time
from typing import TYPE_CHECKING

import pytest

from tests.cli.nodes import MOTCUA, Node, kill, wait_until_ready
from tests.cli.test_payment_drills import bank, banking, is_quiet, said
from tests.sandbox.conftest import BankProcess, wait_for

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from motcua.kernel.processes import Identity
    from tests.drilling import Drill

__all__ = ["bank"]

pytestmark = [pytest.mark.drill, pytest.mark.enable_socket, pytest.mark.timeout(1800)]

PAYERS, EACH, KILLS = 32, 10, 20
ORDERS, AMOUNT = PAYERS * EACH, 20_000
_OPEN = """
import json
from motcua.kernel import clock
from tests.payments import bank
from tests.receipts.making import series, with_key
now = clock.now()
office = bank.agency()
with_key(office, now)
series(office, now=now)
made = [bank.order(f"drill:{{n}}", now=now) for n in range({orders})]
print("SAID", json.dumps([each.reference for each in made]))
"""
# Beside the worker, thirty-two more want to issue the same receipts at the same time.
_STORM = """
import random
import threading
from django.db import Error, connections
from motcua.kernel import clock
from motcua.kernel.actors import SYSTEM
from motcua.kernel.errors import DomainError
from motcua.receipts.actions import issue_receipt, write_papers
from motcua.receipts.models import Due

def issue():
    while True:
        try:
            due = list(Due.objects.values_list("order_id", flat=True))
            for order in random.sample(due, min(len(due), 20)):
                receipt = issue_receipt(actor=SYSTEM, order_id=order, now=clock.now())
                write_papers(receipt_id=receipt.pk, now=clock.now())
        except (Error, DomainError):
            connections.close_all()

threads = [threading.Thread(target=issue, daemon=True) for _ in range({payers})]
for each in threads:
    each.start()
for each in threads:
    each.join()
"""
_COUNT = """
import json
from collections import Counter
from motcua.kernel import clock
from motcua.kernel.files import content_of
from motcua.kernel.models import StoredFile
from motcua.payments.queries import ledger_balance
from motcua.receipts.models import Due, Papers, Receipt
from motcua.signatures.models import SignedDocument, SigningKey
from motcua.signatures.queries import Conclusion, node_trust, verify_pdf
from tests.receipts.checking import verify

now = clock.now()
trust, key = node_trust(at=now), SigningKey.objects.get()

def bad(receipt):
    papers = Papers.objects.filter(receipt=receipt, written_at__isnull=False).first()
    if papers is None:
        return 1
    pdf, xml = content_of(papers.pdf), content_of(papers.xml)
    verify(xml, key.certificate)
    names_it = f">{{receipt.verification_id}}<".encode() in xml
    found = verify_pdf(pdf, trust=trust, at=now).verdict
    return int(found is not Conclusion.VALID or not names_it)

receipts = list(Receipt.objects.order_by("number"))
files = [each.name for each in StoredFile.objects.all()]
names = Counter(name for name in files if name.startswith("bien-lai"))
print("SAID", json.dumps({{
    "due": Due.objects.count(),
    "numbers": [each.number for each in receipts],
    "written": Papers.objects.filter(written_at__isnull=False).count(),
    "orders": len({{each.order_id for each in receipts}}),
    "files": len(names),
    "twice": sum(each - 1 for each in names.values()),
    "registered": SignedDocument.objects.filter(kind="fee").count(),
    "balance": ledger_balance(),
    "bad": sum(map(bad, receipts)) if {look} else 0,
}}))
"""


class Storm:
    """A process of many issuers, started again when it was killed."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.environment = environment
        self.start()

    def start(self) -> None:
        self.process = subprocess.Popen(
            [*MOTCUA, "manage", "shell", "-c", _STORM.format(payers=PAYERS)],
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()


def test_32_payers_and_twenty_kills_leave_no_gap_no_double_and_every_paper(
    environment: dict[str, str],
    tmp_path: Path,
    nodes: list[Node],
    bank: BankProcess,
    drill: Drill,
) -> None:
    environment |= banking(bank)
    nodes.append(Node(environment, tmp_path / "data"))
    wait_until_ready(nodes[0])
    references = said(environment, _OPEN.format(orders=ORDERS))
    assert isinstance(references, list)
    payers = [
        threading.Thread(target=pay, args=(bank, references[number::PAYERS]))
        for number in range(PAYERS)
    ]
    for payer in payers:
        payer.start()
    storm = Storm(environment)
    try:
        longest = killed_in_turn(nodes[0], storm)
    finally:
        storm.kill()
    for payer in payers:
        payer.join()
    wait_until_ready(nodes[0])
    wait_for(lambda: is_quiet(bank), seconds=300)
    wait_for(lambda: counted(environment)["written"] == ORDERS, 900)
    end = counted(environment, look=True)

    numbers = end["numbers"]
    gaps = sorted(set(range(1, ORDERS + 1)) - set(numbers))
    doubles = len(numbers) - len(set(numbers)) + len(numbers) - end["orders"] + end["twice"]
    drill.counts(tried=ORDERS, lost=len(gaps), doubled=doubles, wrong=end["bad"], longest=longest)
    assert (gaps, doubles, end["bad"]) == ([], 0, 0)
    assert (end["due"], end["files"], end["registered"]) == (ORDERS, 2 * ORDERS, ORDERS)
    assert end["balance"] == 0
    proof = subprocess.run(
        [*MOTCUA, "receipts", "prove", "--json"], env=environment, capture_output=True, check=False
    )
    assert proof.returncode == 0, proof.stdout
    [office] = json.loads(proof.stdout)["agencies"]
    assert (office["receipts"], office["in_force"]) == (ORDERS, ORDERS * AMOUNT)
    assert (office["waiting"], office["difference"], office["unnoticed"]) == (0, 0, 0)


def pay(bank: BankProcess, references: list[str]) -> None:
    """Transfer the money of some orders, one after another, over all the time of the kills."""
    for reference in references:
        bank.transfer(str(AMOUNT), f"nop phi {reference.lower()}")
        time.sleep(4)


def killed_in_turn(node: Node, storm: Storm) -> float:
    """Kill web, worker, issuers and database in turn; give the longest time until it was back."""
    dice, longest = random.Random(20261123), 0.0
    victims: list[Callable[[], None]] = [
        lambda: kill([named(node, 0)]),
        lambda: kill([named(node, 1)]),
        storm.kill,
        lambda: kill([named(node, -1)]),
    ]
    for round_ in range(KILLS):
        time.sleep(dice.uniform(0.5, 3))
        began = time.monotonic()
        victims[round_ % len(victims)]()
        if storm.process.poll() is not None:
            storm.start()
        wait_until_ready(node)
        longest = max(longest, time.monotonic() - began)
    return longest


def named(node: Node, place: int) -> Identity:
    """Give the process of the web (0), the worker (1) or the database (-1), once it is there."""
    wait_until_ready(node)
    others = [one for one in node.everybody() if one.pid != node.process.pid]
    return others[place]


def counted(environment: dict[str, str], *, look: bool = False) -> dict:
    told = said(environment, _COUNT.format(look=look))
    assert isinstance(told, dict)
    return told

"""Drill: what a node relies on is gone for a while, each in its turn, while people file and pay."""

from __future__ import annotations

import os
import signal
import socketserver
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import boto3
import httpx
import pytest
from botocore.exceptions import BotoCoreError

from motcua.kernel.processes import identify, wait_until_gone
from tests.cli.nodes import Node, wait_until_ready
from tests.cli.people import DONE, FILE, SEND, People
from tests.cli.test_payment_drills import said
from tests.kernel.test_files import Daemon
from tests.ports import free_port
from tests.relay import Relay
from tests.sandbox.conftest import SECRET, TOKEN, BankProcess, Process, open_bank, wait_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.drilling import Drill

pytestmark = [
    pytest.mark.drill,
    pytest.mark.enable_socket,
    pytest.mark.timeout(1500),
    pytest.mark.promise("P21"),
]

FILERS, SENDERS, GONE = 6, 2, 8.0
ORDERS, AMOUNT, BETWEEN = 120, 20_000, 1.0
_ORDERED = """
import json
from motcua.kernel import clock
from motcua.notifications.models import QuietHours
from motcua.receipts.models import Series
from tests.receipts.making import unpaid
# Whatever the time of day: what could wait for the morning is to come now.
QuietHours.objects.all().delete()
agency = Series.objects.order_by("pk")[0].agency
made = [unpaid(agency, {amount}, clock.now(), ("test", n)) for n in range({orders})]
print("SAID", json.dumps([each.reference for each in made]))
"""
_COUNT = """
import json
from motcua.kernel import outbox
from motcua.kernel.files import store_of_files
from motcua.kernel.models import Blob
from motcua.notifications.models import Message
from motcua.payments.models import Order
from motcua.payments.queries import ledger_balance
from motcua.receipts.models import Papers, Receipt
blobs = list(Blob.objects.all())
orders = Order.objects.filter(subject_kind="test")
receipts = Receipt.objects.filter(order_id__in=orders.values("pk"))
sent = Message.objects.filter(state__in=("sent", "delivered"))
print("SAID", json.dumps({
    "unread": sum(blob.state == "received" for blob in blobs),
    "empty": sum(not store_of_files().exists(blob.path) for blob in blobs),
    "waiting": outbox.backlog().waiting + outbox.backlog().dead,
    "messages": Message.objects.filter(state="waiting").count(),
    "given_up": Message.objects.filter(state__in=("failed", "bounced")).count(),
    "texts": sent.filter(medium="sms").count(),
    "paid": orders.filter(state="paid").count(),
    "receipts": receipts.count(),
    "receipted": receipts.values("order_id").distinct().count(),
    "written": Papers.objects.filter(receipt__in=receipts, written_at__isnull=False).count(),
    "balance": ledger_balance(),
}))
"""


@dataclass
class Around:
    """What stands around the node, each behind a relay."""

    bank: BankProcess
    mail: Process
    phone: Process
    relays: dict[str, Relay]

    def letters(self) -> int:
        return _rows(self.mail.data / "mail.sqlite3", "letters")

    def payments(self) -> int:
        events = self.bank.web.get("/api/events").json()["events"]
        taken = [all(one["state"] == "taken" for one in row["deliveries"]) for row in events]
        return sum(taken) if all(taken) else -1

    def texts(self) -> int:
        return _rows(self.phone.data / "phone.sqlite3", "messages")


@pytest.fixture
def around(tmp_path: Path, environment: dict[str, str]) -> Iterator[Around]:
    folders = {name: tmp_path / name for name in ("bank", "mail", "phone")}
    for folder in folders.values():
        folder.mkdir()
        (folder / "secret").write_bytes(SECRET)
        (folder / "token").write_text(TOKEN)
    web = f"http://localhost:{environment['PORT']}"
    bank = open_bank(folders["bank"], f"{web}/api/webhooks/bank", f"{web}/", patience=("0.1", "1"))
    mail = Process("mail", folders["mail"])
    phone = Process("phone", folders["phone"], f"--client=m:token:secret:{web}/api/webhooks/sms")
    with _bucket() as bucket, _scanner() as scanner:
        ports = {
            "mail": mail.ports["smtp"],
            "phone": phone.ports["phone"],
            "bank": bank.ports["bank"],
            "antivirus": scanner,
            "bucket": bucket,
        }
        relays = {name: Relay(port) for name, port in ports.items()}
        yield Around(bank, mail, phone, relays)
        for relay in relays.values():
            relay.cut()
    for process in (bank, mail, phone):
        process.kill()


@contextmanager
def _bucket() -> Iterator[int]:
    """Run an S3 server; give its port."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield port
    finally:
        process.kill()
        process.wait()


@contextmanager
def _scanner() -> Iterator[int]:
    """Run a scanner; give its port."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Daemon) as server:
        serving = threading.Thread(target=server.serve_forever)
        serving.start()
        yield server.server_address[1]
        server.shutdown()
        serving.join()


def settings_of(around: Around) -> dict[str, str]:
    """Give the settings by which a node finds everything behind its relay."""
    at = {name: f"127.0.0.1:{relay.port}" for name, relay in around.relays.items()}
    return {
        "MOTCUA_DEMO": "1",
        "MOTCUA_WEB_WORKERS": "2",
        "MOTCUA_BANK_URL": f"http://{at['bank']}",
        "MOTCUA_BANK_MERCHANT": "H26",
        "MOTCUA_BANK_SECRET": SECRET.decode(),
        "MOTCUA_BANK_ACCOUNT": "970436:1012345678",
        "MOTCUA_SMTP_URL": f"smtp://{at['mail']}",
        "MOTCUA_SMS_URL": f"http://{at['phone']}",
        "MOTCUA_SMS_TOKEN": TOKEN,
        "MOTCUA_SMS_SECRET": SECRET.decode(),
        "MOTCUA_ANTIVIRUS": f"clamd://{at['antivirus']}",
        "MOTCUA_S3_BUCKET": "kho",
        "MOTCUA_S3_ENDPOINT": f"http://{at['bucket']}",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "us-east-1",
    }


def make_bucket(settings: dict[str, str]) -> None:
    client = boto3.client(
        "s3",
        endpoint_url=settings["MOTCUA_S3_ENDPOINT"],
        aws_access_key_id="test",
        aws_secret_access_key="test",
        region_name="us-east-1",
    )

    def made() -> bool:
        try:
            client.create_bucket(Bucket="kho")
        except BotoCoreError:
            return False
        return True

    wait_for(made)


def test_whatever_a_node_relies_on_may_be_gone_and_nobody_loses_anything(
    environment: dict[str, str],
    tmp_path: Path,
    nodes: list[Node],
    around: Around,
    drill: Drill,
) -> None:
    environment |= settings_of(around)
    make_bucket(environment)
    node = Node(environment, tmp_path / "data")
    nodes.append(node)
    wait_until_ready(node)
    made = tmp_path / "prepared.json"
    people = People.prepared(environment, made, "gone", filers=FILERS, senders=SENDERS)
    references = said(environment, _ORDERED.format(amount=AMOUNT, orders=ORDERS))
    assert isinstance(references, list)
    wait_for(lambda: _count(environment)["unread"] == 0, 200)

    came_back: dict[str, float] = {}
    with people.busy(), _paying(around.bank, references) as paid:
        time.sleep(GONE)
        for name, is_back in _signs(node, around, people).items():
            come_and_go(name, around, tmp_path / "data", people)
            began = time.monotonic()
            wait_for(is_back, 200)
            came_back[name] = round(time.monotonic() - began, 1)
    again = people.come_back()
    end = wait_for(lambda: _is_settled(found := _count(environment), len(paid)) and found, 300)

    unwell, found = people.unwell(), people.recount(environment, "gone")
    receipts = (end["receipts"] - end["receipted"], len(paid) - end["written"])
    texts = around.texts() - end["texts"]
    drill.counts(
        tried=len(people.heard) + len(paid),
        lost=found.lost + receipts[1] + max(-texts, 0),
        doubled=found.doubled + receipts[0] + max(texts, 0),
        wrong=len(unwell) + found.wrong + end["empty"] + end["given_up"] + abs(end["balance"]),
        longest=max(came_back.values()),
    )
    assert not unwell, (came_back, unwell[:5])
    assert (found.lost, found.doubled, found.wrong) == (0, 0, 0)
    assert (receipts, texts, end["empty"], end["given_up"], end["balance"]) == ((0, 0), 0, 0, 0, 0)
    assert all(one.status in DONE for one in again)
    assert not people.had_nothing_left


@contextmanager
def _paying(bank: BankProcess, references: list[str]) -> Iterator[list[str]]:
    """Have people transfer what they owe, one after the other; give what was paid in the end."""
    ended, paid = threading.Event(), []

    def pay() -> None:
        for reference in references:
            bank.transfer(str(AMOUNT), f"nop phi {reference.lower()}")
            paid.append(reference)
            if ended.wait(BETWEEN):
                return

    payers = threading.Thread(target=pay)
    payers.start()
    try:
        yield paid
    finally:
        ended.set()
        payers.join()


def come_and_go(name: str, around: Around, data: Path, people: People) -> None:
    """Let something be gone for a while; the database is killed, and started by the node itself."""
    people.now = name
    if name == "database":
        kill_database(data)
    else:
        with _still(around.bank if name == "bank" else None):
            around.relays[name].cut()
            time.sleep(GONE)
            around.relays[name].mend()
    people.now = f"{name} came back"


@contextmanager
def _still(process: Process | None) -> Iterator[None]:
    """Hold a process still, so that it neither answers nor says anything by itself."""
    if process is None:
        yield
        return
    process.popen.send_signal(signal.SIGSTOP)
    try:
        yield
    finally:
        process.popen.send_signal(signal.SIGCONT)


def kill_database(data: Path) -> None:
    pid = int((data / "postgres" / "postmaster.pid").read_text().split()[0])
    victim = identify(pid)
    assert victim is not None
    os.kill(pid, signal.SIGKILL)
    assert wait_until_gone(victim, 60)


def _signs(node: Node, around: Around, people: People) -> dict[str, Callable[[], bool]]:
    """Say for each thing that may be gone by what one sees that it works again."""

    def more(count: Callable[[], int]) -> Callable[[], bool]:
        seen: list[int] = []

        def grew() -> bool:
            seen.append(count())
            return seen[-1] > max(seen[0], 0) and _metric(node, "motcua_carriers_resting") == 0

        return grew

    def taken_in(path: bytes) -> Callable[[], bool]:
        return lambda: bool(people.done(people.now, path))

    return {
        "mail": more(around.letters),
        "phone": more(around.texts),
        "bank": more(around.payments),
        "antivirus": taken_in(SEND),
        "bucket": taken_in(SEND),
        "database": taken_in(FILE),
    }


def _metric(node: Node, name: str) -> float:
    try:
        text = httpx.get(f"http://localhost:{node.port}/metrics", timeout=30).text
    except httpx.HTTPError:
        return -1
    found = [line.split()[1] for line in text.splitlines() if line.startswith(f"{name} ")]
    return float(found[0]) if found else -1


def _rows(file: Path, table: str) -> int:
    """Count what a sandbox took in."""
    with closing(sqlite3.connect(file)) as store:
        return int(store.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608


def _count(environment: dict[str, str]) -> dict:
    found = said(environment, _COUNT)
    assert isinstance(found, dict)
    return found


def _is_settled(found: dict, paid: int) -> bool:
    is_quiet = found["unread"] == found["waiting"] == found["messages"] == 0
    return is_quiet and found["paid"] == found["written"] == paid

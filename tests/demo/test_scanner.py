"""The demo's own mail server: what its scanner sends lies in the counter's tray a minute later."""

from __future__ import annotations

import subprocess
import time

import httpx
import pytest

from motcua.cli import sandboxes
from motcua.cli.home import Home
from motcua.counters import actions
from motcua.counters.models import Scan
from motcua.counters.tasks import mail
from motcua.demo.scanner import SCANNER
from tests.counters.conftest import Office
from tests.counters.test_scans import blank, scanned

pytestmark = [pytest.mark.django_db, pytest.mark.enable_socket]


@pytest.fixture
def running(tmp_path, settings):
    """Run the mailbox and the mail server as the demo starts them; give the mailbox's address."""
    home = Home(tmp_path / "data")
    home.open()
    placed = sandboxes.place(home, "127.0.0.1", "localhost")
    told = sandboxes.environment(home, placed)
    settings.SCAN_MAIL = told["MOTCUA_SCAN_MAIL"]
    settings.SCAN_MAIL_CA = told["MOTCUA_SCAN_MAIL_CA"]
    beside = sandboxes.programs(home, placed, "http://localhost:1", None)
    started = [
        subprocess.Popen(one.command, env=dict(one.environment), stderr=subprocess.DEVNULL)
        for one in beside
        if one.name in {"mail", "imap"}
    ]
    yield placed.address("mail")
    for process in started:
        process.terminate()
        process.wait()


def _until(look):
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if look():
            return
        time.sleep(0.1)
    raise AssertionError("nothing within a minute")


def _answers(address):
    try:
        return httpx.get(f"{address}/healthz").status_code == 200
    except httpx.TransportError:
        return False


def test_a_scan_of_the_demos_scanner_is_at_its_counter(running, world):
    office = Office(world)
    actions.let_sender_in(
        actor=world.actor("administrator"), counter=office.one, address=SCANNER, now=office.now
    )
    _until(lambda: _answers(running))
    file = ("giay-to.pdf", scanned(blank("1")), "application/pdf")
    sent = httpx.post(f"{running}/scan", data={"sender": SCANNER}, files=[("files", file)])
    assert sent.status_code == 303

    def taken():
        mail()
        return Scan.objects.exists()

    _until(taken)
    assert Scan.objects.get().unit_id == office.unit.pk

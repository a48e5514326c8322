"""Card terminals at counters, their provider a sandbox of its own."""

from __future__ import annotations

import re

import pytest
from django.db import connection

from motcua.agencies.enums import Role
from motcua.kernel.actors import Actor, Power
from motcua.kernel.clock import system_now
from motcua.payments.actions import ask_terminal, cancel_terminal, charge_terminal
from motcua.payments.queries.providers import terminal
from tests.payments.bank import agency, order
from tests.sandbox.conftest import SECRET, open_bank

MACHINE = "Q01"


@pytest.fixture
def machines(tmp_path, live_server, settings):
    """The provider of terminals, whose merchant is this node, listening at its real address."""
    webhook = f"{live_server.url}/api/webhooks/terminal"
    process = open_bank(tmp_path, webhook, merchant="H26-POS", owner="")
    settings.TERMINAL_URL = f"http://127.0.0.1:{process.ports['bank']}"
    settings.TERMINAL_MERCHANT = "H26-POS"
    settings.TERMINAL_SECRET = SECRET.decode()
    yield process
    process.kill()
    connection.close()


@pytest.fixture
def bill(machines):
    """An order that the provider of the machines may be asked about."""
    del machines
    return order(now=system_now())


def cashier(number=1):
    """Give somebody who takes money at the counters of the agency."""
    return Actor("official", official_id=number, powers=(Power(Role.RECEPTIONIST, agency().pk),))


def charge(bill, name=MACHINE, now=None):
    now = now or system_now()
    return charge_terminal(
        actor=cashier(), order_id=bill.pk, terminal=name, provider=terminal(), now=now
    )


def ask(bill, now=None):
    now = now or system_now()
    return ask_terminal(actor=cashier(), order_id=bill.pk, provider=terminal(), now=now)


def withdraw(bill):
    by = {"actor": cashier(), "order_id": bill.pk}
    return cancel_terminal(**by, provider=terminal(), now=system_now())


def press(machines, choice):
    """Do at the machine what its operator's page offers, for the one charge that waits there."""
    page = machines.web.get("/terminals").text
    [address] = re.findall(rf'action="(/terminals/[^"]+/{choice})"', page)
    assert machines.web.post(address).status_code == 303

"""Cash and cards at one counter, the machine a real process: a debt is paid once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.urls import reverse

from motcua.agencies.actions.counters import open_counter, place_terminal
from motcua.agencies.models import Unit
from motcua.counters.actions import open_shift
from motcua.dossiers.enums import FeeState
from motcua.dossiers.models import Dossier
from motcua.kernel.actors import SYSTEM
from motcua.kernel.clock import system_now
from motcua.payments.models import LedgerEntry
from motcua.payments.queries import ledger_balance, orders_of
from tests.cast import RESIDENCE
from tests.desk.conftest import ALONE, Desk
from tests.identity.doors import signed_in
from tests.payments.machines import machines, press
from tests.sandbox.conftest import wait_for

__all__ = ["machines"]
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def clerk(world, machines, settings):
    """Somebody who sits at a counter with a machine."""
    del machines
    for name, value in ALONE.items():
        setattr(settings, name, value)
    now = world.now = system_now()
    unit = Unit.objects.get(agency=world.ward, code="MC")
    counter = open_counter(actor=SYSTEM, unit=unit, code="9", name="Quầy 9", now=now)
    place_terminal(actor=SYSTEM, counter=counter, terminal="Q09", now=now)
    open_shift(actor=world.actor("receptionist"), counter_id=counter.pk, now=now)
    return Desk(signed_in(world.accounts["receptionist"]))


@pytest.fixture
def bill(world, clerk):
    """A fee of something that was filed online."""
    del clerk
    dossier = world.file(RESIDENCE, fixed={"fee_group": "none"})
    world.settle()
    [order] = orders_of("dossier", dossier.pk)
    return order


def do(desk, act, bill):
    address = reverse("desk:till-act", urlconf=ALONE["DESK_URLCONF"])
    desk.response = desk.client.post(address, {"act": act, "id": bill.public_id})
    return desk.follow()


def lying():
    """Give the đồng by kind of place where money lies."""
    assert ledger_balance() == 0
    rows = LedgerEntry.objects.filter(account__kind__in=["clearing", "drawer"])
    found = {}
    for kind, amount in rows.values_list("account__kind", "amount"):
        found[kind] = found.get(kind, 0) + amount
    return found


def test_a_card_at_the_counter_from_the_button_to_the_dossier(world, clerk, bill, machines):
    assert "Đã gửi số tiền tới máy Q09" in do(clerk, "card", bill).words("//body")
    assert "Máy Q09 đang hỏi" in clerk.text
    assert "Máy quẹt thẻ đang hỏi khoản này" in do(clerk, "cash", bill).words("//body")
    press(machines, "decline")
    wait_for(lambda: bill.attempts.get().refusal)
    assert "thẻ bị từ chối" in do(clerk, "card", bill).text
    assert "Máy báo chưa trả" in do(clerk, "ask", bill).words("//body")
    press(machines, "lose")
    assert "Khoản này đã thu đủ" in do(clerk, "ask", bill).words("//body")
    assert f"mã chuẩn chi {bill.attempts.latest('pk').approval}" in clerk.text
    assert lying() == {"clearing": bill.amount}
    world.settle(world.now)
    assert Dossier.objects.get(pk=bill.subject_id).fee_state == FeeState.PAID


def test_a_machine_that_is_told_to_stop_lets_cash_be_taken(clerk, bill, machines):
    do(clerk, "card", bill)
    do(clerk, "withdraw", bill)
    assert "Đã ghi nhận tiền mặt" in do(clerk, "cash", bill).words("//body")
    assert lying() == {"drawer": bill.amount}
    assert "Q09" not in machines.web.get("/terminals").text


def test_cash_and_card_pressed_at_once_take_the_money_once(world, clerk, bill, machines):
    together = Barrier(6)
    desks = [Desk(signed_in(world.accounts["receptionist"])) for _number in range(2)]

    def go(place):
        try:
            together.wait(60)
            address = reverse("desk:till-act", urlconf=ALONE["DESK_URLCONF"])
            act = ("cash", "card", "ask")[place % 3]
            desks[place % 2].client.post(address, {"act": act, "id": bill.public_id})
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(go, range(6)))
    if "Q09" in machines.web.get("/terminals").text:
        press(machines, "approve")
        wait_for(lambda: lying().get("clearing"))
    assert sum(lying().values()) == bill.amount
    bill.refresh_from_db()
    assert (bill.state, bill.received) == ("paid", bill.amount)

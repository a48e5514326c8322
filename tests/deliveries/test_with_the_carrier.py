"""Parcels at a real sandbox carrier: quoted, handed over, moved, told by webhook and by asking."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from django.db import connection

from motcua.deliveries.actions import book_parcel, cancel_parcel, watch_parcels
from motcua.deliveries.errors import CarrierDown, CarrierRefused
from motcua.deliveries.models import Parcel, TrackingEvent
from motcua.deliveries.queries import SILENT_FOR, carrier as carrier_of_node
from motcua.deliveries.tasks import call_off
from motcua.kernel.actors import SYSTEM
from tests.cast import NOW
from tests.deliveries.conftest import SECRET, parcel
from tests.sandbox.conftest import Process, wait_for

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("tariff")]


@pytest.fixture
def carrier(tmp_path, live_server, settings):
    """A carrier whose sender is this node, listening at its real address."""
    (tmp_path / "secret").write_bytes(SECRET)
    process = Process(
        "carrier",
        tmp_path,
        *("--sender", f"H26:secret:{live_server.url}/api/webhooks/carrier"),
        *("--retry-base", "0.05", "--retry-cap", "0.2"),
    )
    settings.CARRIER_URL = f"http://127.0.0.1:{process.ports['carrier']}"
    yield process
    process.kill()
    connection.close()


def book(made):
    return book_parcel(actor=SYSTEM, parcel_id=made.pk, carrier=carrier_of_node(), now=NOW)


def move(process, one, *kinds):
    for kind in kinds:
        form = {"move": kind, "place": "Bưu cục Ba Đình"}
        answer = process.web.post(f"/parcels/{one.number}/move", data=form)
        assert answer.status_code == 303, answer.text


def turn(process, **dial):
    assert process.web.post("/faults", json=dial).status_code == 200


def stands(one, state):
    one.refresh_from_db()
    return one.state == state


def test_a_parcel_is_carried_and_each_move_is_told(carrier):
    quote = carrier_of_node().quote(origin="01001", target="01002", grams=250)
    assert (quote.amount, quote.days) == (18_000, 2)
    one = book(parcel())
    assert one.number.startswith("TN")
    move(carrier, one, "picked_up", "in_transit")
    wait_for(lambda: stands(one, "in-transit"))
    move(carrier, one, "delivered")
    wait_for(lambda: stands(one, "delivered"))
    assert TrackingEvent.objects.filter(heard="unmatched").count() == 0


def test_doubled_shuffled_forged_and_stale_news_lead_to_the_same_end(carrier):
    one = book(parcel())
    turn(carrier, duplicate=2, reorder=3, forged=1)
    move(carrier, one, "picked_up", "in_transit", "delivered")
    wait_for(lambda: stands(one, "delivered"))
    turn(carrier, reset=True)
    wait_for(lambda: TrackingEvent.objects.count() == 3)


def test_what_no_message_told_is_found_by_asking(carrier):
    one = book(parcel())
    turn(carrier, drop=1)
    move(carrier, one, "picked_up", "lost")
    watch_parcels(carrier=carrier_of_node(), now=NOW + SILENT_FOR * 2)
    assert stands(one, "lost")


def test_a_carrier_that_was_down_is_told_later_and_once(carrier):
    made = parcel()
    turn(carrier, down=1)
    with pytest.raises(CarrierDown):
        book(made)
    watch_parcels(carrier=carrier_of_node(), now=NOW + SILENT_FOR)
    turn(carrier, reset=True)
    for _ in range(2):
        watch_parcels(carrier=carrier_of_node(), now=NOW + SILENT_FOR)
    assert Parcel.objects.get().state == "booked"
    assert carrier.web.get("/").text.count("/parcels/TN") == 1


def test_a_parcel_called_off_is_called_off_at_the_carrier_too(carrier):
    one = book(parcel())
    cancel_parcel(actor=SYSTEM, parcel_id=one.pk, now=NOW)
    call_off(parcel_id=one.pk)
    call_off(parcel_id=one.pk)
    assert "đã hủy" in carrier.web.get(f"/parcels/{one.number}").text
    other = book(parcel(key="dossier:2:result:1"))
    move(carrier, other, "picked_up")
    with pytest.raises(CarrierRefused):
        carrier_of_node().cancel(other.reference)


def test_a_killed_carrier_goes_on_where_it_stopped(carrier):
    one = book(parcel())
    carrier.kill()
    carrier.start()
    move(carrier, one, "picked_up")
    wait_for(lambda: stands(one, "in-transit"))


def test_parcels_wait_while_the_carrier_is_killed_again_and_again_and_each_goes_out_once(carrier):
    made = [parcel(key=f"dossier:{number}:result:1") for number in range(20)]
    stop = Event()

    def watch():
        try:
            while not stop.is_set():
                watch_parcels(carrier=carrier_of_node(), now=NOW + SILENT_FOR)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as workers:
        watching = [workers.submit(watch) for _ in range(2)]
        try:
            for _time in range(4):
                time.sleep(0.2)
                carrier.kill()
                time.sleep(0.1)
                carrier.start()
            wait_for(lambda: not Parcel.objects.exclude(state="booked").exists())
        finally:
            stop.set()
        for one in watching:
            one.result()
    numbers = set(Parcel.objects.values_list("number", flat=True))
    assert len(numbers) == len(made)
    told = carrier.web.get("/").text
    assert {number for number in numbers if told.count(f"/parcels/{number}") == 1} == numbers
    assert told.count("/parcels/TN") == len(made)


def test_the_carriers_pages_show_no_move_that_does_not_follow(carrier):
    one = book(parcel())
    page = carrier.web.get(f"/parcels/{one.number}", headers={"Accept": "text/html"})
    assert 'value="picked_up"' in page.text
    assert 'value="delivered"' not in page.text
    answer = carrier.web.post(f"/parcels/{one.number}/move", data={"move": "delivered"})
    assert answer.status_code == 409

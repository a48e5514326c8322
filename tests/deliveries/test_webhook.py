"""The carrier's word is checked before it is read, and stored before it is answered."""

from __future__ import annotations

import pytest

from motcua.deliveries.actions import book_parcel
from motcua.deliveries.models import TrackingEvent
from motcua.kernel.actors import SYSTEM
from tests.cast import NOW
from tests.deliveries.conftest import SECRET, Willing, parcel, post, stale, told
from tests.payments.bank import signature

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tariff")]


@pytest.fixture
def one():
    return book_parcel(actor=SYSTEM, parcel_id=parcel().pk, carrier=Willing(), now=NOW)


def state(of):
    of.refresh_from_db()
    return of.state


def test_a_right_word_moves_the_parcel(world, one):
    answer = post(told(one))
    assert (answer.status_code, answer.json()) == (200, {"outcome": "applied"})
    assert state(one) == "in-transit"
    assert TrackingEvent.objects.get().place == "Bưu cục Ba Đình"


def test_a_replay_is_answered_and_changes_nothing(one):
    body = told(one, "parcel.delivered")
    assert [post(body).status_code for _ in range(3)] == [200] * 3
    assert TrackingEvent.objects.count() == 1


@pytest.mark.parametrize(
    "header",
    [
        lambda _body: "",
        lambda _body: "t=1,v1=00",
        lambda body: signature(body, secret=b"another-secret-that-nobody-told-us-of"),
        lambda body: signature(body + b" ", secret=SECRET),
        stale,
        lambda body: stale(body, -400),
    ],
)
def test_a_word_that_is_not_the_carriers_changes_nothing(one, header):
    body = told(one, "parcel.lost")
    assert post(body, header(body)).status_code == 401
    assert state(one) == "booked"
    assert not TrackingEvent.objects.exists()


@pytest.mark.parametrize(
    "changes",
    [
        {"sender": "H27"},
        {"sender": None},
        {"id": None},
        {"id": 7},
        {"at": "yesterday"},
        {"at": "2026-11-20T15:00:05"},
        {"at": "9999-12-31T23:59:59-14:00"},
        {"at": "0001-01-01T00:00:00+14:00"},
        {"event": "x" * 81},
        {"place": {}},
        {"place": "Hà Nội\0"},
        {"reference": None},
    ],
)
def test_a_signed_word_of_another_shape_is_refused(one, changes):
    if "reference" in changes:
        body = told("").replace(b'"reference": "", ', b"")
    else:
        body = told(one, **changes)
    assert post(body).status_code == 400
    assert state(one) == "booked"


def test_bytes_that_are_no_json_or_say_a_thing_twice_are_refused(one):
    twice = told(one)[:-1] + b', "event": "parcel.lost"}'
    for body in (b"", b"{", b"[]", b"\xff", twice, b"[" * 5000):
        assert post(body).status_code == 400
    assert post(b" " * 70_000).status_code == 413
    assert state(one) == "booked"


def test_a_word_about_a_parcel_nobody_sent_is_stored_and_moves_nothing(one):
    assert post(told("BP2222222222")).json() == {"outcome": "unmatched"}
    assert post(told(one, "parcel.sorted")).json() == {"outcome": "noted"}
    assert state(one) == "booked"


def test_where_there_is_no_carrier_the_webhook_says_so(one, settings):
    settings.CARRIER_URL = ""
    assert post(told(one)).status_code == 503

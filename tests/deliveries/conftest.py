"""A node that sends by a carrier, a tariff, and parcels."""

from __future__ import annotations

import json
import time
from itertools import count

import pytest
from django.test import Client

from motcua.agencies.actions import seed_calendar
from motcua.deliveries.actions import ParcelFacts, RateFacts, publish_rate, request_parcel
from motcua.deliveries.base import Address, Booking, Word
from motcua.deliveries.enums import Contents, Direction
from motcua.kernel.actors import SYSTEM
from tests.cast import NOW, SINCE
from tests.payments.bank import agency, signature

SECRET = b"the-secret-both-sides-of-the-tests-know"
DOOR = Address("Nguyễn Thị An", "0912345678", "Số 1 phố Hoa Sữa", "01002")
_numbers = count(1)


@pytest.fixture(autouse=True)
def _sender(settings):
    settings.CARRIER_URL = "http://127.0.0.1:1"
    settings.CARRIER_SENDER = "H26"
    settings.CARRIER_SECRET = SECRET.decode()


@pytest.fixture
def tariff(db):
    seed_calendar()
    return tariff_rows()


def tariff_rows():
    """Let the post cost 18,000 đồng within the province and 30,000 beyond."""
    return [
        publish_rate(
            actor=SYSTEM,
            facts=RateFacts(direction, reach, 500, amount, days, 10, "Bảng cước thử", True),
            valid_from=SINCE,
            now=NOW,
        )
        for direction in Direction
        for reach, amount, days in (("province", 18_000, 2), ("country", 30_000, 4))
    ]


def facts(key="dossier:1:result:1", *, direction=Direction.DELIVER, contents=Contents.RESULT):
    return ParcelFacts(
        key=key,
        agency_id=agency().pk,
        subject_kind="test",
        subject_id=1,
        direction=direction,
        contents=contents,
        office="01001",
        address=DOOR,
    )


def parcel(**changes):
    return request_parcel(actor=SYSTEM, facts=facts(**changes), now=NOW)


class Willing:
    """A carrier that takes everything; only its wire is left out, which has tests of its own."""

    name = "post"

    def __init__(self):
        self.wishes = []

    def create(self, wish):
        self.wishes.append(wish)
        return Booking("TN000000001VN")


def word(kind, of, *, minute=0, event=""):
    number = next(_numbers)
    at = NOW.replace(minute=minute)
    return Word(event or f"evt_{number}", kind, f"parcel.{kind}", of.reference, at, "Bưu cục")


def told(of, event="parcel.in_transit", **changes):
    """Give the body of a webhook; a field set to None is left out."""
    fields = {
        "id": f"evt_{next(_numbers):032}",
        "event": event,
        "at": "2026-11-20T15:00:05+07:00",
        "sender": "H26",
        "parcel": "TN000000001VN",
        "reference": of if isinstance(of, str) else of.reference,
        "place": "Bưu cục Ba Đình",
    } | changes
    kept = {name: value for name, value in fields.items() if value is not None}
    return json.dumps(kept, ensure_ascii=False).encode()


def post(body, header=None):
    """Post raw bytes to the webhook as the carrier does."""
    signed = header if header is not None else signature(body, secret=SECRET)
    client = Client(SERVER_NAME="localhost", raise_request_exception=False)
    return client.post(
        "/api/webhooks/carrier",
        data=body,
        content_type="application/json",
        headers={"X-Signature": signed} if signed else {},
    )


def stale(body, seconds=400):
    return signature(body, secret=SECRET, moment=str(int(time.time()) - seconds))

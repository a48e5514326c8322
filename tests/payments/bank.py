"""A bank's side of the wire, as the sandbox's page documents it, and orders to pay."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from datetime import timedelta
from itertools import count

from django.test import Client

from motcua.agencies.actions import register_agency
from motcua.agencies.actions.structure import AgencyFacts
from motcua.agencies.models import Agency
from motcua.kernel.actors import SYSTEM
from motcua.payments.actions import OrderFacts, OrderLine, open_order, start_redirect
from motcua.payments.base import Word
from motcua.payments.providers.gateway import HmacGateway
from tests.cast import NOW, SINCE

SECRET = b"the-secret-both-sides-of-the-tests-know"
GATEWAY = HmacGateway("http://127.0.0.1:1", "H26", SECRET)
AMOUNT = 20_000
_numbers = count(1)


def agency():
    found = Agency.objects.filter(code="H26.101").first()
    return found or register_agency(
        actor=SYSTEM,
        facts=AgencyFacts("H26.101", "commune", "Phường Thử"),
        now=NOW,
        valid_from=SINCE,
    )


def order(
    key="dossier:1:at-filing", amount=AMOUNT, now=NOW, *, procedure="1.004222", channel="online"
):
    facts = OrderFacts(
        key=key,
        agency_id=agency().pk,
        subject_kind="test",
        subject_id=1,
        procedure=procedure,
        channel=channel,
        description="Lệ phí đăng ký thường trú",
        lines=(OrderLine("fee", {"vi": "Lệ phí"}, amount),),
        expires_at=now + timedelta(days=10),
    )
    return open_order(actor=SYSTEM, facts=facts, now=now)


def attempt(of, now=NOW):
    start_redirect(
        actor=SYSTEM,
        order_id=of.pk,
        gateway=GATEWAY,
        return_url="http://localhost:8000/pay/return",
        language="vi",
        now=now,
    )
    return of.attempts.latest("id").reference


def word(kind, reference, amount=AMOUNT, *, event="", transaction=None):
    number = next(_numbers)
    moves = kind in {"paid", "received"}
    moved = f"FT{number:014}" if transaction is None else transaction
    name = "transfer.received" if kind == "received" else f"payment.{kind}"
    return Word(event or f"evt_{number}", kind, name, reference, amount, moved if moves else "")


def told(event="payment.paid", **changes):
    """Give the body of a webhook; a field set to None is left out."""
    number = next(_numbers)
    fields = {
        "id": f"evt_{number:032}",
        "event": event,
        "at": "2026-11-20T15:00:05+07:00",
        "merchant": "H26",
        "order": "P-000001",
        "amount": AMOUNT,
        "currency": "VND",
        "transaction": f"FT261120{number:08}",
        "description": "Lệ phí",
    } | changes
    kept = {name: value for name, value in fields.items() if value is not None}
    return json.dumps(kept, ensure_ascii=False).encode()


def signature(body, *, secret=SECRET, moment=None):
    moment = str(int(time.time())) if moment is None else moment
    digest = hmac.new(secret, moment.encode() + b"." + body, hashlib.sha256).hexdigest()
    return f"t={moment},v1={digest}"


def post(body, header=None):
    """Post raw bytes to the webhook as the bank does."""
    headers = {} if header == "" else {"X-Signature": header or signature(body)}
    client = Client(SERVER_NAME="localhost", raise_request_exception=False)
    return client.post(
        "/api/webhooks/bank", data=body, content_type="application/json", headers=headers
    )

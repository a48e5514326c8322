"""Text messages of liars: what the gateway did not sign, and what no text can be."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.test import Client

from motcua.kernel.clock import system_now
from motcua.kernel.signed_bodies import sign
from motcua.texting.models import IncomingText

pytestmark = pytest.mark.django_db(transaction=True)
SECRET = "what-the-gateway-proves-itself-by-0000"
TOLD = {"id": "evt_1", "event": "message.received", "from": "0912345678", "text": "TC 1"}


@pytest.fixture(autouse=True)
def _gateway(settings):
    settings.SMS_URL, settings.SMS_SECRET, settings.SMS_TOKEN = "http://127.0.0.1:1", SECRET, "t"


def post(body, signature=None, *, moment=None):
    signed = sign(body, SECRET.encode(), now=moment or system_now())
    client = Client(SERVER_NAME="localhost", raise_request_exception=False)
    return client.post(
        "/api/webhooks/text",
        body,
        content_type="application/json",
        headers={"X-Signature": signed if signature is None else signature},
    ).status_code


def told(**changes):
    return json.dumps(TOLD | changes).encode()


def test_half_an_emoji_is_taken_in_like_any_text():
    assert post(told(text="NT MC\ud83d")) == 200
    assert IncomingText.objects.get().body == "NT MC?"


def test_what_the_gateway_did_not_sign_now_is_not_taken_in():
    body = told()
    late = sign(body, SECRET.encode(), now=system_now() - timedelta(minutes=6))
    other = sign(body, b"x" * 40, now=system_now())
    assert {
        post(body, one) for one in ("", late, other, sign(b"{}", SECRET.encode(), now=system_now()))
    } == {401}
    assert not IncomingText.objects.exists()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b'{"id": "a", "id": "b"}',
        b"[" * 10_000,
        told(id=""),
        told(id="\n"),
        told(id=1),
        told(**{"from": "VIETTEL"}),
        told(**{"from": "+84" + "9" * 40}),
        told(**{"from": ["0912345678"]}),
        told(text=None),
        b"\xff" + told(),
    ],
)
def test_what_no_gateway_says_is_refused_and_kept_nowhere(body):
    assert post(body) in {400, 413, 422}
    assert not IncomingText.objects.exists()


def test_the_same_message_told_again_under_a_fresh_signature_is_one():
    body = told()
    assert {post(body, moment=system_now() - timedelta(seconds=n)) for n in range(3)} == {200}
    assert IncomingText.objects.count() == 1

"""The bank's webhook: only what the bank signed is believed, and nothing breaks it."""

from __future__ import annotations

import time

import pytest
from django.test import Client

from motcua.payments.enums import OrderState
from motcua.payments.models import LedgerTransaction, Order, ProviderEvent
from motcua.payments.queries import ledger_balance
from tests.payments.bank import AMOUNT, attempt, order, post, signature, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def bill():
    return order()


def unchanged(bill):
    fresh = Order.objects.get(pk=bill.pk)
    nothing_stored = not ProviderEvent.objects.exists() and not LedgerTransaction.objects.exists()
    return fresh.state == OrderState.OPEN and not fresh.received and nothing_stored


def test_what_the_bank_signed_pays_the_order(bill):
    body = told(order=attempt(bill))
    answer = post(body)
    assert (answer.status_code, answer.json()) == (200, {"outcome": "applied"})
    assert Order.objects.get(pk=bill.pk).state == OrderState.PAID
    assert ProviderEvent.objects.get().body.encode() == body


def test_the_same_event_again_is_answered_and_changes_nothing(bill):
    body = told(order=attempt(bill))
    assert {post(body).status_code for _ in range(3)} == {200}
    assert LedgerTransaction.objects.count() == ProviderEvent.objects.count() == 1


def late(seconds):
    return lambda body: signature(body, moment=str(int(time.time()) + seconds))


@pytest.mark.parametrize(
    "sign",
    [
        lambda _: "",
        lambda body: signature(body, secret=b"another-secret-of-the-same-length-000000"),
        late(-400),
        late(400),
        lambda body: signature(body + b" "),
        lambda body: signature(body).replace("v1", "v0"),
        lambda body: signature(body).upper(),
        lambda body: signature(body) + ",v1=" + "0" * 64,
        lambda body: signature(body) + "\n",
        lambda body: signature(body, moment="9" * 12),
        lambda body: signature(body, moment="1" * 400),
        lambda _: "t=²³,v1=" + "0" * 64,
        lambda _: "t=1,v1=",
        lambda _: "x" * 100_000,
    ],
)
def test_what_the_bank_did_not_sign_is_refused_and_changes_nothing(bill, sign):
    body = told(order=attempt(bill))
    answer = post(body, sign(body))
    assert answer.status_code == 401
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] == "payments.signature_wrong"
    assert unchanged(bill)


MALFORMED = [
    b"",
    b"{",
    b"[]",
    b"null",
    b"1e999",
    b'"payment.paid"',
    b"\xff\xfe",
    b"\xef\xbb\xbf{}",
    b"{}",
    b'{"id": "a", "id": "b"}',
    told().replace(b'"amount"', b'"amount": 1, "amount"', 1),
    told().replace(b"20000", b"NaN"),
    told().replace(b"20000", b"9" * 5000),
    told(id="\0"),
    told(event="a" * 3),
    b"[" * 30_000,
    b'{"a":' * 9_000,
    told().decode().encode("utf-16"),
    told(nested={"order": {"order": 1}}, order=None),
]


@pytest.mark.parametrize("body", MALFORMED)
def test_a_signed_message_that_cannot_be_read_is_refused_and_changes_nothing(bill, body):
    answer = post(body)
    # An event of a kind we do not know is taken note of; everything else is malformed.
    assert answer.status_code in {200, 400}
    assert Order.objects.get(pk=bill.pk).state == OrderState.OPEN
    assert not LedgerTransaction.objects.exists()


def test_a_huge_body_is_refused_unread(bill):
    assert post(b" " * 70_000 + told()).status_code == 413
    assert post(b" " * 3_000_000).status_code == 413
    assert unchanged(bill)


@pytest.mark.parametrize("length", ["abc", "-1", ""])
def test_a_lying_length_breaks_nothing(bill, length):
    client = Client(SERVER_NAME="localhost", raise_request_exception=False)
    answer = client.generic(
        "POST", "/api/webhooks/bank", told(), CONTENT_LENGTH=length, HTTP_X_SIGNATURE="t=1,v1=0"
    )
    assert 400 <= answer.status_code < 500
    assert unchanged(bill)


@pytest.mark.parametrize("method", ["get", "put", "delete", "options"])
def test_only_posts_are_answered(method):
    client = Client(SERVER_NAME="localhost")
    assert getattr(client, method)("/api/webhooks/bank").status_code == 405


def test_an_unknown_order_is_kept_apart_and_still_stored(bill):
    answer = post(told(order="P-unknown"))
    assert (answer.status_code, answer.json()) == (200, {"outcome": "unmatched"})
    assert ProviderEvent.objects.get().amount == AMOUNT
    assert ledger_balance() == 0


def test_a_wrong_amount_rightly_signed_settles_nothing(bill):
    answer = post(told(order=attempt(bill), amount=AMOUNT - 1))
    assert answer.json() == {"outcome": "unmatched"}
    fresh = Order.objects.get(pk=bill.pk)
    assert (fresh.state, fresh.received) == (OrderState.OPEN, 0)
    assert ledger_balance() == 0


def test_a_transfer_pays_by_its_content(bill):
    body = told("transfer.received", order=None, content=f"nop phi {bill.reference}")
    assert post(body).json() == {"outcome": "applied"}


@pytest.mark.parametrize("content", ["\0", "\ud800", "MC" * 50_0, "\u202e" * 100])
def test_odd_contents_of_transfers_are_booked_all_the_same(bill, content):
    body = told("transfer.received", order=None, content="X").replace(
        b'"X"', ascii(content).replace("'", '"').replace("\\x", "\\u00").encode()
    )
    assert post(body).json() == {"outcome": "unmatched"}
    assert LedgerTransaction.objects.count() == 1


def test_events_out_of_scope_are_stored_and_move_nothing(bill):
    assert post(told("something.new")).json() == {"outcome": "noted"}
    assert not LedgerTransaction.objects.exists()
    assert ProviderEvent.objects.get().kind == "something.new"


@pytest.mark.parametrize(
    ("event", "of"), [("payment.charged_back", {}), ("refund.done", {"refund": "R-1"})]
)
def test_money_that_left_is_taken_in_only_with_what_it_undoes(bill, event, of):
    body = told(order=attempt(bill), transaction="FT1")
    assert post(body).json() == {"outcome": "applied"}
    assert post(told(event, **of)).status_code == 400
    assert post(told(event, original="FT1", **of)).json() == {"outcome": "applied"}
    assert ledger_balance() == 0


def test_a_node_without_a_bank_answers_that_it_takes_no_payments(settings):
    settings.BANK_URL = ""
    assert post(told()).status_code == 503

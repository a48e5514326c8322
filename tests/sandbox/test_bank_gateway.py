"""The redirect gateway: paying, cancelling, expiring, and what it refuses."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode

import pytest

from motcua_sandbox import wire
from tests.sandbox.conftest import RETURN, SECRET, wait_for


def test_a_payment_comes_back_to_the_payer_and_to_the_server(shared_bank, shared_platform):
    back = shared_bank.pay("P-paid")
    assert (back["command"], back["status"], back["amount"]) == ("return", "paid", "20000")

    (event,) = wait_for(lambda: shared_platform.taken(order="P-paid"))
    assert event.is_signed
    assert event.json["event"] == "payment.paid"
    assert event.json["id"] == event.event_id
    assert (event.json["amount"], event.json["transaction"]) == (20000, back["transaction"])

    said = shared_bank.call("/api/query", order="P-paid").json()
    assert (said["state"], said["paid"], said["transaction"]) == (
        "paid",
        20000,
        back["transaction"],
    )


def test_a_webhook_is_sent_again_until_it_is_taken(bank, platform):
    platform.answers = [500, 503, 302, 404]
    bank.pay("P-again")
    wait_for(lambda: platform.taken(order="P-again"))
    assert [one.status for one in platform.received] == [500, 503, 302, 404, 200]
    assert len({one.event_id for one in platform.received}) == 1
    assert all(one.is_signed for one in platform.received)
    time.sleep(0.5)
    assert len(platform.received) == 5


def test_a_cancelled_order_moves_no_money_and_stays_cancelled(shared_bank, shared_platform):
    page = shared_bank.open("P-cancelled")
    assert shared_bank.finish(page, "cancel")["status"] == "cancelled"
    late = shared_bank.finish(page, "pay")
    assert late["status"] == "cancelled"
    assert "transaction" not in late
    (event,) = wait_for(lambda: shared_platform.taken(order="P-cancelled"))
    assert event.json["event"] == "payment.cancelled"
    assert "transaction" not in event.json
    said = shared_bank.call("/api/query", order="P-cancelled").json()
    assert (said["state"], said["paid"], said["paid_at"]) == ("cancelled", 0, None)


def test_paying_and_cancelling_at_once_ends_in_one_state(shared_bank, shared_platform):
    page = shared_bank.open("P-race")
    with ThreadPoolExecutor(20) as pool:
        backs = list(pool.map(lambda c: shared_bank.finish(page, c), ["pay", "cancel"] * 10))
    assert len({back["status"] for back in backs}) == 1
    wait_for(lambda: shared_platform.taken(order="P-race"))
    time.sleep(0.3)
    assert len(shared_platform.taken(order="P-race")) == 1


def test_an_order_expires_by_itself(shared_bank, shared_platform):
    page = shared_bank.open("P-late", expires_at=str(int(time.time()) + 3))
    (event,) = wait_for(lambda: shared_platform.taken(order="P-late"))
    assert event.json["event"] == "payment.expired"
    assert shared_bank.finish(page, "pay")["status"] == "expired"
    assert "đã hết hạn" in shared_bank.web.get(page).text


def test_an_order_nobody_has_seen_is_unknown(shared_bank):
    answer = shared_bank.call("/api/query", order="P-never")
    assert answer.json() == {"order": "P-never", "state": "unknown"}


def test_the_same_request_opens_the_same_order(shared_bank):
    fields = {"expires_at": str(int(time.time()) + 600)}
    assert shared_bank.open("P-same", **fields) == shared_bank.open("P-same", **fields)
    assert shared_bank.enter("P-same", amount="30000", **fields).status_code == 409


@pytest.mark.parametrize(
    "changes",
    [
        {"merchant": "H99"},
        {"amount": "0"},
        {"amount": "020000"},
        {"amount": "20000.5"},
        {"amount": "-1"},
        {"amount": "٢٠"},
        {"currency": "USD"},
        {"order": "a b"},
        {"order": ""},
        {"description": "x" * 201},
        {"description": "a\nb"},
        {"locale": "fr"},
        {"extra": "1"},
        {"return_url": "http://localhost:9/thanh-toann/ve"},
        {"return_url": "http://localhost:9/thanh-toan/../khac"},
        {"return_url": "http://localhost:9/thanh-toan/ve?x=1"},
        {"return_url": "http://localhost:9/thanh-toan/%2e%2e/khac"},
        {"return_url": "http://localhost:9@evil.example/thanh-toan/ve"},
        {"return_url": "http://localhost:99/thanh-toan/ve"},
        {"return_url": "https://localhost:9/thanh-toan/ve"},
        {"return_url": "http://localhost:9\\@evil.example/thanh-toan/"},
        {"return_url": "//localhost:9/thanh-toan/ve"},
        {"return_url": "javascript:alert(1)"},
    ],
)
def test_a_request_that_is_not_right_is_refused(shared_bank, changes):
    answer = shared_bank.enter("P-bad", **changes)
    assert answer.status_code == 400
    assert shared_bank.call("/api/query", order="P-bad").json()["state"] == "unknown"


def test_a_changed_or_doubled_field_is_refused(shared_bank):
    fields = shared_bank.pay_fields("P-forged")
    cheaper = urlencode(fields | {"amount": "1"})
    assert shared_bank.web.get(f"/pay?{cheaper}").status_code == 400
    assert shared_bank.web.get(f"/pay?{urlencode(fields)}&amount=1").status_code == 400
    assert shared_bank.web.get("/pay").status_code == 400


def test_the_return_path_may_be_the_prefix_itself(shared_bank):
    assert shared_bank.enter("P-prefix", return_url=RETURN).status_code == 303
    assert shared_bank.enter("P-prefix-2", return_url=RETURN.rstrip("/")).status_code == 303


def test_names_and_descriptions_are_text_not_html(shared_bank):
    page = shared_bank.open("P-script", description="<script>alert(1)</script>")
    text = shared_bank.web.get(page).text
    assert "<script" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert "<b>HA NOI</b>" not in shared_bank.web.get("/").text


def test_the_pay_page_may_only_post_home_and_to_the_merchant(shared_bank):
    policy = shared_bank.web.get(shared_bank.open("P-csp")).headers["content-security-policy"]
    assert "form-action 'self' http://localhost:9;" in policy
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_the_pay_page_speaks_the_language_asked_for(shared_bank):
    answer = shared_bank.enter("P-en", locale="en")
    page = shared_bank.web.get(answer.headers["location"])
    assert '<html lang="en">' in page.text
    assert "Pay 20.000 đ" in page.text
    assert "Trả 20.000 đ" in shared_bank.web.get(shared_bank.open("P-vi") + "?lang=vi").text


def test_another_sites_page_cannot_pay(shared_bank):
    page = shared_bank.open("P-csrf")
    for headers in ({"Origin": "http://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        assert shared_bank.web.post(f"{page}/pay", headers=headers).status_code == 403
    assert shared_bank.call("/api/query", order="P-csrf").json()["state"] == "pending"


def test_calls_with_a_wrong_signature_are_refused(shared_bank):
    answer = shared_bank.call("/api/query", secret=b"x" * 32, order="P-1")
    assert (answer.status_code, answer.json()["error"]) == (401, "bad_signature")
    body = b'{"order":"P-1","order":"P-2"}'
    header = wire.sign_body(body, SECRET, int(time.time()))
    headers = {"X-Merchant": "H26", "X-Signature": header}
    assert shared_bank.web.post("/api/query", content=body, headers=headers).status_code == 400
    assert shared_bank.web.post("/api/query", content=b"{}").status_code == 401

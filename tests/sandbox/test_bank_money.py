"""Transfers, refunds, chargebacks, and the statement that has the last word."""

from __future__ import annotations

import csv
import io
import json
import tempfile
from pathlib import Path
from urllib.parse import quote

import pytest

from motcua_sandbox import clock, vietqr
from tests.sandbox.conftest import RETURN, wait_for


def code(account="1012345678", amount="20000", content="MC P1 le phi", currency="704"):
    member = f"000697043601{len(account):02d}{account}"
    receiver = f"0010A00000072701{len(member):02d}{member}0208QRIBFTTA"
    text = f"00020101021238{len(receiver):02d}{receiver}5303{currency}"
    text += (
        f"54{len(amount):02d}{amount}5802VN62{len(content) + 4:02d}08{len(content):02d}{content}"
    )
    return f"{text}6304{vietqr.crc(text + '6304')}"


def statement(bank, **query):
    answer = bank.web.get("/statement.csv", params=query)
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.text)))


def test_a_scanned_code_fills_the_app_in_and_one_button_pays(bank, platform):
    page = bank.web.get(f"/app?qr={quote(code())}").text
    for value in ("970436", "1012345678", "20000", "MC P1 le phi"):
        assert f'value="{value}"' in page
    assert "UBND &lt;b&gt;HA NOI&lt;/b&gt;" in page

    answer = bank.transfer(content="MC P1 le phi", token="one-form")
    receipt = bank.web.get(answer.headers["location"]).text
    assert "Đã chuyển" in receipt
    (event,) = wait_for(lambda: platform.taken(event="transfer.received"))
    assert event.is_signed
    wanted = {"account": "1012345678", "bank": "970436", "amount": 20000, "content": "MC P1 le phi"}
    assert wanted.items() <= event.json.items()
    assert event.json["transaction"] in receipt

    again = bank.transfer(content="MC P1 le phi", token="one-form")
    assert again.headers["location"] == answer.headers["location"]
    assert len(statement(bank)) == 1


def test_a_payer_is_led_back_to_the_page_of_the_payee_he_came_from_and_nowhere_else(bank):
    back = f"{RETURN}ho-so"
    page = bank.web.get("/app", params={"qr": code(), "back": back}).text
    assert f'name="back" value="{back}"' in page
    sent = bank.transfer(token="led-back", back=back)
    assert f'href="{back}"' in bank.web.get(sent.headers["location"]).text
    for astray in ("http://evil.example/", "javascript:alert(1)", "//evil.example"):
        sent = bank.transfer(token=f"astray-{len(astray)}", back=astray)
        receipt = bank.web.get(sent.headers["location"]).text
        assert "Đã chuyển" in receipt
        assert "evil" not in receipt.split("<main")[1]
        assert "javascript:" not in receipt.split("<main")[1]


@pytest.mark.parametrize(
    "payload",
    [code()[:-1] + "?", code(currency="840"), "", "<script>", "0" * 600, code() + "x"],
)
def test_a_code_that_is_not_right_is_refused_on_the_page(shared_bank, payload):
    answer = shared_bank.web.get("/app", params={"qr": payload})
    assert answer.status_code == 422
    assert "không đúng" in answer.text
    assert "<script" not in answer.text


@pytest.mark.parametrize(
    "form",
    [{"account": "404"}, {"amount": "0"}, {"amount": "1.5"}, {"amount": ""}, {"bank": "x' OR 1=1"}],
)
def test_a_transfer_that_cannot_be_made_says_so_and_keeps_what_was_typed(shared_bank, form):
    answer = shared_bank.transfer(content="giữ lại", **form)
    assert answer.status_code == 422
    assert 'value="giữ lại"' in answer.text
    assert all(line["kind"] != "transfer" for line in statement(shared_bank))


def test_the_operator_sends_any_amount_and_content_several_times(bank, platform):
    form = {"account": "970436/1012345678", "amount": "7", "content": "không rõ", "times": "3"}
    assert bank.web.post("/operate/transfer", data=form).status_code == 303
    wait_for(lambda: len(platform.taken(content="không rõ")) == 3)
    assert len({one.json["transaction"] for one in platform.received}) == 3


def test_a_refund_moves_once_however_often_it_is_asked_for(bank, platform):
    paid = bank.pay("P1")["transaction"]
    wish = {"refund": "R1", "transaction": paid, "amount": 5000, "reason": "nộp thừa"}
    first = bank.call("/api/refund", **wish)
    assert first.json()["state"] == "done"
    assert bank.call("/api/refund", **wish).json() == first.json()
    other = bank.call("/api/refund", **{**wish, "amount": 6000})
    assert (other.status_code, other.json()["error"]) == (422, "reused")
    (event,) = wait_for(lambda: platform.taken(event="refund.done"))
    assert (event.json["refund"], event.json["original"]) == ("R1", paid)
    assert (event.json["order"], event.json["amount"]) == ("P1", 5000)
    assert bank.call("/api/query", order="P1").json()["refunded"] == 5000
    assert bank.call("/api/query", transaction=paid).json()["refunded"] == 5000


def test_no_more_goes_back_than_came_in(bank):
    paid = bank.pay("P1")["transaction"]
    for number, amount, status in [(1, 15000, 200), (2, 5001, 409), (3, 5000, 200), (4, 1, 409)]:
        wish = {"refund": f"R{number}", "transaction": paid, "amount": amount}
        assert bank.call("/api/refund", **wish).status_code == status


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"transaction": "FT00000000000000"}, 404),
        ({"amount": 0}, 400),
        ({"amount": -5}, 400),
        ({"amount": 1.5}, 400),
        ({"amount": True}, 400),
        ({"amount": 10**30}, 409),
        ({"refund": "a b"}, 400),
        ({"reason": None}, 400),
        ({"more": 1}, 400),
    ],
)
def test_a_refund_that_is_not_right_moves_nothing(shared_bank, change, status):
    order = f"P-{hash(str(change))}"
    paid = shared_bank.pay(order)["transaction"]
    wish = {"refund": "R1", "transaction": paid, "amount": 1, "reason": ""} | change
    assert shared_bank.call("/api/refund", **wish).status_code == status
    assert shared_bank.call("/api/query", order=order).json()["refunded"] == 0


def test_a_transfer_can_be_sent_back_too(bank, platform):
    bank.transfer()
    (came,) = wait_for(lambda: platform.taken(event="transfer.received"))
    wish = {"refund": "R1", "transaction": came.json["transaction"], "amount": 20000}
    assert bank.call("/api/refund", **wish).status_code == 200
    (event,) = wait_for(lambda: platform.taken(event="refund.done"))
    assert "order" not in event.json


def test_a_chargeback_takes_what_is_left(bank, platform):
    paid = bank.pay("P1")["transaction"]
    bank.call("/api/refund", refund="R1", transaction=paid, amount=5000)
    answer = bank.web.post(f"/transactions/{paid}/charge-back", data={"reason": "khiếu nại"})
    assert answer.status_code == 303
    (event,) = wait_for(lambda: platform.taken(event="payment.charged_back"))
    assert (event.json["amount"], event.json["order"]) == (15000, "P1")
    assert bank.web.post(f"/transactions/{paid}/charge-back").status_code == 409
    assert bank.web.post("/transactions/FT1/charge-back").status_code == 404


def test_the_statement_lists_every_booking_of_the_day(bank):
    paid = bank.pay("P1")["transaction"]
    bank.transfer(amount="500", content="=1+1")
    bank.call("/api/refund", refund="R1", transaction=paid, amount=5000)
    lines = statement(bank)
    assert [(x["kind"], x["direction"], x["amount"]) for x in lines] == [
        ("payment", "credit", "20000"),
        ("transfer", "credit", "500"),
        ("refund", "debit", "5000"),
    ]
    assert lines[1]["content"] == "'=1+1"
    assert lines[2]["original"] == lines[0]["transaction"] == paid
    assert len(statement(bank, merchant="H26")) == 3
    assert statement(bank, merchant="H99") == []
    assert statement(bank, day="2020-01-01") == []
    for day in ("2020-13-01", "x", "0001-01-01", "9999-12-31"):
        assert bank.web.get("/statement.csv", params={"day": day}).status_code in {200, 400}


def test_the_statement_of_a_made_up_day_has_what_was_booked_on_it():
    noon = clock.day_bounds("2026-11-20")[0] + 12 * 3600
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "turns.json"
        file.write_text(json.dumps({"turns": [noon, noon + 60]}))
        clock.follow(file)
        try:
            assert clock.shown_bounds("2026-11-20") == [(noon - 12 * 3600, noon)]
            assert clock.shown_bounds("2026-11-21") == [(noon, noon + 60)]
            assert clock.shown_bounds("2026-11-22") == [(noon + 60, noon + 12 * 3600)]
            assert clock.shown_at(noon + 60) == noon + 60 + 2 * 86_400
        finally:
            clock.unfollow()


def test_what_a_payer_types_is_content_and_nothing_else(bank):
    answer = bank.transfer(content="'); DROP TABLE bookings;--\x00\x1b[31m")
    assert answer.status_code == 303
    assert statement(bank)[0]["content"].startswith("'); DROP TABLE bookings;--")

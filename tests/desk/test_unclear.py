"""Money that belongs to nothing, at the accountant's desk."""

from __future__ import annotations

import json

import pytest

from motcua.payments.actions import hear
from motcua.payments.base import Word
from motcua.payments.enums import OrderState
from motcua.payments.models import Order, Refund, Settlement
from tests.cast import NOW
from tests.desk.test_takings import pay


def test_half_a_character_in_a_transfer_breaks_no_page(desk_of, world):
    bill = pay(world.ward, "a", 5_000, now=NOW)
    body = json.dumps({"transaction": "FT9", "content": f"{bill.reference} \ud83d <b>"})
    word = Word("evt-9", "received", "transfer.received", bill.reference, 700, "FT9")
    hear(provider="bank", word=word, body=body.encode(), now=NOW)
    desk = desk_of("accountant")
    assert f"{bill.reference} ? <b>" in desk.open("unclear-one", "bank:FT9").text
    assert desk.open("order", bill.public_id).status == 200


@pytest.fixture
def too_much(world):
    """A fee of the ward that somebody paid 700 đồng too much for."""
    bill = pay(world.ward, "a", 5_000, now=NOW)
    body = {"transaction": "FT9", "content": f"{bill.reference} le phi khai sinh"}
    word = Word("evt-9", "received", "transfer.received", bill.reference, 700, "FT9")
    hear(provider="bank", word=word, body=json.dumps(body).encode(), now=NOW)
    return bill


def test_an_accountant_reads_what_came_and_proposes_what_becomes_of_it(desk_of, too_much):
    desk = desk_of("accountant")
    assert "700 đ" in desk.open("unclear-money").text
    page = desk.open("unclear-one", "bank:FT9").text
    assert f"{too_much.reference} le phi khai sinh" in page
    address = desk.at("unclear-one", "bank:FT9")
    desk.response = desk.client.post(address, {"remedy": "refund"})
    assert desk.status == 422
    assert "Lý do" in desk.words("//*[contains(@class,'error-summary')]")
    desk.response = desk.client.post(address, {"remedy": "refund", "reason": "Chuyển thừa."})
    assert "Chờ người thứ hai đồng ý" in desk.follow().text
    page = desk.open("unclear-one", "bank:FT9").text
    assert "Một kế toán khác phải đồng ý." in page
    assert "Chuyển thừa." in page
    decide = desk.at("unclear-decide", "bank:FT9")
    assert desk.client.post(decide, {"_yes": "1"}).status_code == 403  # who proposed it
    desk.response = desk.client.post(decide, {"_no": "1"})
    assert "Đã ghi là không đồng ý." in desk.follow().text
    desk.response = desk.client.post(decide, {"_yes": "1"})
    assert "Không còn đề nghị nào chờ đồng ý ở đây." in desk.follow().text


def test_money_that_a_second_accountant_agrees_about_goes_back(desk_of, world, too_much):
    desk = desk_of("accountant")
    told = {"remedy": "refund", "reason": "Chuyển thừa."}
    desk.client.post(desk.at("unclear-one", "bank:FT9"), told)
    Settlement.objects.update(asked_by=world.accounts["head"].official_id)
    desk.response = desk.client.post(desk.at("unclear-decide", "bank:FT9"), {"_yes": "1"})
    assert "Đã đồng ý, việc này được làm ngay." in desk.follow().text
    assert Refund.objects.get().amount == 700


def test_an_order_that_asks_for_nothing_is_said_beside_the_form(desk_of, too_much):
    desk = desk_of("accountant")
    desk.response = desk.client.post(
        desk.at("unclear-one", "bank:FT9"),
        {"remedy": "order", "reference": too_much.reference, "reason": "Cùng một người."},
    )
    assert desk.status == 422
    assert "không còn chờ thanh toán" in desk.text
    assert Order.objects.get(pk=too_much.pk).state == OrderState.PAID


def test_who_keeps_no_books_sees_none_of_it(desk_of, too_much):
    for name in ("head", "receptionist", "outsider"):
        assert desk_of(name).open("unclear-one", "bank:FT9").status in {403, 404}
    assert desk_of("accountant").open("unclear-one", "bank:FT8").status == 404

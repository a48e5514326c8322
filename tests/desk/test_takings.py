"""The accountant's days: what came in, what a day is made of, closing it."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from motcua.kernel.actors import SYSTEM
from motcua.payments.actions import OrderFacts, OrderLine, hear, open_order
from motcua.payments.base import Word
from motcua.payments.models import DayClosing, Order
from tests.cast import BIRTH, NOW

YESTERDAY = NOW - timedelta(days=1)


def pay(agency, key, amount, now=YESTERDAY, *, provider="bank"):
    facts = OrderFacts(
        key=key,
        agency_id=agency.pk,
        subject_kind="test",
        subject_id=1,
        procedure=BIRTH,
        channel="online",
        description="Lệ phí",
        lines=(OrderLine("fee", {"vi": "Lệ phí"}, amount),),
        expires_at=now + timedelta(days=10),
    )
    bill = open_order(actor=SYSTEM, facts=facts, now=now)
    word = Word(f"evt-{key}", "received", "transfer.received", bill.reference, amount, f"FT{key}")
    hear(provider=provider, word=word, body=b"{}", now=now)
    return bill


@pytest.fixture
def taken(world):
    """Two fees that came to the ward yesterday."""
    return [pay(world.ward, "a", 5_000), pay(world.ward, "b", 8_000)]


@pytest.fixture
def books(desk_of):
    """The accountant at the desk."""
    return desk_of("accountant")


def of_yesterday(desk, world):
    return desk.open("takings-day", world.ward.code, YESTERDAY.date().isoformat())


def closing(desk, world, day=YESTERDAY):
    address = desk.at("takings-close", world.ward.code, day.date().isoformat())
    desk.response = desk.client.post(address)
    return desk.follow()


def test_an_accountant_sees_each_day_and_what_it_is_made_of(books, world, taken):
    day = books.open("takings").page.xpath("//tbody/tr")[0]
    assert [" ".join(cell.text_content().split()) for cell in day] == [
        "19/11/2026",
        "13.000 đ",
        "0 đ",
        "Chưa khóa",
    ]
    assert of_yesterday(books, world).words("//tbody/tr") == (
        f"Đăng ký khai sinh {BIRTH} Trực tuyến Ngân hàng 13.000 đ 0 đ"
    )


def test_cash_at_the_counter_stands_apart_from_the_bank(books, world, taken):
    pay(world.ward, "c", 3_000, provider="cash")
    rows = of_yesterday(books, world).page.xpath("//tbody/tr")
    assert [[" ".join(cell.text_content().split()) for cell in row[2:4]] for row in rows] == [
        ["Ngân hàng", "13.000 đ"],
        ["Tiền mặt tại quầy", "3.000 đ"],
    ]


def test_a_day_that_adds_up_is_closed_and_says_so(books, world, taken):
    assert "Khóa sổ ngày này" in of_yesterday(books, world).text
    assert "Đã khóa sổ lúc" in closing(books, world).text
    assert "Khóa sổ ngày này" not in books.text
    assert DayClosing.objects.get().taken == 13_000
    assert "Đã khóa" in books.open("takings").text


def test_a_day_that_does_not_add_up_says_what_and_is_not_closed(books, world, taken):
    Order.objects.filter(pk=taken[0].pk).update(received=5_500)
    page = of_yesterday(books, world)
    assert f"Khoản thanh toán {taken[0].reference} lệch 500 đ so với sổ cái." in page.text
    assert "Khóa sổ ngày này" not in page.text
    assert "Sổ chưa khớp" in closing(books, world).words("//body")
    assert not DayClosing.objects.exists()


def test_today_is_not_closed(books, world):
    pay(world.ward, "c", 1_000, now=NOW)
    assert "Đang thu" in books.open("takings").text
    assert "chưa hết" in closing(books, world, day=NOW).words("//body")
    assert not DayClosing.objects.exists()


def test_without_money_the_page_says_so(books):
    assert "Hai tháng qua chưa thu khoản nào" in books.open("takings").text


@pytest.mark.parametrize("day", ["2026-13-01", "x", "2026-11-19T00", "19-11-2026"])
def test_a_day_that_is_none_is_not_there(books, world, day):
    assert books.open("takings-day", world.ward.code, day).status == 404


def test_another_agencys_books_are_not_there(books, world, taken):
    assert books.open("takings-day", "H26.999", "2026-11-19").status == 404


def test_who_keeps_no_books_has_no_page(desk_of, world, taken):
    assert desk_of("head").open("takings").status == 403
    assert "Thu phí, lệ phí" not in desk_of("head").open("queue").words("//nav")
    assert "Thu phí, lệ phí" in desk_of("accountant").open("queue").words("//nav")


def test_an_accountant_downloads_a_days_payment_records(books, world, taken):
    books.open("takings-records", world.ward.code, YESTERDAY.date().isoformat())
    assert books.response["Content-Disposition"].endswith('-2026-11-19.json"')
    rows = json.loads(books.response.content)
    assert [(row["MaGiaoDich"], row["SoTien"]) for row in rows] == [("FTa", 5_000), ("FTb", 8_000)]
    assert "ban-ghi.json" in str(of_yesterday(books, world).response.content)


def test_who_closes_a_day_is_told_what_of_it_is_still_unclear(books, world, taken):
    assert "tiền chưa rõ" not in of_yesterday(books, world).words("//main")
    for number, at in (("FTx", YESTERDAY), ("FTy", NOW)):
        word = Word(number, "received", "transfer.received", taken[0].reference, 700, number)
        hear(provider="bank", word=word, body=b"{}", now=at)
    shown = of_yesterday(books, world).words("//main")
    assert "còn 700 đ tiền chưa rõ" in shown
    closing(books, world)
    assert "tiền chưa rõ" not in of_yesterday(books, world).words("//main")

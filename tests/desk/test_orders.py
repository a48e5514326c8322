"""Orders, the ledger and a month, as accountants read them."""

from __future__ import annotations

import io

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from motcua.agencies.models import Agency
from motcua.desk.templatetags.books import booked_as
from motcua.kernel.clock import civil_date
from motcua.payments.models import LedgerAccount, Order
from tests.cast import BIRTH, NOW
from tests.desk.test_takings import YESTERDAY, pay


@pytest.fixture
def books(desk_of):
    return desk_of("accountant")


def references(desk):
    return desk.page.xpath("//tbody/tr/th/a/text()")


def test_orders_are_found_by_reference_amount_state_and_day(books, world):
    first, second = pay(world.ward, "a", 5_000), pay(world.ward, "b", 8_000, now=NOW)
    assert references(books.open("orders")) == [second.reference, first.reference]
    assert references(books.open("orders", words=first.reference.lower())) == [first.reference]
    assert references(books.open("orders", amount="8.000")) == [second.reference]
    day = f"{YESTERDAY:%d/%m/%Y}"
    assert references(books.open("orders", since=day, until=day)) == [first.reference]
    assert references(books.open("orders", state="open")) == []
    assert "Không có khoản nào như vậy" in books.text
    assert books.open("orders", amount="x").status == 422


def test_orders_are_found_by_the_code_of_their_dossier(books, world, filed):
    Order.objects.filter(subject_id=filed.pk).delete()
    bill = pay(world.ward, "a", 5_000)
    Order.objects.filter(pk=bill.pk).update(subject_kind="dossier", subject_id=filed.pk)
    assert references(books.open("orders", words=filed.code)) == [bill.reference]
    assert filed.code in books.text
    assert references(books.open("orders", words="H26.1-260101-0001")) == []


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("cash:cash:8a4f2d1e-0000-4000-8000-000000000001", "Tiền mặt tại quầy"),
        ("drawer:8a4f2d1e-0000-4000-8000-000000000001:open", "Mở ngăn tiền"),
        ("deposit:NQ7K2M", "Nộp tiền vào ngân hàng NQ7K2M"),
        ("settled:12", "Xử lý tiền chưa rõ, số 12"),
        ("bank:statement-12", "Điều chỉnh theo sao kê, số 12"),
    ],
)
def test_a_booking_is_told_in_words_and_never_by_a_number_of_ours(key, words):
    with override("vi"):
        assert booked_as(key) == words


def test_an_order_tells_what_was_said_and_booked(books, world):
    bill = pay(world.ward, "a", 5_000)
    page = books.open("order", bill.public_id).text
    for words in (
        "Lệ phí",
        "5.000 đ",
        "Tiền chuyển khoản đã đến",
        "Ngân hàng FTa",
        "Tiền tại đơn vị thanh toán",
    ):
        assert words in page


def test_another_agencys_orders_are_nobodys_here(books, world):
    bill = pay(Agency.objects.exclude(pk=world.ward.pk).first(), "a", 5_000)
    assert references(books.open("orders")) == []
    assert books.open("order", bill.public_id).status == 404
    assert books.open("orders", agency="H26.999").status == 422


def test_a_list_of_orders_goes_on_page_by_page_and_asks_the_database_as_often(books, world):
    for number in range(3):
        pay(world.ward, f"k{number}", 1_000 + number)
    with CaptureQueriesContext(connection) as few:
        books.open("orders")
    for number in range(60):
        pay(world.ward, f"m{number}", 2_000 + number)
    with CaptureQueriesContext(connection) as many:
        books.open("orders")
    assert len(many) <= len(few) + 1
    seen = references(books)
    books.go(books.at("orders") + books.page.xpath("//a[@rel='next']/@href")[0])
    seen += references(books)
    assert len(seen) == len(set(seen)) == 63


def test_orders_are_taken_along_as_a_workbook(books, world):
    bill = pay(world.ward, "a", 5_000)
    books.open("orders", tai="xlsx")
    content = b"".join(books.response.streaming_content)
    rows = list(openpyxl.load_workbook(io.BytesIO(content)).active.values)
    assert rows[2][0] == bill.reference
    assert rows[2][4] == 5_000


def test_the_ledger_shows_an_agencys_accounts_and_the_bookings_of_one(books, world):
    city = Agency.objects.exclude(pk=world.ward.pk).first()
    Agency.objects.filter(pk=world.ward.pk).update(parent=city)
    pay(world.ward, "a", 5_000)
    pay(world.ward, "b", 8_000)
    page = books.open("ledger").text
    assert "-13.000 đ" in page
    assert f"{BIRTH} · Trực tuyến" in page, "rows of one procedure are told apart"
    assert "Tiền tại đơn vị thanh toán" not in page, "the node's are its own accountants'"
    account = LedgerAccount.objects.get(kind="income", agency=world.ward)
    month = f"{civil_date(YESTERDAY):%Y-%m}"
    page = books.open("ledger-account", account.pk, month).text
    assert "Ngân hàng FTa" in page
    assert "-13.000 đ" in page
    books.open("ledger-account", account.pk, month, tai="csv")
    assert b"-13000" in b"".join(books.response.streaming_content)
    other = LedgerAccount.objects.get(kind="clearing")
    assert books.open("ledger-account", other.pk, month).status == 404
    assert books.open("ledger-account", account.pk, "2026-13").status == 404


def test_accountants_of_the_agency_that_runs_the_node_see_its_accounts(books, world):
    pay(world.ward, "a", 5_000)
    page = books.open("ledger").text
    assert "Tiền tại đơn vị thanh toán · Ngân hàng" in page
    assert "Sao kê, đối chiếu" in books.open("takings").text


def test_a_month_is_drawn_with_its_table_and_taken_along(books, world):
    pay(world.ward, "a", 5_000)
    month = f"{civil_date(YESTERDAY):%Y-%m}"
    page = books.open("takings-month", world.ward.code, month)
    assert page.page.xpath("//figure//*[local-name()='svg']")
    assert "19/11/2026 5.000 đ 0 đ 0 đ Không có sao kê Chưa khóa" in page.text
    books.open("takings-month", world.ward.code, month, tai="csv")
    assert b"2026-11-19,5000,0,0" in b"".join(books.response.streaming_content)
    assert books.open("takings-month", world.ward.code, "2026-10").status == 200
    assert "không có khoản nào" in books.text


def test_who_keeps_no_books_has_none_of_it(desk_of, world):
    desk = desk_of("head")
    for page in (("orders",), ("ledger",), ("takings-month", world.ward.code, "2026-11")):
        assert desk.open(*page).status == 403

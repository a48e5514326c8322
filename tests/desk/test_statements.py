"""Statements at the accountant's desk: brought, read, what differs, settled by two."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from motcua.agencies.models import Agency, Official
from motcua.kernel import clock
from motcua.kernel.actors import SYSTEM
from motcua.kernel.models import AuditRow
from motcua.payments.actions import OrderFacts, OrderLine, open_order, read_statement
from motcua.payments.enums import FileState, OrderState
from motcua.payments.models import (
    Difference,
    LedgerAccount,
    Order,
    StatementAccount,
    StatementFile,
)
from tests.cast import BIRTH, NOW
from tests.desk.test_takings import YESTERDAY, closing, of_yesterday, pay
from tests.payments.statements import sheet

DAY = YESTERDAY.date()


@pytest.fixture
def books(desk_of, world, settings):
    """The accountant of the agency that runs the node."""
    settings.BANK_ACCOUNT = "970436:1012345678"
    return desk_of("accountant")


def upload(desk, content, name="sao-ke.csv", **more):
    desk.open("statements")
    account = StatementAccount.objects.get().pk
    file = SimpleUploadedFile(name, content)
    answers = {"account": account, "file": file, **more}
    desk.response = desk.client.post(desk.at("statements"), answers)
    if desk.status == 302:
        for one in StatementFile.objects.filter(state=FileState.WAITING):
            read_statement(file_id=one.pk, now=clock.now())
    return desk


def owed(agency):
    facts = OrderFacts(
        key="owed",
        agency_id=agency.pk,
        subject_kind="test",
        subject_id=1,
        procedure=BIRTH,
        channel="online",
        description="Lệ phí",
        lines=(OrderLine("fee", {"vi": "Lệ phí"}, 3_000),),
        expires_at=NOW + timedelta(days=10),
    )
    return open_order(actor=SYSTEM, facts=facts, now=NOW)


def number():
    return StatementAccount.objects.get().pk


def of_day(desk):
    return desk.open("statement-day", number(), DAY.isoformat())


def test_a_statement_is_brought_and_its_day_is_reconciled(books, world):
    pay(world.ward, "a", 5_000)
    assert upload(books, sheet(("FTa", 5_000, "x"), day=DAY)).status == 302
    page = of_day(books).text
    assert "Không còn khoản lệch nào của ngày này." in page
    assert "5.000 đ" in page
    assert "Ngân hàng: đã đối chiếu với sao kê." in of_yesterday(books, world).text
    assert "Đã khóa sổ lúc" in closing(books, world).text
    months = books.open("takings-month", world.ward.code, f"{DAY:%Y-%m}").text
    assert "Đã đối chiếu Đã khóa" in months


def test_a_file_that_cannot_be_read_says_where_and_asks_which_column_is_what(books):
    upload(books, b"Luc;So;Bao nhieu\n19/11/2026;FT1;5\n")
    file = StatementFile.objects.get()
    page = books.open("statement-file", file.public_id)
    assert "Dòng 1 (day): Không thấy dòng tiêu đề có đủ các cột đã khai." in page.text
    assert "Bao nhieu" in page.text
    told = {"day": "Luc", "transaction": "So", "amount": "Bao nhieu", "order": "day"}
    books.response = books.client.post(books.at("statement-file", file.public_id), told)
    assert books.status == 302
    upload(books, b"Luc;So;Bao nhieu\n19/11/2026;FT1;5\n")
    assert "1 khoản lệch" in books.open("statements").text


def test_the_same_file_again_is_said_beside_the_form(books):
    upload(books, sheet(("FT1", 5, ""), day=DAY))
    assert upload(books, sheet(("FT1", 5, ""), day=DAY)).status == 422
    assert "Tệp này đã được nhận trước đây." in books.text


def test_a_form_without_a_file_says_so(books):
    books.open("statements")
    books.response = books.client.post(books.at("statements"), {"since": "19/11/2026"})
    assert books.status == 422
    assert "Anh/chị chưa chọn tệp." in books.text
    assert "Ghi cả hai ngày" in books.text
    books.response = books.client.post(books.at("statements"), {"until": "19/11/2026"})
    links = books.page.xpath("//*[contains(@class,'error-summary')]//a/@href")
    assert "#f-since" in links
    assert "#f-until" not in links


def test_money_that_only_the_statement_has_is_taken_in_by_who_did_not_bring_it(books, world):
    pay(world.ward, "a", 5_000)
    bill = owed(world.ward)
    told = sheet(("FTa", 5_000, ""), ("FT9", 3_000, bill.reference), day=DAY)
    upload(books, told)
    found = Difference.objects.get()
    page = books.open("difference", found.public_id).text
    assert "Có trong sao kê, không có trong sổ" in page
    assert bill.reference in page
    assert "sao kê còn 1 khoản lệch" in of_yesterday(books, world).text
    assert "Khóa sổ ngày này" not in books.text
    assert "Chưa đối chiếu xong với sao kê" in closing(books, world).words("//body")
    assert "do anh/chị mang đến" in page
    books.response = books.client.post(books.at("difference-take-in", found.public_id))
    assert "Một kế toán khác phải ghi nhận." in books.follow().text
    assert Order.objects.get(pk=bill.pk).state == OrderState.OPEN
    another = Official.objects.exclude(pk=world.actor("accountant").official_id).first()
    StatementFile.objects.update(brought_by=another.pk)
    books.response = books.client.post(books.at("difference-take-in", found.public_id))
    assert "Đã ghi nhận như khi ngân hàng báo." in books.follow().words("//body")
    assert "Hết lệch" in books.text
    assert Order.objects.get(pk=bill.pk).state == OrderState.PAID


def test_a_difference_in_the_amount_shows_what_either_says(books, world):
    pay(world.ward, "a", 5_000)
    upload(books, sheet(("FTa", 6_500, ""), day=DAY))
    shown = books.open("difference", Difference.objects.get().public_id).words("//dl")
    assert "Sao kê ghi6.500 đ" in shown
    assert "Sổ ghi5.000 đ" in shown


def test_a_difference_is_proposed_with_a_reason_and_waits_for_another(books):
    upload(books, sheet(("FT1", -7, "phi dich vu"), day=DAY))
    found = Difference.objects.get()
    books.response = books.client.post(books.at("difference", found.public_id), {"remedy": "fee"})
    assert books.status == 422
    books.response = books.client.post(
        books.at("difference", found.public_id), {"remedy": "fee", "reason": "Phí tháng."}
    )
    assert "Một kế toán khác phải đồng ý." in books.follow().text
    assert "Phí tháng." in books.text
    books.client.post(books.at("difference-decide", found.public_id), {"_yes": "1"})
    assert Difference.objects.get().state == "open"
    books.response = books.client.post(books.at("difference-decide", found.public_id), {"_no": "1"})
    assert "Đã ghi là không đồng ý." in books.follow().words("//body")
    books.response = books.client.post(books.at("difference-decide", found.public_id), {"_no": "1"})
    assert "Không còn đề nghị nào chờ đồng ý ở đây." in books.follow().words("//body")


def test_the_lines_of_a_day_are_taken_along_as_a_file_without_formulas(books):
    upload(books, sheet(("FT1", 7, '"=1+1"'), day=DAY))
    books.open("statement-day", number(), DAY.isoformat(), tai="csv")
    text = b"".join(books.response.streaming_content).decode("utf-8-sig")
    assert "'=1+1" in text
    assert text.count("\r\n") == 2
    assert AuditRow.objects.filter(action="payments.export").exists()


def test_who_keeps_an_agencys_books_alone_sees_no_statements(desk_of, world, settings):
    settings.BANK_ACCOUNT = "970436:1012345678"
    city = Agency.objects.exclude(pk=world.ward.pk).first()
    Agency.objects.filter(pk=world.ward.pk).update(parent=city)
    pay(world.ward, "a", 5_000)
    desk = desk_of("accountant")
    assert desk.open("statements").status == 403
    assert desk.client.post(desk.at("statements-fetch")).status_code == 403
    assert "Sao kê" not in desk.open("takings").text
    assert "hệ thống không có sao kê của ngày này" in of_yesterday(desk, world).text


def test_a_day_that_is_none_is_not_there(books):
    upload(books, sheet(("FT1", 7, ""), day=DAY))
    for day in ("2026-11-18", "x", "2026-13-01"):
        assert books.open("statement-day", number(), day).status == 404
    assert books.open("statement-day", 10**6, DAY.isoformat()).status == 404


@pytest.mark.parametrize(
    "content",
    [b"\xff\xfeN\x00g", b'Ngay;So\n"' + b"x" * 200_000, b"<html><body>Ngay;So</body></html>"],
)
def test_a_file_that_is_no_statement_is_refused_and_its_page_still_opens(books, content):
    upload(books, content)
    file = StatementFile.objects.get()
    assert file.state == FileState.REFUSED
    assert books.open("statement-file", file.public_id).status == 200
    assert "Chưa dòng nào của tệp được ghi." in books.text


@pytest.mark.parametrize("year", ["0001", "9999"])
def test_years_that_no_books_are_of_have_no_page(books, world, year):
    ward = world.ward.code
    account = LedgerAccount.objects.create(kind="clearing", provider="bank").pk
    upload(books, sheet(("FT1", 5, "x"), day=DAY))
    pages = [
        ("statement-day", number(), f"{year}-01-01"),
        ("statement-day", number(), f"{year}-12-31"),
        ("takings-day", ward, f"{year}-12-31"),
        ("takings-records", ward, f"{year}-12-31"),
        ("takings-month", ward, f"{year}-12"),
        ("takings-month", ward, f"{year}-01"),
        ("ledger-account", account, f"{year}-12"),
        ("ledger-account", account, f"{year}-01"),
    ]
    assert {books.open(*page).status for page in pages} == {404}


def test_an_accountant_adds_an_account_and_says_until_when_one_is_used(books):
    books.open("statement-accounts")
    told = {"provider": "bank", "number": "2200", "valid_from": "19/11/2026"}
    books.response = books.client.post(books.at("statement-accounts"), told)
    assert "Đã khai tài khoản." in books.follow().words("//body")
    books.response = books.client.post(books.at("statement-accounts"), told)
    assert (books.status, "Tài khoản này đã được khai." in books.text) == (422, True)
    second = StatementAccount.objects.get(number="2200")
    end = {"_end": "1", "account": second.pk, "valid_to": "19/11/2026"}
    books.response = books.client.post(books.at("statement-accounts"), end)
    assert "Ngày thôi dùng phải sau ngày bắt đầu dùng." in books.text
    end["valid_to"] = "21/11/2026"
    books.response = books.client.post(books.at("statement-accounts"), end)
    assert "21/11/2026" in books.follow().text

"""Statements in whichever form a bank writes them; what is wrong in one is named, and where."""

from __future__ import annotations

import io
from datetime import date

import pytest

from motcua.payments.base.camt import read_camt
from motcua.payments.base.csv_files import Columns, headings_of, read_csv
from motcua.payments.base.statements import MOST_LINES, Period, read_amount, read_moment
from motcua.payments.enums import LineKind
from motcua.payments.errors import StatementMalformed
from tests.payments.statements import camt, detail, entry

ACCOUNT = "1012345678"
FRIDAY = date(2026, 11, 20)


def read(text, columns=None, encoding="utf-8"):
    stream = io.BytesIO(text.encode(encoding))
    return list(read_csv(stream, Columns.of(columns or {}), ACCOUNT))


def told(content):
    rows = list(read_camt(io.BytesIO(content), ACCOUNT))
    return [one for one in rows if not isinstance(one, Period)], [
        one for one in rows if isinstance(one, Period)
    ]


def fault(reading, *given):
    with pytest.raises(StatementMalformed) as caught:
        reading(*given)
    return caught.value.details


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1.234.567", 1_234_567),
        ("1,234,567.00", 1_234_567),
        ("1.234.567,00 VND", 1_234_567),
        ("20 000 đ", 20_000),
        ("20000.00", 20_000),
        ("(20.000)", -20_000),
        ("20.000-", -20_000),
        ("+5", 5),
        ("1\u00a0000", 1000),
        ("0,5", None),
        ("1.2345", None),
        ("1.000,000.000", None),
        ("--5", None),
        ("12e3", None),
        ("", None),
        ("9" * 16, None),
        ("٣", None),
    ],
)
def test_money_is_read_as_banks_write_it_and_never_guessed(text, amount):
    assert read_amount(text) == amount


@pytest.mark.parametrize(
    ("text", "day", "hour"),
    [
        ("20/11/2026", FRIDAY, None),
        ("20-11-2026 15:30:05", FRIDAY, 15),
        ("2026-11-20", FRIDAY, None),
        ("2026-11-20T23:30:00+07:00", FRIDAY, 23),
        ("2026-11-20T18:00:00Z", date(2026, 11, 21), 18),
        ("20261120", FRIDAY, None),
        ("31/02/2026", None, None),
        ("11/20/2026", None, None),
    ],
)
def test_days_are_read_as_banks_write_them(text, day, hour):
    found = read_moment(text)
    assert (found[0] if found else None) == day
    assert (found[1].hour if found and found[1] else None) == hour


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1258"])
def test_any_delimiter_and_any_encoding_of_vietnamese_is_read(delimiter, encoding):
    lines = [
        ["SAO KE TAI KHOAN"],
        ["Ngay giao dich", "Ma giao dich", "Ghi co", "Ghi no", "Noi dung"],
        ["20/11/2026", "FT1", "1.000", "", "nop phi MCABCDEFGH23"],
        ["20/11/2026", "FT2", "", "500", '"tra lai; |,\tthua"'],
        ["Tong cong", "", "1.000", "500", ""],
    ]
    text = "\r\n".join(delimiter.join(cells) for cells in lines)
    rows = read(text, encoding=encoding)
    assert [(row.number, row.transaction, row.amount) for row in rows] == [
        (3, "FT1", 1000),
        (4, "FT2", -500),
    ]
    assert rows[1].content == "tra lai; |, thua"


def test_an_accounts_own_headings_and_order_of_day_and_month_are_kept_to():
    columns = {"day": "When", "amount": "Value", "transaction": "No", "day_first": False}
    rows = read("When,No,Value\n04/03/2026,7,-20\n", columns)
    assert [(row.day, row.amount, row.kind) for row in rows] == [
        (date(2026, 4, 3), -20, LineKind.OTHER)
    ]


def test_the_direction_may_stand_in_a_column_of_its_own():
    rows = read("date,amount,dr/cr,description\n2026-11-20,100,C,a\n2026-11-20,70,D,Phi SMS\n")
    assert [(row.amount, row.kind) for row in rows] == [
        (100, LineKind.PAYMENT),
        (-70, LineKind.FEE),
    ]


@pytest.mark.parametrize(
    ("text", "why", "line", "place"),
    [
        ("a,b\n1,2\n", "headings", 1, "day"),
        ("date,amount\n2026-11-20,10\n2026-13-20,10\n", "day", 3, "day"),
        ("date,amount\n2026-11-20,1.5\n", "amount", 2, "amount"),
        ("date,credit,debit\n2026-11-20,1,1\n", "no_amount", 2, "credit, debit"),
        ("date,amount\n2026-11-20\n", "cells", 2, "amount"),
        ("date,amount,currency\n2026-11-20,5,USD\n", "currency", 2, "currency"),
        ("date,amount,account\n2026-11-20,5,999\n", "account", 2, "account"),
        ("date,amount,direction\n2026-11-20,5,?\n", "direction", 2, "direction"),
    ],
)
def test_what_is_wrong_in_a_csv_file_is_named_by_line_and_column(text, why, line, place):
    assert fault(read, text) == {"why": why, "line": line, "place": place}


def test_a_file_of_more_lines_than_are_taken_says_so():
    text = "date,amount\n" + "2026-11-20,1\n" * (MOST_LINES + 1)
    assert fault(read, text)["why"] == "too_many"


def test_the_headings_of_a_file_are_found_under_what_stands_above_them():
    text = "Ngân hàng A\n\nNgày GD;Số tiền GD;Diễn giải\n20/11/2026;5;x\n"
    assert headings_of(io.BytesIO(text.encode())) == ["Ngày GD", "Số tiền GD", "Diễn giải"]


@pytest.mark.parametrize("version", ["02", "08"])
def test_a_camt_statement_tells_its_entries_and_its_balances(version):
    status = "BOOK" if version == "02" else "<Cd>BOOK</Cd>"
    batch = f"<NtryDtls>{detail('T1', 100, 'MCABCDEFGH23')}{detail('T2', 50)}</NtryDtls>"
    rows, periods = told(
        camt(
            entry("A", 150, details=batch, status=status),
            entry("B", 30, way="DBIT", more="<RvslInd>true</RvslInd>", status=status),
            entry("C", "20.00", status=status, details=f"<NtryDtls>{''}</NtryDtls>"),
            entry("D", 999, status=status.replace("BOOK", "PDNG")),
            opening=1000,
            closing=1140,
            version=version,
        )
    )
    assert [(row.transaction, row.amount, row.kind) for row in rows] == [
        ("T1", 100, LineKind.PAYMENT),
        ("T2", 50, LineKind.PAYMENT),
        ("B", -30, LineKind.REVERSAL),
        ("C", 20, LineKind.PAYMENT),
    ]
    assert rows[0].content == "MCABCDEFGH23"
    assert periods == [Period(FRIDAY, FRIDAY, 1000, 1140)]


def test_the_only_transaction_of_an_entry_has_the_entrys_number_where_it_has_none():
    lone = "<NtryDtls><TxDtls><RmtInf><Ustrd>x</Ustrd></RmtInf></TxDtls></NtryDtls>"
    rows, _ = told(camt(entry("A", 10, details=lone), closing=10))
    assert [(row.transaction, row.amount, row.content) for row in rows] == [("A", 10, "x")]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (camt(entry("A", 10), closing=11), "balance"),
        (
            camt(entry("A", 9, details=f"<NtryDtls>{detail('T', 8)}</NtryDtls>"), closing=9),
            "batch",
        ),
        (camt(entry("A", "10.5"), closing=10), "amount"),
        (camt(entry("A", 10), closing=10).replace(b'"VND">10<', b'"USD">10<'), "currency"),
        (camt(entry("A", 10, day="x"), closing=10), "day"),
        (camt(entry("A", 10), closing=10, account="5"), "account"),
        (camt(entry("A", 10), closing=10, version="09"), "not_camt"),
        (b"<a/>", "not_camt"),
        (camt(entry("A", 10), closing=10)[:-20], "not_xml"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', "entities"),
        (camt(entry("A" * 5000, 10), closing=10), "long"),
        (camt(entry("A", 10, details="<a>" * 40 + "</a>" * 40), closing=10), "long"),
    ],
)
def test_what_is_wrong_in_a_camt_file_is_said(content, why):
    assert fault(told, content)["why"] == why


def test_the_place_of_a_fault_is_its_entry_and_element():
    found = fault(told, camt(entry("A", 10), entry("B", "x"), closing=10))
    assert (found["place"], found["line"]) == ("Ntry[2]/Amt", 4)


def test_what_a_bank_adds_in_a_language_of_its_own_is_no_entry():
    foreign = '<SplmtryData><Envlp><Ntry xmlns="urn:x"><Amt>5</Amt></Ntry></Envlp></SplmtryData>'
    rows, _ = told(camt(entry("A", 10), foreign, closing=10))
    assert len(rows) == 1

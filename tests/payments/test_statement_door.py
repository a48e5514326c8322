"""Statements pass the door of every file; what is wrong in one is said in words, with its line."""

from __future__ import annotations

import io

import pytest

from motcua.kernel.actors import SYSTEM
from motcua.kernel.enums import FileState as Quarantine
from motcua.kernel.errors import Unavailable
from motcua.kernel.files import FileEmpty, FileKindRefused
from motcua.kernel.models import Blob
from motcua.payments.actions import bring_statement, own_accounts, read_statement
from motcua.payments.actions.statements import unread_statements
from motcua.payments.base.statements import MOST_LINES, Brought
from motcua.payments.enums import FileState, StatementForm
from motcua.payments.models import StatementFile, StatementLine
from tests.cast import NOW
from tests.payments.statements import camt, entry, sheet
from tests.payments.test_reconciling import brought

pytestmark = pytest.mark.django_db
BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;&b;">'
    b"<!ENTITY d '&c;&c;&c;&c;'>]><Document>&d;</Document>"
)
OUTSIDE = b'<?xml version="1.0"?>\n<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'


@pytest.fixture
def account():
    return own_accounts(now=NOW)[0]


def bring(content, account, name="sao-ke.csv"):
    given = Brought(io.BytesIO(content), name)
    return bring_statement(actor=SYSTEM, account_id=account.pk, brought=given, now=NOW)


@pytest.mark.parametrize(
    "content",
    [
        b"PK\x03\x04" + bytes(range(256)) * 40,
        b"%PDF-1.4\n%%EOF",
        b"\x00" * 10_000,
        b"\x1f\x8b\x08\x00" + b"\xff" * 4000,
        "Ngày;Số tiền\n20/11/2026;5\n".encode("utf-16-le"),
    ],
)
def test_what_is_no_text_does_not_come_in(account, content):
    with pytest.raises(FileKindRefused):
        bring(content, account)
    assert not StatementFile.objects.exists()


def test_an_empty_file_does_not_come_in(account):
    with pytest.raises(FileEmpty):
        bring(b"", account)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1258"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_text_is_read_whatever_a_bank_writes_it_in(account, encoding, end):
    lines = ["Ngay giao dich;Ma giao dich;So tien;Noi dung", "20/11/2026;FT1;5;nop phi", ""]
    file = brought(end.join(lines).encode(encoding), account)
    assert (file.state, file.form, file.lines_new) == (FileState.READ, StatementForm.CSV, 1)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_xml_is_told_by_its_content_whatever_it_is_called(account, encoding):
    text = camt(entry("FT1", 5), closing=5).decode().replace('encoding="UTF-8"', "")
    file = brought(text.encode(encoding), account)
    assert (file.state, file.form, file.lines_new) == (FileState.READ, StatementForm.CAMT053, 1)


@pytest.mark.parametrize(
    ("content", "why", "line"),
    [
        (BOMB, "entities", 1),
        (OUTSIDE, "entities", 2),
        (camt(entry("FT1", 5), entry("FT2", 6), closing=11)[:-60], "not_xml", 4),
        (camt(entry("FT1", 5), entry("FT2", "-6"), closing=11), "amount", 4),
        (camt(entry("FT1", 5), closing=5, account="999"), "account", 2),
        (camt(entry("FT1", 5), closing=6), "balance", 3),
        (b"<html><body>Ngay;So</body></html>", "not_camt", 1),
        (sheet(("FT1", 5, "a"), ("FT2", 6, "b"))[:-6], "cells", 3),
        (b"date,amount\n2026-11-20,5\n2026-11-20,0\n", "no_amount", 3),
        (b"date,credit,debit\n2026-11-20,5,\n2026-11-20,5,6\n", "no_amount", 3),
        (b"date,amount,currency\n2026-11-20,5,VND\n2026-11-20,5,USD\n", "currency", 3),
        (b"date,amount,account\n2026-11-20,5,1012345678\n2026-11-20,5,999\n", "account", 3),
        (b"date,amount\n" + b"2026-11-20,1\n" * (MOST_LINES + 1), "too_many", MOST_LINES + 2),
    ],
)
def test_what_is_wrong_is_named_by_its_line_and_nothing_is_half_read(account, content, why, line):
    file = brought(content, account)
    assert (file.state, file.problem["why"], file.problem["line"]) == (FileState.REFUSED, why, line)
    assert not StatementLine.objects.exists()


def test_what_waits_for_the_scanner_is_read_once_that_has_looked(account, settings):
    settings.ANTIVIRUS = "clamd://127.0.0.1:1"
    file = bring(sheet(("FT1", 5, "")), account)
    with pytest.raises(Unavailable):
        read_statement(file_id=file.pk, now=NOW)
    assert StatementFile.objects.get().state == FileState.WAITING
    assert unread_statements(now=NOW) == []
    Blob.objects.update(state=Quarantine.CLEAN)
    assert read_statement(file_id=file.pk, now=NOW).state == FileState.READ


def test_what_the_scanner_holds_is_refused_and_says_so(account):
    file = bring(sheet(("FT1", 5, "")), account)
    Blob.objects.update(state=Quarantine.INFECTED)
    file = read_statement(file_id=file.pk, now=NOW)
    assert (file.state, file.problem["why"]) == (FileState.REFUSED, "infected")

"""Money under attack: files, words and presses made to break, drain or stop something."""

from __future__ import annotations

import io
import json
from datetime import date, timedelta

import pytest

from motcua.kernel.errors import TooManyRequests
from motcua.payments.actions import (
    ask_again,
    hear_pending,
    note_paid_by_hand,
    own_accounts,
    send_refund,
)
from motcua.payments.actions.starting import MOST_AN_HOUR
from motcua.payments.base.camt import read_camt
from motcua.payments.base.csv_files import Columns, read_csv
from motcua.payments.base.statements import Period, read_moment
from motcua.payments.enums import FileState
from motcua.payments.errors import NothingToRefund, StatementMalformed
from motcua.payments.models import AccountDay, Attempt, ProviderEvent
from tests.cast import NOW
from tests.payments.bank import AMOUNT, attempt, order, post, told
from tests.payments.statements import camt, entry, sheet
from tests.payments.test_reconciling import brought
from tests.payments.test_reversing import (
    Stubborn,
    accountant,
    back,
    paid,
    part,
    refused,
    say,
)

ACCOUNT = "1012345678"


def camt_with(text):
    return camt(opening=0, closing=0).replace(b"</Stmt>", text.encode() + b"</Stmt>")


@pytest.mark.parametrize(
    "content",
    [
        camt().replace(b'encoding="UTF-8"', b'encoding="nonsense"'),
        camt().replace(b'encoding="UTF-8"', b'encoding="utf-7"'),
        camt().replace(b'encoding="UTF-8"', b'encoding="rot13"'),
        camt().replace(b'encoding="UTF-8"', b'encoding="idna"'),
        camt().replace(b'encoding="UTF-8"', b'encoding="hex"'),
        camt().replace(b'encoding="UTF-8"', b'encoding="utf-16"'),
        camt(entry("FT1", "-5"), closing=-5),
        camt(entry("FT1", "5.50"), closing=5),
        camt(entry("FT1", "9" * 5000), closing=5),
        camt(entry("FT1", "5", day="0001-01-01T00:00:00+14:00"), closing=5),
        camt(entry("FT1", "5", day="9999-12-31T23:59:59-14:00"), closing=5),
        camt(entry("FT1", 5, details="<NtryDtls>" * 40 + "</NtryDtls>" * 40), closing=5),
        b"<" * 100_000,
        b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>",
        camt(day="2026-11-20\x00"),
    ],
)
def test_whatever_a_camt_file_holds_is_read_or_refused(content):
    with pytest.raises(StatementMalformed):
        list(read_camt(io.BytesIO(content), ACCOUNT))


def test_what_stands_where_no_statement_has_it_is_no_money():
    strays = "<TxDtls><Amt Ccy='VND'>1</Amt></TxDtls><Ntry><Ntry>{}</Ntry></Ntry>"
    content = camt_with(strays.format(entry("FT9", 9)))
    content = content.replace(b"<Stmt>", entry("FT8", 8).encode() + b"<Stmt>", 1)
    assert [type(one) for one in read_camt(io.BytesIO(content), ACCOUNT)] == [Period]


@pytest.mark.parametrize(
    "text",
    [
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-12:00",
        "0001-01-01 00:00:00+23:59",
        "2026-11-20T10:00:00+24:00",
        "2026-11-20 10:00 x",
        "20/11/2026 99:99",
        "00000000",
        "31/12/99999",
        "²0261120",
    ],
)
def test_a_moment_that_no_calendar_has_is_none(text):
    assert read_moment(text) is None


@pytest.mark.parametrize(
    "content",
    [
        b"\xff\xfeN\x00g",
        b"\xfe\xff\xd8\x00\x00\x0a",
        b"Ngay;So tien\n20/11/2026;\x00\n",
        b"Ngay;So tien\n20/11/2026;" + b"9" * 6000,
        b'Ngay;So tien\n"20/11/2026;5\n' + b"x" * 200_000,
        b"Ngay;So tien\n01/01/0001;5 USD\n",
        b"Ngay;So tien;Loai tien\n20/11/2026;5;USD\n",
        b"Ngay;So tien\n20/11/2026;5,5\n",
        b"Ngay;So tien\n20/11/2026;=5+5\n",
        "Ngay;So tien\n20/11/2026;−5\n".encode(),
        b"Ngay;So tien\n20/11/2026;1e3\n",
        b"Ngay;So tien\n20/11/2026;NaN\n",
        b"PK\x03\x04" + bytes(range(256)) * 40,
        b"\x00" * 10_000,
        b"\x1f\x8b\x08\x00" + b"\xff" * 4000,
    ],
)
def test_whatever_a_csv_file_holds_is_read_or_refused(content):
    with pytest.raises(StatementMalformed):
        list(read_csv(io.BytesIO(content), Columns.of({}), ACCOUNT))


PERIOD = "<FrToDt><FrDtTm>{}</FrDtTm><ToDtTm>{}</ToDtTm></FrToDt>"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "content",
    [
        camt_with(PERIOD.format("0001-01-01T00:00:00", "9999-12-31T00:00:00")),
        camt_with(PERIOD.format("2026-11-20T00:00:00", "2026-11-19T00:00:00")),
        camt_with(PERIOD.format("2030-01-01T00:00:00", "2040-01-02T00:00:00")),
        sheet(("FT1", 5, ""), day=date(1970, 1, 1)) + b"\r\n20/11/2026;FT2;5;;x",
        sheet(("FT1", 5, ""), day=date(2999, 1, 1)),
    ],
)
def test_a_statement_of_a_thousand_years_is_refused(content):
    file = brought(content, own_accounts(now=NOW)[0])
    assert file.state == FileState.REFUSED
    assert AccountDay.objects.count() == 0


@pytest.mark.django_db
def test_what_the_bank_refused_once_never_goes_back_beside_what_followed_it():
    bill = paid()
    first = part(bill, AMOUNT)
    send_refund(actor=accountant(1), refund_id=first.pk, gateway=Stubborn(), now=NOW)
    with pytest.raises(NothingToRefund):
        part(bill, 1)
    note_paid_by_hand(actor=accountant(1), refund_id=first.pk, document="UNC-1", now=NOW)
    with pytest.raises(NothingToRefund):
        part(bill, 1)


@pytest.mark.django_db
def test_what_was_charged_back_is_not_sent_back_again_by_an_old_refusal():
    bill = paid()
    refund = refused(bill)
    say(back("FT1"))
    assert ask_again(actor=accountant(1), refund_id=refund.pk, now=NOW).state == "stopped"


@pytest.mark.django_db
def test_what_is_asked_for_again_leaves_nothing_to_propose_beside_it():
    bill = paid()
    first = part(bill, AMOUNT)
    send_refund(actor=accountant(1), refund_id=first.pk, gateway=Stubborn(), now=NOW)
    ask_again(actor=accountant(1), refund_id=first.pk, now=NOW)
    with pytest.raises(NothingToRefund):
        part(bill, 1)


@pytest.mark.django_db
def test_an_order_is_not_tried_without_end_by_its_owner_or_by_a_link():
    bill = order()
    for _time in range(MOST_AN_HOUR):
        attempt(bill)
    with pytest.raises(TooManyRequests):
        attempt(bill)
    attempt(bill, now=NOW + timedelta(hours=1, seconds=1))


class Counting:
    """A gateway that knows of nothing and counts how often it is asked."""

    name, asked = "bank", 0

    def query(self, reference):
        del reference
        self.asked += 1


@pytest.mark.django_db
def test_who_began_to_pay_a_thousand_times_does_not_keep_us_asking():
    bill = order()
    Attempt.objects.bulk_create(
        Attempt(order=bill, provider="bank", reference=f"{bill.reference}-{n}", started_at=NOW)
        for n in range(1000)
    )
    gateway = Counting()
    hear_pending(gateway=gateway, order=bill, now=NOW + timedelta(minutes=1))
    assert gateway.asked == 20


@pytest.mark.django_db
@pytest.mark.parametrize("content", ["\ud800", "\x00", "=cmd|'/c calc'!A1", "<script>", "𝄞" * 300])
def test_whatever_a_payer_writes_into_a_transfer_is_stored(content):
    body = told("transfer.received", order=None, content="TOLD")
    answer = post(body.replace(b"TOLD", json.dumps(content)[1:-1].encode()))
    assert answer.status_code == 200
    assert ProviderEvent.objects.count() == 1

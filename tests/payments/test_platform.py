"""Payments as the national payment platform's records: by fee line, read back, once each."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest

from motcua.kernel.actors import SYSTEM
from motcua.payments.actions import OrderFacts, OrderLine, ask_part, hear, open_order, send_refund
from motcua.payments.base.platform import codes_on, read_records, write_records
from motcua.payments.errors import RecordMalformed
from motcua.payments.models import Refund
from motcua.payments.queries.platform import records_of
from tests.cast import NOW
from tests.payments.bank import agency, attempt, order, word
from tests.payments.test_reversing import back, say
from tests.payments.test_settling import Generous

pytestmark = pytest.mark.django_db
DAY = NOW.date()


@pytest.fixture
def bill():
    """An order of two fee lines, 15,000 and 5,000 đồng."""
    facts = OrderFacts(
        key="dossier:1:at-filing",
        agency_id=agency().pk,
        subject_kind="test",
        subject_id=1,
        procedure="1.004222",
        channel="online",
        description="000.00.12.H62-201105-0004 Lệ phí",
        lines=(
            OrderLine("phi", {"vi": "Phí"}, 15_000),
            OrderLine("le-phi", {"vi": "Lệ phí"}, 5_000),
        ),
        expires_at=NOW + timedelta(days=10),
    )
    return open_order(actor=SYSTEM, facts=facts, now=NOW)


def told():
    rows = json.loads(write_records(records_of(agency().pk, DAY)))
    return [
        (r["MaThamChieu"].split("-")[1], r["SoTien"], r["LoaiHinhThanhToan"], r["MaGiaoDich"])
        for r in rows
    ]


def test_a_payment_is_one_record_for_each_fee_line(bill):
    say(word("paid", attempt(bill), transaction="FT1"))
    assert told() == [("1", 15_000, "1", "FT1"), ("2", 5_000, "1", "FT1")]
    [first, _second] = json.loads(write_records(records_of(agency().pk, DAY)))
    assert set(first) == {
        *("MaThamChieu", "SoTien", "LoaiHinhThanhToan", "MaKenhThanhToan", "MaDoiTac"),
        *("MaLoi", "MaGiaoDich", "MaNganHang"),
    }
    assert (first["MaKenhThanhToan"], first["MaNganHang"], first["MaDoiTac"], first["MaLoi"]) == (
        "CONG",
        "970436",
        "H26",
        "00",
    )


def test_parts_paid_and_sent_back_fill_and_empty_the_lines(bill):
    say(word("received", bill.reference, 12_000, transaction="FT1"))
    say(word("received", bill.reference, 8_000, transaction="FT2"))
    source = ("bank", "FT2")
    ask_part(actor=SYSTEM, order_id=bill.pk, source=source, amount=6_000, reason="x", now=NOW)
    refund = Refund.objects.get()
    send_refund(actor=SYSTEM, refund_id=refund.pk, gateway=Generous(), now=NOW)
    assert told() == [
        ("1", 12_000, "1", "FT1"),
        ("1", 3_000, "1", "FT2"),
        ("2", 5_000, "1", "FT2"),
        ("2", 5_000, "2", f"RF-{refund.reference}"),
        ("1", 1_000, "2", f"RF-{refund.reference}"),
    ]


def test_a_chargeback_is_written_too_and_what_was_too_much_is_not(bill):
    say(word("received", bill.reference, 20_700, transaction="FT1"))
    say(back("FT1", 20_700))
    assert told() == [
        ("1", 15_000, "1", "FT1"),
        ("2", 5_000, "1", "FT1"),
        ("2", 5_000, "3", "FT9"),
        ("1", 15_000, "3", "FT9"),
    ]


def test_a_later_day_writes_only_its_own_and_the_earlier_one_stays_as_it_was(bill):
    say(word("received", bill.reference, 12_000, transaction="FT1"))
    before = records_of(agency().pk, DAY)
    tomorrow = NOW + timedelta(days=1)
    late = word("received", bill.reference, 8_000, transaction="FT2")
    hear(provider="bank", word=late, body=b"{}", now=tomorrow)
    assert records_of(agency().pk, DAY) == before
    assert [one.amount for one in records_of(agency().pk, tomorrow.date())] == [3_000, 5_000]


def test_what_was_written_is_read_back_and_twice_counts_once(bill):
    say(word("received", bill.reference, transaction="FT1"))
    records = records_of(agency().pk, DAY)
    assert read_records(write_records(records)) == records
    assert read_records(write_records([*records, *records])) == records
    rows = json.loads(write_records(records))
    assert read_records(json.dumps(rows + rows)) == records


@pytest.mark.parametrize(
    "spoil",
    [
        lambda _rows: {},
        lambda rows: [*rows, {}],
        lambda rows: [rows[0] | {"SoTien": "15000"}],
        lambda rows: [rows[0] | {"SoTien": -1}],
        lambda rows: [rows[0] | {"MaLoi": 0}],
        lambda rows: [rows[0] | {"MaMoi": "x"}],
        lambda rows: [rows[0], rows[0] | {"SoTien": 1}],
    ],
)
def test_what_is_no_such_record_is_refused(bill, spoil):
    say(word("received", bill.reference, transaction="FT1"))
    rows = json.loads(write_records(records_of(agency().pk, DAY)))
    with pytest.raises(RecordMalformed):
        read_records(json.dumps(spoil(rows)))


def test_codes_are_those_of_their_day_and_say_that_nobody_confirmed_them():
    assert not codes_on(date(2026, 1, 1)).confirmed
    with pytest.raises(RecordMalformed):
        codes_on(date(2024, 12, 31))


def test_another_agencys_money_is_not_in_it(bill):
    say(word("received", order("other").reference, transaction="FT1"))
    assert records_of(agency().pk + 1, DAY) == []

"""The register of receipts at the accountant's desk: found, corrected by two, written out."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from lxml import etree

from motcua.agencies.models import Official
from motcua.dossiers.actions.telling import tell_receipt
from motcua.kernel.actors import SYSTEM, Actor, Power
from motcua.kernel.models import AuditRow
from motcua.receipts.actions import ask_correction, decide_correction, end_series
from motcua.receipts.actions.correcting import Wish
from motcua.receipts.enums import Kind
from motcua.receipts.models import Correction, Receipt
from motcua.receipts.queries.register import PAGE, Wanted, every_row, register_page
from tests.cast import NOW
from tests.dossiers.fees import told
from tests.receipts.making import paid, receipt_of, series, written

WARD = {"since": "01/11/2026", "until": "30/11/2026"}


@pytest.fixture
def receipts(world, filed):
    """Three receipts of the ward, the first for a citizen's dossier and with its files."""
    world.give_a_key()
    series(world.ward)
    first = written(paid(world.ward, 20_000, subject=("dossier", filed.pk)))
    return [first, receipt_of(paid(world.ward, 30_000)), receipt_of(paid(world.ward, 50_000))]


@pytest.fixture
def books(desk_of):
    return desk_of("accountant")


def agree(correction, world):
    """Have a second accountant agree."""
    other = Official.objects.exclude(pk=correction.asked_by).exclude(email="").latest("pk")
    actor = Actor("official", official_id=other.pk, powers=(Power("accountant", world.ward.pk),))
    decide_correction(actor=actor, correction_id=correction.public_id, agrees=True, now=NOW)


def test_the_register_shows_the_month_the_latest_first(books, receipts, filed):
    rows = books.open("receipts").page.xpath("//tr[@data-row]")
    told = [" ".join(cell.text_content().split()) for cell in rows[2]]
    assert told == [
        "AA-26E 0000001",
        "20/11/2026",
        "Biên lai",
        filed.applicant_name,
        "20.000 đ",
        "Đang có giá trị",
    ]
    assert len(rows) == 3
    assert "Sổ biên lai" in books.words("//nav")


def test_a_receipt_is_found_by_number_order_and_a_part_of_the_name(books, receipts, filed):
    for words, number in (
        ("2", "0000002"),
        (receipts[2].order.reference.lower(), "0000003"),
        (filed.applicant_name.split()[-1].upper(), "0000001"),
    ):
        page = books.open("receipts", words=words)
        assert [code.rpartition(" ")[2] for code in page.codes] == [number]
    assert "Không có biên lai nào" in books.open("receipts", words="khong co ai").text
    assert "Không có biên lai nào" in books.open("receipts", symbol="ZZ-26E").text


def test_odd_questions_are_answered_plainly(books, receipts):
    assert books.open("receipts", after="x", since="hom-qua").status == 422
    assert books.open("receipts", agency="999999").status == 422
    assert books.open("receipts", after="9" * 30).status == 200
    assert books.open("receipts", since="30/11/2026", until="01/11/2026").status == 422


def test_a_receipt_is_read_and_its_signed_files_are_taken(books, receipts):
    page = books.open("receipt", receipts[0].public_id).text
    for words in ("01BLP0-001", "0100109106", "Hai mươi nghìn đồng", "Ngân hàng"):
        assert words in page
    for kind, begins in (("pdf", b"%PDF"), ("xml", b"<?xml")):
        answer = books.open("receipt-file", receipts[0].public_id, kind).response
        assert answer["Content-Disposition"] == (
            f'attachment; filename="bien-lai-AA-26E-0000001.{kind}"'
        )
        assert b"".join(answer.streaming_content).startswith(begins)
    assert books.open("receipt-file", receipts[0].public_id, "exe").status == 404
    assert books.open("receipt-file", receipts[1].public_id, "pdf").status == 503
    assert "đang được ký số" in books.open("receipt", receipts[1].public_id).text


def test_two_accountants_replace_one(books, receipts, world):
    place = books.at("receipt", receipts[0].public_id)
    books.response = books.client.post(place, {"kind": "replacement", "reason": "Sai tên"})
    assert books.status == 422
    assert "Tên người nộp" in books.words("//*[contains(@class,'error-summary')]")
    wish = {"kind": "replacement", "reason": "Sai tên", "payer_name": "Trần Văn Đúng"}
    books.response = books.client.post(place, wish)
    page = books.follow().text
    assert "Một kế toán khác phải đồng ý." in page
    assert "Trần Văn Đúng" in page
    assert "Chờ người thứ hai đồng ý" in books.open("receipts").text
    # Who asked presses the other's button: he may not.
    books.response = books.client.post(
        books.at("receipt-decide", receipts[0].public_id), {"_yes": "1"}
    )
    assert books.status == 403
    agree(Correction.objects.get(), world)
    page = books.open("receipt", receipts[0].public_id).text
    assert "Đã được thay thế" in page
    assert "AA-26E 0000004" in page
    assert "Trần Văn Đúng" in books.open("receipt", Receipt.objects.latest("id").public_id).text


def test_one_may_take_back_what_one_asked(books, receipts):
    place = books.at("receipt", receipts[0].public_id)
    books.response = books.client.post(place, {"kind": "cancellation", "reason": "Nhầm"})
    books.response = books.client.post(
        books.at("receipt-decide", receipts[0].public_id), {"_no": "1"}
    )
    assert "Đã ghi là không đồng ý." in books.follow().page.text_content()
    decide = books.at("receipt-decide", receipts[0].public_id)
    books.response = books.client.post(decide, {"_yes": "1"})
    assert "Không còn đề nghị nào chờ đồng ý ở đây." in books.follow().page.text_content()
    assert Receipt.objects.count() == 3


def test_the_use_of_a_period_adds_up(books, receipts, world):
    place = books.at("receipt", receipts[0].public_id)
    books.response = books.client.post(place, {"kind": "cancellation", "reason": "Nhầm"})
    agree(Correction.objects.get(), world)
    [row] = books.open("receipts-usage", **WARD).page.xpath("//tbody/tr")
    assert [" ".join(cell.text_content().split()) for cell in row] == [
        "AA-26E 01BLP0-001",
        "1 – 4",
        "4",
        "0",
        "0",
        "1",
        "80.000 đ",
    ]


def test_the_list_for_tax_holds_every_receipt_and_no_name(books, receipts, filed):
    place = books.at("receipts-export")
    answer = books.client.post(place, WARD | {"csv": "1"})
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [(row["so"], row["so_tien"], row["tinh_trang"]) for row in rows] == [
        ("0000001", "20000", "valid"),
        ("0000002", "30000", "valid"),
        ("0000003", "50000", "valid"),
    ]
    answer = books.client.post(place, WARD | {"xml": "1"})
    xml = b"".join(answer.streaming_content)
    root = etree.fromstring(xml)
    [used] = root.findall("{*}DayBienLai")
    assert (used.get("tuSo"), used.get("denSo"), used.get("soTien")) == ("1", "3", "100000")
    assert len(root.findall("{*}BienLai")) == 3
    assert filed.applicant_name not in text + xml.decode()
    assert AuditRow.objects.filter(action="receipts.export").count() == 2


def test_pages_follow_each_other_without_loss(world, django_assert_max_num_queries):
    series(world.ward)
    for _ in range(PAGE + 5):
        receipt_of(paid(world.ward, 1_000))
    wanted = Wanted(world.ward.pk, NOW.date(), NOW.date())
    with django_assert_max_num_queries(3):
        first = register_page(wanted)
    second = register_page(wanted, first.after)
    numbers = [row.receipt.number for row in (*first.rows, *second.rows)]
    assert numbers == list(range(PAGE + 5, 0, -1))
    assert second.after == 0


def test_the_page_says_that_no_series_is_open_and_what_waits(books, world):
    paid(world.ward)
    page = books.open("receipts").text
    assert "chưa mở dãy biên lai" in page
    assert "1 khoản đã thu không có biên lai điện tử" in page


def test_what_was_paid_before_the_first_series_is_promised_no_receipt(books, world):
    bill = paid(world.ward, 20_000, now=NOW - timedelta(days=3))
    series(world.ward)
    page = books.open("receipts").text
    assert "1 khoản thu từ trước khi cơ quan có dãy biên lai" in page
    assert "hệ thống tự cấp" not in page
    assert "Khoản này thu từ trước khi" in books.open("order", bill.public_id).text


def test_a_cancelled_receipt_says_why_to_who_has_it(world, receipts, filed, settings):
    settings.SMTP_URL = "smtp://127.0.0.1:1"
    wish = Wish(Kind.CANCELLATION, "Cấp nhầm người.")
    by = {"actor": world.actor("accountant"), "now": NOW}
    agree(ask_correction(**by, receipt_id=receipts[0].public_id, wish=wish), world)
    tell_receipt(dossier_id=filed.pk, receipt_id=Receipt.objects.latest("id").pk, now=NOW)
    (text,) = told("receipt")
    assert "đã hủy. Lý do: Cấp nhầm người." in text


def test_another_agencys_accountant_sees_nothing_of_it(desk_of, receipts):
    assert desk_of("head").open("receipts").status == 403
    assert desk_of("outsider").open("receipt", receipts[0].public_id).status in {403, 404}


def test_before_new_year_the_accountant_reads_what_changes_and_when(desk_of, books, receipts):
    assert "bắt đầu lại từ 1" not in books.open("receipts").text
    with time_machine.travel(datetime(2026, 12, 5, 2, tzinfo=UTC)):
        told = desk_of("accountant").open("receipts").text
    assert "Từ 01/01/2027 số biên lai bắt đầu lại từ 1, ký hiệu AA-27E" in told
    assert "Nghị định 254/2026/NĐ-CP" in told


def test_before_a_series_ends_without_another_the_accountant_is_warned(books, receipts, world):
    row, last = series(world.ward), date(2026, 12, 15)
    end_series(actor=SYSTEM, agency_id=world.ward.pk, series_id=row.pk, on=last, now=NOW)
    told = books.open("receipts").text
    assert "Dãy biên lai hết hiệu lực từ 15/12/2026 và chưa có dãy tiếp theo" in told
    series(world.ward, letters="AB", since=last)
    assert "hết hiệu lực" not in books.open("receipts").text


def test_pages_of_another_day_follow_each_other_too(world, receipts):
    later = [receipt_of(paid(world.ward), NOW + timedelta(days=1)) for _ in range(PAGE)]
    wanted = Wanted(world.ward.pk, NOW.date(), NOW.date() + timedelta(days=2))
    first = register_page(wanted)
    assert [held.receipt for held in first.rows] == later[::-1]
    assert [held.receipt for held in register_page(wanted, first.after).rows] == receipts[::-1]
    listed = [held.receipt.number for held in every_row(wanted)]
    assert listed == list(range(1, PAGE + 4))


def test_who_read_whose_receipt_is_written_down_once_an_hour(books, receipts, filed):
    def read(action):
        return AuditRow.objects.filter(action=action)

    for _ in range(2):
        books.open("receipts")
        books.open("receipt", receipts[0].public_id)
        books.open("receipt-file", receipts[0].public_id, "pdf")
    [one] = read("receipts.read")
    assert (one.subject_id, one.dossier_id) == (str(receipts[0].public_id), filed.pk)
    assert one.purpose == "handling"
    assert one.official_id is not None
    [page] = read("receipts.read_register")
    assert page.data == {"since": "2026-11-01", "until": "2026-11-20"}
    assert filed.applicant_name not in str(page.data)
    books.open("receipt-file", receipts[1].public_id, "pdf")
    assert read("receipts.read").count() == 2
    books.open("receipts", words="khong co ai", **WARD)
    assert read("receipts.read_register").count() == 1

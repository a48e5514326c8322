"""A receipt for who paid: on the pages of what was paid, by e-mail, and checked by its code."""

from __future__ import annotations

from datetime import timedelta

import pytest
from lxml import etree

from motcua.kernel import outbox
from motcua.kernel.actors import SYSTEM
from motcua.notifications.models import Message
from motcua.receipts.actions import follow_money, write_papers
from motcua.receipts.models import Receipt
from tests.cast import NOW, RESIDENCE
from tests.receipts.making import paid, receipt_of, series, written
from tests.receipts.test_correcting import book_back


@pytest.fixture
def dossier(world):
    world.give_a_key()
    series(world.ward)
    return world.file(RESIDENCE)


@pytest.fixture
def order(world, dossier):
    return paid(world.ward, 20_000, subject=("dossier", dossier.pk))


def drained():
    while not outbox.drain(now=NOW + timedelta(minutes=1)).idle:
        pass


def taken(citizen, receipt, kind):
    answer = citizen.open("receipt-file", receipt.public_id, kind).response
    return b"".join(answer.streaming_content)


def test_the_owner_takes_his_receipt_from_the_dossier_and_from_the_payment(citizen, dossier, order):
    receipt = written(order)
    for name, thing in (("dossier", dossier), ("order", order)):
        assert "AA-26E 0000001" in citizen.open(name, thing.public_id).text
    assert receipt.payer_name == dossier.applicant_name
    assert taken(citizen, receipt, "pdf").startswith(b"%PDF")
    assert etree.fromstring(taken(citizen, receipt, "xml")).tag == "{urn:motcua:bien-lai:1}BLai"


def test_a_stranger_has_no_receipt_of_mine(relative, order):
    receipt = written(order)
    assert relative.open("receipt-file", receipt.public_id, "pdf").status == 404


def test_while_it_is_being_signed_the_page_says_so(citizen, dossier, order):
    receipt = receipt_of(order)
    assert "Biên lai đang được ký số" in citizen.open("dossier", dossier.public_id).text
    assert citizen.open("receipt-file", receipt.public_id, "pdf").status == 503


def test_the_filer_is_told_once_that_it_is_there(settings, order):
    settings.SMTP_URL = "smtp://127.0.0.1:1"
    receipt = written(order)
    drained()
    write_papers(receipt_id=receipt.pk, now=NOW)
    drained()
    told = Message.objects.filter(template="receipt")
    assert told.count() == 1
    book_back(order, 20_000, "RF1")
    gone = follow_money(actor=SYSTEM, order_id=order.pk, now=NOW)
    write_papers(receipt_id=gone.pk, now=NOW)
    drained()
    assert told.count() == 2


def test_its_code_says_whether_it_counts_and_names_nobody(stranger, order, dossier):
    receipt = written(order)
    page = stranger.open("issued", receipt.verification_id).text
    assert "Biên lai đang có giá trị" in page
    assert "01BLP0-001 · AA-26E · 0000001" in page
    assert "20.000 đ" in page
    assert dossier.applicant_name not in page
    book_back(order, 5_000, "RF1")
    new = follow_money(actor=SYSTEM, order_id=order.pk, now=NOW)
    write_papers(receipt_id=new.pk, now=NOW)
    old = stranger.open("issued", receipt.verification_id)
    assert "Biên lai này đã được điều chỉnh" in old.text
    assert f"/v/{new.verification_id}" in "".join(old.page.xpath("//main//a/@href"))
    assert "15.000 đ" in stranger.open("issued", new.verification_id).text
    book_back(order, 15_000, "RF2")
    follow_money(actor=SYSTEM, order_id=order.pk, now=NOW)
    assert "Biên lai này đã hủy" in stranger.open("issued", new.verification_id).text


def test_the_dossier_shows_the_last_receipt_only(citizen, dossier, order):
    written(order)
    book_back(order, 5_000, "RF1")
    follow_money(actor=SYSTEM, order_id=order.pk, now=NOW)
    page = citizen.open("dossier", dossier.public_id).text
    assert "AA-26E 0000002" in page
    assert "AA-26E 0000001" not in page
    assert Receipt.objects.count() == 2

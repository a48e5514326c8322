"""A receipt's file is checked by anybody: genuine, replaced, cancelled, changed or made up."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from lxml import etree

from motcua.kernel import clock
from motcua.kernel.actors import SYSTEM
from motcua.kernel.files import content_of
from motcua.receipts.actions import follow_money, write_papers
from motcua.receipts.queries import file_of
from motcua.signatures.actions import revoke_key, sign_xml
from motcua.signatures.models import SigningKey
from tests.cast import NOW
from tests.payments.bank import agency
from tests.portal.typing import upload
from tests.receipts.making import paid, series, with_key, written
from tests.receipts.test_correcting import book_back

DS = "{http://www.w3.org/2000/09/xmldsig#}"


@pytest.fixture
def office(db):
    found = agency()
    with_key(found)
    series(found)
    return found


@pytest.fixture
def receipt(office):
    return written(paid(office))


def file(receipt, kind="xml"):
    return content_of(file_of(receipt, kind))


def check(browser, content, kind="xml"):
    browser.post("/verify", {"file": upload(content, f"bien-lai.{kind}")})
    assert browser.status == 200
    return browser.text


def verdict(browser):
    return browser.words("(//*[@class='mc-verdict__word'])[last()]")


@pytest.mark.parametrize("kind", ["xml", "pdf"])
def test_a_genuine_file_is_valid_and_says_what_the_register_says(stranger, receipt, kind):
    told = check(stranger, file(receipt, kind), kind)
    assert verdict(stranger).startswith("Hợp lệ")
    assert "Biên lai đang có giá trị" in told
    assert "01BLP0-001 · AA-26E · 0000001" in told
    assert "20.000 đ" in told


@pytest.mark.parametrize("kind", ["xml", "pdf"])
def test_a_genuine_file_that_another_followed_says_so_and_leads_there(stranger, receipt, kind):
    book_back(receipt.order, 5_000, "RF1")
    new = follow_money(actor=SYSTEM, order_id=receipt.order_id, now=NOW)
    write_papers(receipt_id=new.pk, now=NOW)
    assert "Biên lai này đã được điều chỉnh" in check(stranger, file(receipt, kind), kind)
    assert f"/v/{new.verification_id}" in "".join(stranger.page.xpath("//main//a/@href"))
    book_back(receipt.order, 15_000, "RF2")
    gone = follow_money(actor=SYSTEM, order_id=receipt.order_id, now=NOW)
    write_papers(receipt_id=gone.pk, now=NOW)
    assert "Biên lai này đã hủy" in check(stranger, file(new, kind), kind)


def test_another_amount_is_a_changed_file_and_leads_to_the_true_receipt(stranger, receipt):
    told = check(stranger, file(receipt).replace(b">20000<", b">90000<"))
    assert verdict(stranger) == "Không hợp lệ: tệp đã bị thay đổi sau khi ký"
    assert "Biên lai đang có giá trị" not in told
    assert f"/v/{receipt.verification_id}" in "".join(stranger.page.xpath("//main//a/@href"))


def resigned(receipt, agency, changes):
    """The receipt with other words, signed by another agency that the node believes too."""
    root = etree.fromstring(file(receipt))
    [signature] = root.iter(f"{DS}Signature")
    place = signature.getparent()
    place.remove(signature)
    etree.SubElement(place, f"{DS}Signature", Id="placeholder")
    content = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    for old, new in changes:
        assert old in content
        content = content.replace(old, new)
    return sign_xml(content, key=with_key(agency), now=NOW)


@pytest.mark.parametrize(
    "changes",
    [[(b">20000<", b">90000<")], [(b">20000<", b">90000<"), (b"<MTCuu>", b"<MTCuu>X")]],
    ids=["same-code", "same-number"],
)
def test_a_receipt_well_signed_under_a_number_of_ours_but_not_ours_is_refused(
    stranger, world, receipt, changes
):
    check(stranger, resigned(receipt, world.ward, changes))
    assert verdict(stranger) == "Không hợp lệ: không phải biên lai mà cổng đã cấp"


def test_what_is_signed_well_and_names_no_number_of_ours_is_what_it_is(stranger, world, receipt):
    changes = [(b">0000001<", b">0000009<"), (b"<MTCuu>", b"<MTCuu>X")]
    told = check(stranger, resigned(receipt, world.ward, changes))
    assert verdict(stranger).startswith("Hợp lệ")
    assert "Biên lai đang có giá trị" not in told


@pytest.mark.parametrize("kind", ["xml", "pdf"])
def test_a_certificate_that_ended_later_does_not_take_the_receipt_away(
    stranger, receipt, kind, monkeypatch
):
    later = NOW + timedelta(days=4000)
    content = file(receipt, kind)
    monkeypatch.setattr(clock, "now", lambda: later)
    told = check(stranger, content, kind)
    assert verdict(stranger).startswith("Đúng là tệp cơ quan đã cấp")
    assert "Biên lai đang có giá trị" in told
    assert "đã hết hạn" in told
    changed = check(stranger, content[:-1] + b" \n" if kind == "pdf" else content + b"\n", kind)
    assert "Đúng là tệp cơ quan đã cấp" not in changed


def test_a_revoked_certificate_is_told_but_for_what_the_register_has(stranger, receipt):
    content = file(receipt)
    revoke_key(actor=SYSTEM, key_id=SigningKey.objects.get().pk, now=NOW)
    assert "đã bị thu hồi" in check(stranger, content)
    assert verdict(stranger).startswith("Đúng là tệp cơ quan đã cấp")
    check(stranger, content + b"\n")
    assert verdict(stranger) == "Chưa kết luận được"


@pytest.mark.parametrize(
    "content",
    [
        b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
        b"<!DOCTYPE a [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;'>]><a>&b;</a>",
        b"<a><b></a>",
        b"<a/>",
        b"\xef\xbb\xbf<a/>",
    ],
)
def test_hostile_and_empty_documents_get_an_answer_and_nothing_else(stranger, db, content):
    told = check(stranger, content)
    assert verdict(stranger) == "Chưa kết luận được"
    assert "root:" not in told


def test_who_tries_too_often_waits(stranger, receipt):
    content = file(receipt)
    for _ in range(20):
        check(stranger, content)
    stranger.post("/verify", {"file": upload(content, "bien-lai.xml")})
    assert stranger.status == 429
    assert stranger.open("issued", receipt.verification_id).status == 200


def test_the_page_names_nobody_who_paid(stranger, receipt):
    content = file(receipt)
    assert re.search(rb"<NNop>", content)
    assert "Nguyễn" not in check(stranger, content)

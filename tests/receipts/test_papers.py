"""A receipt's files: they say what it says, fit the published schema, and verify elsewhere."""

from __future__ import annotations

import base64
import hashlib
import io
from datetime import timedelta

import pikepdf
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from lxml import etree
from signxml.exceptions import InvalidDigest, InvalidSignature

from motcua.kernel.actors import SYSTEM
from motcua.kernel.files import content_of
from motcua.receipts.actions import (
    Wish,
    ask_correction,
    decide_correction,
    write_all_papers,
    write_papers,
)
from motcua.receipts.base import Payer
from motcua.receipts.enums import Kind
from motcua.receipts.errors import CollectorKeyMissing, ReceiptNotReady
from motcua.receipts.models import Papers, Receipt
from motcua.receipts.queries import file_of
from motcua.receipts.queries.papers import NAMESPACE, SCHEMA
from motcua.signatures.actions import revoke_key
from motcua.signatures.models import SignedDocument, SigningKey
from motcua.signatures.queries import Conclusion, node_trust, verify_pdf
from tests.cast import NOW
from tests.payments.bank import agency
from tests.receipts import checking
from tests.receipts.making import accountant, paid, receipt_of, series, with_key, written

pytestmark = pytest.mark.django_db
N = {"b": NAMESPACE, "ds": "http://www.w3.org/2000/09/xmldsig#"}
DS = "{http://www.w3.org/2000/09/xmldsig#}"
XADES = "{http://uri.etsi.org/01903/v1.3.2#}"


@pytest.fixture
def office():
    found = agency()
    with_key(found)
    series(found)
    return found


@pytest.fixture
def schema():
    return etree.XMLSchema(etree.fromstring(SCHEMA.read_bytes()))


def test_signs_that_no_xml_may_hold_do_not_keep_a_receipt_from_being_written(office):
    receipt = receipt_of(paid(office))
    wish = Wish(Kind.REPLACEMENT, "Ghi\x0b sai\ufffe tên", "Nguyễn \x01Thị\uffff Đúng\u202e")
    correction = ask_correction(
        actor=accountant(1, office), receipt_id=receipt.public_id, wish=wish, now=NOW
    )
    decide_correction(
        actor=accountant(2, office), correction_id=correction.public_id, agrees=True, now=NOW
    )
    fresh = Receipt.objects.get(follows=receipt)
    write_papers(receipt_id=fresh.pk, now=NOW)
    root = etree.fromstring(xml_of(fresh))
    assert said(root, "//b:NNop/b:Ten") == "Nguyễn Thị Đúng"
    assert said(root, "//b:BLaiLQuan/b:LDo") == "Ghi sai tên"


def xml_of(receipt):
    return content_of(file_of(receipt, "xml"))


def said(root, path):
    return root.xpath(f"string({path})", namespaces=N)


def verify(xml):
    return checking.verify(xml, SigningKey.objects.get().certificate)


def test_the_xml_fits_the_schema_and_says_what_the_receipt_says(office, schema):
    receipt = written(paid(office, 105_000))
    root = etree.fromstring(xml_of(receipt))
    schema.assertValid(root)
    assert said(root, "//b:TTChung/b:KHMBLai") == "01BLP0-001"
    assert said(root, "//b:TTChung/b:SBLai") == "0000001"
    assert said(root, "//b:DLBLai/b:NThu/b:MST") == "0100109106"
    assert said(root, "//b:TgTTTBSo") == "105000"
    assert said(root, "//b:TgTTTBChu") == "Một trăm linh năm nghìn đồng"
    assert said(root, "//b:NLap") == "2026-11-20T09:00:00+07:00"


def test_another_library_finds_the_signature_good_over_the_whole_document(office):
    receipt = written(paid(office))
    [whole, *_rest] = verify(xml_of(receipt))
    assert said(whole.signed_xml, "//b:TgTTTBSo") == "20000"
    found = etree.fromstring(xml_of(receipt))
    [moment] = found.iter(f"{XADES}SigningTime")
    assert moment.text == "2026-11-20T02:00:00+00:00"
    certificate = x509.load_der_x509_certificate(
        base64.b64decode(said(found, "//ds:X509Certificate"))
    )
    assert "Phường Thử" in certificate.subject.rfc4514_string()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b">20000<", b">90000<"),
        ("Hai mươi nghìn".encode(), "Chín mươi nghìn".encode()),
        (b"2026-11-20T02:00:00+00:00", b"2026-11-19T02:00:00+00:00"),
        (b"</DLBLai>", b"<PBan>2</PBan></DLBLai>"),
    ],
)
def test_one_changed_sign_breaks_it(office, old, new):
    xml = xml_of(written(paid(office)))
    assert old in xml
    with pytest.raises((InvalidDigest, InvalidSignature)):
        verify(xml.replace(old, new))


def test_the_signature_adds_up_by_hand_too(office):
    root = etree.fromstring(xml_of(written(paid(office))))
    [signature] = root.iter(f"{DS}Signature")
    [info] = root.iter(f"{DS}SignedInfo")
    key = x509.load_pem_x509_certificate(SigningKey.objects.get().certificate.encode())
    key.public_key().verify(
        base64.b64decode(said(root, "//ds:SignatureValue")),
        etree.tostring(info, method="c14n"),
        padding.PKCS1v15(),
        hashes.SHA256(),
    )
    [digest, *_rest] = [base64.b64decode(one.text) for one in root.iter(f"{DS}DigestValue")]
    signature.getparent().remove(signature)
    whole = etree.tostring(root, method="c14n")
    assert hashlib.sha256(whole).digest() == digest


def test_the_page_says_it_in_words_and_its_code_leads_to_the_check(office):
    receipt = written(paid(office, 105_000))
    pdf = content_of(file_of(receipt, "pdf"))
    verdict = verify_pdf(pdf, trust=node_trust(at=NOW), at=NOW)
    assert verdict.verdict is Conclusion.VALID
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert len(opened.pages) == 1
        uris = [str(note.A.URI) for note in opened.pages[0].Annots if "/A" in note]
    assert any(uri.endswith(f"/v/{receipt.verification_id}") for uri in uris)


def test_a_replacement_names_the_one_it_replaces(office, schema):
    receipt = written(paid(office))
    wish = Wish(Kind.REPLACEMENT, "Ghi sai tên người nộp", "Nguyễn Thị Đúng")
    asked = ask_correction(
        actor=accountant(1, office), receipt_id=receipt.public_id, wish=wish, now=NOW
    )
    later = NOW + timedelta(days=1)
    decide_correction(
        actor=accountant(2, office), correction_id=asked.public_id, agrees=True, now=later
    )
    new = Receipt.objects.get(kind=Kind.REPLACEMENT)
    write_papers(receipt_id=new.pk, now=later)
    root = etree.fromstring(xml_of(new))
    schema.assertValid(root)
    assert said(root, "//b:BLaiLQuan/b:SBLai") == "0000001"
    assert said(root, "//b:BLaiLQuan/b:LDo") == "Ghi sai tên người nộp"
    assert said(root, "//b:NNop/b:Ten") == "Nguyễn Thị Đúng"


def test_without_a_key_nothing_is_written_and_the_number_stays(office):
    key = with_key(office)
    receipt = receipt_of(paid(office))
    for row in type(key).objects.filter(agency=office):
        revoke_key(actor=SYSTEM, key_id=row.pk, now=NOW)
    with pytest.raises(CollectorKeyMissing):
        write_papers(receipt_id=receipt.pk, now=NOW + timedelta(seconds=1))
    with pytest.raises(ReceiptNotReady):
        file_of(receipt, "pdf")


def test_writing_twice_keeps_the_first_files(office):
    receipt = written(paid(office))
    first = Papers.objects.get().xml_id
    write_papers(receipt_id=receipt.pk, now=NOW + timedelta(hours=1))
    assert Papers.objects.get().xml_id == first


def test_an_organisations_tax_code_is_on_the_receipt(office, schema, settings):
    settings.RECEIPT_PAYERS = {"test": "tests.receipts.test_papers.a_company"}
    receipt = written(paid(office))
    root = etree.fromstring(xml_of(receipt))
    schema.assertValid(root)
    assert said(root, "//b:NNop/b:Ten") == "Công ty Thử"
    assert said(root, "//b:NNop/b:MST") == "0100109106"
    with pikepdf.open(io.BytesIO(content_of(file_of(receipt, "pdf")))) as opened:
        assert len(opened.pages) == 1


def a_company(numbers):
    return dict.fromkeys(numbers, Payer("Công ty Thử", "0100109106"))


def test_papers_written_together_are_each_those_of_their_own_receipt(office):
    receipts = [receipt_of(paid(office, 10_000 + number)) for number in range(3)]
    write_all_papers(receipt_ids=[receipt.pk for receipt in receipts], now=NOW)
    for receipt in receipts:
        code = receipt.verification_id
        assert said(etree.fromstring(xml_of(receipt)), "//b:MTCuu") == code
        pdf = content_of(file_of(receipt, "pdf"))
        with pikepdf.open(io.BytesIO(pdf)) as paper:
            links = [str(one.A.URI) for one in paper.pages[0].Annots if "/A" in one]
        assert [link.rpartition("/")[2] for link in links] == [code]
        entry = SignedDocument.objects.get(verification_id=code)
        assert entry.sha256 == hashlib.sha256(pdf).hexdigest()

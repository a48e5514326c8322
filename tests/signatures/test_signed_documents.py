"""Signed XML is judged as strictly as it is written: whatever else it says, it is not believed."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings, strategies as st
from lxml import etree

from motcua.signatures.actions.xades import xades_signed
from motcua.signatures.verdicts.findings import Conclusion, Verdict
from motcua.signatures.verdicts.trust import Trust
from motcua.signatures.verdicts.xades import judge_xades, signed_part
from tests.signatures.conftest import AT, WARD, Hand

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

DS = "http://www.w3.org/2000/09/xmldsig#"
DOCUMENT = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<BLai xmlns="urn:motcua:bien-lai:1">'
    "<DLBLai><Ten>Nguyễn Thị Ngữ</Ten><Tien>20000</Tien></DLBLai>"
    f'<DSCKS><NThu><ds:Signature xmlns:ds="{DS}" Id="placeholder"/></NThu></DSCKS></BLai>'
).encode()


def written(hand: Hand, *, now: datetime = AT) -> bytes:
    return xades_signed(DOCUMENT, key=hand.key, provider=hand.keys, now=now)


def judge(content: bytes, trust: Trust) -> Verdict:
    return judge_xades(content, trust=trust, at=AT + timedelta(hours=1))


@pytest.mark.parametrize(
    ("hand", "algorithm"), [("ward", "RSA-SHA256"), ("leader", "ECDSA-SHA256")]
)
def test_a_document_just_signed_is_valid(
    hand: str, algorithm: str, trust: Trust, request: pytest.FixtureRequest
) -> None:
    content = written(request.getfixturevalue(hand))
    verdict = judge(content, trust)
    found = verdict.signatures[0]
    assert verdict.verdict is Conclusion.VALID, verdict
    assert (found.algorithm, found.organisation) == (algorithm, WARD.agency)
    assert (found.signed_at, found.coverage) == (AT.isoformat(), "whole-file")
    assert "20000" in etree.tostring(signed_part(content)).decode()


def test_a_stranger_is_unknown(stranger: Hand, trust: Trust) -> None:
    assert judge(written(stranger), trust).reason == "unknown-signer"


def test_an_expired_or_revoked_certificate_is_told(ward: Hand, trust: Trust) -> None:
    content = written(ward)
    late = judge_xades(content, trust=trust, at=AT + timedelta(days=4000))
    assert late.reason == "expired"
    name = judge(content, trust).signatures[0].certificate
    assert judge(content, trust.joined(Trust(revoked={name: AT}))).reason == "revoked"


def test_who_claims_to_have_signed_tomorrow_is_not_believed(ward: Hand, trust: Trust) -> None:
    early, soon = AT + timedelta(hours=3), AT + timedelta(hours=1, minutes=2)
    assert judge(written(ward, now=early), trust).reason == "wrong-time"
    assert judge(written(ward, now=soon), trust).reason == "valid"


def test_what_is_not_signed_or_no_xml_says_so(trust: Trust) -> None:
    assert judge(b"<a/>", trust).reason == "not-signed"
    for content in (b"", b"<a>", b"\xff\xfe\x00", b"{}", b"<a/><b/>"):
        assert judge(content, trust).reason == "unreadable"


def _inside(content: bytes, place: bytes, more: bytes) -> bytes:
    assert place in content
    return content.replace(place, more + place, 1)


def _wrapped(content: bytes) -> bytes:
    """The signed document whole, as a part of another that says another amount."""
    root = content.split(b"?>\n", 1)[1]
    return b'<BLai xmlns="urn:motcua:bien-lai:1"><Tien>90000</Tien>' + root + b"</BLai>"


def _moved(content: bytes) -> bytes:
    """The signature as the child of another document."""
    signature = re.search(rb"<ds:Signature.*</ds:Signature>", content, re.DOTALL)
    assert signature
    return b'<BLai xmlns="urn:motcua:bien-lai:1"><Tien>90000</Tien>' + signature[0] + b"</BLai>"


def _by_id(content: bytes) -> bytes:
    """The first reference points to a part, so that the rest could say anything."""
    return content.replace(b'URI=""', b'URI="#x"').replace(b"<DLBLai>", b'<DLBLai Id="x">')


def _twice(content: bytes) -> bytes:
    signature = re.search(rb"<ds:Signature.*</ds:Signature>", content, re.DOTALL)
    assert signature
    return content.replace(b"</NThu>", signature[0] + b"</NThu>")


def _same_id(content: bytes) -> bytes:
    name = re.search(rb'SignedProperties Id="([^"]+)"', content)
    assert name
    return content.replace(b"<DLBLai>", b'<DLBLai Id="' + name[1] + b'">')


_INVALID: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "another amount": (lambda c: c.replace(b">20000<", b">90000<"), "content-mismatch"),
    "another name": (lambda c: c.replace("Ngữ".encode(), "Ngủ".encode()), "content-mismatch"),
    "a part more": (lambda c: _inside(c, b"</DLBLai>", b"<Tien>1</Tien>"), "content-mismatch"),
    "text behind the signature": (lambda c: _inside(c, b"</NThu>", b"90000"), "content-mismatch"),
    "another signing time": (
        lambda c: c.replace(b"2026-11-20T08:30", b"2026-11-19T08:30"),
        "content-mismatch",
    ),
    "wrapped": (_wrapped, "content-mismatch"),
    "moved": (_moved, "content-mismatch"),
    "a comment that splits the amount": (
        lambda c: c.replace(b">20000<", b">20<!-- -->000<"),
        "wrong-coverage",
    ),
    "a comment before": (lambda c: _inside(c, b"<BLai", b"<!-- 90000 -->"), "wrong-coverage"),
    "a comment behind": (lambda c: c + b"<!-- 90000 -->", "wrong-coverage"),
    "a part instead of the whole": (_by_id, "wrong-coverage"),
    "one name for two parts": (_same_id, "wrong-coverage"),
}


@pytest.mark.parametrize("name", _INVALID)
def test_a_changed_document_is_invalid(name: str, ward: Hand, trust: Trust) -> None:
    forge, reason = _INVALID[name]
    content = written(ward)
    assert forge(content) != content
    verdict = judge(forge(content), trust)
    assert (verdict.reason, verdict.verdict) == (reason, Conclusion.INVALID)


_SHA1 = b"http://www.w3.org/2000/09/xmldsig#sha1"
_SHA256 = b"http://www.w3.org/2001/04/xmlenc#sha256"
_XSLT = b"http://www.w3.org/TR/1999/REC-xslt-19991116"
_REFUSED: dict[str, Callable[[bytes], bytes]] = {
    "a second signature": _twice,
    "a weaker digest": lambda c: c.replace(_SHA256, _SHA1),
    "a shared secret": lambda c: c.replace(
        b"http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
        b"http://www.w3.org/2000/09/xmldsig#hmac-sha1",
    ),
    "the algorithm of another key": lambda c: c.replace(b"#rsa-sha256", b"#ecdsa-sha256"),
    "a transformation that is a programme": lambda c: c.replace(
        b"http://www.w3.org/2000/09/xmldsig#enveloped-signature", _XSLT
    ),
    "an unsigned property": lambda c: _inside(
        c, b"</xades:QualifyingProperties>", b"<xades:UnsignedProperties/>"
    ),
    "an object more": lambda c: _inside(c, b"</ds:Signature>", b"<ds:Object>90000</ds:Object>"),
    "words in the signature": lambda c: _inside(c, b"</ds:Signature>", b"90000"),
    "no certificate": lambda c: re.sub(
        rb"<ds:X509Certificate>.*</ds:X509Certificate>", b"", c, flags=re.DOTALL
    ),
}


@pytest.mark.parametrize("name", _REFUSED)
def test_another_form_of_signature_is_not_believed(name: str, ward: Hand, trust: Trust) -> None:
    content = _REFUSED[name](written(ward))
    assert content != written(ward)
    verdict = judge(content, trust)
    assert verdict.verdict is not Conclusion.VALID
    assert verdict.reason in {"unsupported", "unreadable"}


def test_another_certificate_in_the_place_of_the_signers_is_refused(
    ward: Hand, trust: Trust
) -> None:
    content = written(ward)
    first, second = re.findall(rb"<ds:X509Certificate>.*?</ds:X509Certificate>", content, re.DOTALL)
    swapped = content.replace(first, b"@").replace(second, first).replace(b"@", second)
    assert judge(swapped, trust).verdict is not Conclusion.VALID


_SECRET = "/etc/hostname"
_BOMBS = {
    "an external entity": f'<!DOCTYPE a [<!ENTITY x SYSTEM "file://{_SECRET}">]><a>&x;</a>',
    "an external document type": '<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd"><a/>',
    "a parameter entity": '<!DOCTYPE a [<!ENTITY % x SYSTEM "http://127.0.0.1:9/x"> %x;]><a/>',
    "a billion laughs": "<!DOCTYPE a [<!ENTITY l0 'ha'>"
    + "".join(f"<!ENTITY l{n} '{f'&l{n - 1};' * 10}'>" for n in range(1, 10))
    + "]><a>&l9;</a>",
    "an attribute given by the document type": '<!DOCTYPE a [<!ATTLIST a Id CDATA "x">]><a/>',
    "depth": "<a>" * 100_000 + "</a>" * 100_000,
}


@pytest.mark.parametrize("name", _BOMBS)
def test_bombs_and_reading_of_files_are_refused(name: str, trust: Trust) -> None:
    verdict = judge(_BOMBS[name].encode(), trust)
    assert verdict.reason == "unreadable"


def test_a_document_type_before_a_good_signature_is_refused(ward: Hand, trust: Trust) -> None:
    content = _inside(written(ward), b"<BLai", b"<!DOCTYPE BLai>")
    assert judge(content, trust).reason == "unreadable"


@settings(max_examples=150, deadline=None)
@given(place=st.floats(0, 1, exclude_max=True), sign=st.integers(33, 126))
def test_one_changed_sign_is_never_valid_with_other_content(
    ward: Hand, trust: Trust, place: float, sign: int
) -> None:
    content = written(ward)
    at = int(place * len(content))
    changed = content[:at] + bytes([sign]) + content[at + 1 :]
    verdict = judge(changed, trust)
    if verdict.verdict is Conclusion.VALID:
        same = etree.tostring(signed_part(content), method="c14n")
        assert etree.tostring(signed_part(changed), method="c14n") == same

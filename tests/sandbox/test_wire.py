"""The signatures, word for word as `docs/processes/sandbox.md` defines them."""

from __future__ import annotations

from pathlib import Path

import pytest

from motcua_sandbox import wire

SECRET = b"vector-secret-0123456789abcdef0123"
AT = 1_795_161_605
DOC = Path(__file__).parents[2] / "docs/processes/sandbox.md"
PAY = {
    "command": "pay",
    "merchant": "H26",
    "order": "P-000001",
    "amount": "20000",
    "currency": "VND",
    "description": "Lệ phí đăng ký thường trú",
    "return_url": "http://localhost:8000/thanh-toan/ve",
    "locale": "vi",
    "expires_at": "1795163400",
}
BODY = (
    '{"id":"evt_0123456789abcdef0123456789abcdef","event":"payment.paid","at":"2026-11-20T15:00:05+07:00",'
    '"merchant":"H26","order":"P-000001","amount":20000,"currency":"VND","transaction":"FT26112000000001",'
    '"description":"Lệ phí đăng ký thường trú"}'
).encode()


def test_the_documents_vectors_are_what_the_code_computes():
    page = DOC.read_text("utf-8")
    assert wire.canonical(PAY) in page
    assert wire.sign_fields(PAY, SECRET) in page
    assert BODY.decode() in page
    assert f"X-Signature: {wire.sign_body(BODY, SECRET, AT)}" in page


def test_a_body_passes_with_its_own_signature_only():
    header = wire.sign_body(BODY, SECRET, AT)
    wire.check_body(header, BODY, SECRET, AT + 299)
    for head, body, secret in [
        (header, BODY + b" ", SECRET),
        (header, BODY, b"x" * 32),
        (header.replace("t=1", "t=2", 1), BODY, SECRET),
        (header.upper(), BODY, SECRET),
        (header + ",v1=" + "0" * 64, BODY, SECRET),
        ("", BODY, SECRET),
    ]:
        with pytest.raises(wire.WireError):
            wire.check_body(head, body, secret, AT)


@pytest.mark.parametrize("off", [-301, 301])
def test_a_body_signed_too_long_ago_or_ahead_is_refused(off):
    with pytest.raises(wire.WireError, match="time"):
        wire.check_body(wire.sign_body(BODY, SECRET, AT), BODY, SECRET, AT + off)


def test_every_field_is_covered_by_the_signature():
    signed = PAY | {"signature": wire.sign_fields(PAY, SECRET)}
    wire.check_fields(signed, SECRET)
    for changed in (
        signed | {"amount": "2000"},
        signed | {"extra": "1"},
        signed | {"signature": "é"},
        PAY,
    ):
        with pytest.raises(wire.WireError):
            wire.check_fields(changed, SECRET)


def test_a_doubled_field_is_refused():
    with pytest.raises(wire.WireError):
        wire.single([("amount", "1"), ("amount", "2")])


@pytest.mark.parametrize(
    "body", [b'{"a":1,"a":2}', b"[1]", b"{", b'{"a":NaN}', b'{"a":"\xff"}', b"[" * 9000]
)
def test_ambiguous_or_broken_json_is_refused(body):
    with pytest.raises(wire.WireError):
        wire.load_json(body)

"""Signed data keeps the bytes that were signed, and is read as strictly as it is written."""

from __future__ import annotations

import base64
import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings, strategies as st

from motcua.signatures.actions.jws import canonical, jws_signed
from motcua.signatures.errors import KeyNotUsable, NotSignable
from motcua.signatures.verdicts.findings import Conclusion, Verdict
from motcua.signatures.verdicts.jws import judge_jws, payload_of
from motcua.signatures.verdicts.trust import Trust
from tests.signatures.conftest import AT, WARD, Hand

if TYPE_CHECKING:
    from collections.abc import Callable

DATA = {"họ tên": "Nguyễn Thị Ngữ", "lệ phí": 20_000, "giấy tờ": ["Giấy chứng sinh", None, True]}


def written(hand: Hand) -> bytes:
    return jws_signed(DATA, key=hand.key, provider=hand.keys, now=AT)


def judge(text: bytes, trust: Trust) -> Verdict:
    return judge_jws(text, trust=trust, at=AT + timedelta(hours=1))


@pytest.mark.parametrize(("hand", "algorithm"), [("ward", "RS256"), ("leader", "ES256")])
def test_data_just_signed_is_valid_and_keeps_its_bytes(
    hand: str, algorithm: str, trust: Trust, request: pytest.FixtureRequest
) -> None:
    text = written(request.getfixturevalue(hand))
    verdict = judge(text, trust)
    found = verdict.signatures[0]
    assert verdict.verdict is Conclusion.VALID
    assert (found.algorithm, found.organisation) == (algorithm, WARD.agency)
    assert found.signed_at == AT.isoformat()
    assert payload_of(text) == canonical(DATA)
    assert json.loads(payload_of(text)) == DATA


def test_a_stranger_is_unknown(stranger: Hand, trust: Trust) -> None:
    assert judge(written(stranger), trust).reason == "unknown-signer"


def test_an_expired_or_revoked_certificate_is_told(ward: Hand, trust: Trust) -> None:
    text = written(ward)
    late = judge_jws(text, trust=trust, at=AT + timedelta(days=4000))
    assert late.reason == "expired"
    name = judge(text, trust).signatures[0].certificate
    assert judge(text, trust.joined(Trust(revoked={name: AT}))).reason == "revoked"


def _b64(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def _with_header(document: Any, **changes: Any) -> None:
    entry = document["signatures"][0]
    raw = entry["protected"]
    header = json.loads(base64.urlsafe_b64decode(raw + "=" * (-len(raw) % 4)))
    entry["protected"] = _b64(canonical({**header, **changes}))


FORGERIES: dict[str, Callable[[Any], Any]] = {
    "other payload": lambda d: d.update(payload=_b64(b'{"x":1}')),
    "no algorithm": lambda d: _with_header(d, alg="none"),
    "a shared secret": lambda d: _with_header(d, alg="HS256"),
    "another algorithm of the key": lambda d: _with_header(d, alg="PS256"),
    "the algorithm of another key": lambda d: _with_header(d, alg="ES256"),
    "a later time": lambda d: _with_header(d, iat=1),
    "a critical extension": lambda d: _with_header(d, crit=["b64"], b64=False),
    "another fingerprint": lambda d: _with_header(d, **{"x5t#S256": _b64(b"x" * 32)}),
    "no certificate": lambda d: _with_header(d, x5c=[]),
    "padded base64": lambda d: d.update(payload=d["payload"] + "="),
    "an unprotected header": lambda d: d["signatures"][0].update(header={"alg": "none"}),
    "an unknown member": lambda d: d.update(protected="e30"),
    "no signatures": lambda d: d.update(signatures=[]),
    "an empty signature": lambda d: d["signatures"][0].update(signature=""),
    "a signature that is no text": lambda d: d["signatures"][0].update(signature=5),
}


@pytest.mark.parametrize("forgery", FORGERIES)
def test_a_forgery_is_never_valid(ward: Hand, trust: Trust, forgery: str) -> None:
    document = json.loads(written(ward))
    FORGERIES[forgery](document)
    assert judge(json.dumps(document).encode(), trust).verdict is not Conclusion.VALID


def test_a_name_given_twice_is_refused(ward: Hand, trust: Trust) -> None:
    text = written(ward)
    twice = text[:-1] + b',"payload":' + json.dumps(json.loads(text)["payload"]).encode() + b"}"
    assert json.loads(twice) == json.loads(text)
    assert judge(twice, trust).reason == "unreadable"


@pytest.mark.parametrize("part", range(12))
def test_one_flipped_character_is_never_valid(ward: Hand, trust: Trust, part: int) -> None:
    text = bytearray(written(ward))
    text[len(text) * part // 12] ^= 0x01
    assert judge(bytes(text), trust).verdict is not Conclusion.VALID


@settings(max_examples=50, deadline=None)
@given(noise=st.binary(max_size=500) | st.text(max_size=200).map(str.encode))
def test_noise_is_indeterminate(noise: bytes) -> None:
    assert judge_jws(noise, trust=Trust(), at=AT).verdict is Conclusion.INDETERMINATE
    assert judge_jws(b'{"payload":"' + noise, trust=Trust(), at=AT).reason == "unreadable"


@pytest.mark.parametrize("value", [1.5, float("nan"), {"a": [0.1]}, b"x", {1, 2}])
def test_what_has_no_single_form_is_not_signed(ward: Hand, value: object) -> None:
    with pytest.raises(NotSignable):
        jws_signed({"v": value}, key=ward.key, provider=ward.keys, now=AT)


def test_a_key_out_of_its_time_does_not_sign(ward: Hand) -> None:
    with pytest.raises(KeyNotUsable):
        jws_signed(DATA, key=ward.key, provider=ward.keys, now=AT + timedelta(days=4000))

"""Judge signed data: a JSON Web Signature, read as strictly as it is written."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec

from motcua.signatures.verdicts.chain import chain_of, name_in
from motcua.signatures.verdicts.findings import Integrity, SignatureFinding, Standing, Verdict
from motcua.signatures.verdicts.trust import Trust, fingerprint
from motcua.signatures.verdicts.values import OtherAlgorithm, is_value_of

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.types import CertificatePublicKeyTypes

_P256_BYTES = 64
_HEADERS = {"alg", "cty", "iat", "x5c", "x5t#S256"}


class NotJws(ValueError):
    """The text is not a signed document of the one form that is written here."""


def judge_jws(text: bytes, *, trust: Trust, at: datetime) -> Verdict:
    """Judge a signed JSON document against `trust` as of `at` (aware). Never raise for a bad one.

    No member is ignored: unknown ones, duplicates, odd base64, an algorithm that is not the key's,
    all make it unreadable, which is indeterminate.
    """
    try:
        payload, signatures = _document(text)
        findings = [
            _signature(number, payload, entry, trust, at)
            for number, entry in enumerate(signatures, 1)
        ]
    except MemoryError:
        return Verdict("json", "too-large")
    except Exception:  # noqa: BLE001 - whatever a hostile text provokes: the answer is "cannot tell"
        return Verdict("json", "unreadable")
    return Verdict.of("json", findings)


def payload_of(text: bytes) -> bytes:
    """Give the bytes that were signed, valid or not; raise `NotJws` for another form."""
    return _bytes(_document(text)[0])


def _document(text: bytes) -> tuple[str, list[Any]]:
    document = _members(text.decode("utf-8"), {"payload", "signatures"})
    payload, signatures = document["payload"], document["signatures"]
    if not isinstance(payload, str) or not isinstance(signatures, list):
        raise NotJws("payload or signatures")
    # The payload is data, not merely bytes: a reader must not see two values under one name.
    _members(_bytes(payload).decode("utf-8"), None)
    return payload, signatures


def _members(text: str, names: set[str] | None) -> dict[str, Any]:
    found = json.loads(text, object_pairs_hook=_once)
    if not isinstance(found, dict) or (names is not None and found.keys() != names):
        raise NotJws("members")
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise NotJws("a name twice")
    return found


def _bytes(text: Any) -> bytes:
    if not isinstance(text, str):
        raise NotJws("not text")
    raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    # Several texts decode to the same bytes; only the one that is written is read.
    if base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii") != text:
        raise NotJws("odd base64")
    return raw


def _signature(
    number: int, payload: str, entry: Any, trust: Trust, at: datetime
) -> SignatureFinding:
    if not isinstance(entry, dict) or entry.keys() != {"protected", "signature"}:
        raise NotJws("signature")
    header = _members(_bytes(entry["protected"]).decode("utf-8"), _HEADERS)
    ders = [base64.b64decode(link, validate=True) for link in header["x5c"]]
    certificate = x509.load_der_x509_certificate(ders[0])
    if _bytes(header["x5t#S256"]).hex() != fingerprint(ders[0]):
        raise NotJws("another certificate")
    signed = f"{entry['protected']}.{payload}".encode("ascii")
    is_intact = _verifies(
        certificate.public_key(), header["alg"], signed, _bytes(entry["signature"])
    )
    chain, doubt = chain_of(ders, trust, at)
    named = asn1.Certificate.load(ders[0])
    return SignatureFinding(
        field=str(number),
        kind="signature",
        reason=(doubt or "valid") if is_intact else "bad-signature",
        integrity=Integrity.INTACT if is_intact else Integrity.BROKEN,
        trust=Standing.UNTRUSTED if doubt else Standing.TRUSTED,
        signer=name_in(named, "common_name"),
        organisation=name_in(named, "organization_name"),
        organisation_code=name_in(named, "organization_identifier"),
        certificate=fingerprint(ders[0]),
        chain=chain,
        signed_at=datetime.fromtimestamp(int(header["iat"]), UTC).isoformat(),
        algorithm=str(header["alg"]),
        coverage="whole-file",
    )


def _verifies(
    key: CertificatePublicKeyTypes, algorithm: Any, signed: bytes, signature: bytes
) -> bool:
    if algorithm not in {"RS256", "ES256"}:
        raise NotJws("the algorithm is not the key's")
    if isinstance(key, ec.EllipticCurvePublicKey):
        _require_p256(key, signature)
    try:
        return is_value_of(key, is_rsa=algorithm == "RS256", signed=signed, value=signature)
    except OtherAlgorithm as error:
        raise NotJws("the algorithm is not the key's") from error


def _require_p256(key: ec.EllipticCurvePublicKey, signature: bytes) -> None:
    if not isinstance(key.curve, ec.SECP256R1) or len(signature) != _P256_BYTES:
        raise NotJws("not a P-256 signature")

"""Sign data: the JSON beside a PDF, as a JSON Web Signature that carries its own bytes."""

from __future__ import annotations

import base64
import hashlib
import json
from typing import TYPE_CHECKING, Any

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding

from motcua.signatures.errors import KeyNotUsable, NotSignable

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from motcua.signatures.base import HeldKey, KeyProvider


def jws_signed(
    data: Mapping[str, Any], *, key: HeldKey, provider: KeyProvider, now: datetime
) -> bytes:
    """Give `data` as a signed JSON document (RFC 7515, general serialisation, UTF-8).

    The payload keeps the canonical bytes that were signed: names sorted, no spaces, NFC as given,
    whole numbers only. The protected header pins the algorithm to the key (RS256 or ES256), holds
    the signing time (`iat`) and the signer's certificates (`x5c`, `x5t#S256`), as JAdES B-B has
    them. Raise `NotSignable` for floats or what JSON cannot hold, `KeyNotUsable`, `KeyUnavailable`.
    """
    certificate = key.certificate
    if not certificate.not_valid_before_utc <= now <= certificate.not_valid_after_utc:
        raise KeyNotUsable(subject=certificate.subject.rfc4514_string())
    der = [link.public_bytes(Encoding.DER) for link in (certificate, *key.chain)]
    is_rsa = isinstance(certificate.public_key(), rsa.RSAPublicKey)
    header = {
        "alg": "RS256" if is_rsa else "ES256",
        "cty": "application/json",
        "iat": int(now.timestamp()),
        "x5c": [base64.b64encode(link).decode("ascii") for link in der],
        "x5t#S256": _b64(hashlib.sha256(der[0]).digest()),
    }
    protected, payload = _b64(canonical(header)), _b64(canonical(data))
    value = provider.sign(key.reference, f"{protected}.{payload}".encode("ascii"))
    signature = _b64(value if is_rsa else _fixed_width(value))
    return canonical(
        {"payload": payload, "signatures": [{"protected": protected, "signature": signature}]}
    )


def canonical(data: Any) -> bytes:
    """Write data as the one byte string that stands for it; raise `NotSignable`."""
    _refuse_floats(data)
    try:
        text = json.dumps(
            data, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
        )
        return text.encode("utf-8")
    except (TypeError, ValueError) as error:
        raise NotSignable(reason=type(error).__name__) from error


def _refuse_floats(data: Any) -> None:
    # Two programs write the same fraction differently; money is whole đồng anyway.
    if isinstance(data, float):
        raise NotSignable(reason="float")
    if isinstance(data, dict):
        for value in data.values():
            _refuse_floats(value)
    elif isinstance(data, list | tuple):
        for value in data:
            _refuse_floats(value)


def _fixed_width(signature: bytes) -> bytes:
    """Turn an ECDSA signature from DER into the two 32-byte numbers JWS wants (RFC 7518, 3.4)."""
    r, s = decode_dss_signature(signature)
    return r.to_bytes(32) + s.to_bytes(32)


def _b64(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode("ascii")

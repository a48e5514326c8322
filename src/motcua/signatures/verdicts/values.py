"""Whether a signature value is a key's: RSA or an elliptic curve, SHA-256, as in JWS and XML."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.types import CertificatePublicKeyTypes


class OtherAlgorithm(ValueError):
    """The algorithm that a document names is not that of the key."""


def is_value_of(
    key: CertificatePublicKeyTypes, *, is_rsa: bool, signed: bytes, value: bytes
) -> bool:
    """Say whether a value signs bytes with a key, by RSA (PKCS #1 v1.5) or on an elliptic curve.

    On a curve the value holds two numbers of the curve's width, one behind the other (RFC 7518,
    3.4; XMLDSig 1.1, 6.4.3). Raises `OtherAlgorithm` where the key is of the other kind.
    """
    try:
        if is_rsa and isinstance(key, rsa.RSAPublicKey):
            key.verify(value, signed, padding.PKCS1v15(), hashes.SHA256())
        elif not is_rsa and isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(_as_der(key, value), signed, ec.ECDSA(hashes.SHA256()))
        else:
            raise OtherAlgorithm
    except InvalidSignature:
        return False
    return True


def _as_der(key: ec.EllipticCurvePublicKey, value: bytes) -> bytes:
    half = (key.key_size + 7) // 8
    if len(value) != 2 * half:
        raise InvalidSignature
    return encode_dss_signature(int.from_bytes(value[:half]), int.from_bytes(value[half:]))

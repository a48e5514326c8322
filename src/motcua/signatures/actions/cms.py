"""The CMS container of a PAdES B-B signature, written straight as DER.

Building the same bytes through an object model costs thirty times the signature itself; here all
that a key's signatures share is encoded once, and only digest and signature value change.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding

if TYPE_CHECKING:
    from cryptography import x509

    from motcua.signatures.base import HeldKey, KeyProvider

_INTEGER, _OCTETS, _NULL, _OID, _SEQUENCE, _SET = 0x02, 0x04, 0x05, 0x06, 0x30, 0x31
_CONTEXT_0 = 0xA0


def _der(tag: int, *contents: bytes) -> bytes:
    body = b"".join(contents)
    size = len(body)
    if size < 0x80:
        return bytes((tag, size)) + body
    length = size.to_bytes((size.bit_length() + 7) // 8)
    return bytes((tag, 0x80 | len(length))) + length + body


def _oid(encoded: str) -> bytes:
    return _der(_OID, bytes.fromhex(encoded))


def _integer(value: int) -> bytes:
    return _der(_INTEGER, value.to_bytes(value.bit_length() // 8 + 1, signed=True))


_DATA = _oid("2a864886f70d010701")
_SIGNED_DATA = _oid("2a864886f70d010702")
_CONTENT_TYPE = _oid("2a864886f70d010903")
_MESSAGE_DIGEST = _oid("2a864886f70d010904")
_SIGNING_CERTIFICATE_V2 = _oid("2a864886f70d010910022f")
_SHA256 = _der(_SEQUENCE, _oid("608648016503040201"))
_RSA = _der(_SEQUENCE, _oid("2a864886f70d010101"), _der(_NULL))
_ECDSA_SHA256 = _der(_SEQUENCE, _oid("2a8648ce3d040302"))


def detached_cms(digest: bytes, *, key: HeldKey, provider: KeyProvider) -> bytes:
    """Sign a SHA-256 digest (32 bytes) as detached CMS, DER (RFC 5652, ETSI EN 319 122-1).

    Signed attributes are those of PAdES B-B: content type, message digest and the ESS reference to
    the signer's certificate, no signing time (the PDF's own `M` holds it). Raise `KeyUnavailable`.
    """
    fixed = _fixed_attributes(key.certificate)
    attributes = b"".join(
        # The parts of a SET stand in the order of their encodings.
        sorted((*fixed, _attribute(_MESSAGE_DIGEST, _der(_OCTETS, digest))))
    )
    value = provider.sign(key.reference, _der(_SET, attributes))
    is_rsa = isinstance(key.certificate.public_key(), rsa.RSAPublicKey)
    signer = _der(
        _SEQUENCE,
        _integer(1),
        _issuer_and_serial(key.certificate),
        _SHA256,
        _der(_CONTEXT_0, attributes),
        _RSA if is_rsa else _ECDSA_SHA256,
        _der(_OCTETS, value),
    )
    signed = _der(
        _SEQUENCE,
        _integer(1),
        _der(_SET, _SHA256),
        _der(_SEQUENCE, _DATA),
        _der(_CONTEXT_0, _certificates((key.certificate, *key.chain))),
        _der(_SET, signer),
    )
    return _der(_SEQUENCE, _SIGNED_DATA, _der(_CONTEXT_0, signed))


def _attribute(oid: bytes, *values: bytes) -> bytes:
    return _der(_SEQUENCE, oid, _der(_SET, *values))


@lru_cache(maxsize=512)
def _fixed_attributes(certificate: x509.Certificate) -> tuple[bytes, bytes]:
    fingerprint = hashlib.sha256(certificate.public_bytes(Encoding.DER)).digest()
    # ESSCertIDv2: SHA-256 is the default algorithm and left out, as DER wants.
    reference = _der(_SEQUENCE, _der(_SEQUENCE, _der(_SEQUENCE, _der(_OCTETS, fingerprint))))
    return _attribute(_CONTENT_TYPE, _DATA), _attribute(_SIGNING_CERTIFICATE_V2, reference)


@lru_cache(maxsize=512)
def _issuer_and_serial(certificate: x509.Certificate) -> bytes:
    return _der(_SEQUENCE, certificate.issuer.public_bytes(), _integer(certificate.serial_number))


@lru_cache(maxsize=512)
def _certificates(chain: tuple[x509.Certificate, ...]) -> bytes:
    return b"".join(sorted(certificate.public_bytes(Encoding.DER) for certificate in chain))

"""A browser's half of web push: opening what was sealed for it, and judging who sent it."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from typing import Any

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_der_private_key,
)

_CURVE = ec.SECP256R1()
_SALT, _HEAD, _HALF = 16, 21, 32
_LAST_RECORD = b"\x02"


class SealError(Exception):
    """A message that does not open, or a sender that cannot be believed; the text says why."""


def new_key() -> bytes:
    """Make a browser's key."""
    key = ec.generate_private_key(_CURVE)
    return key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())


def point_of(key: bytes) -> str:
    """Give the public half that senders seal for."""
    return write(_point(_loaded(key)))


def opened(body: bytes, key: bytes, auth: bytes) -> bytes:
    """Open a message of one record (RFC 8188, RFC 8291). Raises `SealError`."""
    own = _loaded(key)
    try:
        salt, length = body[:_SALT], body[_HEAD - 1]
        theirs = body[_HEAD : _HEAD + length]
        sender = ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, theirs)
        shared = own.exchange(ec.ECDH(), sender)
        info = b"WebPush: info\0" + _point(own) + theirs
        secret = _expand(hmac.digest(auth, shared, hashlib.sha256), info)
        pseudorandom = hmac.digest(salt, secret, hashlib.sha256)
        content = _expand(pseudorandom, b"Content-Encoding: aes128gcm\0")[:16]
        nonce = _expand(pseudorandom, b"Content-Encoding: nonce\0")[:12]
        plain = AESGCM(content).decrypt(nonce, body[_HEAD + length :], None).rstrip(b"\0")
    except (InvalidTag, ValueError, IndexError) as error:
        raise SealError("the message does not open") from error
    if not plain.endswith(_LAST_RECORD):
        raise SealError("the last record is not marked")
    return plain[:-1]


def judge(authorization: str, audience: str, seconds: float) -> None:
    """Raise `SealError` unless a sender proved itself to this service, now (RFC 8292)."""
    kind, _, rest = authorization.partition(" ")
    parts = dict(part.strip().split("=", 1) for part in rest.split(",") if "=" in part)
    try:
        head, claims, signature = parts["t"].split(".")
        said: dict[str, Any] = json.loads(read(claims))
        raw = read(signature)
        key = ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, read(parts["k"]))
        made = encode_dss_signature(
            int.from_bytes(raw[:_HALF], "big"), int.from_bytes(raw[_HALF:], "big")
        )
        key.verify(made, f"{head}.{claims}".encode(), ec.ECDSA(SHA256()))
    except (InvalidSignature, KeyError, ValueError) as error:
        raise SealError("the sender's proof does not verify") from error
    if kind.lower() != "vapid" or said.get("aud") != audience:
        raise SealError("the proof is for another service")
    if not seconds < said.get("exp", 0) <= seconds + 24 * 3600:
        raise SealError("the proof is old, or lasts too long")


def read(text: str) -> bytes:
    """Read base64 of the URL kind without padding. Raises `ValueError`."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def write(value: bytes) -> str:
    """Write base64 of the URL kind without padding."""
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def _loaded(key: bytes) -> ec.EllipticCurvePrivateKey:
    loaded = load_der_private_key(key, None)
    assert isinstance(loaded, ec.EllipticCurvePrivateKey)
    return loaded


def _point(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def _expand(secret: bytes, info: bytes) -> bytes:
    return hmac.digest(secret, info + b"\x01", hashlib.sha256)

"""Web push: what a browser's push service takes (RFC 8030), encrypted (8291) and signed (8292)."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import os
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import orjson
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

if TYPE_CHECKING:
    from collections.abc import Mapping

_CURVE = ec.SECP256R1()
_POINT, _AUTH, _SALT, _HALF = 65, 16, 16, 32
_RECORD = 4096
_TOKEN_LASTS = 12 * 3600
# The services of the browsers there are; a subscription elsewhere is refused, for we call it.
SERVICES = (
    "fcm.googleapis.com",
    ".push.services.mozilla.com",
    ".push.apple.com",
    ".notify.windows.com",
)
_LONGEST_ENDPOINT = 1000
# What every reader of addresses reads alike: no blanks, no backslashes, no steps upwards.
_ADDRESS = re.compile(r"https?://[a-z0-9.-]+(:[0-9]{1,5})?/(?!.*\.\.)[!-\[\]-~]*", re.IGNORECASE)


class SubscriptionError(Exception):
    """What a browser sent is no subscription we can use."""


@dataclass(frozen=True, slots=True)
class Subscription:
    """Where a browser's push service takes messages, and the keys they are sealed for."""

    endpoint: str
    p256dh: str
    auth: str

    def as_json(self) -> dict[str, str]:
        """Give it as it is kept."""
        return {"endpoint": self.endpoint, "p256dh": self.p256dh, "auth": self.auth}


def subscription(said: Mapping[str, str], sandbox: str = "") -> Subscription:
    """Read what a browser sent. Raises `SubscriptionError`.

    Only the services of browsers are called, and the sandbox's where the node has one.
    """
    endpoint = said.get("endpoint", "")
    if len(endpoint) > _LONGEST_ENDPOINT or not _ADDRESS.fullmatch(endpoint):
        raise SubscriptionError
    try:
        place = urlsplit(endpoint)
        host = place.hostname or ""
        port = place.port
    except ValueError:
        raise SubscriptionError from None
    is_service = place.scheme == "https" and port in (None, 443) and _is_known(host)
    is_sandbox = bool(sandbox) and endpoint.startswith(f"{sandbox.rstrip('/')}/push/")
    if not (is_service or is_sandbox):
        raise SubscriptionError
    point, auth = read(said.get("p256dh", "")), read(said.get("auth", ""))
    if len(auth) != _AUTH or len(point) != _POINT:
        raise SubscriptionError
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, point)
    except ValueError:
        raise SubscriptionError from None
    return Subscription(endpoint, write(point), write(auth))


def _is_known(host: str) -> bool:
    return any(host == one or (one.startswith(".") and host.endswith(one)) for one in SERVICES)


def encrypted(
    message: bytes,
    to: Subscription,
    *,
    key: ec.EllipticCurvePrivateKey | None = None,
    salt: bytes = b"",
) -> bytes:
    """Seal a message for one browser (RFC 8291); `key` and `salt` are made anew unless given."""
    own, salt = key or ec.generate_private_key(_CURVE), salt or os.urandom(_SALT)
    theirs, mine = read(to.p256dh), point_of(own)
    point = ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, theirs)
    shared = own.exchange(ec.ECDH(), point)
    secret = _derived(read(to.auth), shared, b"WebPush: info\0" + theirs + mine, _HALF)
    content_key = _derived(salt, secret, b"Content-Encoding: aes128gcm\0", 16)
    nonce = _derived(salt, secret, b"Content-Encoding: nonce\0", 12)
    head = salt + _RECORD.to_bytes(4, "big") + bytes([len(mine)]) + mine
    return head + AESGCM(content_key).encrypt(nonce, message + b"\x02", None)


def proof(endpoint: str, contact: str, key: ec.EllipticCurvePrivateKey, seconds: float) -> str:
    """Say who sends, to one push service and for half a day (RFC 8292): the header's value."""
    place = urlsplit(endpoint)
    head = {"typ": "JWT", "alg": "ES256"}
    claims = {
        "aud": f"{place.scheme}://{place.netloc}",
        "exp": int(seconds) + _TOKEN_LASTS,
        "sub": contact,
    }
    said = ".".join(write(orjson.dumps(part)) for part in (head, claims))
    r, s = decode_dss_signature(key.sign(said.encode(), ec.ECDSA(SHA256())))
    signature = r.to_bytes(_HALF, "big") + s.to_bytes(_HALF, "big")
    return f"vapid t={said}.{write(signature)}, k={write(point_of(key))}"


def point_of(key: ec.EllipticCurvePrivateKey) -> bytes:
    """Give the public half of a key as the point that browsers know it by."""
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def read(text: str) -> bytes:
    """Read base64 of the URL kind, padded or not. Raises `SubscriptionError`."""
    try:
        return base64.urlsafe_b64decode(text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4))
    except (binascii.Error, ValueError):
        raise SubscriptionError from None


def write(value: bytes) -> str:
    """Write base64 of the URL kind without padding."""
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def _derived(salt: bytes, secret: bytes, info: bytes, length: int) -> bytes:
    """Derive a key of at most 32 bytes (RFC 5869, one block)."""
    pseudorandom = hmac.digest(salt, secret, hashlib.sha256)
    return hmac.digest(pseudorandom, info + b"\x01", hashlib.sha256)[:length]

"""The access token: a short signed text that says who acts, checked without the database.

`mc1.<key>.<payload>.<mac>`: the payload is JSON in base64url, the mac HMAC-SHA256 over everything
before it. There is one algorithm and it is not named in the token, so none can be chosen for us.
The mac is compared as text: odd spellings of base64 do not pass.
"""

from __future__ import annotations

import hashlib
import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

import orjson
from django.conf import settings

from motcua.identity.errors import TokenExpired, TokenRefused
from motcua.kernel.actors import Actor, Power

LIFETIME = 15 * 60
"""Seconds an access token lives at most."""
CLOCKS_DIFFER = 60
"""Seconds by which the clocks of two machines of one node may differ."""
_VERSION = "mc1"
_PURPOSE = b"motcua.identity.access-token"
_LONGEST = 16 * 1024


@dataclass(frozen=True, slots=True)
class Access:
    """What a token opens: for whom, for what, and until when (aware, to the second).

    `generation` is the account's: raised since, the token is worth nothing.
    """

    actor: Actor
    scopes: frozenset[str]
    expires_at: datetime
    generation: int = 0


def write(access: Access, issued_at: datetime) -> str:
    """Sign an access under the node's current key."""
    actor = access.actor
    payload = orjson.dumps(
        {
            "k": actor.kind,
            "a": actor.account_id,
            "p": actor.person_id,
            "o": actor.official_id,
            # What one holds for another ends with a day, and is asked for anew at each request.
            "w": [
                [power.role, power.agency_id, power.unit_path]
                for power in actor.powers
                if power.behalf is None
            ],
            "s": sorted(access.scopes),
            "g": access.generation,
            "i": int(issued_at.timestamp()),
            "e": int(access.expires_at.timestamp()),
        }
    )
    keys = _keys(settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    name, key = next(iter(keys.items()))
    signed = f"{_VERSION}.{name}.{_as_text(payload)}"
    return f"{signed}.{_mac(key, signed)}"


def read(token: str, now: datetime) -> Access:
    """Check a token and give what it opens. Raises `TokenRefused`, `TokenExpired`."""
    access, issued_at = _checked(token, settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    if now >= access.expires_at:
        raise TokenExpired
    if issued_at > now.timestamp() + CLOCKS_DIFFER:
        raise TokenRefused
    return access


@lru_cache(maxsize=1024)
def _checked(token: str, *secrets: str) -> tuple[Access, int]:
    """Give what a token signed under one of our keys says, and when it was issued.

    Remembered, because a caller sends the same token with each of its requests; one that is
    refused is not.
    """
    signed, _, mac = token.rpartition(".")
    parts = signed.split(".")
    if len(parts) != 3 or parts[0] != _VERSION or len(token) > _LONGEST or not token.isascii():
        raise TokenRefused
    key = _keys(*secrets).get(parts[1])
    if key is None or not hmac.compare_digest(mac, _mac(key, signed)):
        raise TokenRefused
    content = orjson.loads(urlsafe_b64decode(parts[2] + "=="))
    access = Access(
        actor=Actor(
            kind=content["k"],
            account_id=content["a"],
            person_id=content["p"],
            official_id=content["o"],
            powers=tuple(Power(*power) for power in content["w"]),
        ),
        scopes=frozenset(content["s"]),
        expires_at=datetime.fromtimestamp(content["e"], tz=UTC),
        generation=content.get("g", 0),
    )
    return access, content["i"]


def _mac(key: bytes, signed: str) -> str:
    return _as_text(hmac.digest(key, signed.encode(), hashlib.sha256))


def _as_text(content: bytes) -> str:
    return urlsafe_b64encode(content).rstrip(b"=").decode()


@lru_cache(maxsize=4)
def _keys(*secrets: str) -> dict[str, bytes]:
    """Derive the signing keys, current first, by name."""
    derived = [hmac.digest(secret.encode(), _PURPOSE, hashlib.sha256) for secret in secrets]
    return {hashlib.sha256(key).hexdigest()[:8]: key for key in derived}

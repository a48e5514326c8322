"""The signature schemes of the wire; `docs/processes/sandbox.md` is their definition.

Two schemes share one secret per merchant or client. *Fields* travel in a browser's address:
HMAC-SHA512 over the sorted, form-encoded fields. *Bodies* travel between servers: HMAC-SHA256 over
the time, a dot and the raw bytes, so that nothing is ever re-serialised before it is checked.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote_plus

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

SIGNATURE = "signature"
WINDOW = 300
"""Seconds by which a body's time may differ from the reader's clock, either way."""

_HEADER = re.compile(r"t=([0-9]{1,12}),v1=([0-9a-f]{64})", re.ASCII)


class WireError(Exception):
    """What arrived is not what the scheme demands; the text says which rule was broken."""


def canonical(fields: Mapping[str, str]) -> str:
    """Join fields as `name=value&…`, form-encoded in UTF-8, sorted by name, without `signature`."""
    named = sorted((name, value) for name, value in fields.items() if name != SIGNATURE)
    return "&".join(f"{quote_plus(name)}={quote_plus(value)}" for name, value in named)


def sign_fields(fields: Mapping[str, str], secret: bytes) -> str:
    """Give the signature of fields: 128 lower-case hex digits of HMAC-SHA512."""
    return hmac.new(secret, canonical(fields).encode(), hashlib.sha512).hexdigest()


def single(pairs: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Turn name-value pairs into a mapping; raise WireError when a name comes twice."""
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise WireError("a field comes twice")
    return fields


def check_fields(fields: Mapping[str, str], secret: bytes) -> None:
    """Raise WireError unless `signature` is the right one for the other fields."""
    given = fields.get(SIGNATURE, "")
    if not hmac.compare_digest(given.encode(), sign_fields(fields, secret).encode()):
        raise WireError("the signature is not right")


def sign_body(body: bytes, secret: bytes, at: int) -> str:
    """Give the value of `X-Signature` for a body sent at a moment (Unix seconds)."""
    return f"t={at},v1={_digest(body, secret, at)}"


def check_body(header: str, body: bytes, secret: bytes, now: float) -> None:
    """Raise WireError unless the header signs exactly these bytes, WINDOW seconds off at most."""
    match = _HEADER.fullmatch(header)
    if match is None:
        raise WireError("X-Signature is missing or malformed")
    at = int(match[1])
    if not hmac.compare_digest(match[2], _digest(body, secret, at)):
        raise WireError("the signature is not right")
    if abs(now - at) > WINDOW:
        raise WireError("the signature's time is too far from now")


def dump_json(value: Mapping[str, Any]) -> bytes:
    """Write a JSON object as the bytes that will be signed and sent."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def load_json(body: bytes) -> dict[str, Any]:
    """Read a JSON object; raise WireError on bad UTF-8, doubled keys, NaN, or no object."""
    try:
        value = json.loads(
            body.decode("utf-8"), object_pairs_hook=_unique, parse_constant=_no_constant
        )
        dump_json({"": value})  # half a surrogate pair is not text
    except (ValueError, RecursionError) as error:
        raise WireError("the body is not JSON") from error
    if not isinstance(value, dict):
        raise WireError("the body is not a JSON object")
    return value


def _digest(body: bytes, secret: bytes, at: int) -> str:
    return hmac.new(secret, str(at).encode() + b"." + body, hashlib.sha256).hexdigest()


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise WireError("a key comes twice")
    return value


def _no_constant(name: str) -> Any:
    raise WireError(f"{name} is not a number")

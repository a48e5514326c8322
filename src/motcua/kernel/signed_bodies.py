"""Bodies signed between servers: HMAC-SHA256 over the time, a dot and the raw bytes.

`docs/processes/sandbox.md`, §1.2, is their definition. Raw bytes are checked before they are read.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import datetime

WINDOW_SECONDS = 300
_HEADER = re.compile(r"t=([0-9]{1,12}),v1=([0-9a-f]{64})", re.ASCII)


def sign(body: bytes, secret: bytes, *, now: datetime) -> str:
    """Give the value of `X-Signature` for a body sent at a moment."""
    moment = str(int(now.timestamp()))
    return f"t={moment},v1={_digest(body, secret, moment)}"


def is_signed(body: bytes, header: str, secret: bytes, *, now: datetime) -> bool:
    """Say whether a header signs exactly these bytes, at most five minutes from now."""
    match = _HEADER.fullmatch(header)
    if match is None:
        return False
    moment, given = match.groups()
    fresh = abs(int(moment) - now.timestamp()) <= WINDOW_SECONDS
    return hmac.compare_digest(_digest(body, secret, moment), given) and fresh


def read_object(body: bytes) -> dict[str, Any]:
    """Read a JSON object. Raises `ValueError` for anything else, doubled keys too."""
    try:
        data = json.loads(body.decode(), object_pairs_hook=_unique)
    except RecursionError:
        raise ValueError("too deep") from None
    if not isinstance(data, dict):
        raise ValueError("no object")  # noqa: TRY004 - whoever calls knows one kind of fault
    return data


def _digest(body: bytes, secret: bytes, moment: str) -> str:
    return hmac.new(secret, moment.encode() + b"." + body, hashlib.sha256).hexdigest()


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key comes twice")
    return found

"""What providers write: signed bodies, and the texts and amounts in them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from motcua.kernel.clock import system_now
from motcua.kernel.signed_bodies import is_signed, read_object
from motcua.payments.errors import EventMalformed, SignatureWrong

if TYPE_CHECKING:
    from datetime import datetime

    import httpx

# Names and references as providers write them: short, printable, one line.
_WORD = re.compile(r"[ -~]{1,80}")
_MOST_DONG = 10**12


def require_signed(body: bytes, header: str, secret: bytes, *, now: datetime) -> None:
    """Raise `SignatureWrong` unless a header signs exactly these bytes, minutes ago at most."""
    if not is_signed(body, header, secret, now=now):
        raise SignatureWrong


def answered(answer: httpx.Response, secret: bytes) -> bytes:
    """Give the body of a good and rightly signed answer.

    Raises `httpx.HTTPError`, `SignatureWrong`.
    """
    answer.raise_for_status()
    signature = answer.headers.get("X-Signature", "")
    require_signed(answer.content, signature, secret, now=system_now())
    return answer.content


def parsed(body: bytes) -> dict[str, Any]:
    """Read a JSON object without doubled keys. Raises `EventMalformed`."""
    try:
        return read_object(body)
    except ValueError:
        raise EventMalformed from None


def read_word(data: dict[str, Any], name: str, *, needed: bool = True) -> str:
    """Give a short printable text. Raises `EventMalformed`; missing ones are empty when allowed."""
    found = data.get(name)
    if found is None and not needed:
        return ""
    if not isinstance(found, str) or not _WORD.fullmatch(found):
        raise EventMalformed
    return found


def read_amount(data: dict[str, Any]) -> int:
    """Give an amount in whole đồng. Raises `EventMalformed`, also for another currency."""
    found = data.get("amount")
    if type(found) is not int or not 0 <= found < _MOST_DONG or data.get("currency") != "VND":
        raise EventMalformed
    return found

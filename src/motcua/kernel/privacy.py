"""What looks like personal data: hidden in logs, refused in audit data and in events."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from enum import Enum
from typing import Any
from uuid import UUID

HIDDEN = "▒▒▒"

_EMAIL = r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+"
_PHONE = r"(?<![\w.])(?:\+?84|0)(?:[ .-]?\d){9,10}(?![\w])"
_NUMBER = r"(?<!\d)(?:\d{12}|\d{9}|\d{3}[ .]\d{3}[ .]\d{3}[ .]\d{3})(?!\d)"
_PERSONAL = re.compile(f"{_EMAIL}|{_PHONE}|{_NUMBER}")
# Whoever reads the rest of such a path can set a password, or take an issued document.
_SECRET_PATH = re.compile(r"(/password/reset/key/|/danh-gia/l/|(?<![\w/.-])/v/).+")
# Django writes such letters as escapes.
_TYPED_PATH = re.compile(r"/[^/\n]*(?:[^\x00-\x7f\n]|\\[xu][0-9a-f]{2})[^\n]*")
_CODE = re.compile(r"[0-9A-Za-z_.:/+=~-]{0,160}")
_BARE_NUMBER = re.compile(r"\d{9}|\d{12}|(?:\+?84|0)\d{9,10}")


def mask(text: str) -> str:
    """Hide what looks like an identity number (9 or 12 digits), a phone or an e-mail address.

    And the keys in paths that open something to whoever has them, up to the end of the line.
    """
    if "/reset/key/" in text or "/v/" in text or "/danh-gia/l/" in text:
        text = _SECRET_PATH.sub(rf"\1{HIDDEN}", text)
    return _PERSONAL.sub(HIDDEN, text)


def mask_path(text: str) -> str:
    """Hide as `mask` does, and what follows the first part of a path that is not ASCII.

    Our own addresses are; what is not was typed or pasted behind them, and may be a name.
    """
    is_plain = text.isascii() and "\\" not in text
    return mask(text if is_plain else _TYPED_PATH.sub(f"/{HIDDEN}", text))


def codes_only(value: Any, where: str = "data") -> Any:
    """Give a value as JSON made of numbers, codes, hashes and times, for rows that live long.

    Text must look like a code (no spaces, no diacritics) and not like an identity number or a
    phone. Raises `ValueError` naming the place, never the value: it is a mistake in our own code.
    """
    if isinstance(value, Mapping):
        return {
            _code(str(key), where): codes_only(item, f"{where}.{key}")
            for key, item in value.items()
        }
    if isinstance(value, list | tuple | set | frozenset):
        return [codes_only(item, where) for item in value]
    if isinstance(value, Enum):
        return codes_only(value.value, where)
    if value is None or isinstance(value, bool | int):
        return value
    return _code(_as_text(value, where), where)


def _as_text(value: Any, where: str) -> str:
    if isinstance(value, str | UUID):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.hex()
    raise ValueError(f"{where} holds a {type(value).__name__}, not a code")


def _code(text: str, where: str) -> str:
    if not _CODE.fullmatch(text):
        raise ValueError(f"{where} holds text that is not a code")
    if _BARE_NUMBER.fullmatch(re.sub(r"[.-]", "", text)):
        raise ValueError(f"{where} looks like personal data")
    return text

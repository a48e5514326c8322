"""Values of several parts: places, addresses, names in parts, identity documents."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Protocol

from motcua.procedures.base.values import (
    WRONG_TYPE,
    Bad,
    Check,
    citizen_number,
    line,
    name_line,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from motcua.procedures.base.questions import IdentityDocumentQuestion

_PROVINCE = re.compile(r"\d{2}")
_COMMUNE = re.compile(r"\d{5}")
_COUNTRY = re.compile(r"[A-Z]{2}")
_DOCUMENT = re.compile(r"[A-Z0-9]{5,20}")
_OLD_ID = re.compile(r"\d{9}")

NOT_A_PLACE = Bad("not-a-place", part="commune")


class PlaceBook(Protocol):
    """Names of today's provinces and communes, by code; implemented where the tables are."""

    def provinces(self, language: str) -> Sequence[tuple[str, str]]:
        """Give `(code, name)` of every province, in order of name."""
        ...

    def communes(self, province: str, language: str) -> Sequence[tuple[str, str]]:
        """Give `(code, name)` of every commune of a province; empty where there is no such one."""
        ...

    def holds(self, province: str, commune: str) -> bool:
        """Say whether the commune lies in the province."""
        ...

    def place_name(self, province: str, commune: str, language: str) -> str:
        """Write a commune and its province, as `phường Cửa Nam, thành phố Hà Nội`."""
        ...


def place_check(book: PlaceBook | None) -> Check:
    """Check a commune and its province."""

    def check(value: Any, _today: date) -> Any:
        if type(value) is not dict or not value.keys() <= {"province", "commune"}:
            return WRONG_TYPE
        return _place(value.get("province") or "", value.get("commune") or "", book)

    return check


def _place(province: Any, commune: Any, book: PlaceBook | None) -> Any:
    if type(province) is not str or type(commune) is not str:
        return WRONG_TYPE
    if not (province and commune):
        missing = "commune" if province else "province"
        return Bad("required", part=missing) if province or commune else None
    known = _PROVINCE.fullmatch(province) and _COMMUNE.fullmatch(commune)
    if not known or (book is not None and not book.holds(province, commune)):
        return NOT_A_PLACE
    return {"province": province, "commune": commune}


def address_check(book: PlaceBook | None) -> Check:
    """Check house number and street, commune and province."""

    def check(value: Any, _today: date) -> Any:
        if type(value) is not dict or not value.keys() <= {"line", "province", "commune"}:
            return WRONG_TYPE
        street = line(value.get("line") or "", 200)
        place = _place(value.get("province") or "", value.get("commune") or "", book)
        if street is None and place is None:
            return None
        bads = tuple(
            _in_part(found, part) for found, part in ((street, "line"), (place, "province"))
        )
        wrong = tuple(bad for bad in bads if bad is not None)
        return wrong or {"line": street, **place}

    return check


def _in_part(found: Any, part: str) -> Bad | None:
    if found is None:
        return Bad("required", part=part)
    if type(found) is Bad:
        return found if found.part else Bad(found.code, found.params, part)
    return None


def name_parts(value: Any, _today: date) -> Any:
    """Check a family, a middle (may be empty) and a given name."""
    if type(value) is not dict or not value.keys() <= {"family", "middle", "given"}:
        return WRONG_TYPE
    parts = {part: name_line(value.get(part) or "", 60) for part in ("family", "middle", "given")}
    if all(found is None for found in parts.values()):
        return None
    parts["middle"] = parts["middle"] or ""
    wrong = tuple(bad for part, found in parts.items() if (bad := _in_part(found, part)))
    return wrong or parts


def identity_check(question: IdentityDocumentQuestion) -> Check:
    """Check type, number and country of a document; the country of Vietnamese ones is VN."""
    types = frozenset(question.types)

    def check(value: Any, today: date) -> Any:
        if type(value) is not dict or not value.keys() <= {"type", "number", "country"}:
            return WRONG_TYPE
        number = line(value.get("number") or "", 30)
        if number is None:
            return Bad("required", part="number") if value.get("type") and len(types) > 1 else None
        kind = value.get("type")
        if type(kind) is not str or kind not in types:
            return Bad("not-an-option", part="type")
        return _document(kind, number, value.get("country") or "VN", today)

    return check


def _document(kind: str, number: Any, country: Any, today: date) -> Any:
    if type(number) is Bad:
        return Bad(number.code, number.params, "number")
    is_ours = kind in {"citizen-number", "old-id"}
    if type(country) is not str or not _COUNTRY.fullmatch(country) or (is_ours and country != "VN"):
        return Bad("not-an-option", part="country")
    number = number.replace(" ", "").upper()
    if kind == "citizen-number" and type(citizen_number(number, today)) is Bad:
        return Bad("not-a-citizen-number", part="number")
    if not (_OLD_ID if kind == "old-id" else _DOCUMENT).fullmatch(number):
        return Bad("not-a-document-number", part="number")
    return {"type": kind, "number": number, "country": country}

"""Values of several parts: places, addresses, names in parts, identity documents."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Protocol

from motcua.procedures.base.forms.agreeing import contradictions
from motcua.procedures.base.forms.questions import PersonNumberQuestion
from motcua.procedures.base.forms.values import (
    WRONG_TYPE,
    Bad,
    Check,
    citizen_number,
    line,
    name_line,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date

    from motcua.procedures.base.forms.questions import (
        AddressQuestion,
        Asked,
        CompoundQuestion,
        IdentityDocumentQuestion,
        PlaceQuestion,
    )

_PROVINCE = re.compile(r"\d{2}")
_COMMUNE = re.compile(r"\d{5}")
_COUNTRY = re.compile(r"[A-Z]{2}")
_DOCUMENT = re.compile(r"[A-Z0-9]{5,20}")
_OLD_ID = re.compile(r"\d{9}")

TODAY, BEFORE = "today", "before-2025-07"
_PLACE = frozenset({"province", "commune", "era"})
_ADDRESS = _PLACE | {"line"}

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

    def before(self) -> PlaceBook:
        """Give the book of the places there were until 30 June 2025; names tell the district."""
        ...


def place_check(question: PlaceQuestion, book: PlaceBook | None) -> Check:
    """Check a commune and its province, of the eras the question takes."""
    judge = _judge(question.era, book)

    def check(value: Any, _today: date) -> Any:
        if type(value) is not dict or not value.keys() <= _PLACE:
            return WRONG_TYPE
        return judge(value)

    return check


def address_check(question: AddressQuestion, book: PlaceBook | None) -> Check:
    """Check house number and street, commune and province, of the eras the question takes."""
    judge = _judge(question.era, book)

    def check(value: Any, _today: date) -> Any:
        if type(value) is not dict or not value.keys() <= _ADDRESS:
            return WRONG_TYPE
        street, place = line(value.get("line") or "", 200), judge(value)
        if type(street) is str and type(place) is dict:
            return {"line": street, **place}
        if street is None and place is None:
            return None
        bads = (_in_part(street, "line"), _in_part(place, "province"))
        return tuple(bad for bad in bads if bad is not None)

    return check


def _judge(era: str, book: PlaceBook | None) -> Callable[[dict[str, Any]], Any]:
    def judge(value: dict[str, Any]) -> Any:
        said = value.get("era") or TODAY
        if said == TODAY:
            return _place(value.get("province") or "", value.get("commune") or "", book)
        if era != "any" or said != BEFORE:
            return Bad("not-an-option", part="era")
        old = book.before() if book is not None else None
        found = _place(value.get("province") or "", value.get("commune") or "", old)
        return {**found, "era": BEFORE} if type(found) is dict else found

    return judge


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


def compound_check(question: CompoundQuestion, check_of: Callable[[Asked], Check]) -> Check:
    """Check a person or an enterprise, part by part, and their number against birth and sex."""
    judges = tuple((part.key, part.required, check_of(part)) for part in question.parts)
    known = frozenset(part.key for part in question.parts)
    labels = {part.key: part.label for part in question.parts}
    numbers = tuple(
        part
        for part in question.parts
        if isinstance(part, PersonNumberQuestion) and (part.born or part.sex)
    )

    def check(value: Any, today: date) -> Any:
        if type(value) is not dict or not value.keys() <= known:
            return WRONG_TYPE
        clean: dict[str, Any] = {}
        bads: list[Bad] = []
        for judge in judges:
            bads += _part(judge, value, clean, today)
        if not clean and all(bad.code == "required" for bad in bads):
            return None
        for number in numbers:
            bads += (
                Bad(code, {"other": labels[other]}, path)
                for path, code, other in contradictions(number, clean)
            )
        return tuple(bads) or clean

    return check


def _part(
    judge: tuple[str, bool, Check], value: dict[str, Any], clean: dict[str, Any], today: date
) -> Iterator[Bad]:
    """Judge one part: put it among the clean ones, or yield what is wrong."""
    key, required, check = judge
    found = value.get(key)
    if found is not None and found != "":
        found = check(found, today)
    if type(found) is Bad or type(found) is tuple:
        for bad in found if isinstance(found, tuple) else (found,):
            yield Bad(bad.code, bad.params, f"{key}.{bad.part}" if bad.part else key)
    elif found is not None and found != "":
        clean[key] = found
    elif required:
        yield Bad("required", part=key)

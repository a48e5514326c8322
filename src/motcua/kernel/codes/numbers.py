"""Numbers of people and enterprises: 12-digit, 9-digit, and tax codes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from stdnum.exceptions import ValidationError
from stdnum.vn import mst

from motcua.kernel.codes.errors import (
    CitizenNumberInvalid,
    OldIdentityNumberInvalid,
    TaxCodeInvalid,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

_CITIZEN: Final = re.compile(r"(?!000)(\d{3})(\d)(\d{2})(\d{6})", re.ASCII)
_OLD_IDENTITY: Final = re.compile(r"\d{9}", re.ASCII)
_TAX: Final = re.compile(r"(\d{10})(?:-?(\d{3}))?", re.ASCII)
_FIRST_CENTURY: Final = 1900
_YEARS: Final = range(_FIRST_CENTURY, _FIRST_CENTURY + 500)


class Sex(StrEnum):
    """What the fourth digit of a citizen number says besides the century."""

    MALE = "male"
    FEMALE = "female"


@dataclass(frozen=True, slots=True)
class CitizenNumber:
    """A personal identification number and what it tells; it has no check digit.

    `place` is the code of the province, or country, of birth registration as it was then: never
    take it for where the person lives.
    """

    text: str
    place: str
    sex: Sex
    birth_year: int

    @property
    def facts(self) -> Mapping[str, object]:
        """The parts, ready for JSON."""
        return {"place": self.place, "sex": self.sex.value, "birth_year": self.birth_year}


@dataclass(frozen=True, slots=True)
class OldIdentityNumber:
    """The number of an identity card of the kind before the 12 digits."""

    text: str

    @property
    def facts(self) -> Mapping[str, object]:
        """The parts, ready for JSON: none."""
        return {}


@dataclass(frozen=True, slots=True)
class TaxCode:
    """A tax or enterprise code; `unit` is the number of a dependent unit, if it is one's."""

    text: str
    enterprise: str
    unit: str | None

    @property
    def facts(self) -> Mapping[str, object]:
        """The parts, ready for JSON."""
        return {"enterprise": self.enterprise, "unit": self.unit}


def citizen_number(text: str) -> CitizenNumber:
    """Read a number of 12 digits (blanks and dots between them are dropped).

    Source: Decree 137/2015/NĐ-CP, Article 13; the fourth digit is twice the centuries since 1900,
    plus 1 for women. Raises `CitizenNumberInvalid`.
    """
    digits = _joined(text)
    parts = _CITIZEN.fullmatch(digits)
    if parts is None:
        raise CitizenNumberInvalid
    century, sex = divmod(int(parts[2]), 2)
    year = _FIRST_CENTURY + 100 * century + int(parts[3])
    return CitizenNumber(digits, parts[1], Sex.FEMALE if sex else Sex.MALE, year)


def made_citizen_number(place: str, sex: Sex, birth_year: int, serial: int) -> str:
    """Write a correctly formed number for an invented person (serial 0 to 999999).

    Raises `CitizenNumberInvalid`.
    """
    if birth_year not in _YEARS or not 0 <= serial <= 999_999:
        raise CitizenNumberInvalid
    centuries, year = divmod(birth_year - _FIRST_CENTURY, 100)
    digit = 2 * centuries + (sex == Sex.FEMALE)
    return citizen_number(f"{place}{digit}{year:02}{serial:06}").text


def old_identity_number(text: str) -> OldIdentityNumber:
    """Read a number of 9 digits. Raises `OldIdentityNumberInvalid`."""
    digits = _joined(text)
    if not _OLD_IDENTITY.fullmatch(digits):
        raise OldIdentityNumberInvalid
    return OldIdentityNumber(digits)


def tax_code(text: str) -> TaxCode:
    """Read a tax code of 10 digits, or 13 with or without its hyphen; written with it.

    Raises `TaxCodeInvalid` where the form or the check digit is wrong.
    """
    parts = _TAX.fullmatch(_joined(text))
    if parts is None:
        raise TaxCodeInvalid
    try:
        mst.validate("".join(part for part in parts.groups() if part))
    except ValidationError:
        raise TaxCodeInvalid from None
    return TaxCode("-".join(part for part in parts.groups() if part), parts[1], parts[2])


def made_tax_code(nine_digits: str) -> str:
    """Write nine digits with their check digit, for an invented enterprise.

    Raises `TaxCodeInvalid` where none fits (about one in eleven).
    """
    return tax_code(nine_digits + mst.calc_check_digit(nine_digits)).text


def _joined(text: str) -> str:
    return re.sub(r"[\s.]", "", text)

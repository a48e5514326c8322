"""The text of the QR on an identity card: convenient to fill a form with, never a proof."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from motcua.kernel.codes.errors import CardTextInvalid
from motcua.kernel.codes.numbers import (
    CitizenNumber,
    OldIdentityNumber,
    citizen_number,
    old_identity_number,
)
from motcua.kernel.text import nfc, without_unseen

if TYPE_CHECKING:
    from collections.abc import Mapping

_FIELDS: Final = 7
_LONGEST_NAME, _LONGEST_ADDRESS = 100, 300


@dataclass(frozen=True, slots=True)
class CardText:
    """What the QR says, unsigned. `born_on` is None where the card knows the year only."""

    text: str
    number: CitizenNumber
    old_number: OldIdentityNumber | None
    full_name: str
    born_on: date | None
    birth_year: int
    sex: str
    residence: str
    issued_on: date | None

    @property
    def facts(self) -> Mapping[str, object]:
        """The parts, ready for JSON."""
        return {
            "number": self.number.text,
            "old_number": self.old_number.text if self.old_number else None,
            "full_name": self.full_name,
            "born_on": self.born_on.isoformat() if self.born_on else None,
            "birth_year": self.birth_year,
            "sex": self.sex,
            "residence": self.residence,
            "issued_on": self.issued_on.isoformat() if self.issued_on else None,
        }


def card_text(text: str) -> CardText:
    """Read number|old number|name|ddMMyyyy|sex|residence|ddMMyyyy; further fields are ignored.

    The old number and the date of issue may be empty; a day and month of zeros mean that only the
    year of birth is known. Days may be parted by strokes, and text that a reader typed byte by byte
    is put together again; signs without a shape are left out. Raises `CardTextInvalid`,
    `CitizenNumberInvalid`, `OldIdentityNumberInvalid`.
    """
    fields = [without_unseen(field) for field in nfc(_mended(text)).split("|")]
    if len(fields) < _FIELDS or not fields[2]:
        raise CardTextInvalid
    number, old, name, born, sex, residence, issued = fields[:_FIELDS]
    if len(name) > _LONGEST_NAME or len(residence) > _LONGEST_ADDRESS:
        raise CardTextInvalid
    born, issued = _plain(born), _plain(issued)
    return CardText(
        text="|".join(fields),
        number=citizen_number(number),
        old_number=old_identity_number(old) if old else None,
        full_name=name,
        born_on=None if born.startswith("0000") else _date(born),
        birth_year=_year(born),
        sex=sex,
        residence=residence,
        issued_on=_date(issued) if issued else None,
    )


def _mended(text: str) -> str:
    """Put letters together again that a reader typed as the bytes of UTF-8, one key for each."""
    try:
        return b"".join(map(_byte, text)).decode("utf-8")
    except UnicodeError:
        return text


def _byte(sign: str) -> bytes:
    """Give the byte that a key of a Western keyboard stands for."""
    try:
        return sign.encode("cp1252")
    except UnicodeEncodeError:
        return sign.encode("latin-1")


def _plain(day: str) -> str:
    return "".join(sign for sign in day if sign not in "/-.")


def _year(digits: str) -> int:
    if len(digits) != 8 or not digits.isascii() or not digits.isdigit():
        raise CardTextInvalid
    return int(digits[4:])


def _date(digits: str) -> date:
    year = _year(digits)
    try:
        return date(year, int(digits[2:4]), int(digits[:2]))
    except ValueError:
        raise CardTextInvalid from None

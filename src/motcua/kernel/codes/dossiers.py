"""Dossier codes: agency, date and the day's number, as the law writes them and as practice does."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from motcua.kernel.codes.agencies import AgencyCode, agency_code
from motcua.kernel.codes.errors import DossierCodeInvalid, DossierDateInvalid

if TYPE_CHECKING:
    from collections.abc import Mapping

_FORM: Final = re.compile(r"([0-9A-Z.]+)-(\d{6}|\d{8})-(\d{4,7})", re.ASCII)
_CENTURY: Final = range(2000, 2100)  # the date of six digits has no other
_LAST_NUMBER: Final = 9_999_999


@dataclass(frozen=True, slots=True)
class DossierCode:
    """A dossier code as written, and its parts; the number counts from 1 each day."""

    text: str
    agency: AgencyCode
    day: date
    number: int

    @property
    def facts(self) -> Mapping[str, object]:
        """The parts, ready for JSON."""
        return {**self.agency.facts, "day": self.day.isoformat(), "number": self.number}


def parse_dossier_code(text: str) -> DossierCode:
    """Read a dossier code of any form in use; letters may be small.

    Forms: 000.00.10.H12-190705-0001 (Circular 01/2018/TT-VPCP, Article 19), H26.12-261120-0001,
    G09.20-20260609-0092637. Raises `DossierCodeInvalid`, `DossierDateInvalid`, `AgencyCodeInvalid`.
    """
    code = text.strip().upper()
    form = _FORM.fullmatch(code)
    if form is None or not int(form[3]):
        raise DossierCodeInvalid
    return DossierCode(code, agency_code(form[1]), _day(form[2]), int(form[3]))


def _day(digits: str) -> date:
    full = digits if len(digits) == 8 else f"20{digits}"
    try:
        day = date(int(full[:4]), int(full[4:6]), int(full[6:]))
    except ValueError:
        raise DossierDateInvalid from None
    if day.year not in _CENTURY:
        raise DossierDateInvalid
    return day


def dossier_code(agency: str, day: date, number: int) -> str:
    """Write the code of a dossier: the agency as it writes itself, six digits of date, the number.

    The number has at least four digits and grows past them: H26.12-261120-0001. The database's
    submit function writes the same. Raises `AgencyCodeInvalid`, `DossierCodeInvalid`,
    `DossierDateInvalid`.
    """
    if day.year not in _CENTURY:
        raise DossierDateInvalid
    if not 1 <= number <= _LAST_NUMBER:
        raise DossierCodeInvalid
    return f"{agency_code(agency).text}-{day:%y%m%d}-{number:04}"

"""Provisional numbers: what is printed on the sheets that a counter takes dossiers on by hand.

`H26.101-TT26-00042-17`: agency, year, a number without gaps, and two figures that show a slip
of the pen, as they are the remainder of the rest by 97.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_SHAPE: Final = re.compile(
    r"(?P<agency>[0-9A-Z.]{1,35})-TT(?P<year>\d{2})-(?P<serial>\d{5})-(?P<check>\d{2})"
)
_PRIME: Final = 97
_CENTURY: Final = 2000


@dataclass(frozen=True, slots=True)
class Provisional:
    """A provisional number in its parts."""

    agency_code: str
    year: int
    serial: int

    def __str__(self) -> str:
        return f"{self.agency_code}-TT{self.year % 100:02d}-{self.serial:05d}-{self._check:02d}"

    @property
    def _check(self) -> int:
        seen = sum(place * ord(sign) for place, sign in enumerate(self.agency_code, start=1))
        return (seen * 10**7 + (self.year % 100) * 10**5 + self.serial) % _PRIME


def read_provisional(text: str) -> Provisional | None:
    """Read a provisional number as typed or scanned; None where it is none, or mistyped."""
    found = _SHAPE.fullmatch("".join(text.split()).upper())
    if found is None:
        return None
    read = Provisional(found["agency"], _CENTURY + int(found["year"]), int(found["serial"]))
    return read if str(read).endswith(f"-{found['check']}") else None

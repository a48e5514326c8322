"""Legal texts of a record: number, year and kind, where the number can be told."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from motcua.procedures.base.national.flags import Flag, FlagKind
from motcua.procedures.base.packs import LONGEST_LAW

if TYPE_CHECKING:
    from collections.abc import Mapping

    from motcua.procedures.base.national.records import LawRow, Record

# 123/2015/NĐ-CP, 66.7/2025/NQ-CP, 31/2024/QH15, 75/NQ-HĐND (no year), 191/2005/TTLT/BQP-BTC
_NUMBER = re.compile(
    r"(?P<number>\d{1,5}(?:\.\d{1,2})?)\s*/\s*(?:(?P<year>(?:19|20)\d\d)\s*/\s*)?"
    r"(?P<sign>[A-ZĐ][A-ZĐƯ0-9]*(?:\s*[-/]\s*[A-ZĐƯ][A-ZĐƯ0-9&]*)*)"
)
# By the letters of the number (Decree 30/2020/NĐ-CP, annex III): the longest that fits.
_KINDS: Mapping[str, str] = {
    "QH": "law",
    "UBTVQH": "ordinance",
    "PL-UBTVQH": "ordinance",
    "NQ-UBTVQH": "resolution",
    "NQ": "resolution",
    "NĐ": "decree",
    "TTLT": "joint-circular",
    "TT": "circular",
    "QĐ": "decision",
    "CT": "directive",
    "VBHN": "consolidated-text",
    "HD": "guideline",
    "KH": "plan",
    "QC": "regulation",
    "L-CTN": "law",
    "SL": "decree-law",
}


@dataclass(frozen=True, slots=True)
class UnderstoodLaw:
    """A legal text: number as the law writes it, its year (0 where not written), kind, and name.

    `number` and `kind` are empty where they could not be told.
    """

    number: str
    year: int
    kind: str
    title: str


def laws_of(record: Record) -> tuple[list[UnderstoodLaw], list[Flag]]:
    """Read the legal bases, each once; a row that names nothing is flagged only."""
    found: dict[tuple[str, str], UnderstoodLaw] = {}
    flags: list[Flag] = []
    for place, row in enumerate(record.CANCUPHAPLY):
        law = _law(row)
        if law.number or law.title:
            found.setdefault((law.number, law.title if not law.number else ""), law)
        if not law.number:
            kind = FlagKind.LAW_NUMBER_UNCLEAR if row.SOVANBAN else FlagKind.LAW_NUMBER_MISSING
            flags.append(Flag(kind, f"CANCUPHAPLY.{place}", f"{row.SOVANBAN} {row.TENVANBAN}"))
    if not record.CANCUPHAPLY:
        flags.append(Flag(FlagKind.LAWS_MISSING, "CANCUPHAPLY"))
    return list(found.values()), flags


def title_of(row: LawRow) -> str:
    """Give what a legal text without a readable number is called."""
    return " ".join((row.TENVANBAN or row.SOVANBAN).split())


def numbered(number: str, title: str) -> UnderstoodLaw:
    """Give a law by a number that somebody wrote; kind and year are those the number tells."""
    found = _numbers(number)
    if len(found) != 1:
        return UnderstoodLaw(" ".join(number.split()), 0, "", title)
    written, year, sign = found.pop()
    return UnderstoodLaw(written, year, _kind_of(sign), title)


def _law(row: LawRow) -> UnderstoodLaw:
    title = title_of(row)
    # Where the number's own place does not hold one, its title may: "Nghị định số 146/2025/NĐ-CP".
    numbers = _numbers(row.SOVANBAN) or _numbers(row.TENVANBAN)
    number, year, sign = numbers.pop() if len(numbers) == 1 else ("", 0, "")
    if not 0 < len(number) <= LONGEST_LAW:
        return UnderstoodLaw("", 0, "", title)
    return UnderstoodLaw(number, year, _kind_of(sign), " ".join(row.TENVANBAN.split()))


def _numbers(text: str) -> set[tuple[str, int, str]]:
    return {_written(found) for found in _NUMBER.finditer(text.upper())}


def _written(found: re.Match[str]) -> tuple[str, int, str]:
    sign = re.sub(r"\s+", "", found["sign"])
    year = found["year"]
    number = "/".join(part for part in (found["number"], year, sign) if part)
    return number, int(year or 0), sign


@lru_cache(maxsize=1000)
def _kind_of(sign: str) -> str:
    for letters in sorted(_KINDS, key=len, reverse=True):
        if re.match(rf"{re.escape(letters)}(?![A-ZĐƯ])", sign):
            return _KINDS[letters]
    return ""

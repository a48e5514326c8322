"""Lists of procedures for machines: found by words, narrowed, page by page."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from motcua.procedures.models import Offering
from motcua.procedures.queries.browsing import Narrowing, Near, browse
from motcua.procedures.queries.exporting import standing
from motcua.procedures.queries.words import words_now

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from motcua.procedures.queries.exporting import Standing


def listed(words: str, narrowing: Narrowing, agency: str, day: date) -> list[str]:
    """Give the codes in force on a day that fit, best first; by code where no words are given.

    `agency` is the code of an agency that takes them, empty for any.
    """
    if agency:
        ids = Offering.objects.filter(agency__code=agency).values_list("agency_id", flat=True)
        narrowing = replace(narrowing, agency=str(ids.first() or "none"))
    codes = browse(words, narrowing, Near(), day).codes
    return list(codes) if words.strip() else sorted(codes)


def in_order(codes: Sequence[str], day: date) -> list[Standing]:
    """Give the procedures of these codes that are in force on a day, in the order of the codes."""
    found = {row.code: row for row in standing(codes, day)}
    return [found[code] for code in codes if code in found]


def fields_on(day: date) -> list[tuple[str, Mapping[str, str], int]]:
    """Give code and name of each field of administration, and how many procedures it has."""
    counts = browse("", Narrowing(), Near(), day).counts["field"]
    names = words_now().field_names
    return [(code, names.get(code, {}), count) for code, count in sorted(counts.items())]

"""Lists of procedures for machines: found by words, narrowed by field and agency, page by page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from motcua.procedures.models import Offering, Procedure
from motcua.procedures.queries.exporting import in_force, standing
from motcua.procedures.queries.search import find_codes

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from motcua.procedures.queries.exporting import Standing


def listed(words: str, day: date, *, field: str = "", agency: str = "") -> list[str]:
    """Give the codes in force on a day that fit, best first; by code where no words are given.

    `field` is the code of a field of administration, `agency` that of an agency that takes them.
    """
    here = dict(in_force(day))
    codes = [code for code in find_codes(words) if code in here]
    if field:
        ours = set(Procedure.objects.filter(field_code=field).values_list("code", flat=True))
        codes = [code for code in codes if code in ours]
    if agency:
        open_then = Q(opened_to=None) | Q(opened_to__gt=day)
        rows = Offering.objects.filter(open_then, agency__code=agency, opened_from__lte=day)
        ours = set(rows.values_list("procedure__code", flat=True))
        codes = [code for code in codes if code in ours]
    return codes


def in_order(codes: Sequence[str], day: date) -> list[Standing]:
    """Give the procedures of these codes that are in force on a day, in the order of the codes."""
    found = {row.code: row for row in standing(codes, day)}
    return [found[code] for code in codes if code in found]

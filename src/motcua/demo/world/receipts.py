"""Series of receipts for every agency of the made-up world that can sign, under invented codes."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from stdnum.vn import mst

from motcua.agencies.models import Agency
from motcua.kernel.actors import SYSTEM
from motcua.kernel.clock import civil_date
from motcua.receipts.actions import SeriesFacts, open_series
from motcua.receipts.enums import Dialect
from motcua.receipts.queries import first_day_of
from motcua.signatures.queries import signing_key

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

_FORM, _LETTERS = "01BLP0-001", "AA"


def build_series(now: datetime) -> None:
    """Open a series from today on where an agency has none; a second call changes nothing."""
    codes = _tax_codes()
    for agency in Agency.objects.filter(is_invented=True).order_by("code"):
        tax_code = next(codes)
        if signing_key(agency_id=agency.pk, at=now) is None or first_day_of(agency.pk):
            continue
        facts = SeriesFacts(
            form_symbol=_FORM,
            letters=_LETTERS,
            collector_name=agency.name,
            collector_tax_code=tax_code,
            dialect=Dialect.NORTHERN,
            valid_from=civil_date(now),
        )
        open_series(actor=SYSTEM, agency_id=agency.pk, facts=facts, now=now)


def _tax_codes() -> Iterator[str]:
    """Give tax codes that pass their check and that nobody has: all begin with 01999."""
    for number in count(1):
        stem = f"01999{number:04}"
        code = next((stem + last for last in "0123456789" if mst.is_valid(stem + last)), "")
        if code:
            yield code

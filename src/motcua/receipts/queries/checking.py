"""Whether a file that somebody shows is a receipt that was issued here."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from motcua.receipts.models import Counter, Papers, Receipt
from motcua.receipts.queries import Verified, verified
from motcua.receipts.queries.papers import NAMESPACE
from motcua.signatures.queries import signed_document

if TYPE_CHECKING:
    from collections.abc import Mapping

    from motcua.signatures.queries import Verdict

_LONGEST_NUMBER = 9
# Read from a file that nobody believes, so by its bytes alone, and only to look it up.
_CODE = re.compile(rb"<MTCuu>([A-Za-z0-9-]{1,26})</MTCuu>")


@dataclass(frozen=True, slots=True)
class Told:
    """Which receipt a document says that it is."""

    code: str
    tax_code: str
    form_symbol: str
    symbol: str
    number: int


@dataclass(frozen=True, slots=True)
class Seen:
    """`own`: the receipt whose very file this is; `named`: another that the file names.

    `is_false` where the file is well signed, but not the one that was issued under its number.
    """

    own: Verified | None = None
    named: Verified | None = None
    is_false: bool = False


def seen(content: bytes, verdict: Verdict) -> Seen:
    """Say which receipt of ours a file is, or pretends to be."""
    own = verified_file(content)
    if own is not None or verdict.format != "xml":
        return Seen(own)
    root = signed_document(content, verdict)
    told = told_by(root) if root is not None else None
    found = _CODE.search(content)
    named = verified(found[1].decode()) if found else None
    return Seen(named=named, is_false=told is not None and is_ours(told))


def verified_file(content: bytes) -> Verified | None:
    """Give what a file's receipt is worth; None unless it is, byte for byte, one of our files."""
    name = hashlib.sha256(content).hexdigest()
    for mine in ({"xml__blob": name}, {"pdf__blob": name}):
        found = _receipt(mine)
        if found is not None:
            return verified(found)
    return None


def told_by(root: Any) -> Told | None:
    """Read which receipt a document (its root, already believed) says it is; None for others."""
    names = {"b": NAMESPACE}

    def said(path: str) -> str:
        return str(root.xpath(f"string(/b:BLai/b:DLBLai/{path})", namespaces=names))

    number = said("b:TTChung/b:SBLai")
    is_number = number.isascii() and number.isdigit() and len(number) <= _LONGEST_NUMBER
    if not is_number:
        return None
    return Told(
        code=said("b:TTChung/b:MTCuu"),
        tax_code=said("b:NThu/b:MST"),
        form_symbol=said("b:TTChung/b:KHMBLai"),
        symbol=said("b:TTChung/b:KHBLai"),
        number=int(number),
    )


def is_ours(told: Told) -> bool:
    """Say whether a receipt of this code, or of this number of the same collector, was issued."""
    if Receipt.objects.filter(verification_id=told.code).exists():
        return True
    # By series and year, which have an index; whoever hands something in names neither.
    counters = Counter.objects.filter(
        series__collector_tax_code=told.tax_code, series__form_symbol=told.form_symbol
    )
    return any(
        Receipt.objects.filter(
            series=series, year=year, number=told.number, symbol=told.symbol
        ).exists()
        for series, year in counters.values_list("series_id", "year")
    )


def _receipt(which: Mapping[str, str]) -> str | None:
    rows = Papers.objects.filter(**which).values_list("receipt__verification_id", flat=True)
    return rows.first()

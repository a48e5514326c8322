"""The list of a period's receipts for the tax authority, as CSV and as XML, written as it is read.

Payers' names stay out of it: numbers, days, amounts and what became of each are what is asked.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import quoteattr

from motcua.receipts.queries import number_of
from motcua.receipts.queries.register import every_row, usage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from motcua.agencies.models import Agency
    from motcua.receipts.queries import Held
    from motcua.receipts.queries.register import Wanted

COLUMNS: Final = (
    "mau_so", "ky_hieu", "so", "ngay_lap", "loai", "so_tien", "thay_doi", "tinh_trang",
    "so_lien_quan", "ma_kiem_tra",
)  # fmt: skip
# So that a spreadsheet reads the letters of the country.
_MARK = "\ufeff"


def as_csv(wanted: Wanted) -> Iterator[str]:
    """Write the rows of a period as CSV, a row at a time; every cell is a code or a number."""
    yield _MARK + _line(COLUMNS)
    for held in every_row(wanted):
        yield _line(_cells(held))


def as_xml(wanted: Wanted, agency: Agency) -> Iterator[str]:
    """Write the rows of a period as XML, what each series came to first."""
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<BangKeBienLai xmlns="urn:motcua:bang-ke:1"'
    yield f" coQuan={quoteattr(agency.code)}"
    yield f' tuNgay="{wanted.since.isoformat()}" denNgay="{wanted.until.isoformat()}">\n'
    for row in usage(wanted):
        told: dict[str, str | int] = {
            "mauSo": row.form_symbol,
            "kyHieu": row.symbol,
            "tuSo": row.first,
            "denSo": row.last,
            "daDung": row.used,
            "thayThe": row.since_replaced,
            "dieuChinh": row.since_adjusted,
            "huy": row.since_cancelled,
            "soTien": row.total,
        }
        yield f"  <DayBienLai {_attributes(told)}/>\n"
    for held in every_row(wanted):
        named = dict(zip(COLUMNS, _cells(held), strict=True))
        yield f"  <BienLai {_attributes(named)}/>\n"
    yield "</BangKeBienLai>\n"


def _cells(held: Held) -> tuple[str | int, ...]:
    receipt, follower = held.receipt, held.follower
    return (
        receipt.form_symbol,
        receipt.symbol,
        held.number,
        receipt.issued_on.isoformat(),
        str(receipt.kind),
        receipt.amount,
        receipt.effect,
        str(held.standing.value),
        f"{follower.symbol}/{number_of(follower)}" if follower else "",
        receipt.verification_id,
    )


def _line(cells: tuple[str | int, ...]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(cells)
    return out.getvalue()


def _attributes(told: dict[str, str | int]) -> str:
    return " ".join(f"{name}={quoteattr(str(value))}" for name, value in told.items())

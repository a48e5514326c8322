"""Sheets as workbooks: written row by row, and no text in them is ever read as a formula."""

from __future__ import annotations

import io
import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from motcua.kernel.clock import civil

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

Value = str | int | float | date | datetime | None
# What a spreadsheet reads as the beginning of a formula, also where it was typed full-width.
_BEGINS_FORMULA = frozenset("=+-@\t\r\n|%")
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|[\ud800-\udfff]")
_MOST_SIGNS = 32_000
_MOST_OF_A_NAME = 31
_NAME = re.compile(r"[\[\]:*?/\\]")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with a title above it; `widths` are in letters."""

    name: str
    title: tuple[str, ...]
    columns: tuple[str, ...]
    widths: tuple[int, ...]
    rows: Iterable[Sequence[Value]]


def workbook(sheets: Iterable[Sheet], note: Callable[[int], None] = lambda _done: None) -> bytes:
    """Write sheets as xlsx; `note` hears after every hundred rows how many are written."""
    book = Workbook(write_only=True)
    try:
        _fill(book, sheets, note)
    except BaseException:
        # Or each sheet's own file would stay behind, half-written.
        for page in book.worksheets:
            page.close()
        raise
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _fill(book: Workbook, sheets: Iterable[Sheet], note: Callable[[int], None]) -> None:
    done = 0
    for sheet in sheets:
        page = book.create_sheet(_NAME.sub(" ", sheet.name)[:_MOST_OF_A_NAME])
        for number, width in enumerate(sheet.widths, 1):
            page.column_dimensions[get_column_letter(number)].width = width
        page.freeze_panes = f"A{len(sheet.title) + 2}"
        for line in sheet.title:
            page.append([_strong(page, line)])
        page.append([_strong(page, name) for name in sheet.columns])
        for row in sheet.rows:
            page.append([_cell(page, value) for value in row])
            done += 1
            if done % 100 == 0:
                note(done)


def harmless(text: str) -> str:
    """Put an apostrophe before what a spreadsheet could take for a formula; take out what XML bars.

    Signs that are not seen, and blanks, before such a sign do not hide it.
    """
    plain = _NOT_IN_XML.sub(" ", text)[:_MOST_SIGNS]
    shown = next((sign for sign in plain if not _is_unseen(sign)), "")
    first = unicodedata.normalize("NFKC", shown)[:1]
    begins = plain[:1] in _BEGINS_FORMULA or first in _BEGINS_FORMULA
    return f"'{plain}" if begins else plain


def _is_unseen(sign: str) -> bool:
    return sign == " " or unicodedata.category(sign) in {"Cf", "Cc", "Zs", "Zl", "Zp", "Mn"}


def _cell(page: object, value: Value) -> WriteOnlyCell:
    if isinstance(value, datetime):
        made = WriteOnlyCell(page, civil(value).replace(tzinfo=None, microsecond=0))
        made.number_format = "dd/mm/yyyy hh:mm"
        return made
    if isinstance(value, date):
        made = WriteOnlyCell(page, value)
        made.number_format = "dd/mm/yyyy"
        return made
    if isinstance(value, str):
        made = WriteOnlyCell(page, harmless(value))
        made.data_type = "s"  # never a formula, whatever it begins with
        made.alignment = Alignment(wrap_text=True, vertical="top")
        return made
    return WriteOnlyCell(page, value)


def _strong(page: object, text: str) -> WriteOnlyCell:
    made = _cell(page, text)
    made.font = Font(bold=True)
    return made

"""Reads a spreadsheet; imported by the sandbox's host only, never by a page.

Formulas are read as the text they are. What is refused is named by raising `Refused`.
"""

from __future__ import annotations

import encodings.cp437  # noqa: F401 - names in archives; the child can load no more modules
import io
import zipfile
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

MOST_ROWS = 2000
_MOST_BLANK_ROWS = 5000
_MOST_COLUMNS = 20
_MOST_SIGNS = 500
_MOST_PARTS = 200
_MOST_BYTES = 40 * 1024 * 1024
_MOST_RATIO = 200


class Refused(Exception):
    """The file is not read; `reason` is a code."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


def read_rows(parts: Sequence[bytes], _: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Give the rows of the first sheet as lists of text, `{"rows": [[…], …]}`; days in ISO form."""
    try:
        _check_sizes(parts[0])
        book = openpyxl.load_workbook(io.BytesIO(parts[0]), read_only=True, keep_links=False)
        sheet = book.worksheets[0]
        rows = list(_rows(sheet.iter_rows(values_only=True, max_col=_MOST_COLUMNS)))
    except Refused:
        raise
    except (zipfile.BadZipFile, InvalidFileException, LookupError, ValueError, OSError) as error:
        raise Refused("broken") from error
    return {"rows": rows}, b""


def _check_sizes(content: bytes) -> None:
    """Refuse what unpacks to far more than it is, before anything is unpacked; and entities."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = archive.infolist()
        whole = sum(member.file_size for member in members)
        if len(members) > _MOST_PARTS or whole > _MOST_BYTES:
            raise Refused("too_large")
        if whole > _MOST_RATIO * max(len(content), 1024):
            raise Refused("too_large")
        if "[Content_Types].xml" not in archive.namelist():
            raise Refused("broken")
        for member in members:
            if member.filename.endswith((".xml", ".rels")) and _has_doctype(archive, member):
                raise Refused("entities")


def _has_doctype(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bool:
    with archive.open(member) as part:
        start = part.read(4096).replace(b"\0", b"")
    return b"<!" in start and b"DOCTYPE" in start.upper()


def _rows(rows: Iterable[Sequence[Any]]) -> Iterator[list[str]]:
    """Keep rows that hold something, with their place kept by empty ones between them."""
    blank = 0
    for number, row in enumerate(rows, 1):
        texts = [_text(value) for value in row]
        if not any(texts):
            blank += 1
            if blank > _MOST_BLANK_ROWS:
                raise Refused("too_many_rows")
        if number > MOST_ROWS + 1 and any(texts):
            raise Refused("too_many_rows")
        if number <= MOST_ROWS + 1:
            yield texts


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()[:_MOST_SIGNS]

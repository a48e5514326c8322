"""Lists as files: a workbook or CSV, in which no text is ever read as a formula."""

from __future__ import annotations

import csv
import io
from datetime import datetime
from typing import TYPE_CHECKING

from django.http import FileResponse
from django.utils.translation import gettext as _

from motcua.insight.base.sheets import Sheet, Value, harmless, workbook
from motcua.kernel.clock import civil
from motcua.payments.actions import note_export

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from motcua.kernel.actors import Actor

MOST_ROWS = 20_000
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMS = ("xlsx", "csv")


def list_file(
    form: str, name: str, columns: Sequence[str], rows: Iterable[Sequence[Value]]
) -> FileResponse:
    """Give a list as a file to keep; amounts in it are whole đồng. CSV for any form but `xlsx`."""
    if form == "xlsx":
        widths = tuple(22 for _column in columns)
        sheet = Sheet(_("Danh sách"), (name,), tuple(columns), widths, rows)
        content, media_type = workbook([sheet]), _XLSX
    else:
        content, media_type, form = _as_csv(columns, rows), "text/csv; charset=utf-8", "csv"
    return FileResponse(
        io.BytesIO(content), as_attachment=True, filename=f"{name}.{form}", content_type=media_type
    )


def noted(actor: Actor, what: str, agency_id: int, now: datetime) -> None:
    """Write down that somebody took a list with him."""
    note_export(actor=actor, what=what, agency_id=agency_id, now=now)


def _as_csv(columns: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([_plain(value) for value in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _plain(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return harmless(value)
    if isinstance(value, datetime):
        return f"{civil(value):%Y-%m-%d %H:%M:%S}"
    return str(value)

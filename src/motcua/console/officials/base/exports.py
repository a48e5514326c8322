"""The spreadsheet that an administrator fills in."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from openpyxl import Workbook

from motcua.agencies.enums import Role
from motcua.console.officials.base.rows import HEADINGS, safe_cell

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def template_workbook(units: Sequence[tuple[str, str]]) -> bytes:
    """Make the workbook: a sheet with the headings, and one with codes of units and roles.

    `units` are (code, name).
    """
    book = Workbook(write_only=True)
    book.create_sheet(_("Cán bộ")).append(_row(str(heading) for heading in HEADINGS))
    codes = book.create_sheet(_("Mã dùng"))
    codes.append(_row((_("Mã đơn vị"), _("Tên đơn vị"))))
    for unit in units:
        codes.append(_row(unit))
    codes.append([])
    codes.append(_row((_("Vai trò"), _("Tên vai trò"))))
    for role in Role:
        codes.append(_row((role.value, str(role.label))))
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _row(values: Iterable[str]) -> list[str]:
    return [safe_cell(value) for value in values]

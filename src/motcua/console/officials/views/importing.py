"""Officials from a spreadsheet: a template, a look at what would happen, and the last word."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import FileResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.agencies.queries.administration import units_of
from motcua.console.gate import acting, administrators_only, today
from motcua.console.officials import queries
from motcua.console.officials.actions import take_in
from motcua.console.officials.base.exports import template_workbook
from motcua.kernel.errors import DomainError, InvalidInput
from motcua.kernel.sandbox import ParsingFailed

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from motcua.agencies.models import Agency
    from motcua.console.officials.base.rows import Sheet

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@administrators_only
def import_template(request: HttpRequest, agency: Agency) -> FileResponse:
    """Give the spreadsheet to fill in, with the agency's units and the roles beside it."""
    del request
    content = template_workbook([(unit.code, unit.name) for unit in units_of(agency, today())])
    name = "danh-sach-can-bo.xlsx"
    return FileResponse(io.BytesIO(content), as_attachment=True, filename=name, content_type=_XLSX)


@require_http_methods(["GET", "HEAD", "POST"])
@administrators_only
def check_import(request: HttpRequest, agency: Agency) -> HttpResponse:
    """Ask for a spreadsheet; posted, say row by row what is wrong, or what would be written."""
    if request.method != "POST":
        return _page(request, agency, 200)
    try:
        sheet = queries.read_list(agency, _uploaded(request), today())
    except (InvalidInput, ParsingFailed) as refusal:
        return _page(request, agency, refusal.status, refusal=_why(refusal))
    if sheet.errors:
        return _page(request, agency, 422, sheet=sheet)
    return _page(request, agency, 200, sheet=sheet, token=queries.carried(agency, sheet.rows))


@require_POST
@administrators_only
def write_import(request: HttpRequest, agency: Agency) -> HttpResponse:
    """Write the list that was checked, all of it or nothing."""
    by = acting(request, agency=agency)
    try:
        rows = queries.brought_back(agency, request.POST.get("list", ""))
        count = take_in(**by, rows=rows)
    except InvalidInput as refusal:
        return _page(request, agency, refusal.status, refusal=refusal.text)
    messages.success(request, _("Đã thêm %(count)d cán bộ.") % {"count": count})
    return redirect("console:officials", agency.code)


def _uploaded(request: HttpRequest) -> bytes:
    file = request.FILES.get("file")
    if file is None:
        raise InvalidInput(_("Anh/chị chưa chọn tệp."))
    if (file.size or 0) > queries.MOST_BYTES:
        raise InvalidInput(_("Tệp lớn hơn 2 MB."))
    content: bytes = file.read()
    return content


def _why(refusal: DomainError) -> str:
    reasons = {
        "too_large": _("Tệp giải nén ra quá lớn nên không được đọc."),
        "too_many_rows": _("Tệp có hơn 2.000 dòng. Hãy chia thành nhiều tệp."),
        "broken": _("Tệp không phải bảng tính .xlsx hoặc đã hỏng."),
    }
    return reasons.get(str(refusal.details.get("reason")), refusal.text)


def _page(
    request: HttpRequest,
    agency: Agency,
    status: int,
    *,
    sheet: Sheet | None = None,
    token: str = "",
    refusal: str = "",
) -> HttpResponse:
    context = {"agency": agency, "nav": "officials", "sheet": sheet, "token": token}
    problems = [("file", refusal)] if refusal else []
    page = context | {"problems": problems}
    return render(request, "console/officials/import.html", page, status=status)

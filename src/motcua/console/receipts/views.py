"""Pages of series: listed with what is used of them, opened, ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from motcua.console.asking import Page, ask, posted
from motcua.console.gate import acting, administrators_only, today
from motcua.console.receipts.forms import EndForm, SeriesForm
from motcua.console.receipts.queries import rows_of
from motcua.receipts.actions import end_series, open_series
from motcua.receipts.errors import SeriesNotFound
from motcua.receipts.queries import series_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from motcua.agencies.models import Agency
    from motcua.receipts.models import Series

asks = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@administrators_only
def listed(request: HttpRequest, agency: Agency) -> HttpResponse:
    """List the series of the agency, with what is used of each this year."""
    rule, rows = rows_of(agency.pk, today())
    page = {"agency": agency, "nav": "series", "rows": rows, "rule": rule}
    return render(request, "console/receipts/series.html", page)


@asks
@administrators_only
def add(request: HttpRequest, agency: Agency) -> HttpResponse:
    """Open a series from a day on."""
    _rule, rows = rows_of(agency.pk, today())
    warning = _("Dãy đang dùng hết hiệu lực vào ngày này. Số đã cấp không rút lại được.")
    if all(row.state == "over" for row in rows):
        warning = _("Số đã cấp không rút lại được.")
    words = (_("Mở dãy biên lai"), _("Mở dãy"), _("Đã mở dãy biên lai."))
    initial = {
        "form_symbol": "01BLP0-001",
        "collector_name": agency.name,
        "valid_from": today(),
        "dialect": "northern",
    }
    form = SeriesForm(posted(request), initial=initial)
    by = acting(request, agency_id=agency.pk)
    page = _page(agency, words, warning=warning)
    return ask(request, page, form, lambda _said: open_series(**by, facts=form.facts))


@asks
@administrators_only
def end(request: HttpRequest, agency: Agency) -> HttpResponse:
    """End a series on a day."""
    series = _series(request, agency)
    warning = _("Từ ngày ấy, nếu không còn dãy nào khác, khoản thu không có biên lai điện tử.")
    words = (_("Thôi dùng dãy biên lai"), _("Thôi dùng"), _("Đã ghi ngày thôi dùng."))
    lead = f"{series.form_symbol} · {series.letters} · {series.collector_name}"
    page = _page(agency, words, lead, warning)
    by = acting(request, agency_id=agency.pk, series_id=series.pk)
    form = EndForm(posted(request))
    return ask(request, page, form, lambda said: end_series(**by, on=said["on"]))


def _series(request: HttpRequest, agency: Agency) -> Series:
    text = request.GET.get("day", "")
    found = next((one for one in series_of(agency.pk) if str(one.pk) == text), None)
    if found is None:
        raise SeriesNotFound
    return found


def _page(
    agency: Agency, words: tuple[object, object, object], lead: str = "", warning: object = ""
) -> Page:
    title, button, done = map(str, words)
    back = reverse("console:series", args=[agency.code])
    return Page(agency, "series", title, button, done, back, lead, str(warning))

"""Pages of the tariff: listed, a row published, ended, taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from motcua.console.asking import Page, SureForm, ask, posted
from motcua.console.deliveries.forms import EndForm, RateForm
from motcua.console.gate import acting, administrators_only, keepers_only, keeps, today
from motcua.deliveries.actions import end_rate, publish_rate, withdraw_rate
from motcua.deliveries.enums import Direction, Reach
from motcua.deliveries.queries import rate_numbered, tariff
from motcua.kernel import clock
from motcua.ui.language import page_language
from motcua.ui.numbers import money

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from motcua.agencies.models import Agency
    from motcua.deliveries.models import PostRate

asks = require_http_methods(["GET", "HEAD", "POST"])
_LONGEST = 9


@require_safe
@administrators_only
def listed(request: HttpRequest, agency: Agency) -> HttpResponse:
    """List the rows of the tariff, those that hold before those that are over."""
    page = {
        "agency": agency,
        "nav": "tariff",
        "rows": tariff(clock.now()),
        "day": today(),
        "is_keeper": keeps(request),
    }
    return render(request, "console/deliveries/tariff.html", page)


@asks
@keepers_only
def add(request: HttpRequest, agency: Agency) -> HttpResponse:
    """Publish a row from a day on."""
    warning = _("Dòng cùng chiều, phạm vi và khối lượng đang áp dụng sẽ hết vào ngày này.")
    words = (_("Thêm dòng cước"), _("Công bố"), _("Đã công bố dòng cước."))
    form, by = RateForm(posted(request)), acting(request)
    page = _page(agency, words, warning=warning)
    return ask(
        request,
        page,
        form,
        lambda said: publish_rate(**by, facts=form.facts, valid_from=said["valid_from"]),
    )


@asks
@keepers_only
def end(request: HttpRequest, agency: Agency) -> HttpResponse:
    """End a row on a day."""
    row = _row(request)
    warning = _("Từ ngày ấy, nếu không còn dòng nào khác, trang không mời gửi bưu chính chiều này.")
    words = (_("Ngừng dòng cước"), _("Ngừng"), _("Đã ghi ngày ngừng."))
    by = acting(request, rate_id=row.pk)
    page = _page(agency, words, _said(row), warning)
    return ask(request, page, EndForm(posted(request)), lambda said: end_rate(**by, on=said["on"]))


@asks
@keepers_only
def withdraw(request: HttpRequest, agency: Agency) -> HttpResponse:
    """Take back a row that does not hold yet."""
    row = _row(request)
    words = (_("Rút dòng cước"), _("Rút"), _("Đã rút. Dòng trước áp dụng tiếp."))
    by = acting(request, rate_id=row.pk)
    page = _page(agency, words, _said(row))
    return ask(request, page, SureForm(posted(request)), lambda _said: withdraw_rate(**by))


def _row(request: HttpRequest) -> PostRate:
    text = request.GET.get("dong", "")
    is_number = text.isascii() and text.isdecimal() and len(text) <= _LONGEST
    return rate_numbered(int(text) if is_number else 0)


def _said(row: PostRate) -> str:
    way = f"{Direction(row.direction).label} · {Reach(row.reach).label} · {row.grams} g"
    return f"{way} · {money(row.amount, page_language())} · {row.valid_from:%d/%m/%Y}"


def _page(
    agency: Agency, words: tuple[object, object, object], lead: str = "", warning: object = ""
) -> Page:
    title, button, done = map(str, words)
    back = reverse("console:tariff", args=[agency.code])
    return Page(agency, "tariff", title, button, done, back, lead, str(warning))

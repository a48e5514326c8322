"""A lost second factor: one administrator asks for a new one, another approves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from motcua.agencies.queries import administration
from motcua.agencies.queries.standing import one_hand
from motcua.console.asking import Page, SureForm, ask, posted
from motcua.console.gate import acting, administrators_only
from motcua.console.officials.forms import ReasonForm
from motcua.identity.actions import approve_second_factor_reset, ask_second_factor_reset
from motcua.identity.actions.factors import VALID_FOR
from motcua.identity.base import visit
from motcua.identity.queries import account_of_official
from motcua.identity.queries.factor_resets import reset_for, waiting_resets
from motcua.kernel import clock
from motcua.kernel.errors import NotFound

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from motcua.agencies.models import Agency

asks = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@administrators_only
def resets(request: HttpRequest, agency: Agency) -> HttpResponse:
    """List the requests that wait for a second person."""
    now, me = clock.now(), visit(request).actor.official_id
    rows = waiting_resets(agency.pk, now - VALID_FOR)
    mine = one_hand(me, {row.asked_by_id for row in rows}, now) if me is not None else ()
    page = {"agency": agency, "nav": "resets", "resets": rows, "me": me, "mine": mine}
    return render(request, "console/officials/resets.html", page)


@asks
@administrators_only
def ask_reset(request: HttpRequest, agency: Agency, official: UUID) -> HttpResponse:
    """Ask for an official's second factor to be taken off."""
    one = administration.official_for(agency, official)
    account = account_of_official(one.pk)
    if account is None:
        raise NotFound
    warning = _("Một quản trị viên khác phải duyệt trong 3 ngày. Hãy gặp trực tiếp cán bộ trước.")
    title, done = _("Đề nghị cấp lại bước xác thực"), _("Đã gửi đề nghị. Chờ người thứ hai duyệt.")
    page = _page(agency, (title, title, done), one.full_name, warning)
    by = acting(request, account=account)
    form = ReasonForm(posted(request))
    return ask(request, page, form, lambda data: ask_second_factor_reset(**by, **data))


@asks
@administrators_only
def approve_reset(request: HttpRequest, agency: Agency, reset: int) -> HttpResponse:
    """Approve what another administrator asked for."""
    row = reset_for(agency.pk, reset)
    assert row.account.official is not None
    lead = f"{row.account.official.full_name} · {row.reason}"
    warning = _("Bước xác thực cũ bị gỡ và mọi phiên đăng nhập của cán bộ kết thúc.")
    words = (_("Duyệt cấp lại bước xác thực"), _("Duyệt"), _("Đã gỡ bước xác thực cũ."))
    page = _page(agency, words, lead, warning)
    by = acting(request, reset=row)
    form = SureForm(posted(request))
    return ask(request, page, form, lambda _data: approve_second_factor_reset(**by))


def _page(agency: Agency, words: tuple[object, ...], lead: str, warning: object) -> Page:
    title, button, done = map(str, words)
    back = reverse("console:resets", args=[agency.code])
    return Page(agency, "resets", title, button, done, back, lead, str(warning))

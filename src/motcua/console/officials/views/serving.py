"""Officials from the first day to the last: appointed, posted, transferred, gone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.db import transaction
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from motcua.agencies import actions
from motcua.agencies.queries import administration
from motcua.console.asking import OnDayForm, Page, ask, posted
from motcua.console.gate import acting, administrators_only, today
from motcua.console.officials import forms
from motcua.console.officials.actions import let_go
from motcua.identity.actions import open_official_account
from motcua.identity.queries import account_of_official, has_second_factor
from motcua.ui.language import page_language

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from motcua.agencies.models import Agency, Official

asks = require_http_methods(["GET", "HEAD", "POST"])
_A_PAGE = 100


@require_safe
@administrators_only
def officials(request: HttpRequest, agency: Agency) -> HttpResponse:
    """List the officials by name, or those whose name or code was looked for."""
    words = request.GET.get("q", "").replace("\0", "")
    found = administration.officials_of(agency, today(), words)
    page = Paginator(found, _A_PAGE).get_page(request.GET.get("page"))
    context = {"agency": agency, "nav": "officials", "rows": page, "words": words}
    return render(request, "console/officials/officials.html", context | {"today": today()})


@require_safe
@administrators_only
def official(request: HttpRequest, agency: Agency, official: UUID) -> HttpResponse:
    """Show one official: postings, account, second factor."""
    one = administration.official_for(agency, official)
    account = account_of_official(one.pk)
    context = {
        "agency": agency,
        "nav": "officials",
        "official": one,
        "postings": administration.postings_of(one),
        "account": account,
        "has_factor": account is not None and has_second_factor(account),
        "today": today(),
    }
    return render(request, "console/officials/official.html", context)


@asks
@administrators_only
def appoint(request: HttpRequest, agency: Agency) -> HttpResponse:
    """Appoint an official with his first role."""
    back = reverse("console:officials", args=[agency.code])
    words = (_("Thêm cán bộ"), _("Thêm cán bộ"), _("Đã thêm cán bộ."))
    units = administration.units_of(agency, today())
    form = forms.AppointForm(posted(request), initial={"on": today()}, units=units)
    by = acting(request)

    @transaction.atomic
    def act(data: dict[str, Any]) -> None:
        new = actions.appoint_official(**by, agency=agency, facts=form.facts, valid_from=data["on"])
        held = {"unit": data["unit"], "role": data["role"], "valid_from": data["on"]}
        actions.post_official(**by, official=new, **held)

    return ask(request, Page(agency, "officials", *words, back), form, act)


@asks
@administrators_only
def post(request: HttpRequest, agency: Agency, official: UUID) -> HttpResponse:
    """Give an official one more role."""
    one = administration.official_for(agency, official)
    page = _page(one, _("Thêm vai trò"), _("Đã thêm vai trò."))
    form = _post_form(request, agency)
    by = acting(request, official=one)
    return ask(
        request,
        page,
        form,
        lambda data: actions.post_official(
            **by, unit=data["unit"], role=data["role"], valid_from=data["on"]
        ),
    )


@asks
@administrators_only
def transfer(request: HttpRequest, agency: Agency, official: UUID) -> HttpResponse:
    """End all roles of an official on a day and give him another from that day."""
    one = administration.official_for(agency, official)
    warning = _("Mọi vai trò đang có kết thúc vào ngày chuyển.")
    page = _page(one, _("Chuyển công tác"), _("Đã chuyển công tác."), warning)
    form = _post_form(request, agency)
    by = acting(request, official=one)
    return ask(request, page, form, lambda data: actions.transfer_official(**by, **data))


@asks
@administrators_only
def depart(request: HttpRequest, agency: Agency, official: UUID) -> HttpResponse:
    """Let an official go."""
    one = administration.official_for(agency, official)
    warning = _("Vai trò, quyền cấp thêm và tài khoản của cán bộ kết thúc từ ngày này.")
    page = _page(one, _("Cho thôi việc tại cơ quan"), _("Đã ghi ngày thôi việc."), warning)
    form = OnDayForm(posted(request), initial={"on": today()})
    by = acting(request, official=one)
    return ask(request, page, form, lambda data: let_go(**by, on=data["on"]))


@asks
@administrators_only
def end_posting(request: HttpRequest, agency: Agency, posting: int) -> HttpResponse:
    """End one role on a day."""
    row = administration.posting_for(agency, posting)
    lead = f"{row.get_role_display()} · {row.unit.name_in(page_language())}"
    page = _page(row.official, _("Kết thúc vai trò"), _("Đã kết thúc vai trò."), lead)
    form = OnDayForm(posted(request), initial={"on": today()})
    by = acting(request, posting=row)
    return ask(request, page, form, lambda data: actions.end_posting(**by, on=data["on"]))


@asks
@administrators_only
def open_account(request: HttpRequest, agency: Agency, official: UUID) -> HttpResponse:
    """Open an official's account; he sets his password by mail, then a second factor."""
    one = administration.official_for(agency, official)
    warning = _("Cán bộ tự đặt mật khẩu bằng mục Quên mật khẩu, rồi đăng ký bước xác thực thứ hai.")
    page = _page(one, _("Mở tài khoản"), _("Đã mở tài khoản."), warning)
    form = forms.AccountForm(posted(request), initial={"email": one.email})
    by = acting(request, official=one)
    return ask(request, page, form, lambda data: open_official_account(**by, email=data["email"]))


def _post_form(request: HttpRequest, agency: Agency) -> forms.PostForm:
    units = administration.units_of(agency, today())
    return forms.PostForm(posted(request), initial={"on": today()}, units=units)


def _page(one: Official, title: object, done: object, warning: object = "") -> Page:
    back = reverse("console:official", args=[one.agency.code, one.public_id])
    words = (str(title), str(title), str(done))
    return Page(one.agency, "officials", *words, back, one.full_name, str(warning))

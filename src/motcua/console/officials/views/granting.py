"""Grants: officials, also of other agencies, who may act here for some days."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from motcua.agencies import actions
from motcua.agencies.queries import administration
from motcua.console.asking import OnDayForm, Page, ask, posted
from motcua.console.gate import acting, administrators_only, today
from motcua.console.officials import forms

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from motcua.agencies.models import Agency

asks = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@administrators_only
def grants(request: HttpRequest, agency: Agency) -> HttpResponse:
    """List the grants that run or will."""
    rows = administration.grants_on(agency, today())
    page = {"agency": agency, "nav": "grants", "grants": rows}
    return render(request, "console/officials/grants.html", page)


@asks
@administrators_only
def give_grant(request: HttpRequest, agency: Agency) -> HttpResponse:
    """Let an official act here beyond his units."""
    page = _page(agency, _("Cấp thêm quyền"), _("Đã cấp quyền."))
    units = administration.units_of(agency, today())
    start = {"agency_code": agency.code, "valid_from": today()}
    form = forms.GrantForm(posted(request), initial=start, units=units, on=today())
    by = acting(request, agency=agency)
    return ask(
        request,
        page,
        form,
        lambda data: actions.grant_access(
            **by, official=data["official"], unit=data["unit"], terms=form.terms
        ),
    )


@asks
@administrators_only
def revoke(request: HttpRequest, agency: Agency, grant: int) -> HttpResponse:
    """End a grant on a day."""
    row = administration.grant_for(agency, grant)
    page = _page(agency, _("Thu hồi quyền"), _("Đã thu hồi quyền."), row.official.full_name)
    form = OnDayForm(posted(request), initial={"on": today()})
    by = acting(request, grant=row)
    return ask(request, page, form, lambda data: actions.revoke_grant(**by, on=data["on"]))


def _page(agency: Agency, title: object, done: object, lead: str = "") -> Page:
    back = reverse("console:grants", args=[agency.code])
    return Page(agency, "grants", str(title), str(title), str(done), back, lead)

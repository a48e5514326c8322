"""Pages of an agency's facts, units, hours and days off."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from motcua.agencies import actions
from motcua.agencies.actions.counters import open_counter
from motcua.agencies.queries import administration
from motcua.console.agencies import forms
from motcua.console.asking import OnDayForm, Page, SureForm, ask, posted
from motcua.console.gate import acting, administrators_only, today
from motcua.counters.queries.booking import closed_at_agency
from motcua.identity.base import visit
from motcua.kernel import clock
from motcua.kernel.errors import NotAllowed
from motcua.ui.language import page_language

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from motcua.agencies.models import Agency, WorkingHours

asks = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@login_required
@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """Lead an administrator to his agency, or let him choose among several."""
    agencies = administration.administered_agencies(visit(request).actor)
    if not agencies:
        raise NotAllowed
    if len(agencies) == 1:
        return redirect("console:agency", agencies[0].code)
    return render(request, "console/agencies/choose.html", {"agencies": agencies})


@require_safe
@administrators_only
def agency_facts(request: HttpRequest, agency: Agency) -> HttpResponse:
    """Show what is known of the agency."""
    return render(request, "console/agencies/agency.html", {"agency": agency, "nav": "agency"})


@asks
@administrators_only
def amend(request: HttpRequest, agency: Agency) -> HttpResponse:
    """Correct name, address or contacts."""
    known = {name: getattr(agency, name) for name in forms.AmendForm.base_fields}
    page = Page(
        agency,
        "agency",
        _("Sửa thông tin cơ quan"),
        _("Lưu"),
        _("Đã lưu thông tin cơ quan."),
        reverse("console:agency", args=[agency.code]),
    )
    form = forms.AmendForm(posted(request), initial=known)
    by = acting(request, agency=agency)
    return ask(request, page, form, lambda facts: actions.amend_agency(**by, **facts))


@require_safe
@administrators_only
def units(request: HttpRequest, agency: Agency) -> HttpResponse:
    """List the units, parents before their children."""
    rows = administration.units_of(agency, today())
    page = {"agency": agency, "nav": "units", "units": rows}
    return render(request, "console/agencies/units.html", page)


@asks
@administrators_only
def open_a_unit(request: HttpRequest, agency: Agency) -> HttpResponse:
    """Open a unit."""
    page = _units_page(agency, _("Mở đơn vị"), _("Đã mở đơn vị."))
    known = administration.units_of(agency, today())
    form = forms.UnitForm(posted(request), initial={"valid_from": today()}, units=known)
    by = acting(request, agency=agency)
    return ask(
        request,
        page,
        form,
        lambda data: actions.open_unit(
            **by, facts=form.facts, parent=data["parent"], valid_from=data["valid_from"]
        ),
    )


@asks
@administrators_only
def close_a_unit(request: HttpRequest, agency: Agency, unit: UUID) -> HttpResponse:
    """Close a unit on a day."""
    closing = administration.unit_for(agency, unit)
    page = _units_page(
        agency, _("Đóng đơn vị"), _("Đã đóng đơn vị."), closing.name_in(page_language())
    )
    form = OnDayForm(posted(request), initial={"on": today()})
    by = acting(request, unit=closing)
    return ask(
        request, page, form, lambda data: actions.close_unit(**by, last_day_after=data["on"])
    )


@asks
@administrators_only
def open_a_counter(request: HttpRequest, agency: Agency, unit: UUID) -> HttpResponse:
    """Open a counter in a unit."""
    holder = administration.unit_for(agency, unit)
    page = _units_page(agency, _("Mở quầy"), _("Đã mở quầy."), holder.name_in(page_language()))
    form = forms.CounterForm(posted(request))
    by = acting(request, unit=holder)
    return ask(request, page, form, lambda data: open_counter(**by, **data))


@require_safe
@administrators_only
def hours(request: HttpRequest, agency: Agency) -> HttpResponse:
    """Show the agency's own hours, and the nation's where they hold today."""
    own = administration.hours_of(agency, today())
    nation = [] if any(row.valid_from <= today() for row in own) else _hours_of_nation()
    page = {"agency": agency, "nav": "hours", "own": own, "nation": nation}
    return render(request, "console/agencies/hours.html", page | {"weekdays": forms.WEEKDAYS})


@asks
@administrators_only
def set_hours(request: HttpRequest, agency: Agency) -> HttpResponse:
    """Give the agency hours of its own."""
    page = Page(
        agency,
        "hours",
        _("Đặt giờ làm việc"),
        _("Lưu giờ làm việc"),
        _("Đã lưu giờ làm việc."),
        reverse("console:hours", args=[agency.code]),
        warning=_(
            "Giờ làm việc quyết định hạn trả. Để trống cả tuần là theo giờ chung của cả nước."
        ),
    )
    form = forms.HoursForm(posted(request), initial=_hours_today(agency))
    by = acting(request, agency=agency)

    def act(data: dict[str, Any]) -> None:
        actions.set_working_hours(**by, stretches=data["stretches"], valid_from=data["valid_from"])
        _say_who_booked(request, agency)

    return ask(request, page, form, act)


@require_safe
@administrators_only
def days(request: HttpRequest, agency: Agency) -> HttpResponse:
    """List days off and worked, the nation's and the agency's, from the start of the year."""
    rows = administration.days_of(agency, today().replace(month=1, day=1))
    return render(
        request, "console/agencies/days.html", {"agency": agency, "nav": "days", "days": rows}
    )


@asks
@administrators_only
def set_day(request: HttpRequest, agency: Agency) -> HttpResponse:
    """Make a day off or worked."""
    page = _days_page(agency, _("Đặt ngày nghỉ hoặc làm bù"), _("Đã lưu ngày."))
    form = forms.DaySetForm(posted(request))
    by = acting(request, agency=agency)

    def act(_data: object) -> None:
        actions.set_calendar_day(**by, facts=form.facts)
        _say_who_booked(request, agency)

    return ask(request, page, form, act)


@asks
@administrators_only
def remove_day(request: HttpRequest, agency: Agency, day: int) -> HttpResponse:
    """Make a day an ordinary one again."""
    row = administration.day_for(agency, day)
    page = _days_page(
        agency, _("Bỏ ngày này"), _("Đã bỏ ngày."), f"{row.day:%d/%m/%Y} · {row.name}"
    )
    by = acting(request, calendar_day=row)
    form = SureForm(posted(request))
    return ask(request, page, form, lambda _data: actions.remove_calendar_day(**by))


def _say_who_booked(request: HttpRequest, agency: Agency) -> None:
    """Say how many booked a time at which the agency is closed now, and who tells them."""
    count = closed_at_agency(agency.pk, clock.now())
    if not count:
        return
    said = ngettext(
        "%(n)s lịch hẹn ở quầy rơi vào lúc không làm việc. Trưởng bộ phận hủy và báo người đặt ở "
        "trang Lịch hẹn của bàn làm việc; còn một ngày mà chưa hủy thì hệ thống tự hủy và báo.",
        "%(n)s lịch hẹn ở quầy rơi vào lúc không làm việc. Trưởng bộ phận hủy và báo người đặt ở "
        "trang Lịch hẹn của bàn làm việc; còn một ngày mà chưa hủy thì hệ thống tự hủy và báo.",
        count,
    )
    messages.warning(request, said % {"n": count})


def _hours_today(agency: Agency) -> dict[str, object]:
    own = [row for row in administration.hours_of(agency, today()) if row.valid_from <= today()]
    return {**forms.hours_initial(own or _hours_of_nation()), "valid_from": today()}


def _hours_of_nation() -> list[WorkingHours]:
    return [row for row in administration.hours_of(None, today()) if row.valid_from <= today()]


def _units_page(agency: Agency, title: object, done: object, lead: str = "") -> Page:
    back = reverse("console:units", args=[agency.code])
    return Page(agency, "units", str(title), str(title), str(done), back, lead)


def _days_page(agency: Agency, title: object, done: object, lead: str = "") -> Page:
    back = reverse("console:days", args=[agency.code])
    return Page(agency, "days", str(title), str(title), str(done), back, lead)
